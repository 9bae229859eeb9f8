/** One regular grid out of the planes of a series, or the reason why there is none, as an analysis is told. */
import { planStack, type StackPlan, type StackPlane } from '../../domain/stack';
import { VolumeError } from '../errors';

/** One slice that may become part of a volume. */
export interface Plane extends StackPlane {
  readonly sopInstanceUid: string;
  /** 1-based. */
  readonly frame: number;
}

/**
 * The plan of a volume. Missing slices are never made up: what an analysis finds must have been scanned.
 * @throws VolumeError with the reason.
 */
export function planOf(planes: readonly Plane[]): StackPlan {
  const plan = planStack(planes);
  if (!('refused' in plan)) return plan;
  switch (plan.refused) {
    case 'few':
      throw new VolumeError({ key: 'tooFewSlices', values: { count: planes.length } }, 'too few slices');
    case 'noPositions':
      throw new VolumeError(
        { key: 'noPositions' },
        'ImagePositionPatient or ImageOrientationPatient is missing',
      );
    case 'noSpacing':
      throw new VolumeError({ key: 'noSpacing' }, 'PixelSpacing is missing');
    case 'mixed':
      throw new VolumeError({ key: 'unevenSpacing' }, 'PixelSpacing differs from slice to slice');
    case 'gaps': {
      const { gaps, usual } = plan;
      const missing = gaps.reduce((n, gap) => n + gap.missing, 0);
      const largest = Math.max(...gaps.map((gap) => gap.mm));
      throw new VolumeError(
        {
          key: 'gaps',
          values: { count: missing, largest: Number(largest.toFixed(2)), usual: Number(usual.toFixed(2)) },
        },
        `${missing} slices missing in ${gaps.length} gaps, the largest ${largest.toFixed(2)} mm of ${usual.toFixed(2)} mm`,
      );
    }
  }
}
