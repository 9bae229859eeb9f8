/** Area of a polygon by the even-odd rule. */
import type { Point2 } from './annotation';
import { cross, minus } from './plane-geometry';

type Edge = readonly [Point2, Point2];
const low = ([a, b]: Edge): number => Math.min(a[1], b[1]);
const high = ([a, b]: Edge): number => Math.max(a[1], b[1]);

/** Second coordinate of the point where two edges cross inside both; undefined where they do not. */
function crossingHeight([a, b]: Edge, [c, d]: Edge): number | undefined {
  const u = minus(b, a);
  const v = minus(d, c);
  const turn = cross(u, v);
  if (turn === 0) return undefined;
  const w = minus(c, a);
  const s = cross(w, v) / turn;
  const t = cross(w, u) / turn;
  return s > 0 && s < 1 && t > 0 && t < 1 ? a[1] + s * u[1] : undefined;
}

/** Where edges cross each other, sorted by where they begin: one that begins beyond another's end cannot meet it. */
function crossingHeights(edges: readonly Edge[]): readonly number[] {
  const out: number[] = [];
  for (let a = 0; a < edges.length; a++)
    for (let b = a + 1; b < edges.length && low(edges[b]) <= high(edges[a]); b++) {
      const height = crossingHeight(edges[a], edges[b]);
      if (height !== undefined) out.push(height);
    }
  return out;
}

/**
 * Area inside a closed polygon, the last point joined to the first, in squares of its coordinates. Where the line
 * crosses itself the even-odd rule holds, as for the pixels under it: twice around is outside. Fewer than three
 * points have no area.
 *
 * Between neighbouring heights of corners and crossings no edges cross, so the inside is made of trapezoids there,
 * each as large as its width half way up times its height. The usual sum of cross products would count a loop that
 * runs the other way as less than nothing.
 */
export function polygonArea(points: readonly Point2[]): number {
  if (points.length < 3) return 0;
  const edges = points
    .map((p, n): Edge => [p, points[(n + 1) % points.length]])
    .sort((a, b) => low(a) - low(b));
  const heights = [...new Set([...points.map((p) => p[1]), ...crossingHeights(edges)])].sort((a, b) => a - b);
  let area = 0;
  let next = 0;
  let active: Edge[] = [];
  for (let n = 1; n < heights.length; n++) {
    const [from, to] = [heights[n - 1], heights[n]];
    active = active.filter((edge) => high(edge) > from);
    for (; next < edges.length && low(edges[next]) <= from; next++)
      if (high(edges[next]) > from) active.push(edges[next]);
    const y = (from + to) / 2;
    const xs = active
      .map(([a, b]) => a[0] + ((y - a[1]) * (b[0] - a[0])) / (b[1] - a[1]))
      .sort((a, b) => a - b);
    for (let k = 0; k + 1 < xs.length; k += 2) area += (xs[k + 1] - xs[k]) * (to - from);
  }
  return area;
}
