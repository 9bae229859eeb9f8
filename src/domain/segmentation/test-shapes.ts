/** Shapes with known size for the tests of this folder. Lengths in mm. */
import { ijkToLps, sub, type Grid, type Vec3 } from '../geometry';
import { tightMask } from '../mask-box';
import type { ScalarGrid, VoxelMask } from '../volume';

/** An upright grid whose middle voxel lies at LPS (0, 0, 0). */
export const gridOf = (spacing: Vec3 = [1, 1, 1], dims: Vec3 = [60, 60, 60]): Grid => ({
  dims,
  spacing,
  origin: [0, 1, 2].map((c) => -Math.floor(dims[c] / 2) * spacing[c]) as unknown as Vec3,
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
});

/** A grid turned by 30 degrees around z and tipped by 20 around x, middle voxel at (0, 0, 0). */
export function turnedGrid(spacing: Vec3, dims: Vec3): Grid {
  const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
  const [d, t] = [Math.cos(Math.PI / 9), Math.sin(Math.PI / 9)];
  const axes: Grid['axes'] = [
    [c, s * d, s * t],
    [-s, c * d, c * t],
    [0, -t, d],
  ];
  const at = ijkToLps(
    { dims, spacing, origin: [0, 0, 0], axes },
    dims.map((n) => Math.floor(n / 2)) as unknown as Vec3,
  );
  return { dims, spacing, origin: sub([0, 0, 0], at), axes };
}

export function maskWhere(grid: Grid, inside: (p: Vec3) => boolean): VoxelMask {
  const [nx, ny, nz] = grid.dims;
  const data = new Uint8Array(nx * ny * nz);
  let v = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, v++) data[v] = inside(ijkToLps(grid, [i, j, k])) ? 1 : 0;
  return tightMask(data, [0, 0, 0], grid.dims);
}

export const ball = (grid: Grid, radius: number, at: Vec3 = [0, 0, 0]): VoxelMask =>
  maskWhere(grid, (p) => Math.hypot(p[0] - at[0], p[1] - at[1], p[2] - at[2]) <= radius + 1e-9);

export const box = (grid: Grid, lo: Vec3, hi: Vec3): VoxelMask =>
  maskWhere(grid, (p) => p.every((x, c) => x >= lo[c] - 1e-9 && x <= hi[c] + 1e-9));

export const fieldWhere = (grid: Grid, value: (p: Vec3) => number): ScalarGrid & { data: Float32Array } => {
  const [nx, ny, nz] = grid.dims;
  const data = new Float32Array(nx * ny * nz);
  let v = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++, v++) data[v] = value(ijkToLps(grid, [i, j, k]));
  return { grid, data };
};

/** A repeatable noise of about that standard deviation. */
export function noiseOf(sd: number): () => number {
  let a = 42;
  return () => {
    let sum = 0;
    for (let n = 0; n < 6; n++) {
      a = (Math.imul(a, 1664525) + 1013904223) | 0;
      sum += (a >>> 0) / 4294967296 - 0.5;
    }
    return sum * sd * Math.SQRT2;
  };
}

/** A copy to compare with afterwards: kernels leave their inputs alone. */
export const copyOf = (mask: VoxelMask): VoxelMask => ({
  start: [...mask.start],
  size: [...mask.size],
  data: mask.data.slice(),
});
