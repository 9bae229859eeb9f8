/** Balls of soft tissue in air for the tests of this folder. */
import { ijkToLps, type Vec3 } from '../../domain/geometry';
import { ball as shape, gridOf } from '../../domain/segmentation/test-shapes';
import type { Instance, Series } from '../../domain/study';
import { maskHas, type Volume, type VoxelMask } from '../../domain/volume';

export const STUDY = '1.2.3';
export const SERIES = '1.2.3.4';
export const grid = gridOf([0.8, 0.8, 1.5], [64, 64, 32]);

/** Voxels within `radius` mm of a voxel. */
export const ball = (centre: Vec3, radius: number): VoxelMask => shape(grid, radius, ijkToLps(grid, centre));

/** [centre voxel, radius mm] of what holds 40 HU among -850. */
export const balls: readonly (readonly [Vec3, number])[] = [
  [[16, 16, 10], 5],
  [[44, 18, 14], 4],
  [[30, 46, 20], 6],
];

export function phantomVolume(): Volume {
  const [nx, ny, nz] = grid.dims;
  const masks = balls.map(([centre, radius]) => ball(centre, radius));
  const data = Int16Array.from({ length: nx * ny * nz }, (_, v) => {
    const [i, j, k] = [v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny))];
    return masks.some((mask) => maskHas(mask, i, j, k)) ? 40 : -850;
  });
  return {
    seriesUid: SERIES,
    frameOfReferenceUid: '1.2.3.5',
    grid,
    data,
    sopInstanceUids: Array.from({ length: nz }, (_, k) => `${SERIES}.${k + 1}`),
    frameNumbers: Array.from({ length: nz }, () => 1),
  };
}

export const series = {
  seriesUid: SERIES,
  studyUid: STUDY,
  modality: 'CT',
  contrastAgent: '',
  frameOfReferenceUid: '1.2.3.5',
  instances: [{ spacingSource: 'PixelSpacing' } as Instance],
} as unknown as Series;
