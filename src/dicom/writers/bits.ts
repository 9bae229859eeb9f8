/** Bit packing of binary frames (PS3.5 section 8.1.1: bits continue across frames, first voxel in the lowest bit). */
import type { Vec3 } from '../../domain/geometry';
import type { VoxelMask } from '../../domain/volume';

export interface MaskFrame {
  readonly mask: VoxelMask;
  /** Slice k of the grid. */
  readonly slice: number;
}

/**
 * Grid slices k in which the mask has a voxel, ascending.
 * @throws RangeError when the mask reaches out of the grid.
 */
export function slicesWithVoxels(mask: VoxelMask, dims: Vec3): readonly number[] {
  const { start, size, data } = mask;
  for (let a = 0; a < 3; a++)
    if (start[a] < 0 || start[a] + size[a] > dims[a]) throw new RangeError('mask reaches out of the grid');
  const area = size[0] * size[1];
  const slices: number[] = [];
  for (let k = 0; k < size[2]; k++)
    if (data.subarray(k * area, (k + 1) * area).includes(1)) slices.push(start[2] + k);
  return slices;
}

/** All frames, dims[0] x dims[1] voxels each, one bit a voxel, without padding between frames. */
export function packFrames(frames: readonly MaskFrame[], dims: Vec3): Uint8Array {
  const area = dims[0] * dims[1];
  const out = new Uint8Array(Math.ceil((area * frames.length) / 8));
  frames.forEach(({ mask, slice }, n) => {
    const { start, size, data } = mask;
    const k = slice - start[2];
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++) {
        if (data[i + size[0] * (j + size[1] * k)] !== 1) continue;
        const bit = area * n + (start[0] + i) + dims[0] * (start[1] + j);
        out[bit >> 3] |= 1 << (bit & 7);
      }
  });
  return out;
}
