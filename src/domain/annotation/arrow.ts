import type { AnnotationShape } from './annotation';
import { withPoint } from './plane-geometry';

/** An arrow. Points: its tip, which is put on what it shows, and its tail, where the text stands. */
export const arrow: AnnotationShape = {
  kind: 'arrow',
  draw: { by: 'drag' },
  complete: (drawn) => drawn.slice(0, 2),
  paths: (points) =>
    points.length < 2
      ? []
      : [
          { path: 'line', points },
          { path: 'arrowhead', tip: points[0], from: points[1] },
        ],
  handles: (points) => points,
  drag: withPoint,
  anchor: (points) => points[1] ?? points[0],
  measure: () => ({ values: [] }),
};
