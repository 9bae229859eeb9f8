/** A mask in few bytes, for keeping: lengths of runs of 0 and 1 in turn over its box, LEB128. */
import { boxVoxels, emptyMask, type Box } from '../mask-box';
import type { VoxelMask } from '../volume';

export interface PackedMask extends Box {
  /** The first run is of 0 and may be empty. */
  readonly runs: Uint8Array;
}

/** One pass over the mask; its box is kept as it is. */
export function packMask({ start, size, data }: VoxelMask): PackedMask {
  let out = new Uint8Array(1024);
  let at = 0;
  let value = 0;
  for (let v = 0; v < data.length; value = 1 - value) {
    const next = data.indexOf(1 - value, v);
    const end = next < 0 ? data.length : next;
    if (at + 5 > out.length) {
      const larger = new Uint8Array(out.length * 2);
      larger.set(out);
      out = larger;
    }
    let n = end - v;
    do {
      out[at++] = n > 127 ? (n & 127) | 128 : n;
      n >>>= 7;
    } while (n > 0);
    v = end;
  }
  return { start, size, runs: out.slice(0, at) };
}

/** @throws RangeError when the runs are not those of the box */
export function unpackMask({ start, size, runs }: PackedMask): VoxelMask {
  const length = boxVoxels({ start, size });
  if (length === 0) return emptyMask(start);
  const data = new Uint8Array(length);
  let v = 0;
  let value = 0;
  for (let at = 0; at < runs.length; value = 1 - value) {
    let n = 0;
    let shift = 0;
    let byte: number;
    do {
      byte = runs[at++];
      n += (byte & 127) * 2 ** shift;
      shift += 7;
    } while (byte > 127 && at < runs.length);
    if (value === 1) data.fill(1, v, v + n);
    v += n;
  }
  if (v !== length) throw new RangeError(`packed mask: runs of ${v} voxels in a box of ${length}`);
  return { start, size, data };
}
