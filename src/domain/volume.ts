import type { Grid } from './geometry';
import type { Instance } from './study';

/** What says how long a pixel of one image is: see `lengthsAt`. */
export type ImageScale = Pick<
  Instance,
  'ultrasoundRegions' | 'pixelSpacing' | 'spacingSource' | 'calibration'
>;

/** One image held as a volume of one slice. It has no thickness: nothing may be measured along k. */
export interface SingleImage {
  /** Where lengths in it come from; they may differ from place to place, and be none. */
  readonly scale: ImageScale;
  /** Red, green and blue, 0..255, of a colour image; `data` is then its luminance. */
  readonly rgb?: readonly [Int16Array, Int16Array, Int16Array];
  /** What was done to the pixels, untranslated. */
  readonly notes: readonly string[];
}

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
  /**
   * Set when this is one image alone. `grid` is then where the image is drawn (at the origin, axial and 1 mm a pixel
   * where the file does not say), and spacing k is 1 without being a length.
   */
  readonly single?: SingleImage;
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

/** Voxels set in both masks; both lie on the same grid. */
export function sharedVoxels(a: VoxelMask, b: VoxelMask): number {
  const lo = a.start.map((s, c) => Math.max(s, b.start[c]));
  const hi = a.start.map((s, c) => Math.min(s + a.size[c], b.start[c] + b.size[c]));
  let n = 0;
  for (let k = lo[2]; k < hi[2]; k++)
    for (let j = lo[1]; j < hi[1]; j++)
      for (let i = lo[0]; i < hi[0]; i++) if (maskHas(a, i, j, k) && maskHas(b, i, j, k)) n++;
  return n;
}
