import { components } from '../../domain/components';
import { measureMask, type Calibration } from '../../domain/measurement';
import type { SolidPart } from '../../domain/nodule';
import { tightMask } from '../../domain/mask-box';
import type { Volume, VoxelMask } from '../../domain/volume';
import { TYPE_RULES } from './type';

const METHOD = `largest piece of the outline above ${TYPE_RULES.solidHu} HU`;

/** The largest piece (voxels that share faces) of a mask's voxels above the solid threshold; undefined when there is none. */
export function solidMask(volume: Volume, mask: VoxelMask): VoxelMask | undefined {
  const [nx, ny] = mask.size;
  const [dx, dy] = volume.grid.dims;
  const [i0, j0, k0] = mask.start;
  const solid = (v: number): boolean => {
    if (mask.data[v] !== 1) return false;
    const row = Math.floor(v / nx);
    const at = i0 + (v % nx) + dx * (j0 + (row % ny) + dy * (k0 + Math.floor(row / ny)));
    return volume.data[at] > TYPE_RULES.solidHu;
  };
  const pieces = components(mask.size, solid, 6);
  if (pieces.length === 0) return undefined;
  const largest = pieces.reduce((a, b) => (b.voxels.length > a.voxels.length ? b : a));
  const data = new Uint8Array(mask.data.length);
  for (const v of largest.voxels) data[v] = 1;
  return tightMask(data, mask.start, mask.size);
}

/**
 * Axes (in the plane where it is largest, mm), their mean and the volume (mm3) of the solid part; undefined when no
 * voxel is solid. No smoothing: a single bright voxel of noise is a solid part of one voxel.
 */
export function solidPart(volume: Volume, mask: VoxelMask, calibration: Calibration): SolidPart | undefined {
  const solid = solidMask(volume, mask);
  if (!solid) return undefined;
  const {
    longAxis,
    shortAxis,
    meanDiameter,
    volume: size,
  } = measureMask(volume, solid, calibration).measurements;
  const of = (m: typeof longAxis) => ({ ...m, method: `${METHOD}; ${m.method}` });
  return {
    longAxis: of(longAxis),
    shortAxis: of(shortAxis),
    meanDiameter: of(meanDiameter),
    volume: of(size),
  };
}
