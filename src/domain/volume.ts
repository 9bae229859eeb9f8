import type { Grid } from './geometry';

/**
 * A scalar volume: CT in Hounsfield units, other modalities in the units of their modality LUT.
 * data[i + dims[0] * (j + dims[1] * k)].
 */
export interface Volume {
  readonly seriesUid: string;
  readonly frameOfReferenceUid: string;
  readonly grid: Grid;
  readonly data: Int16Array;
  /** SOP Instance UID of each slice k; for multi-frame objects the same UID with frame numbers beside it. */
  readonly sopInstanceUids: readonly string[];
  /** 1-based frame number of each slice k in its instance. */
  readonly frameNumbers: readonly number[];
  /**
   * Why the voxels are no longer the scanner's own: a tilted stack was straightened, uneven slices were
   * interpolated. `sopInstanceUids` then names the nearest slice, on whose pixels the voxels do not lie.
   */
  readonly resampled?: 'tilt' | 'uneven';
}

/** Values on a grid, of any modality: one a voxel, in the order of `Volume.data`. */
export interface ScalarGrid {
  readonly grid: Grid;
  readonly data: ArrayLike<number>;
}

/** A small binary mask cut out of a volume's grid. Voxel (i, j, k) of the mask is (i, j, k) + start of the grid. */
export interface VoxelMask {
  readonly start: readonly [number, number, number];
  readonly size: readonly [number, number, number];
  /** 0 or 1; data[i + size[0] * (j + size[1] * k)]. */
  readonly data: Uint8Array;
}

/** Number of set voxels. */
export function countVoxels(mask: VoxelMask): number {
  let n = 0;
  for (let v = 0; v < mask.data.length; v++) n += mask.data[v];
  return n;
}

/** Is grid voxel (i, j, k) in the mask? False outside its box. */
export function maskHas(mask: VoxelMask, i: number, j: number, k: number): boolean {
  const a = i - mask.start[0];
  const b = j - mask.start[1];
  const c = k - mask.start[2];
  if (a < 0 || b < 0 || c < 0 || a >= mask.size[0] || b >= mask.size[1] || c >= mask.size[2]) return false;
  return mask.data[a + mask.size[0] * (b + mask.size[1] * c)] === 1;
}
