import type { SuspicionPoint } from '../../domain/breast';
import { codes } from '../../domain/codes';
import type { Axes, Finding, Origin } from '../../domain/finding';
import { ijkToLps } from '../../domain/geometry';
import { shapeOf, type UltrasoundFacts, type UltrasoundShape } from '../../domain/ultrasound-facts';
import {
  measureUltrasoundLesion,
  type UltrasoundLesion,
  type UltrasoundMeasures,
} from '../../domain/ultrasound-lesion';
import type { Volume, VoxelMask } from '../../domain/volume';
import type { FindingContext } from '../contract';
import { measureShape, newTrackingUid, type MeasuredShape } from '../describe';
import { orientationOf, suggestedBy } from './descriptors';
import type { FoundLesion } from './lesion';
import type { FoundRegion } from './region';
import { suspicionOf, type SuspicionModel } from './suspicion';

const SCORE_MEANING =
  'mean probability, by the network, that the outlined pixels belong to a lesion; not a probability of disease';
const SUSPICION_MEANING =
  'how like the lesions that biopsy called malignant in BUS-BRA, where one in three was; not a probability for this patient';

/** Axes of the measures on the grid where the image is drawn. */
function drawnAxes(volume: Volume, { axes }: UltrasoundLesion): Axes {
  const end = ([x, y]: readonly [number, number]) => ijkToLps(volume.grid, [x, y, 0]);
  return {
    long: [end(axes.long[0]), end(axes.long[1])],
    short: [end(axes.short[0]), end(axes.short[1])],
    sopInstanceUid: volume.sopInstanceUids[0] ?? '',
    slice: 0,
  };
}

/**
 * Shape and numbers of an outline on one image of ultrasound; in pixels where no scale holds over it.
 * @throws MeasurementError when the mask is empty or reaches outside the image
 */
export function measuredLesion(
  volume: Volume,
  mask: VoxelMask,
  context: FindingContext,
): MeasuredShape & { readonly measured?: UltrasoundMeasures } {
  const result = volume.single && measureUltrasoundLesion(volume.single.scale, { mask });
  if (!result?.ok) return measureShape(volume, mask, context);
  const { measures } = result.lesion;
  const shape = measureShape(volume, mask, context, drawnAxes(volume, result.lesion));
  return {
    ...shape,
    measurements: {
      ...shape.measurements,
      longAxis: measures.longAxis,
      shortAxis: measures.shortAxis,
      volume: measures.area,
    },
    measured: measures,
  };
}

/** The facts with the numbers of a new outline: what was said of the network's own, its form and margin, goes. */
export const factsOfOutline = (
  { region, suggested }: Partial<UltrasoundFacts>,
  measured: UltrasoundShape | undefined,
): UltrasoundFacts | undefined => {
  if (!measured) return undefined;
  const { shape: _form, margin: _margin, ...tissue } = suggested ?? {};
  return {
    ...shapeOf(measured),
    ...(region && { region }),
    ...(suggested && { suggested: { ...tissue, orientation: orientationOf(measured) } }),
  };
};

/** Pixels from the edge of the picture within which an outline is taken to be cut by it. */
const EDGE = 2;

function reachesEdge({ start, size }: VoxelMask, { x0, y0, x1, y1 }: FoundRegion['box']): boolean {
  const [i, j] = start;
  return i <= x0 + EDGE || j <= y0 + EDGE || i + size[0] >= x1 - EDGE || j + size[1] >= y1 - EDGE;
}

/** A finding that waits for the reader. */
export function findingOf(
  { mask, features, certainty }: FoundLesion,
  { by, box }: FoundRegion,
  volume: Volume,
  context: FindingContext,
  origin: Origin,
  number: number,
  score: { readonly model: SuspicionModel; readonly points: readonly SuspicionPoint[] } | undefined,
): Finding {
  const { measured, ...shape } = measuredLesion(volume, mask, context);
  const atBorder = reachesEdge(mask, box);
  return {
    ...shape,
    trackingUid: newTrackingUid(),
    number,
    origin,
    kind: codes.lesion,
    category: codes.morphologicallyAltered,
    ultrasound: measured && {
      ...shapeOf(measured),
      region: by,
      ...(atBorder && { atBorder: true }),
      suggested: suggestedBy(features, measured, mask, !atBorder),
      suspicion: score && {
        value: suspicionOf(score.model, features),
        meaning: SUSPICION_MEANING,
        points: score.points,
      },
    },
    score: { value: certainty, meaning: SCORE_MEANING },
    review: 'pending',
  };
}
