import { voxelVolume, type Grid } from '../geometry';
import { axesOf, maskStatistics, measureAxes, type Calibration } from '../measurement';
import { countVoxels, type ScalarGrid, type VoxelMask } from '../volume';

/** Shares of the voxels below which a percentile lies. */
export const PERCENTILES = [5, 25, 50, 75, 95] as const;

export interface SegmentStatistics {
  readonly voxels: number;
  /** Sum of voxels, mm³ and ml; from `calibration`. */
  readonly volumeMm3: number;
  readonly volumeMl: number;
  /** In `valueUnit`, over all voxels of the segment, not eroded. SD of the population. */
  readonly mean: number;
  readonly sd: number;
  readonly min: number;
  readonly max: number;
  readonly median: number;
  readonly percentiles: Readonly<Record<(typeof PERCENTILES)[number], number>>;
  /** Unit of the values as the caller has it, UCUM; the volume does not know it. */
  readonly valueUnit: string;
  /** On the slice (across k) with the largest area, mm; see `axesOf`. */
  readonly longAxisMm: number;
  readonly shortAxisMm: number;
  /** Slice k of the axes. */
  readonly axesSlice: number;
  /** Where the lengths come from. */
  readonly calibration: Calibration;
}

export type StatisticsResult =
  | ({ readonly outcome: 'measured' } & SegmentStatistics)
  /** The segment has no voxel: no mean, no volume of zero that looks like a measurement. */
  | { readonly outcome: 'nothingThere' };

/** Values of the volume under the mask, ascending. */
function sortedValues(volume: ScalarGrid, mask: VoxelMask, count: number): Float32Array | Int32Array {
  const { data, grid } = volume;
  // 32-bit integers do not fit a float; everything else fits one of the two.
  const whole = !(data instanceof Float32Array || data instanceof Float64Array || Array.isArray(data));
  const out = whole ? new Int32Array(count) : new Float32Array(count);
  const [nx, ny, nz] = mask.size;
  let n = 0;
  let v = 0;
  for (let c = 0; c < nz; c++)
    for (let b = 0; b < ny; b++) {
      const row = mask.start[0] + grid.dims[0] * (mask.start[1] + b + grid.dims[1] * (mask.start[2] + c));
      for (let a = 0; a < nx; a++, v++) if (mask.data[v] === 1) out[n++] = data[row + a];
    }
  return out.sort();
}

/** Percentile with linear interpolation between the two nearest ranks (as numpy and Excel have it). */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  const at = (share / 100) * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}

/**
 * Size and values of a segment on its volume.
 * @throws MeasurementError `outsideVolume` when the mask reaches outside the grid
 */
export function segmentStatistics(
  volume: ScalarGrid,
  mask: VoxelMask,
  valueUnit: string,
  calibration: Calibration,
): StatisticsResult {
  const voxels = countVoxels(mask);
  if (voxels === 0) return { outcome: 'nothingThere' };
  const { mean, sd, min, max } = maskStatistics(volume, mask);
  const sorted = sortedValues(volume, mask, voxels);
  const at = PERCENTILES.map((share) => [share, percentile(sorted, share)] as const);
  const percentiles = Object.fromEntries(at) as SegmentStatistics['percentiles'];
  const axes = axesOf(volume.grid, mask, []);
  const lengths = measureAxes(axes, calibration, 'mask');
  return {
    outcome: 'measured',
    voxels,
    ...volumeOf(volume.grid, voxels),
    mean,
    sd,
    min,
    max,
    median: percentiles[50],
    percentiles,
    valueUnit,
    longAxisMm: lengths.longAxis.value,
    shortAxisMm: lengths.shortAxis.value,
    axesSlice: axes.slice,
    calibration,
  };
}

const volumeOf = (grid: Grid, voxels: number): Pick<SegmentStatistics, 'volumeMm3' | 'volumeMl'> => {
  const volumeMm3 = voxels * voxelVolume(grid);
  return { volumeMm3, volumeMl: volumeMm3 / 1000 };
};
