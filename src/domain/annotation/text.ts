import type { AnnotationShape } from './annotation';
import { withPoint } from './plane-geometry';

/** Words on the image. One point: where they start. They are the annotation's label; nothing else is drawn. */
export const text: AnnotationShape = {
  kind: 'text',
  draw: { by: 'clicks', count: 1 },
  complete: (drawn) => drawn.slice(0, 1),
  paths: () => [],
  handles: (points) => points,
  drag: withPoint,
  anchor: (points) => points[0],
  measure: () => ({ values: [] }),
};
