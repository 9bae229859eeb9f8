/** Smooth curves through a few control values: how the anatomy's tables become shapes. */
import type { Vec3 } from '../geometry';

/** A smooth function of one variable. */
export type Curve = (t: number) => number;

/** Cubic through the control points [t, value] in ascending t; constant outside them. */
export function curve(points: readonly (readonly [number, number])[]): Curve {
  const last = points.length - 1;
  const slope = points.map((_, n) => {
    const a = points[Math.max(0, n - 1)];
    const b = points[Math.min(last, n + 1)];
    return (b[1] - a[1]) / (b[0] - a[0]);
  });
  return (t) => {
    if (t <= points[0][0]) return points[0][1];
    if (t >= points[last][0]) return points[last][1];
    let n = 0;
    while (t > points[n + 1][0]) n++;
    const h = points[n + 1][0] - points[n][0];
    const u = (t - points[n][0]) / h;
    const u2 = u * u;
    const u3 = u2 * u;
    return (
      (2 * u3 - 3 * u2 + 1) * points[n][1] +
      (u3 - 2 * u2 + u) * h * slope[n] +
      (3 * u2 - 2 * u3) * points[n + 1][1] +
      (u3 - u2) * h * slope[n + 1]
    );
  };
}

/** A table of curves over the same variable: row [t, values...] gives one curve a column. */
export function curves(rows: readonly (readonly number[])[]): readonly Curve[] {
  const sorted = [...rows].sort((a, b) => a[0] - b[0]);
  return sorted[0].slice(1).map((_, column) => curve(sorted.map((row) => [row[0], row[column + 1]])));
}

/** A point of a path with the radius of the tube there, mm. */
export interface Station {
  readonly at: Vec3;
  readonly r: number;
}

/** Smooth path through stations [x, y, z, radius], `steps` pieces between two of them. */
export function path(
  stations: readonly (readonly [number, number, number, number])[],
  steps = 5,
): readonly Station[] {
  const table = curves(stations.map((station, n) => [n, ...station]));
  const count = (stations.length - 1) * steps;
  return Array.from({ length: count + 1 }, (_, n) => {
    const [x, y, z, r] = table.map((c) => c(n / steps));
    return { at: [x, y, z], r };
  });
}

/** The same path on the other side of the body. */
export const mirrored = (stations: readonly Station[]): readonly Station[] =>
  stations.map(({ at, r }) => ({ at: [-at[0], at[1], at[2]], r }));

export const clamp = (v: number, low: number, high: number): number => Math.min(high, Math.max(low, v));
export const mix = (a: number, b: number, t: number): number => a + (b - a) * t;
/** 0 below `from`, 1 above `to`, smooth between; `from` may be larger than `to`. */
export function step(from: number, to: number, t: number): number {
  const u = clamp((t - from) / (to - from), 0, 1);
  return u * u * (3 - 2 * u);
}
