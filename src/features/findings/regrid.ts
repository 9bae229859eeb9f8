import type { Finding } from '../../domain/finding';
import { distance, ijkToLps, lpsToIjk, type Grid, type Vec3 } from '../../domain/geometry';
import type { VoxelMask } from '../../domain/volume';

const corner = (grid: Grid): Vec3 => ijkToLps(grid, [grid.dims[0] - 1, grid.dims[1] - 1, grid.dims[2] - 1]);

/** Do two grids place the same voxels at the same points? To a tenth of the smallest voxel side. */
export function sameGrid(a: Grid, b: Grid): boolean {
  if (a === b) return true;
  const near = Math.min(...a.spacing) / 10;
  const dims = a.dims.every((n, c) => n === b.dims[c]);
  return dims && distance(a.origin, b.origin) < near && distance(corner(a), corner(b)) < near;
}

/** The index on `to` of a voxel of `from`: the same point in the patient. */
const moved = (from: Grid, to: Grid, ijk: Vec3): Vec3 =>
  lpsToIjk(to, ijkToLps(from, ijk)).map(Math.round) as unknown as Vec3;

/** A mask on another grid of the same scan: more slices were added before it, or their order was turned. */
export function regridMask(mask: VoxelMask, from: Grid, to: Grid): VoxelMask {
  const [nx, ny, nz] = mask.size;
  const [i0, j0, k0] = mask.start;
  const ends = [moved(from, to, [i0, j0, k0]), moved(from, to, [i0 + nx - 1, j0 + ny - 1, k0 + nz - 1])];
  const start = [0, 1, 2].map((c) => Math.min(ends[0][c], ends[1][c])) as [number, number, number];
  const size = [0, 1, 2].map((c) => Math.abs(ends[0][c] - ends[1][c]) + 1) as [number, number, number];
  const data = new Uint8Array(size[0] * size[1] * size[2]);
  for (let c = 0; c < nz; c++)
    for (let b = 0; b < ny; b++)
      for (let a = 0; a < nx; a++) {
        if (mask.data[a + nx * (b + ny * c)] !== 1) continue;
        const [i, j, k] = moved(from, to, [i0 + a, j0 + b, k0 + c]);
        data[i - start[0] + size[0] * (j - start[1] + size[1] * (k - start[2]))] = 1;
      }
  return { start, size, data };
}

/** A finding on another grid of its series: what is in millimetres stays, what counts voxels follows. */
export function regrid(f: Finding, from: Grid, to: Grid): Finding {
  const slice = (k: number) => moved(from, to, [0, 0, k])[2];
  return {
    ...f,
    mask: regridMask(f.mask, from, to),
    axes: { ...f.axes, slice: slice(f.axes.slice) },
    keyImage: { ...f.keyImage, slice: slice(f.keyImage.slice) },
  };
}
