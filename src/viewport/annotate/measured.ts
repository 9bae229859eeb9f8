import type {
  AnnotationKind,
  AnnotationValue,
  Histogram,
  NoPixels,
  Point2,
  ValueName,
} from '../../domain/annotation/annotation';
import { shapes } from '../../domain/annotation/shapes';
import type { Series } from '../../domain/study';
import type { HandledPane } from '../paneHost';
import type { Placed } from './placed';
import { layerSamplesOf, samplesOf, type Samples } from './samples';

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

/** Numbers that are of pixels, not of the shape. */
const pixelNames: ReadonlySet<ValueName> = new Set(['value', 'mean', 'sd', 'min', 'max', 'count']);

/** Of uptake it is kept whose it is: where it comes from is told by its series. */
const named = (values: readonly AnnotationValue[], series: Series): readonly AnnotationValue[] =>
  series.modality === 'PT'
    ? values.map((value) => (pixelNames.has(value.name) ? { ...value, seriesUid: series.seriesUid } : value))
    : values;

/**
 * Measures on the pixels that are decoded now: on all that lie under it, or on none. On a fused plane also the pixels
 * of the series over it, as values of their own.
 */
export function measureOn(
  kind: AnnotationKind,
  placed: Placed,
  points: readonly Point2[],
  pane: HandledPane,
): Measured {
  const scale = placed.scaleAt(points);
  const shape = shapes[kind];
  if (!ofPixels.has(kind)) return shape.measure(points, { scale });
  const bare = (noPixels: NoPixels): Measured => ({ ...shape.measure(points, { scale }), noPixels });
  const on = (samples: Samples, series: Series): Measured => {
    if ('none' in samples) return bare(samples.none);
    const measured = shape.measure(points, { scale, samples: samples.grid });
    return samples.incomplete() ? bare('decoding') : { ...measured, values: named(measured.values, series) };
  };
  const { host } = pane;
  const own = on(samplesOf(placed.place, pane), host.series);
  const over = layerSamplesOf(placed.place, pane);
  if (!host.layer || !over) return own;
  const { values } = on(over, host.layer.series);
  return { ...own, values: [...own.values, ...values.filter(({ name }) => pixelNames.has(name))] };
}
