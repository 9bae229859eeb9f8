/** Lengths and areas on one image. No volume comes from one slice, and without a scale all is in pixels. */
import { lengthsAt, type Lengths, type LengthSource } from './calibration';
import { codes } from './codes';
import type { Axes, FindingMeasurements } from './finding';
import { ijkToLps, lpsToIjk, type Grid, type Vec3 } from './geometry';
import { axesOf, maskStatistics, measureAxes } from './measurement';
import { countVoxels, type SingleImage, type Volume, type VoxelMask } from './volume';

export const PIXELS = '{pixels}';
export const MM2 = 'mm2';
const AREA_METHOD = 'sum of pixels on one image';
const LONG_METHOD = 'largest distance on the outline';
const SHORT_METHOD = 'longest chord perpendicular to the long axis';

const sources: Readonly<Record<LengthSource, string>> = {
  pixel: 'PixelSpacing (0028,0030)',
  detector: 'ImagerPixelSpacing (0018,1164), at the detector',
  geometry: 'PixelSpacing (0028,0030), calibrated by geometry (0028,0A02)',
  fiducial: 'PixelSpacing (0028,0030), calibrated by fiducial (0028,0A02)',
  calibrated: 'PixelSpacing (0028,0030), calibrated, method not stated',
  scanned: 'NominalScannedPixelSpacing (0018,2010)',
  ultrasound: 'SequenceOfUltrasoundRegions (0018,6011)',
  none: 'none',
};

/** Where a scale comes from, as exports print it. */
export const calibrationText = (source: LengthSource): string => sources[source];

/** The one scale that holds over a mask, or none: at all corners of its box, so that it does not reach over a region. */
export function lengthsOver({ scale }: SingleImage, { start, size }: VoxelMask): Lengths {
  const [i, j] = start;
  const corners = [i, i + size[0] - 1].flatMap((x) => [j, j + size[1] - 1].map((y) => [x, y] as const));
  const all = corners.map((at) => lengthsAt(scale, at));
  const [first] = all;
  const one = all.every(
    ({ source, mm }) => source === first.source && mm?.[0] === first.mm?.[0] && mm?.[1] === first.mm?.[1],
  );
  return one ? first : { source: 'none' };
}

/** The image's grid with its own lengths in the plane: mm, or 1 a pixel. */
const measured = (grid: Grid, lengths: Lengths): Grid => ({
  ...grid,
  spacing: [lengths.mm?.[0] ?? 1, lengths.mm?.[1] ?? 1, 1],
});

type AxisMeasurements = ReturnType<typeof measureAxes>;

/** Lengths of axes that lie on the grid where the image is drawn. */
export function measureAxesOnImage(
  grid: Grid,
  axes: Pick<Axes, 'long' | 'short'>,
  lengths: Lengths,
  drawnBy: 'mask' | 'reader',
): AxisMeasurements {
  const onScale = ([a, b]: Axes['long']): Axes['long'] => [place(a), place(b)];
  const scaled = measured(grid, lengths);
  const place = (p: Vec3): Vec3 => ijkToLps(scaled, lpsToIjk(grid, p));
  const inMm = measureAxes(
    { long: onScale(axes.long), short: onScale(axes.short) },
    { inPlane: sources[lengths.source], betweenSlices: 'none' },
    drawnBy,
  );
  const unit = lengths.mm ? inMm.longAxis.unit : PIXELS;
  // There are no slices to choose from.
  const own = (method: string) => (drawnBy === 'mask' ? { method } : undefined);
  return {
    longAxis: { ...inMm.longAxis, unit, ...own(LONG_METHOD) },
    shortAxis: { ...inMm.shortAxis, unit, ...own(SHORT_METHOD) },
    meanDiameter: { ...inMm.meanDiameter, unit },
  };
}

/** Axes found on the scale of the image, on the grid where it is drawn. */
function axesOnImage({ grid, sopInstanceUids }: Volume, scaled: Grid, mask: VoxelMask): Axes {
  const found = axesOf(scaled, mask, sopInstanceUids);
  const drawn = (p: Vec3): Vec3 => ijkToLps(grid, lpsToIjk(scaled, p));
  return {
    ...found,
    long: [drawn(found.long[0]), drawn(found.long[1])],
    short: [drawn(found.short[0]), drawn(found.short[1])],
  };
}

/**
 * Measures a mask on one image: axes, mean diameter and area with the source of the scale, statistics of the pixel
 * values without a unit. Values are not rounded.
 * @param known its axes on the image's grid, where they have been found already
 * @throws MeasurementError when the mask is empty or reaches outside the image
 */
export function measureOnImage(
  volume: Volume,
  single: SingleImage,
  mask: VoxelMask,
  known?: Axes,
): { axes: Axes; measurements: FindingMeasurements } {
  const stats = maskStatistics(volume, mask);
  const lengths = lengthsOver(single, mask);
  const scaled = measured(volume.grid, lengths);
  const axes = known ?? axesOnImage(volume, scaled, mask);
  const value = (concept: FindingMeasurements['meanHu']['concept'], v: number) => ({
    concept,
    value: v,
    unit: '1',
    method: 'all pixels of the mask',
    calibration: 'RescaleSlope (0028,1053) and RescaleIntercept (0028,1052)',
  });
  return {
    axes,
    measurements: {
      ...measureAxesOnImage(volume.grid, axes, lengths, 'mask'),
      volume: {
        concept: codes.area,
        value: countVoxels(mask) * scaled.spacing[0] * scaled.spacing[1],
        unit: lengths.mm ? MM2 : PIXELS,
        method: AREA_METHOD,
        calibration: sources[lengths.source],
      },
      meanHu: value(codes.mean, stats.mean),
      sdHu: value(codes.standardDeviation, stats.sd),
      minHu: value(codes.minimum, stats.min),
      maxHu: value(codes.maximum, stats.max),
    },
  };
}
