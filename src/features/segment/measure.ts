/** Size and values of a segment, each with unit, method and the source of its scale. */
import { calibrationOf } from '../../analyses';
import { codes } from '../../domain/codes';
import type { Measurement } from '../../domain/finding';
import { voxelVolume } from '../../domain/geometry';
import { measureOnImage } from '../../domain/image-measurement';
import { valueStatistics } from '../../domain/segmentation/values';
import type { Series } from '../../domain/study';
import { countVoxels, type Volume, type VoxelMask } from '../../domain/volume';
import type { SegmentNumbers } from './segment';

/** UCUM unit of a series' values: Hounsfield units, or none. */
export const valueUnit = ({ modality, instances }: Series): string => {
  const type = instances[0]?.rescaleType;
  return modality === 'CT' && (!type || type === 'HU' || type === 'US') ? "[hnsf'U]" : '1';
};

/** Undefined for a mask without voxels: no volume of zero that looks like a measurement. */
export function measureSegment(volume: Volume, mask: VoxelMask, series: Series): SegmentNumbers | undefined {
  const unit = valueUnit(series);
  if (volume.single) {
    const voxels = countVoxels(mask);
    if (voxels === 0) return undefined;
    const { measurements } = measureOnImage(volume, volume.single, mask);
    const { meanHu, sdHu, minHu, maxHu } = measurements;
    return { voxels, size: measurements.volume, mean: meanHu, sd: sdHu, min: minHu, max: maxHu };
  }
  const values = valueStatistics(volume, mask);
  if (!values) return undefined;
  const { mean, sd, min, max, count: voxels } = values;
  const { inPlane, betweenSlices } = calibrationOf(series);
  const value = (concept: Measurement['concept'], v: number): Measurement => ({
    concept,
    value: v,
    unit,
    method: 'all voxels of the segment',
    calibration: 'RescaleSlope (0028,1053) and RescaleIntercept (0028,1052)',
  });
  return {
    voxels,
    size: {
      concept: codes.volume,
      value: voxels * voxelVolume(volume.grid),
      unit: 'mm3',
      method: 'sum of voxels',
      calibration: `${inPlane}; ${betweenSlices}`,
    },
    mean: value(codes.mean, mean),
    sd: value(codes.standardDeviation, sd),
    min: value(codes.minimum, min),
    max: value(codes.maximum, max),
  };
}
