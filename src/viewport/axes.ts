import type { Axes } from '../domain/finding';
import { add, cross, distance, dot, normalise, scale, sub, type Vec3 } from '../domain/geometry';

/** Which end of which axis the reader holds. */
export interface AxisEnd {
  readonly axis: 'long' | 'short';
  readonly end: 0 | 1;
}

/** In the order in which the tab key walks through them. */
export const axisEnds: readonly AxisEnd[] = [
  { axis: 'long', end: 0 },
  { axis: 'long', end: 1 },
  { axis: 'short', end: 0 },
  { axis: 'short', end: 1 },
];

/**
 * The axes after one end was dragged to a point of their slice. The short axis stays perpendicular to the long
 * one: a dragged long end turns it, a dragged short end changes its length and where it crosses.
 * `normal` is the unit normal of the slice, on to which the point is put; points in LPS mm.
 */
export function dragAxis(axes: Axes, held: AxisEnd, towards: Vec3, normal: Vec3): Axes {
  const [a, b] = axes.long;
  const to = add(towards, scale(normal, dot(sub(a, towards), normal)));
  const along = normalise(sub(b, a));
  const across = cross(normal, along);
  const length = distance(a, b);
  const crossing = dot(sub(axes.short[0], a), along) / length;
  const sides = axes.short.map((p) => dot(sub(p, a), across)) as [number, number];
  if (held.axis === 'long') {
    const fixed = axes.long[1 - held.end];
    if (distance(fixed, to) < 0.5) return axes;
    const long: readonly [Vec3, Vec3] = held.end === 0 ? [to, fixed] : [fixed, to];
    return { ...axes, long, short: shortAxis(long, crossing, sides, normal) };
  }
  sides[held.end] = dot(sub(to, a), across);
  const t = Math.min(1, Math.max(0, dot(sub(to, a), along) / length));
  return { ...axes, short: shortAxis(axes.long, t, sides, normal) };
}

function shortAxis(
  [a, b]: readonly [Vec3, Vec3],
  crossing: number,
  sides: readonly [number, number],
  normal: Vec3,
): readonly [Vec3, Vec3] {
  const across = cross(normal, normalise(sub(b, a)));
  const middle = add(a, scale(sub(b, a), crossing));
  return [add(middle, scale(across, sides[0])), add(middle, scale(across, sides[1]))];
}
