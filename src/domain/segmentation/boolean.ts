/** Sets of voxels: together, without, in common. Inputs stay as they are; results have the smallest box. */
import { boxVoxels, bytesInBox, emptyMask, overlapBox, tightMask, unionBox, type Box } from '../mask-box';
import type { VoxelMask } from '../volume';

/** Calls `row` with the flat places of the first voxel of each row that a and b share, and the row's length. */
function eachRow(a: Box, b: Box, shared: Box, row: (inA: number, inB: number, length: number) => void): void {
  const [nx, ny, nz] = shared.size;
  const from = (box: Box, j: number, k: number): number =>
    shared.start[0] -
    box.start[0] +
    box.size[0] * (shared.start[1] - box.start[1] + j + box.size[1] * (shared.start[2] - box.start[2] + k));
  for (let k = 0; k < nz; k++) for (let j = 0; j < ny; j++) row(from(a, j, k), from(b, j, k), nx);
}

/** Voxels of either mask. */
export function union(a: VoxelMask, b: VoxelMask): VoxelMask {
  const box = unionBox(a, b);
  const data = bytesInBox(a, box);
  eachRow(box, b, overlapBox(box, b), (to, from, n) => {
    for (let i = 0; i < n; i++) data[to + i] |= b.data[from + i];
  });
  return { start: box.start, size: box.size, data };
}

/** Voxels of a that are not in b. */
export function subtract(a: VoxelMask, b: VoxelMask): VoxelMask {
  const data = a.data.slice();
  eachRow(a, b, overlapBox(a, b), (to, from, n) => {
    for (let i = 0; i < n; i++) if (b.data[from + i] === 1) data[to + i] = 0;
  });
  return tightMask(data, a.start, a.size);
}

/** Voxels of both masks. */
export function intersect(a: VoxelMask, b: VoxelMask): VoxelMask {
  const box = overlapBox(a, b);
  if (boxVoxels(box) === 0) return emptyMask(a.start);
  const data = bytesInBox(a, box);
  eachRow(box, b, box, (to, from, n) => {
    for (let i = 0; i < n; i++) data[to + i] &= b.data[from + i];
  });
  return tightMask(data, box.start, box.size);
}

/** Do both hold the same voxels? Their boxes may differ. */
export function sameVoxels(a: VoxelMask, b: VoxelMask): boolean {
  const x = tightMask(a.data, a.start, a.size);
  const y = tightMask(b.data, b.start, b.size);
  if (x.data.length !== y.data.length) return false;
  if (x.data.length === 0) return true;
  if (x.start.some((s, c) => s !== y.start[c]) || x.size.some((s, c) => s !== y.size[c])) return false;
  for (let v = 0; v < x.data.length; v++) if (x.data[v] !== y.data[v]) return false;
  return true;
}
