/** Lines in which the planes of other cells cut this one: the crosshair of planes, the reference lines of stacks. */
import type { Vec3 } from '../../domain/geometry';
import { offPlane, toCanvas, toLps, type CanvasPoint, type ViewPlane } from '../plane';
import { svg } from './svg';

/** Half the gap around the point that the planes share, CSS px: the lesion stays free. */
const GAP = 18;

export interface CrossingLine {
  readonly from: CanvasPoint;
  readonly to: CanvasPoint;
  /** CSS px from a point to the line. */
  distance(at: CanvasPoint): number;
}

/** The line of another plane on this canvas, from edge to edge; undefined when it does not meet it. */
export function lineOn(plane: ViewPlane, other: ViewPlane): CrossingLine | undefined {
  const off = (x: number, y: number): number => offPlane(other, toLps(plane, [x, y]));
  const f0 = off(0, 0);
  const [fx, fy] = [off(1, 0) - f0, off(0, 1) - f0];
  const length = Math.hypot(fx, fy);
  if (length < 1e-9) return undefined;
  const { width, height } = plane;
  const ends: CanvasPoint[] = [];
  const add = (x: number, y: number): void => {
    const inside = x >= -1e-6 && y >= -1e-6 && x <= width + 1e-6 && y <= height + 1e-6;
    if (inside && !ends.some((p) => Math.hypot(p[0] - x, p[1] - y) < 1e-3)) ends.push([x, y]);
  };
  if (Math.abs(fy) > 1e-12) {
    add(0, -f0 / fy);
    add(width, -(f0 + fx * width) / fy);
  }
  if (Math.abs(fx) > 1e-12) {
    add(-f0 / fx, 0);
    add(-(f0 + fy * height) / fx, height);
  }
  if (ends.length < 2) return undefined;
  return {
    from: ends[0],
    to: ends[1],
    distance: ([x, y]) => Math.abs(f0 + fx * x + fy * y) / length,
  };
}

/** Draws the lines; around `point` they stay open. The active cell's line stands out. */
export function drawCrossing(
  group: SVGGElement,
  plane: ViewPlane,
  others: readonly { readonly plane: ViewPlane; readonly active: boolean }[],
  point: Vec3 | undefined,
): void {
  group.replaceChildren();
  const middle = point && toCanvas(plane, point);
  for (const { plane: other, active } of others) {
    const line = lineOn(plane, other);
    if (!line) continue;
    for (const [a, b] of open(line, middle)) {
      const ends = { x1: a[0], y1: a[1], x2: b[0], y2: b[1] };
      svg(group, 'line', { class: 'edge', ...ends });
      svg(group, 'line', { class: active ? 'line active' : 'line', ...ends });
    }
  }
}

function open(
  { from, to }: CrossingLine,
  middle: CanvasPoint | undefined,
): (readonly [CanvasPoint, CanvasPoint])[] {
  if (!middle) return [[from, to]];
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  if (length === 0) return [];
  const t = ((middle[0] - from[0]) * dx + (middle[1] - from[1]) * dy) / length;
  const away = Math.hypot(from[0] + (dx * t) / length - middle[0], from[1] + (dy * t) / length - middle[1]);
  if (away > GAP) return [[from, to]];
  const at = (s: number): CanvasPoint => [from[0] + (dx * s) / length, from[1] + (dy * s) / length];
  const parts: (readonly [CanvasPoint, CanvasPoint])[] = [];
  if (t - GAP > 0) parts.push([from, at(t - GAP)]);
  if (t + GAP < length) parts.push([at(t + GAP), to]);
  return parts;
}

/** A small open cross where the 3-D cursor points; nothing when it is off this slice. */
export function drawCursor(
  group: SVGGElement,
  plane: ViewPlane,
  point: Vec3 | undefined,
  within: number,
): void {
  group.replaceChildren();
  if (!point || Math.abs(offPlane(plane, point)) > within) return;
  const [x, y] = toCanvas(plane, point);
  const d = `M${x - 14} ${y}H${x - 4}M${x + 4} ${y}H${x + 14}M${x} ${y - 14}V${y - 4}M${x} ${y + 4}V${y + 14}`;
  svg(group, 'path', { class: 'edge', d });
  svg(group, 'path', { class: 'line', d });
}
