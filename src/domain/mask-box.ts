import type { Grid, Vec3 } from './geometry';
import type { VoxelMask } from './volume';

type Index3 = readonly [number, number, number];

/** A box of voxels of a grid: its first voxel and its size along i, j, k. */
export type Box = Pick<VoxelMask, 'start' | 'size'>;

export const boxVoxels = (box: Box): number => box.size[0] * box.size[1] * box.size[2];

/** A mask without a voxel. */
export const emptyMask = (start: readonly number[] = [0, 0, 0]): VoxelMask => ({
  start: [start[0], start[1], start[2]],
  size: [0, 0, 0],
  data: new Uint8Array(0),
});

export const wholeBox = (grid: Grid): Box => ({ start: [0, 0, 0], size: [...grid.dims] });

/** Box from its first and last voxel (inclusive); empty where an end lies before its start. */
export function boxFromEnds(lo: readonly number[], hi: readonly number[]): Box {
  const size = [0, 1, 2].map((c) => Math.max(0, hi[c] - lo[c] + 1)) as [number, number, number];
  return { start: [lo[0], lo[1], lo[2]], size: size.includes(0) ? [0, 0, 0] : size };
}

/** What two boxes share; empty when nothing. */
export function overlapBox(a: Box, b: Box): Box {
  const end = (box: Box, c: number): number => box.start[c] + box.size[c] - 1;
  const lo = [0, 1, 2].map((c) => Math.max(a.start[c], b.start[c]));
  return boxFromEnds(
    lo,
    [0, 1, 2].map((c) => Math.min(end(a, c), end(b, c))),
  );
}

/** The smallest box around two; an empty one counts for nothing. */
export function unionBox(a: Box, b: Box): Box {
  if (boxVoxels(a) === 0) return b;
  if (boxVoxels(b) === 0) return a;
  const lo = [0, 1, 2].map((c) => Math.min(a.start[c], b.start[c]));
  return boxFromEnds(
    lo,
    [0, 1, 2].map((c) => Math.max(a.start[c] + a.size[c], b.start[c] + b.size[c]) - 1),
  );
}

/** A box widened by so many voxels on both sides of each axis, cut at the grid's ends. */
export function padBox(box: Box, by: Index3, grid: Grid): Box {
  const lo = [0, 1, 2].map((c) => box.start[c] - by[c]);
  const hi = [0, 1, 2].map((c) => box.start[c] + box.size[c] - 1 + by[c]);
  return overlapBox(boxFromEnds(lo, hi), wholeBox(grid));
}

/** The box that reaches so many mm along i, j and k from a point in (fractional) IJK, cut at the grid's ends. */
export function boxAround(grid: Grid, ijk: Vec3, reachMm: readonly number[]): Box {
  const lo = [0, 1, 2].map((c) => Math.max(0, Math.floor(ijk[c] - reachMm[c] / grid.spacing[c])));
  return boxFromEnds(
    lo,
    [0, 1, 2].map((c) => Math.min(grid.dims[c] - 1, Math.ceil(ijk[c] + reachMm[c] / grid.spacing[c]))),
  );
}

/** The mask's bytes laid into another box: cut where it is smaller, 0 where it is larger. A new array always. */
export function bytesInBox(mask: VoxelMask, box: Box): Uint8Array {
  const out = new Uint8Array(boxVoxels(box));
  const both = overlapBox(mask, box);
  const [nx, ny, nz] = both.size;
  const from = [0, 1, 2].map((c) => both.start[c] - mask.start[c]);
  const to = [0, 1, 2].map((c) => both.start[c] - box.start[c]);
  if (nx === mask.size[0] && nx === box.size[0] && ny === mask.size[1] && ny === box.size[1]) {
    // Whole planes: one copy.
    const plane = nx * ny;
    out.set(mask.data.subarray(from[2] * plane, (from[2] + nz) * plane), to[2] * plane);
    return out;
  }
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const a = from[0] + mask.size[0] * (from[1] + j + mask.size[1] * (from[2] + k));
      out.set(mask.data.subarray(a, a + nx), to[0] + box.size[0] * (to[1] + j + box.size[1] * (to[2] + k)));
    }
  return out;
}

/**
 * The smallest mask that holds the set bytes (1) of a box; an empty mask has size 0, 0, 0. Looks inwards from the
 * box's faces and stops at the first voxel, so a box that is tight already costs little more than its copy.
 */
export function tightMask(data: Uint8Array, start: readonly number[], size: readonly number[]): VoxelMask {
  const [nx, ny] = size;
  const plane = nx * ny;
  const first = data.indexOf(1);
  if (first < 0) return emptyMask(start);
  const k0 = Math.floor(first / plane);
  const k1 = Math.floor(data.lastIndexOf(1) / plane);
  const lineHas = (j: number): boolean => {
    for (let k = k0; k <= k1; k++) {
      const row = nx * j + plane * k;
      for (let v = row; v < row + nx; v++) if (data[v] === 1) return true;
    }
    return false;
  };
  let j0 = 0;
  let j1 = ny - 1;
  while (!lineHas(j0)) j0++;
  while (!lineHas(j1)) j1--;
  let i0 = nx;
  let i1 = -1;
  for (let k = k0; k <= k1; k++)
    for (let j = j0; j <= j1; j++) {
      const row = nx * j + plane * k;
      // Only what would widen the box is looked at.
      for (let i = 0; i < i0; i++)
        if (data[row + i] === 1) {
          i0 = i;
          break;
        }
      for (let i = nx - 1; i > i1; i--)
        if (data[row + i] === 1) {
          i1 = i;
          break;
        }
    }
  const whole: VoxelMask = { start: [start[0], start[1], start[2]], size: [nx, ny, size[2]], data };
  const lo = [start[0] + i0, start[1] + j0, start[2] + k0] as const;
  const box = boxFromEnds(lo, [start[0] + i1, start[1] + j1, start[2] + k1]);
  return { ...box, data: bytesInBox(whole, box) };
}
