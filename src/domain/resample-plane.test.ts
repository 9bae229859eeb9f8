import { describe, expect, it } from 'vitest';
import { ijkToLps, type Grid, type Vec3 } from './geometry';
import { sampleRaster } from './resample-plane';

/** Oblique axes, unequal spacing: nothing lines up by chance. */
const c = Math.SQRT1_2;
const grid: Grid = {
  dims: [5, 4, 3],
  spacing: [0.7, 0.9, 2],
  origin: [10, -20, 30],
  axes: [
    [c, c, 0],
    [-c, c, 0],
    [0, 0, 1],
  ],
};
/** Linear in i, j and k: trilinear reading must give it back everywhere. */
const linear = (i: number, j: number, k: number) => 100 * i - 30 * j + 7 * k;
const data = new Float32Array(60);
for (let k = 0; k < 3; k++)
  for (let j = 0; j < 4; j++) for (let i = 0; i < 5; i++) data[i + 5 * (j + 4 * k)] = linear(i, j, k);
const at = (ijk: Vec3) =>
  sampleRaster(
    { grid, data },
    { origin: ijkToLps(grid, ijk), right: [0, 0, 0], down: [0, 0, 0], columns: 1, rows: 1 },
  )[0];

describe('sampleRaster', () => {
  it('reads between the voxels, on an oblique grid', () => {
    for (const ijk of [
      [0, 0, 0],
      [4, 3, 2],
      [1.25, 2.5, 0.75],
      [3.9, 0.1, 1.5],
    ] as const)
      expect(at(ijk)).toBeCloseTo(linear(ijk[0], ijk[1], ijk[2]), 3);
  });

  it('is NaN beyond half a voxel outside, the border value within', () => {
    expect(at([-0.4, 0, 0])).toBeCloseTo(0, 3);
    expect(at([-0.6, 0, 0])).toBeNaN();
    expect(at([0, 0, 2.6])).toBeNaN();
  });

  it('goes row by row', () => {
    const raster = {
      origin: ijkToLps(grid, [1, 1, 1]),
      right: [c * 0.7, c * 0.7, 0] as const,
      down: [0, 0, 1] as const,
      columns: 3,
      rows: 2,
    };
    const want = [0, 1].flatMap((y) => [0, 1, 2].map((x) => linear(1 + x, 1, 1 + y / 2)));
    [...sampleRaster({ grid, data }, raster)].forEach((v, n) => expect(v).toBeCloseTo(want[n], 2));
  });
});
