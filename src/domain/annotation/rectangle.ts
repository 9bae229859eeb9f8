import type { AnnotationShape, Point2 } from './annotation';
import { pathLength, rightmost } from './plane-geometry';
import { polygonArea } from './polygon';
import { measureRoi } from './roi';

/** The corners in order around it, the two control points first and third. */
const corners = ([a, b]: readonly Point2[]): readonly Point2[] => [a, [b[0], a[1]], b, [a[0], b[1]]];

/** A rectangle along the coordinates of its place. Points: two opposite corners. */
export const rectangle: AnnotationShape = {
  kind: 'rectangle',
  draw: { by: 'drag' },
  complete: (drawn) => drawn.slice(0, 2),
  paths: (points) => (points.length < 2 ? [] : [{ path: 'line', points: corners(points), closed: true }]),
  handles: (points) => (points.length < 2 ? points : corners(points)),
  /** The corner goes there; the one across stays. */
  drag(points, handle, to) {
    if (points.length < 2) return points;
    const [a, b] = points;
    if (handle === 0) return [to, b];
    if (handle === 1)
      return [
        [a[0], to[1]],
        [to[0], b[1]],
      ];
    if (handle === 2) return [a, to];
    return handle === 3
      ? [
          [to[0], a[1]],
          [b[0], to[1]],
        ]
      : points;
  },
  anchor: (points) => (points.length < 2 ? points[0] : rightmost(corners(points))),
  measure(points, context) {
    if (points.length < 2) return { values: [] };
    const outline = corners(points);
    const { scale } = context;
    return measureRoi(
      { roi: 'polygon', points: outline },
      { area: polygonArea(outline) * scale.x * scale.y, perimeter: pathLength(outline, scale, true) },
      context,
    );
  },
};
