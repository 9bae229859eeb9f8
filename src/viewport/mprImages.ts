import { cache } from '@cornerstonejs/core';
import type { Grid, Vec3 } from '../domain/geometry';
import type { Instance } from '../domain/study';
import { openGridImages } from './gridImages';
import { framesHeld } from './engine';
import { canHoldWhole, isWhole, mprBudget, reduced, reductionFor, type Reduction } from './mprBudget';
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

/** Bytes of a voxel as it is held; images with a rescale each (PET) are held as single precision. */
function bytesOf(images: readonly Instance[]): number {
  const [{ bitsAllocated, rescaleSlope, rescaleIntercept }] = images;
  const mixed = images.some(
    (one) => one.rescaleSlope !== rescaleSlope || one.rescaleIntercept !== rescaleIntercept,
  );
  return mixed || bitsAllocated > 16 ? 4 : bitsAllocated > 8 ? 2 : 1;
}

/** What the planes of a series would take, before anything is made. */
export interface MprForecast {
  readonly reduction: Reduction;
  /** Voxel sides as planned and when reduced, mm: i, j, k. */
  readonly spacing: Vec3;
  readonly reducedSpacing: Vec3;
  /** May it be made whole all the same, over the budget? */
  readonly wholePossible: boolean;
}

/** How the reader takes planes that are over the budget. */
export type MprChoice = 'reduced' | 'whole';

/** @returns undefined when the planes fit as they are: nothing to ask. */
export function forecastMpr(
  images: readonly Instance[],
  { plan: { grid } }: Extract<SeriesGrid, { grid: Grid }>,
): MprForecast | undefined {
  const bytes = bytesOf(images);
  const reduction = reductionFor(grid, bytes, mprBudget(deviceGb()));
  if (isWhole(reduction)) return undefined;
  return {
    reduction,
    spacing: grid.spacing,
    reducedSpacing: reduced(grid, reduction).spacing,
    wholePossible: canHoldWhole(grid, bytes, framesHeld().limit),
  };
}

/**
 * Images for the planes: the series' own where they are a regular grid and fit in memory; else slices that are made
 * on demand, straightened, interpolated or reduced. What does not fit is never begun, unless the reader asked for it.
 */
export function openMprImages(
  imageIds: readonly string[],
  images: readonly Instance[],
  made: Extract<SeriesGrid, { grid: Grid }>,
  choice: MprChoice = 'reduced',
): MprImages {
  const { plan, exact } = made;
  const fitting = reductionFor(plan.grid, bytesOf(images), mprBudget(deviceGb()));
  const reduction = choice === 'whole' ? { ...fitting, inPlane: 1, slices: 1 } : fitting;
  const whole = isWhole(reduction);
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
