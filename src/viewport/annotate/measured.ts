import type {
  AnnotationKind,
  AnnotationValue,
  Histogram,
  NoPixels,
  Point2,
} from '../../domain/annotation/annotation';
import { shapes } from '../../domain/annotation/shapes';
import type { HandledPane } from '../paneHost';
import type { Placed } from './placed';
import { samplesOf } from './samples';

/** What was measured on an annotation. */
export interface Measured {
  readonly values: readonly AnnotationValue[];
  readonly histogram?: Histogram;
  readonly noPixels?: NoPixels;
}

/** Kinds that say something of the pixels under them. */
const ofPixels: ReadonlySet<AnnotationKind> = new Set([
  'probe',
  'ellipse',
  'circle',
  'rectangle',
  'freehand',
]);

/** Measures on the pixels that are decoded now: on all that lie under it, or on none. */
export function measureOn(
  kind: AnnotationKind,
  placed: Placed,
  points: readonly Point2[],
  pane: HandledPane,
): Measured {
  const scale = placed.scaleAt(points);
  const shape = shapes[kind];
  if (!ofPixels.has(kind)) return shape.measure(points, { scale });
  const samples = samplesOf(placed.place, pane);
  if ('none' in samples) return { ...shape.measure(points, { scale }), noPixels: samples.none };
  const measured = shape.measure(points, { scale, samples: samples.grid });
  return samples.incomplete() ? { ...shape.measure(points, { scale }), noPixels: 'decoding' } : measured;
}
