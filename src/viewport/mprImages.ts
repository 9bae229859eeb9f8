import { cache } from '@cornerstonejs/core';
import type { Grid } from '../domain/geometry';
import type { Instance } from '../domain/study';
import { openGridImages } from './gridImages';
import { mprBudget, reductionFor, type Reduction } from './mprBudget';
import type { SeriesGrid } from './seriesGrid';

/** The images that the planes of a series are cut from. */
export interface MprImages {
  readonly imageIds: readonly string[];
  readonly grid: Grid;
  readonly reduction: Reduction;
  readonly straightened: boolean;
  readonly interpolated: boolean;
  /** Are these the series' own images, one for one? */
  readonly own: boolean;
  dispose(): void;
}

const deviceGb = (): number | undefined => (navigator as Navigator & { deviceMemory?: number }).deviceMemory;

/** Bytes of a voxel as it is held. */
const bytesOf = (image: Instance): number => (image.bitsAllocated > 16 ? 4 : image.bitsAllocated > 8 ? 2 : 1);

/**
 * Images for the planes: the series' own where they are a regular grid and fit in memory; else slices that are made
 * on demand, straightened, interpolated or reduced. What does not fit is never begun.
 */
export function openMprImages(
  imageIds: readonly string[],
  images: readonly Instance[],
  made: Extract<SeriesGrid, { grid: Grid }>,
): MprImages {
  const { plan, exact } = made;
  const reduction = reductionFor(plan.grid, bytesOf(images[0]), mprBudget(deviceGb()));
  const whole = reduction.inPlane === 1 && reduction.slices === 1;
  const facts = {
    reduction,
    straightened: plan.resampled === 'tilt',
    interpolated: made.facts.uneven,
  };
  if (whole && !plan.resampled) {
    const own = exact ? imageIds : plan.slices.map((slice) => imageIds[slice.a]);
    return { ...facts, imageIds: own, grid: plan.grid, own: exact, dispose: () => {} };
  }
  // Frames that the stack held would stand beside the reduced ones; the DICOM room's cache is limited by itself.
  if (!whole)
    for (const imageId of imageIds)
      if (cache.isLoaded(imageId)) cache.removeImageLoadObject(imageId, { force: true });
  const slices = openGridImages(imageIds, plan, reduction);
  return { ...facts, imageIds: slices.imageIds, grid: slices.grid, own: false, dispose: slices.dispose };
}
