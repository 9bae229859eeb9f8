import type { AnnotationPath, AnnotationShape, PlaceScale, Point2 } from './annotation';
import {
  dot,
  fromLengths,
  lengthBetween,
  minus,
  perpendicular,
  plus,
  rightmost,
  samePoint,
  times,
  toLengths,
  unit,
} from './plane-geometry';
import { lengthValue } from './quantities';

/** The short axis as it lies on the long one. */
interface ShortAxis {
  /** Where it meets the long axis, as a share of it from its first end, 0 to 1. */
  readonly at: number;
  /** How far its two ends stand off the long axis, lengths, positive to one side. */
  readonly ends: readonly [number, number];
}

/** The long axis with its unit vectors, in lengths. */
function frameOf(points: readonly Point2[], scale: PlaceScale) {
  const from = toLengths(points[0], scale);
  const along = minus(toLengths(points[1], scale), from);
  const u = unit(along) ?? ([1, 0] as const);
  return { from, along, size: Math.hypot(along[0], along[1]), u, n: perpendicular(u) };
}

/** A point seen from the long axis: how far along (held within the axis) and how far off it. */
function seen(point: Point2, points: readonly Point2[], scale: PlaceScale) {
  const { from, size, u, n } = frameOf(points, scale);
  const d = minus(toLengths(point, scale), from);
  return { at: size > 0 ? Math.min(1, Math.max(0, dot(d, u) / size)) : 0, off: dot(d, n) };
}

function ends(points: readonly Point2[], short: ShortAxis, scale: PlaceScale): readonly Point2[] {
  const { from, along, n } = frameOf(points, scale);
  const foot = plus(from, times(along, short.at));
  return short.ends.map((off) => fromLengths(plus(foot, times(n, off)), scale));
}

function shortAxis(points: readonly Point2[], scale: PlaceScale): ShortAxis {
  const first = seen(points[2], points, scale);
  return { at: first.at, ends: [first.off, seen(points[3], points, scale).off] };
}

/**
 * Long and short axis of a lesion (RECIST). Points: the two ends of the long axis, then of the short one, which stays
 * at a right angle to the long axis (in lengths) and meets it within its ends. Both are drawn by the reader: a short
 * axis that nobody measured is never shown.
 */
export const bidirectional: AnnotationShape = {
  kind: 'bidirectional',
  draw: { by: 'clicks', count: 4 },
  complete(drawn, scale) {
    if (drawn.length < 3) return drawn;
    const first = seen(drawn[2], drawn, scale);
    const second = drawn.length < 4 ? first.off : seen(drawn[3], drawn, scale).off;
    const short = ends(drawn, { at: first.at, ends: [first.off, second] }, scale);
    return [drawn[0], drawn[1], ...short.slice(0, drawn.length < 4 ? 1 : 2)];
  },
  paths(points) {
    const lines: AnnotationPath[] = [];
    if (points.length >= 2) lines.push({ path: 'line', points: points.slice(0, 2) });
    if (points.length >= 4) lines.push({ path: 'line', points: points.slice(2, 4) });
    return lines;
  },
  handles: (points) => points,
  /** An end of the long axis takes the short one along, turned with it; an end of the short one slides it. */
  drag(points, handle, to, scale) {
    if (points.length < 4 || !points[handle] || samePoint(points[handle], to)) return points;
    const short = shortAxis(points, scale);
    if (handle < 2) {
      const long = [handle === 0 ? to : points[0], handle === 1 ? to : points[1]];
      return [...long, ...ends(long, short, scale)];
    }
    const { at, off } = seen(to, points, scale);
    const off2: readonly [number, number] = handle === 2 ? [off, short.ends[1]] : [short.ends[0], off];
    return [points[0], points[1], ...ends(points, { at, ends: off2 }, scale)];
  },
  anchor: rightmost,
  /** The longer one is the long axis, whichever was drawn first, as for the axes of a finding. */
  measure(points, { scale }) {
    if (points.length < 2) return { values: [] };
    const a = lengthBetween(points[0], points[1], scale);
    if (points.length < 4) return { values: [lengthValue('longAxis', a, scale)] };
    const b = lengthBetween(points[2], points[3], scale);
    return {
      values: [
        lengthValue('longAxis', Math.max(a, b), scale),
        lengthValue('shortAxis', Math.min(a, b), scale),
      ],
    };
  },
};
