import type { AnnotationShape, PlaceScale, Point2 } from './annotation';
import { ovalOutline, type Oval } from './oval';
import { lengthBetween, minus, moved, withPoint } from './plane-geometry';
import { measureRoi } from './roi';

/** Round in lengths; where a column is wider than a row is high it is flat in pixels. */
function oval([centre, edge]: readonly Point2[], scale: PlaceScale): Oval {
  const radius = lengthBetween(centre, edge, scale);
  return { roi: 'ellipse', centre, p: [radius / scale.x, 0], q: [0, radius / scale.y] };
}

/** A circle. Points: its centre, and a point on its edge. */
export const circle: AnnotationShape = {
  kind: 'circle',
  draw: { by: 'drag' },
  complete: (drawn) => drawn.slice(0, 2),
  paths: (points, scale) =>
    points.length < 2 ? [] : [{ path: 'line', points: ovalOutline(oval(points, scale)), closed: true }],
  handles: (points) => points,
  /** The centre takes the circle along; the edge widens it. */
  drag: (points, handle, to) =>
    handle === 0 && points.length > 0 ? moved(points, minus(to, points[0])) : withPoint(points, handle, to),
  anchor: (points) => points[1] ?? points[0],
  measure(points, context) {
    if (points.length < 2) return { values: [] };
    const radius = lengthBetween(points[0], points[1], context.scale);
    const size = { area: Math.PI * radius * radius, perimeter: 2 * Math.PI * radius, radius };
    return measureRoi(oval(points, context.scale), size, context);
  },
};
