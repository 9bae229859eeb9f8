import type { AnnotationShape, Point2 } from './annotation';
import { withPoint } from './plane-geometry';

/** A quick mark of a chest film: one point. What it marks stands in `Annotation.mark`; it has no number. */
export const mark: AnnotationShape = {
  kind: 'mark',
  draw: { by: 'clicks', count: 1 },
  complete: (drawn) => drawn.slice(0, 1),
  paths: (points) => points.map((at: Point2) => ({ path: 'dot', at })),
  handles: (points) => points,
  drag: withPoint,
  anchor: (points) => points[0],
  measure: () => ({ values: [] }),
};
