/** A small lung with balls of known size for the tests of this folder: real volume, real kernels, no stand-ins. */
import { codes } from '../../domain/codes';
import type { Finding } from '../../domain/finding';
import { ijkToLps, type Grid, type Vec3 } from '../../domain/geometry';
import { measureMask } from '../../domain/measurement';
import type { Instance, Series } from '../../domain/study';
import type { Volume, VoxelMask } from '../../domain/volume';

export const STUDY = '1.2.3';
export const SERIES = '1.2.3.4';
export const FRAME = '1.2.3.5';

export const grid: Grid = {
  dims: [64, 64, 32],
  spacing: [0.8, 0.8, 1.5],
  origin: [-25, -25, -24],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};

const LUNG = -850;

/** Voxels whose centre lies within `radius` mm of voxel `centre`. */
export function ball(centre: Vec3, radius: number): VoxelMask {
  const reach = grid.spacing.map((s) => Math.ceil(radius / s));
  const start = centre.map((c, n) => c - reach[n]) as [number, number, number];
  const size = reach.map((r) => 2 * r + 1) as [number, number, number];
  const data = new Uint8Array(size[0] * size[1] * size[2]);
  for (let c = 0; c < size[2]; c++)
    for (let b = 0; b < size[1]; b++)
      for (let a = 0; a < size[0]; a++) {
        const away = [a, b, c].map((v, n) => (v - reach[n]) * grid.spacing[n]);
        if (Math.hypot(...away) <= radius) data[a + size[0] * (b + size[1] * c)] = 1;
      }
  return { start, size, data };
}

/** Balls of soft tissue in lung: [centre voxel, radius mm]. */
export const balls: readonly (readonly [Vec3, number])[] = [
  [[16, 16, 10], 5],
  [[44, 18, 14], 4],
  [[30, 46, 20], 6],
];

export function phantomVolume(): Volume {
  const [nx, ny, nz] = grid.dims;
  const data = new Int16Array(nx * ny * nz).fill(LUNG);
  for (const [centre, radius] of balls) {
    const { start, size, data: mask } = ball(centre, radius);
    mask.forEach((on, v) => {
      if (!on) return;
      const i = start[0] + (v % size[0]);
      const j = start[1] + (Math.floor(v / size[0]) % size[1]);
      const k = start[2] + Math.floor(v / (size[0] * size[1]));
      data[i + nx * (j + ny * k)] = 40;
    });
  }
  return {
    seriesUid: SERIES,
    frameOfReferenceUid: FRAME,
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
  frameOfReferenceUid: FRAME,
  instances: [{ spacingSource: 'PixelSpacing' } as Instance],
} as unknown as Series;

const calibration = {
  inPlane: 'PixelSpacing (0028,0030)',
  betweenSlices: 'ImagePositionPatient (0020,0032)',
};

/** What the model would say of ball n, measured by the real kernel. */
export function aiFinding(n: number, more: Partial<Finding> = {}): Finding {
  const [centre, radius] = balls[n];
  const volume = phantomVolume();
  const mask = ball(centre, radius);
  const { axes, measurements } = measureMask(volume, mask, calibration);
  return {
    trackingUid: `2.25.${n + 1}`,
    number: n + 1,
    origin: {
      kind: 'analysis',
      analysisId: 'lung-nodule',
      analysisVersion: '0.1.0',
      modelId: 'lung-nodule',
      modelVersion: '1.0.0',
      modelSha256: 'ab'.repeat(32),
      provider: 'wasm',
      operatingPoint: 'default',
      threshold: 0.5,
    },
    studyUid: STUDY,
    seriesUid: SERIES,
    frameOfReferenceUid: FRAME,
    kind: codes.nodule,
    point: ijkToLps(grid, centre),
    keyImage: { sopInstanceUid: volume.sopInstanceUids[axes.slice], frame: 1, slice: axes.slice },
    mask,
    axes,
    measurements,
    score: { value: 0.9 - n / 10, meaning: 'test' },
    review: 'pending',
    ...more,
  };
}
