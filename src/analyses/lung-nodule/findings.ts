import { codes } from '../../domain/codes';
import type { Finding, Laterality, Origin } from '../../domain/finding';
import { ijkToLps, type Vec3 } from '../../domain/geometry';
import { measureMask, type Calibration } from '../../domain/measurement';
import type { Volume, VoxelMask } from '../../domain/volume';
import type { Candidate } from './candidates';
import { LEFT, lungAt, RIGHT, type Lungs } from './lungs';
import { estimateType } from './type';

/** Where a finding belongs and where its numbers come from. */
export interface FindingContext {
  readonly studyUid: string;
  readonly calibration: Calibration;
  /** Contrast medium was given: high HU need not be calcium then. */
  readonly contrast?: boolean;
}

/** A UID under 2.25 from a random UUID (PS3.5, B.2). */
export function newTrackingUid(): string {
  return `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`).toString()}`;
}

/** The voxel of the mask nearest to its centre of mass, as IJK of the volume: always inside the lesion. */
export function innerVoxel(mask: VoxelMask): [number, number, number] {
  const [nx, ny, nz] = mask.size;
  const sum = [0, 0, 0];
  let n = 0;
  const each = (visit: (a: number, b: number, c: number) => void): void => {
    for (let c = 0; c < nz; c++)
      for (let b = 0; b < ny; b++)
        for (let a = 0; a < nx; a++) if (mask.data[a + nx * (b + ny * c)] === 1) visit(a, b, c);
  };
  each((a, b, c) => {
    sum[0] += a;
    sum[1] += b;
    sum[2] += c;
    n++;
  });
  const mean = sum.map((s) => s / n);
  let best: [number, number, number] = [0, 0, 0];
  let least = Infinity;
  each((a, b, c) => {
    const d = (a - mean[0]) ** 2 + (b - mean[1]) ** 2 + (c - mean[2]) ** 2;
    if (d < least) {
      least = d;
      best = [a, b, c];
    }
  });
  return best.map((v, c) => v + mask.start[c]) as [number, number, number];
}

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

/** What both makers of findings, the analysis and the reader's click, have in common. */
export function describeMask(
  volume: Volume,
  mask: VoxelMask,
  context: FindingContext,
): Omit<Finding, 'trackingUid' | 'number' | 'origin' | 'review' | 'laterality' | 'score'> {
  const { axes, measurements } = measureMask(volume, mask, context.calibration);
  const type = estimateType(volume, mask, context.contrast);
  const point: Vec3 = ijkToLps(volume.grid, innerVoxel(mask));
  return {
    studyUid: context.studyUid,
    seriesUid: volume.seriesUid,
    frameOfReferenceUid: volume.frameOfReferenceUid,
    kind: codes.nodule,
    type: type.type,
    typeMethod: type.type === undefined ? undefined : type.method,
    point,
    keyImage: {
      sopInstanceUid: volume.sopInstanceUids[axes.slice] ?? '',
      frame: volume.frameNumbers[axes.slice] ?? 1,
      slice: axes.slice,
    },
    mask,
    axes,
    measurements,
  };
}

/** What a nodule's score means; it is no probability of cancer. */
export const SCORE_MEANING =
  'rank between 0 and 1 from the mean network logit of its most certain voxels; not a probability, least of all of malignancy';

/** Findings from candidates, numbered from `firstNumber` in the order given. */
export function findingsFrom(
  shown: readonly Candidate[],
  volume: Volume,
  lungs: Lungs,
  context: FindingContext,
  origin: Origin,
  firstNumber: number,
): Finding[] {
  return shown.map((candidate, n) => ({
    ...describeMask(volume, candidate.mask, context),
    trackingUid: newTrackingUid(),
    number: firstNumber + n,
    origin,
    laterality: sideOf(candidate.mask, lungs),
    score: { value: candidate.score, meaning: SCORE_MEANING },
    review: 'pending',
  }));
}
