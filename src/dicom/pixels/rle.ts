/** RLE Lossless (PS3.5 annex G): PackBits segments, one a byte plane, most significant first. */

/**
 * @returns little endian words, all samples of the first component, then of the next (planar).
 * @throws Error when the header or a segment is damaged.
 */
export function decodeRle(
  bytes: Uint8Array,
  pixels: number,
  samples: number,
  bytesPerSample: number,
): Uint8Array {
  if (bytes.length < 64) throw new Error('RLE header is cut');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments = view.getUint32(0, true);
  const expected = samples * bytesPerSample;
  if (segments < expected || segments > 15) throw new Error(`RLE has ${segments} of ${expected} segments`);
  const out = new Uint8Array(pixels * expected);
  for (let s = 0; s < expected; s++) {
    const from = view.getUint32(4 + 4 * s, true);
    const next = s + 1 < segments ? view.getUint32(8 + 4 * s, true) : bytes.length;
    if (from < 64 || from > bytes.length || next < from) throw new Error(`RLE segment ${s + 1} is misplaced`);
    const sample = Math.floor(s / bytesPerSample);
    const byte = bytesPerSample - 1 - (s % bytesPerSample);
    const start = sample * pixels * bytesPerSample + byte;
    unpackSegment(bytes, from, Math.min(next, bytes.length), out, start, bytesPerSample, pixels);
  }
  return out;
}

function unpackSegment(
  bytes: Uint8Array,
  from: number,
  to: number,
  out: Uint8Array,
  start: number,
  stride: number,
  count: number,
): void {
  let at = from;
  let written = 0;
  let o = start;
  while (at < to && written < count) {
    const n = bytes[at++];
    if (n < 128) {
      for (let i = 0; i <= n && at < to && written < count; i++, written++, o += stride) out[o] = bytes[at++];
    } else if (n > 128) {
      const value = bytes[at++];
      for (let i = 0; i < 257 - n && written < count; i++, written++, o += stride) out[o] = value;
    }
  }
  if (written < count) throw new Error(`RLE segment ends after ${written} of ${count} bytes`);
}
