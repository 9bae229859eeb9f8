import { codes } from '../../domain/codes';
import type { Finding, Laterality, Origin } from '../../domain/finding';
import type { VolumeRangeRow } from '../../domain/nodule';
import type { Volume, VoxelMask } from '../../domain/volume';
import type { FindingContext } from '../contract';
import { measureShape, newTrackingUid } from '../describe';
import type { Judged } from './classify';
import { noduleFacts, type NoduleKnown } from './facts';
import { LEFT, lungAt, RIGHT, type Lungs } from './lungs';
import { estimateType, settleType } from './type';
import { zoneOf } from './zone';

export type { FindingContext } from '../contract';
export { innerVoxel, newTrackingUid } from '../describe';

/** Side of the lungs that holds most of the mask; undefined when it lies outside both. */
export function sideOf(mask: VoxelMask, lungs: Lungs): Laterality | undefined {
  const votes = [0, 0, 0];
  const [nx, ny, nz] = mask.size;
  for (let c = 0; c < nz; c++)
    for (let b = 0; b < ny; b++)
      for (let a = 0; a < nx; a++)
        if (mask.data[a + nx * (b + ny * c)] === 1)
          votes[lungAt(lungs, a + mask.start[0], b + mask.start[1], c + mask.start[2])]++;
  if (votes[LEFT] === votes[RIGHT]) return undefined;
  return votes[LEFT] > votes[RIGHT] ? 'left' : 'right';
}

/** What all makers of findings, the analysis, the reader's click and an edit, have in common. */
export function describeMask(
  volume: Volume,
  mask: VoxelMask,
  context: FindingContext,
  known: NoduleKnown = {},
): Omit<Finding, 'trackingUid' | 'number' | 'origin' | 'review' | 'laterality' | 'score'> {
  const shape = measureShape(volume, mask, context);
  const { type, typeMethod } = settleType(estimateType(volume, mask, context.contrast), known.scores);
  return {
    ...shape,
    kind: codes.nodule,
    type,
    typeMethod,
    nodule: volume.single
      ? undefined
      : noduleFacts(volume, mask, shape.measurements, context.calibration, known),
  };
}

/** What a nodule's score means; it is no probability of cancer. */
export const SCORE_MEANING = {
  first:
    'rank between 0 and 1 from the mean network logit of its most certain voxels; not a probability, least of all of malignancy',
  both: 'rank between 0 and 1 from the outlining and the second network together: how like what readers marked as a nodule; not a probability, least of all of malignancy',
} as const;

/** Findings from candidates, numbered from `firstNumber` in the order given. `rows` are the model's volume ranges. */
export function findingsFrom(
  kept: readonly Judged[],
  volume: Volume,
  lungs: Lungs,
  context: FindingContext,
  origin: Origin,
  firstNumber: number,
  rows?: readonly VolumeRangeRow[],
): Finding[] {
  return kept.map((candidate, n) => {
    const laterality = sideOf(candidate.mask, lungs);
    const zone = zoneOf(candidate.mask, laterality, lungs, volume.grid);
    return {
      ...describeMask(volume, candidate.mask, context, {
        zone,
        scores: candidate.scores,
        volumeRangeRows: rows,
      }),
      trackingUid: newTrackingUid(),
      number: firstNumber + n,
      origin,
      laterality,
      score: {
        value: candidate.score,
        meaning: candidate.scores ? SCORE_MEANING.both : SCORE_MEANING.first,
      },
      review: 'pending',
    };
  });
}
