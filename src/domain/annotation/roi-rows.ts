/** Which pixels lie under a region of interest. */
import type { Point2, SampleGrid } from './annotation';
import { cross, dot, minus } from './plane-geometry';

/**
 * A region of a place, in its coordinates. An ellipse is centre + p cos t + q sin t; a polygon's last point joins the
 * first, and where it crosses itself the even-odd rule holds.
 */
export type Roi =
  | { readonly roi: 'polygon'; readonly points: readonly Point2[] }
  | { readonly roi: 'ellipse'; readonly centre: Point2; readonly p: Point2; readonly q: Point2 };

/** Columns `from` to `to` (both included) of a row of pixels. */
export interface Run {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/** A centre this near to the outline (pixels) lies on it: what a plane's mm leave of whole numbers. */
const ON_LINE = 1e-6;

type Interval = readonly [number, number];

/** Place coordinates to (column, row) of the samples; undefined when the grid has no area. */
function indexing(samples: SampleGrid): ((v: Point2) => Point2) | undefined {
  const { stepI, stepJ } = samples;
  const det = cross(stepI, stepJ);
  if (!(Math.abs(det) > 0)) return undefined;
  return (v) => [cross(v, stepJ) / det, cross(stepI, v) / det];
}

/** The pixel whose centre is nearest, as (column, row) of the samples; undefined where the grid has none there. */
export function nearestPixel(at: Point2, samples: SampleGrid): readonly [number, number] | undefined {
  const index = indexing(samples)?.(minus(at, samples.origin));
  if (!index) return undefined;
  const [i, j] = [Math.round(index[0]), Math.round(index[1])];
  return i >= 0 && j >= 0 && i < samples.columns && j < samples.rows ? [i, j] : undefined;
}

type Edge = readonly [Point2, Point2];

/** The edges of a polygon that each row meets, so that no row asks all of them. */
function edgesByRow(points: readonly Point2[], rowCount: number): ReadonlyMap<number, readonly Edge[]> {
  const rows = new Map<number, Edge[]>();
  points.forEach((a, n) => {
    const b = points[(n + 1) % points.length];
    const until = Math.min(rowCount - 1, Math.floor(Math.max(a[1], b[1]) + ON_LINE));
    for (let row = Math.max(0, Math.ceil(Math.min(a[1], b[1]) - ON_LINE)); row <= until; row++) {
      const edges = rows.get(row);
      if (edges) edges.push([a, b]);
      else rows.set(row, [[a, b]]);
    }
  });
  return rows;
}

/** Where a row cuts a polygon: inside intervals, and what it touches of the outline itself. */
function polygonRow(edges: readonly Edge[], row: number): Interval[] {
  const crossings: number[] = [];
  const out: Interval[] = [];
  for (const [a, b] of edges) {
    const low = Math.min(a[1], b[1]);
    const high = Math.max(a[1], b[1]);
    const at = (y: number): number => a[0] + ((y - a[1]) * (b[0] - a[0])) / (b[1] - a[1]);
    if (a[1] <= row !== b[1] <= row) crossings.push(at(row));
    if (high - low <= ON_LINE) out.push([Math.min(a[0], b[0]), Math.max(a[0], b[0])]);
    else {
      const x = at(Math.min(high, Math.max(low, row)));
      out.push([x, x]);
    }
  }
  crossings.sort((x, y) => x - y);
  for (let n = 0; n + 1 < crossings.length; n += 2) out.push([crossings[n], crossings[n + 1]]);
  return out;
}

/** Where a row cuts an ellipse that is centre + p cos t + q sin t in (column, row). */
function ellipseRow(centre: Point2, p: Point2, q: Point2, row: number): Interval[] {
  const det = cross(p, q);
  if (det === 0) return [];
  // Coordinates in which the ellipse is the unit circle, along the row: w = start + column * step.
  const inCircle = (v: Point2): Point2 => [cross(v, q) / det, cross(p, v) / det];
  const start = inCircle([-centre[0], row - centre[1]]);
  const step = inCircle([1, 0]);
  const a = dot(step, step);
  const mid = -dot(step, start) / a;
  const nearest: Point2 = [start[0] + mid * step[0], start[1] + mid * step[1]];
  const half2 = (1 - dot(nearest, nearest)) / a;
  if (half2 < -ON_LINE) return [];
  const half = Math.sqrt(Math.max(0, half2));
  return [[mid - half, mid + half]];
}

/** Intervals of a row as runs of whole columns inside the image, merged where they meet. */
function runsOf(row: number, intervals: readonly Interval[], columns: number): Run[] {
  const whole = intervals
    .map(([from, to]) => ({
      row,
      from: Math.max(0, Math.ceil(from - ON_LINE)),
      to: Math.min(columns - 1, Math.floor(to + ON_LINE)),
    }))
    .filter((run) => run.from <= run.to)
    .sort((a, b) => a.from - b.from);
  const out: Run[] = [];
  for (const run of whole) {
    const last = out[out.length - 1];
    if (last && run.from <= last.to + 1) out[out.length - 1] = { ...last, to: Math.max(last.to, run.to) };
    else out.push(run);
  }
  return out;
}

/** Every pixel of the samples whose centre lies inside the region or on its outline, once, as runs by row. */
export function runsUnder(roi: Roi, samples: SampleGrid): readonly Run[] {
  const index = indexing(samples);
  if (!index) return [];
  const at = (point: Point2): Point2 => index(minus(point, samples.origin));
  if (roi.roi === 'polygon') {
    if (roi.points.length < 3) return [];
    const rows = edgesByRow(roi.points.map(at), samples.rows);
    return [...rows.keys()]
      .sort((a, b) => a - b)
      .flatMap((row) => runsOf(row, polygonRow(rows.get(row)!, row), samples.columns));
  }
  const centre = at(roi.centre);
  const [p, q] = [index(roi.p), index(roi.q)];
  const reach = Math.hypot(p[1], q[1]);
  const last = Math.min(samples.rows - 1, Math.floor(centre[1] + reach + ON_LINE));
  const out: Run[] = [];
  for (let row = Math.max(0, Math.ceil(centre[1] - reach - ON_LINE)); row <= last; row++)
    out.push(...runsOf(row, ellipseRow(centre, p, q, row), samples.columns));
  return out;
}
