import { distanceTo, invert } from '../distance-field';
import type { Grid } from '../geometry';
import { boxFromEnds, boxVoxels, bytesInBox, overlapBox, padBox, tightMask, type Box } from '../mask-box';
import type { VoxelMask } from '../volume';
import { editOf, type Edit } from './edit';

/** Distances take four bytes a voxel: large segments are done in slabs of at most so many voxels. */
const SLAB_VOXELS = 12_000_000;

/**
 * Moves the border of a segment outwards (mm > 0) or inwards (mm < 0) by exact Euclidean distance between voxel
 * centres: voxels within `mm` are added, or removed. A margin below half a voxel's side may change nothing. Where the
 * scan ends there is no border: what touches the end is not shrunk from there.
 * @param within `slice` keeps to the planes across k: nothing grows into the next slice.
 * @param slabVoxels memory: that many distances are held at once
 */
export function margin(
  grid: Grid,
  mask: VoxelMask,
  mm: number,
  within: 'volume' | 'slice' = 'volume',
  slabVoxels = SLAB_VOXELS,
): Edit {
  if (boxVoxels(mask) === 0 || mm === 0 || !Number.isFinite(mm)) return editOf(mask, mask);
  const planar = within === 'slice';
  const far = Math.abs(mm) + 1e-6;
  const reach = [0, 1, 2].map((c) => (planar && c === 2 ? 0 : Math.ceil(far / grid.spacing[c])));
  const out = mm > 0 ? padBox(mask, [reach[0], reach[1], reach[2]], grid) : mask;
  const data = new Uint8Array(boxVoxels(out));
  const [nx, ny, nz] = out.size;
  const plane = nx * ny;
  const slab = Math.max(1, Math.floor(slabVoxels / ((nx + 2) * (ny + 2))) - 2 * reach[2]);
  for (let k = 0; k < nz; k += slab) {
    const last = Math.min(nz, k + slab) - 1;
    const part = boxFromEnds(
      [out.start[0], out.start[1], out.start[2] + k],
      [out.start[0] + nx - 1, out.start[1] + ny - 1, out.start[2] + last],
    );
    // What lies around the slab decides too; one voxel of background beyond the box is enough.
    const near: Box = padBox(part, mm > 0 ? [0, 0, reach[2]] : [1, 1, reach[2]], grid);
    const bytes = bytesInBox(mask, near);
    const away = distanceTo(mm > 0 ? bytes : invert(bytes), near.size, grid.spacing, planar);
    const kept = new Uint8Array(bytes.length);
    if (mm > 0) for (let v = 0; v < kept.length; v++) kept[v] = away[v] <= far ? 1 : 0;
    else for (let v = 0; v < kept.length; v++) kept[v] = away[v] > far ? 1 : 0;
    const both = overlapBox(near, part);
    data.set(bytesInBox({ ...near, data: kept }, both), plane * k);
  }
  return editOf(mask, tightMask(data, out.start, out.size));
}
