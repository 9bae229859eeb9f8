import type { AnnotationShape } from './annotation';
import { lengthBetween, rightmost, withPoint } from './plane-geometry';
import { lengthValue } from './quantities';

/** A straight line between two points. */
export const length: AnnotationShape = {
  kind: 'length',
  draw: { by: 'drag' },
  complete: (drawn) => drawn.slice(0, 2),
  paths: (points) => (points.length < 2 ? [] : [{ path: 'line', points }]),
  handles: (points) => points,
  drag: withPoint,
  anchor: rightmost,
  measure: (points, { scale }) => ({
    values:
      points.length < 2 ? [] : [lengthValue('length', lengthBetween(points[0], points[1], scale), scale)],
  }),
};
