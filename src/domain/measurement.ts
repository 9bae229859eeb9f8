import { codes } from './codes';
import { largestFlatPart } from './components';
import { fillHoles2d } from './distance-field';
import type { Axes, FindingMeasurements, Measurement } from './finding';
import { distance, ijkToLps, voxelVolume, type Grid, type Vec3 } from './geometry';
import { contourSegments, longestPair, longestPerpendicular, type Point2 } from './outline-axes';
import { countVoxels, type ScalarGrid, type Volume, type VoxelMask } from './volume';

/** Where the lengths of a volume come from, as the report will print it. */
export interface Calibration {
  /** Source of the in-plane spacing, for example "PixelSpacing (0028,0030)". */
  readonly inPlane: string;
  /** Source of the distance between slices, for example "ImagePositionPatient (0020,0032)". */
  readonly betweenSlices: string;
}

export type MeasurementErrorCode = 'emptyMask' | 'outsideVolume';

export class MeasurementError extends Error {
  override readonly name = 'MeasurementError';
  readonly code: MeasurementErrorCode;
  constructor(code: MeasurementErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

const MM = 'mm';
const MM3 = 'mm3';
const HU = "[hnsf'U]";
const AXES_METHOD = 'largest distance on the outline of the axial slice with the largest area';
const SHORT_METHOD = 'longest chord perpendicular to the long axis on the same slice';
const READER_METHOD = 'axis drawn by the reader';
const MEAN_METHOD = 'mean of long and short axis';
const VOLUME_METHOD = 'sum of voxels';
const HU_METHOD = 'all voxels of the mask, not eroded';

/** Area in voxels of every slice of the mask. */
function sliceAreas(mask: VoxelMask): number[] {
  const plane = mask.size[0] * mask.size[1];
  const areas: number[] = [];
  for (let c = 0; c < mask.size[2]; c++) {
    let n = 0;
    for (let v = 0; v < plane; v++) n += mask.data[c * plane + v];
    areas.push(n);
  }
  return areas;
}

/** Slice index k (of the volume) on which the mask is largest; the middle one of equals. */
export function largestSlice(mask: VoxelMask): number {
  const areas = sliceAreas(mask);
  const most = Math.max(...areas);
  if (!(most > 0)) throw new MeasurementError('emptyMask', 'the mask holds no voxel');
  const ties = areas.flatMap((a, c) => (a === most ? [c] : []));
  return mask.start[2] + ties[Math.floor((ties.length - 1) / 2)];
}

/**
 * Long and short axis of a mask on its largest slice.
 *
 * The outline runs half a pixel outside the outer pixel centres (mid-edge contour of the largest connected
 * part, holes filled); lengths on it are corrected for its mean excess over true discs (see outline-axes.ts).
 */
export function axesOf(grid: Grid, mask: VoxelMask, sopInstanceUids: readonly string[]): Axes {
  const k = largestSlice(mask);
  const [nx, ny] = mask.size;
  const plane = nx * ny;
  const from = (k - mask.start[2]) * plane;
  const flat = largestFlatPart(mask.data.subarray(from, from + plane), nx, ny)?.mask ?? new Uint8Array(plane);
  fillHoles2d(flat, nx, ny);
  const pixel: Point2 = [grid.spacing[0], grid.spacing[1]];
  const segments = contourSegments(flat, nx, ny, pixel);
  const long = longestPair(segments, pixel);
  const short = longestPerpendicular(segments, long, pixel);
  const toLps = (p: Point2): Vec3 =>
    ijkToLps(grid, [p[0] / pixel[0] + mask.start[0], p[1] / pixel[1] + mask.start[1], k]);
  return {
    long: [toLps(long[0]), toLps(long[1])],
    short: [toLps(short[0]), toLps(short[1])],
    sopInstanceUid: sopInstanceUids[k] ?? '',
    slice: k,
  };
}

type AxisMeasurements = Pick<FindingMeasurements, 'longAxis' | 'shortAxis' | 'meanDiameter'>;

/**
 * Lengths of two axes in mm, unrounded. The longer one is the long axis, whichever the reader drew first.
 * `drawnBy` names who placed them and goes into the method.
 */
export function measureAxes(
  axes: Pick<Axes, 'long' | 'short'>,
  calibration: Calibration,
  drawnBy: 'mask' | 'reader' = 'reader',
): AxisMeasurements {
  const a = distance(axes.long[0], axes.long[1]);
  const b = distance(axes.short[0], axes.short[1]);
  const length = (concept: Measurement['concept'], value: number, method: string): Measurement => ({
    concept,
    value,
    unit: MM,
    method,
    calibration: calibration.inPlane,
  });
  const own = drawnBy === 'mask';
  return {
    longAxis: length(codes.longAxis, Math.max(a, b), own ? AXES_METHOD : READER_METHOD),
    shortAxis: length(codes.shortAxis, Math.min(a, b), own ? SHORT_METHOD : READER_METHOD),
    meanDiameter: length(codes.diameter, (a + b) / 2, MEAN_METHOD),
  };
}

/** Mean, population standard deviation, smallest and largest value of the volume over the mask. */
export function maskStatistics(
  volume: ScalarGrid,
  mask: VoxelMask,
): { mean: number; sd: number; min: number; max: number; count: number } {
  const [dx, dy, dz] = volume.grid.dims;
  const [nx, ny, nz] = mask.size;
  const [i0, j0, k0] = mask.start;
  if (i0 < 0 || j0 < 0 || k0 < 0 || i0 + nx > dx || j0 + ny > dy || k0 + nz > dz)
    throw new MeasurementError('outsideVolume', 'the mask reaches outside the volume');
  let count = 0;
  let mean = 0;
  let m2 = 0;
  let min = Infinity;
  let max = -Infinity;
  for (let c = 0; c < nz; c++)
    for (let b = 0; b < ny; b++)
      for (let a = 0; a < nx; a++) {
        if (mask.data[a + nx * (b + ny * c)] !== 1) continue;
        const value = volume.data[i0 + a + dx * (j0 + b + dy * (k0 + c))];
        count++;
        const delta = value - mean;
        mean += delta / count;
        m2 += delta * (value - mean);
        if (value < min) min = value;
        if (value > max) max = value;
      }
  if (count === 0) throw new MeasurementError('emptyMask', 'the mask holds no voxel');
  return { mean, sd: Math.sqrt(m2 / count), min, max, count };
}

/**
 * Measures one finding: axes on the largest axial slice, mean diameter, volume (voxels x voxel volume, mm³),
 * HU mean, sd, min and max over all voxels of the mask. Values are not rounded.
 * @throws MeasurementError when the mask is empty or reaches outside the volume
 */
export function measureMask(
  volume: Volume,
  mask: VoxelMask,
  calibration: Calibration,
): { axes: Axes; measurements: FindingMeasurements } {
  const stats = maskStatistics(volume, mask);
  const axes = axesOf(volume.grid, mask, volume.sopInstanceUids);
  return {
    axes,
    measurements: {
      ...measureAxes(axes, calibration, 'mask'),
      ...volumeAndHu(volume, mask, calibration, stats),
    },
  };
}

function volumeAndHu(
  volume: Volume,
  mask: VoxelMask,
  calibration: Calibration,
  stats: { mean: number; sd: number; min: number; max: number },
): Omit<FindingMeasurements, keyof AxisMeasurements> {
  const hu = (concept: Measurement['concept'], value: number): Measurement => ({
    concept,
    value,
    unit: HU,
    method: HU_METHOD,
    calibration: 'RescaleSlope (0028,1053) and RescaleIntercept (0028,1052)',
  });
  return {
    volume: {
      concept: codes.volume,
      value: countVoxels(mask) * voxelVolume(volume.grid),
      unit: MM3,
      method: VOLUME_METHOD,
      calibration: `${calibration.inPlane}; ${calibration.betweenSlices}`,
    },
    meanHu: hu(codes.mean, stats.mean),
    sdHu: hu(codes.standardDeviation, stats.sd),
    minHu: hu(codes.minimum, stats.min),
    maxHu: hu(codes.maximum, stats.max),
  };
}

/** Rounds for display: mm to 0.1, mm³ and HU to whole numbers, everything else to 0.01. Never -0. */
export function roundForDisplay(measurement: Pick<Measurement, 'value' | 'unit'>): number {
  const digits = measurement.unit === MM ? 1 : measurement.unit === MM3 || measurement.unit === HU ? 0 : 2;
  const factor = 10 ** digits;
  return Math.round(measurement.value * factor) / factor + 0;
}

/** The value as text with a fixed number of decimals (no unit), for example "8.0", "268", "-612". */
export function formatForDisplay(measurement: Pick<Measurement, 'value' | 'unit'>): string {
  return roundForDisplay(measurement).toFixed(measurement.unit === MM ? 1 : 0);
}
