/** Separate parts of a segment (joined through faces) and the holes in it. */
import { labelRuns, type Runs, type Size3 } from '../components';
import { fillHoles2d } from '../distance-field';
import { lpsToIjk, voxelVolume, type Grid, type Vec3 } from '../geometry';
import { tightMask } from '../mask-box';
import { countVoxels, type VoxelMask } from '../volume';
import { editOf, type Edit } from './edit';

/** Number of voxels of each component. */
export function islandSizes(runs: Runs): Int32Array {
  const sizes = new Int32Array(runs.count);
  for (let n = 0; n < runs.first.length; n++) sizes[runs.label[n]] += runs.length[n];
  return sizes;
}

/** Component of flat voxel v, or -1 where no run covers it. */
export function islandAt(runs: Runs, v: number): number {
  let lo = 0;
  let hi = runs.first.length - 1;
  while (lo <= hi) {
    const mid = (lo + hi) >> 1;
    if (v < runs.first[mid]) hi = mid - 1;
    else if (v >= runs.first[mid] + runs.length[mid]) lo = mid + 1;
    else return runs.label[mid];
  }
  return -1;
}

/** Bytes of the components that `keep` names by their number. */
export function paintIslands(runs: Runs, voxels: number, keep: (label: number) => boolean): Uint8Array {
  const out = new Uint8Array(voxels);
  for (let n = 0; n < runs.first.length; n++)
    if (keep(runs.label[n])) out.fill(1, runs.first[n], runs.first[n] + runs.length[n]);
  return out;
}

const labelMask = (mask: VoxelMask): Runs => labelRuns(mask.size, (v) => mask.data[v] === 1);

function keepLabels(mask: VoxelMask, runs: Runs, keep: (label: number) => boolean): Edit {
  return editOf(mask, tightMask(paintIslands(runs, mask.data.length, keep), mask.start, mask.size));
}

/** How many separate parts, the largest first, in voxels. */
export const islandsOf = (mask: VoxelMask): number[] =>
  Array.from(islandSizes(labelMask(mask))).sort((a, b) => b - a);

/** Keeps the largest part; of equals the first in the order of the grid. */
export function keepLargest(mask: VoxelMask): Edit {
  const runs = labelMask(mask);
  const sizes = islandSizes(runs);
  let best = 0;
  for (let n = 1; n < sizes.length; n++) if (sizes[n] > sizes[best]) best = n;
  return keepLabels(mask, runs, (label) => label === best);
}

export interface ClickEdit {
  readonly mask: VoxelMask;
  /** `notOnSegment`: the click hit no voxel of it, nothing was done. */
  readonly outcome: Edit['outcome'] | 'notOnSegment';
}

/** Keeps (or removes) the part at a click, LPS mm. */
export function islandAtClick(
  grid: Grid,
  mask: VoxelMask,
  pointLps: Vec3,
  mode: 'keep' | 'remove',
): ClickEdit {
  const [i, j, k] = lpsToIjk(grid, pointLps).map((x, c) => Math.round(x) - mask.start[c]);
  const [nx, ny, nz] = mask.size;
  const inBox = i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz;
  const runs = labelMask(mask);
  const hit = inBox ? islandAt(runs, i + nx * (j + ny * k)) : -1;
  if (hit < 0) return { mask, outcome: 'notOnSegment' };
  return keepLabels(mask, runs, (label) => (label === hit) === (mode === 'keep'));
}

/** Removes parts smaller than so many mm³; a part of exactly that size stays. */
export function removeSmall(grid: Grid, mask: VoxelMask, leastMm3: number): Edit {
  const runs = labelMask(mask);
  const sizes = islandSizes(runs);
  // Spacings are sums of decimals: a hair's breadth must not remove a part of exactly that size.
  const least = leastMm3 / voxelVolume(grid) - 1e-6;
  return keepLabels(mask, runs, (label) => sizes[label] >= least);
}

/** Fills background that no path through faces joins to the outside of the mask's box, in place. */
export function fillHoles3d(data: Uint8Array, size: Size3): void {
  const [nx, ny, nz] = size;
  const runs = labelRuns(size, (v) => data[v] === 0);
  const open = new Uint8Array(runs.count);
  for (let n = 0; n < runs.first.length; n++) {
    const v = runs.first[n];
    const i = v % nx;
    const j = Math.floor(v / nx) % ny;
    const k = Math.floor(v / (nx * ny));
    if (i === 0 || i + runs.length[n] === nx || j === 0 || j === ny - 1 || k === 0 || k === nz - 1)
      open[runs.label[n]] = 1;
  }
  for (let n = 0; n < runs.first.length; n++)
    if (open[runs.label[n]] === 0) data.fill(1, runs.first[n], runs.first[n] + runs.length[n]);
}

/** Fills the holes of each slice across one axis, in place. */
export function fillHolesBySlice(data: Uint8Array, size: Size3, axis: 0 | 1 | 2): void {
  const steps = [1, size[0], size[0] * size[1]];
  const [u, v] = [0, 1, 2].filter((c) => c !== axis);
  const flat = new Uint8Array(size[u] * size[v]);
  for (let s = 0; s < size[axis]; s++) {
    const at = s * steps[axis];
    for (let b = 0, n = 0; b < size[v]; b++)
      for (let a = 0; a < size[u]; a++, n++) flat[n] = data[at + a * steps[u] + b * steps[v]];
    fillHoles2d(flat, size[u], size[v]);
    for (let b = 0, n = 0; b < size[v]; b++)
      for (let a = 0; a < size[u]; a++, n++) data[at + a * steps[u] + b * steps[v]] = flat[n];
  }
}

/**
 * Fills holes: cavities that are closed on all sides, or with an axis (0, 1, 2: i, j, k) what is closed within each
 * slice across it. A cavity that the scan's end cuts open is no hole.
 */
export function fillHoles(mask: VoxelMask, across?: 0 | 1 | 2): Edit {
  if (countVoxels(mask) === 0) return editOf(mask, mask);
  const data = mask.data.slice();
  if (across === undefined) fillHoles3d(data, mask.size);
  else fillHolesBySlice(data, mask.size, across);
  return editOf(mask, { start: mask.start, size: mask.size, data });
}
