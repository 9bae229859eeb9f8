/** What one edit changed, small enough to keep many of them for undo. */
import { boxVoxels, bytesInBox, overlapBox, tightMask, unionBox, type Box } from '../mask-box';
import { countVoxels, type VoxelMask } from '../volume';

export interface MaskDelta {
  /** The smallest box around all changed voxels; size 0, 0, 0 when none is. */
  readonly box: Box;
  /** `bits`: one bit a voxel of the box, lowest first. `runs`: lengths of unchanged and changed runs in turn, LEB128. */
  readonly form: 'bits' | 'runs';
  readonly bytes: Uint8Array;
  /** Set voxels of the segment before and after: a delta fits no other segment. */
  readonly before: number;
  readonly after: number;
}

export class DeltaError extends Error {
  override readonly name = 'DeltaError';
}

/** Lengths of runs, the first one unchanged (0), as LEB128; undefined when that takes `most` bytes or more. */
function packRuns(changed: Uint8Array, most: number): Uint8Array | undefined {
  const out = new Uint8Array(most);
  let at = 0;
  let value = 0;
  let v = 0;
  while (v < changed.length) {
    const next = changed.indexOf(1 - value, v);
    const end = next < 0 ? changed.length : next;
    let n = end - v;
    do {
      if (at === most) return undefined;
      out[at++] = n > 127 ? (n & 127) | 128 : n;
      n >>>= 7;
    } while (n > 0);
    v = end;
    value = 1 - value;
  }
  return out.slice(0, at);
}

function packBits(changed: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(changed.length / 8));
  for (let v = 0; v < changed.length; v++) if (changed[v] === 1) out[v >> 3] |= 1 << (v & 7);
  return out;
}

function unpack(delta: MaskDelta): Uint8Array {
  const out = new Uint8Array(boxVoxels(delta.box));
  const { bytes } = delta;
  if (delta.form === 'bits') {
    for (let v = 0; v < out.length; v++) out[v] = (bytes[v >> 3] >> (v & 7)) & 1;
    return out;
  }
  let v = 0;
  let value = 0;
  for (let at = 0; at < bytes.length; value = 1 - value) {
    let n = 0;
    let shift = 0;
    let byte: number;
    do {
      byte = bytes[at++];
      n |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    if (value === 1) out.fill(1, v, v + n);
    v += n;
  }
  return out;
}

/**
 * The difference of two states of a segment. Takes at most an eighth of the bytes of the box around what changed.
 * @param within where changes can be; looking there only is faster. A change outside is not recorded.
 */
export function deltaOf(before: VoxelMask, after: VoxelMask, within?: Box): MaskDelta {
  const both = unionBox(before, after);
  const box = within ? overlapBox(both, within) : both;
  const changed = bytesInBox(before, box);
  const other = bytesInBox(after, box);
  for (let v = 0; v < changed.length; v++) changed[v] ^= other[v];
  const tight = tightMask(changed, box.start, box.size);
  const bits = Math.ceil(tight.data.length / 8);
  const runs = packRuns(tight.data, bits);
  return {
    box: { start: tight.start, size: tight.size },
    form: runs ? 'runs' : 'bits',
    bytes: runs ?? packBits(tight.data),
    before: countVoxels(before),
    after: countVoxels(after),
  };
}

/** Bytes that a delta holds, its few numbers included. */
export const deltaBytes = (delta: MaskDelta): number => delta.bytes.length + 64;

function flip(mask: VoxelMask, delta: MaskDelta, from: number, to: number): VoxelMask {
  if (countVoxels(mask) !== from) throw new DeltaError('the delta belongs to another state of the segment');
  const box = unionBox(mask, delta.box);
  const data = bytesInBox(mask, box);
  const changed = unpack(delta);
  const [nx, ny, nz] = delta.box.size;
  let v = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const row =
        delta.box.start[0] -
        box.start[0] +
        box.size[0] *
          (delta.box.start[1] - box.start[1] + j + box.size[1] * (delta.box.start[2] - box.start[2] + k));
      for (let i = 0; i < nx; i++, v++) data[row + i] ^= changed[v];
    }
  const result = tightMask(data, box.start, box.size);
  if (countVoxels(result) !== to) throw new DeltaError('the delta belongs to another state of the segment');
  return result;
}

/**
 * The segment after the edit, from the one before it.
 * @throws DeltaError when the segment is not the one that the delta was taken from, as far as its size tells
 */
export const applyDelta = (mask: VoxelMask, delta: MaskDelta): VoxelMask =>
  flip(mask, delta, delta.before, delta.after);

/** The segment before the edit, from the one after it. @throws DeltaError as `applyDelta` */
export const revertDelta = (mask: VoxelMask, delta: MaskDelta): VoxelMask =>
  flip(mask, delta, delta.after, delta.before);
