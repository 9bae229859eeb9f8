import type { AnnotationShape } from './annotation';
import { withPoint } from './plane-geometry';
import { nearestPixel } from './roi-rows';

/** The value of the pixel whose centre is nearest to a point; none off the image. */
export const probe: AnnotationShape = {
  kind: 'probe',
  draw: { by: 'clicks', count: 1 },
  complete: (drawn) => drawn.slice(0, 1),
  paths: (points) => points.map((at) => ({ path: 'dot', at })),
  handles: (points) => points,
  drag: withPoint,
  anchor: (points) => points[0],
  measure(points, { samples }) {
    const pixel = samples && points.length > 0 ? nearestPixel(points[0], samples) : undefined;
    const value = samples && pixel ? samples.value(...pixel) : undefined;
    return {
      values:
        samples && value !== undefined && Number.isFinite(value)
          ? [{ name: 'value', value, unit: samples.unit }]
          : [],
    };
  },
};
