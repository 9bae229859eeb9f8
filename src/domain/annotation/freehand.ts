import type { AnnotationShape, Point2 } from './annotation';
import { minus, pathLength, plus, rightmost, times } from './plane-geometry';
import { polygonArea } from './polygon';
import { measureRoi } from './roi';
import { simplifyClosed } from './simplify';

/** Handles around the outline; more would hide it. */
const MOST_HANDLES = 12;

/** Which points are handles: evenly by number, so that they stay the same ones while the outline is dragged. */
function handleIndices(count: number): readonly number[] {
  const handles = Math.min(MOST_HANDLES, count);
  return Array.from({ length: handles }, (_, n) => Math.floor((n * count) / handles));
}

/** How much a point goes with a handle: all of it at the handle, nothing at the next one. */
const share = (steps: number, reach: number): number =>
  steps >= reach ? 0 : (1 + Math.cos((Math.PI * steps) / reach)) / 2;

/**
 * A closed outline drawn by hand. Points: its corners, thinned; the last joins the first. Inside is by the even-odd
 * rule where it crosses itself, for the area and for the pixels alike.
 */
export const freehand: AnnotationShape = {
  kind: 'freehand',
  draw: { by: 'path' },
  complete: simplifyClosed,
  paths: (points) => (points.length < 2 ? [] : [{ path: 'line', points, closed: points.length >= 3 }]),
  handles: (points) => handleIndices(points.length).map((n) => points[n]),
  /** Pulls the outline between the two neighbouring handles along, less and less towards them. */
  drag(points, handle, to) {
    const count = points.length;
    const at = handleIndices(count);
    const held = at[handle];
    if (held === undefined) return points;
    const by = minus(to, points[held]);
    const after = handle + 1 < at.length ? at[handle + 1] - held : count - held + at[0];
    const before = handle > 0 ? held - at[handle - 1] : count - at[at.length - 1];
    return points.map((p, n): Point2 => {
      if (n === held) return to;
      const ahead = (n - held + count) % count;
      const weight = Math.max(share(ahead, after), share(count - ahead, before));
      return weight > 0 ? plus(p, times(by, weight)) : p;
    });
  },
  anchor: rightmost,
  measure(points, context) {
    if (points.length < 3) return { values: [] };
    const { scale } = context;
    return measureRoi(
      { roi: 'polygon', points },
      { area: polygonArea(points) * scale.x * scale.y, perimeter: pathLength(points, scale, true) },
      context,
    );
  },
};
