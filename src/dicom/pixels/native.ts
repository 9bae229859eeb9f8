/** Stored values out of little or big endian bytes: container, shift, mask, sign (PS3.5 section 8.1.1). */
import type { PixelFormat } from '../header/record';
import type { DecodedFrame } from '../contract';

export type Samples = DecodedFrame['pixels'];
export type SampleFormat = Pick<
  PixelFormat,
  'bitsAllocated' | 'bitsStored' | 'highBit' | 'pixelRepresentation' | 'bigEndian'
>;

/** Swaps the bytes of each word in place. */
export function swapBytes(bytes: Uint8Array, wordSize: number): void {
  for (let i = 0; i + wordSize <= bytes.length; i += wordSize)
    for (let a = i, b = i + wordSize - 1; a < b; a++, b--) {
      const t = bytes[a];
      bytes[a] = bytes[b];
      bytes[b] = t;
    }
}

/** One 0 or 1 a byte out of packed bits, the first pixel in the lowest bit. */
export function unpackBits(bytes: Uint8Array, bitOffset: number, count: number): Uint8Array {
  const out = new Uint8Array(count);
  for (let n = 0, bit = bitOffset; n < count; n++, bit++) out[n] = (bytes[bit >> 3] >> (bit & 7)) & 1;
  return out;
}

/** Are samples of so many bits stored in whole bytes that a typed array can view? */
export const isWholeContainer = (bits: number): boolean => [8, 16, 32, 64].includes(bits);

/**
 * Samples packed without padding (ACR-NEMA and early DICOM: 12 bits allocated), the first in the lowest bits.
 * @param bits 2..31 a sample.
 * @param bigEndian the packed stream was written as big endian 16-bit words.
 */
export function unpackWords(
  bytes: Uint8Array,
  bitOffset: number,
  count: number,
  bits: number,
  signed: boolean,
  bigEndian: boolean,
): Samples {
  const make = bits <= 8 ? Uint8Array : bits <= 16 ? Uint16Array : Uint32Array;
  const out = new make(count);
  const other = bigEndian ? 1 : 0;
  for (let n = 0, at = bitOffset; n < count; n++) {
    let value = 0;
    for (let have = 0; have < bits;) {
      const from = at & 7;
      const taken = Math.min(8 - from, bits - have);
      value += ((bytes[(at >> 3) ^ other] >> from) & ((1 << taken) - 1)) * 2 ** have;
      have += taken;
      at += taken;
    }
    out[n] = value;
  }
  return wordsOf(new Uint8Array(out.buffer), 8 * out.BYTES_PER_ELEMENT, signed);
}

/** A view of little endian bytes as words; copies when the bytes are not aligned. */
export function wordsOf(bytes: Uint8Array, bits: number, signed: boolean): Samples {
  const size = bits / 8;
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  const n = Math.floor(aligned.length / size);
  const { buffer, byteOffset } = aligned;
  if (bits === 8)
    return signed ? new Int8Array(buffer, byteOffset, n) : new Uint8Array(buffer, byteOffset, n);
  if (bits === 16)
    return signed ? new Int16Array(buffer, byteOffset, n) : new Uint16Array(buffer, byteOffset, n);
  return signed ? new Int32Array(buffer, byteOffset, n) : new Uint32Array(buffer, byteOffset, n);
}

/**
 * Brings containers to stored values in place: drops the bits outside BitsStored and extends the sign.
 * Overlays and junk in the unused bits are common in old files.
 */
export function toStoredValues(words: Samples, format: SampleFormat): Samples {
  const { bitsAllocated, bitsStored, highBit, pixelRepresentation } = format;
  // A packed sample fills its bits but not its container, so its sign is still to be extended.
  const packed = !isWholeContainer(bitsAllocated) && pixelRepresentation === 1;
  if (bitsAllocated === 1 || (bitsStored >= bitsAllocated && !packed)) return words;
  const shift = Math.max(0, Math.min(highBit, bitsAllocated - 1) + 1 - bitsStored);
  // 32-bit shifts: up to the top of the word and back drops what is above and extends the sign.
  const up = 32 - bitsStored;
  if (pixelRepresentation === 1)
    for (let i = 0; i < words.length; i++) words[i] = ((words[i] >> shift) << up) >> up;
  else for (let i = 0; i < words.length; i++) words[i] = ((words[i] >>> shift) << up) >>> up;
  return words;
}

/** Smallest and largest value; 0 and 0 for none. NaN is passed over. */
export function range(pixels: Samples): { min: number; max: number } {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < pixels.length; i++) {
    const v = pixels[i];
    if (v < min) min = v;
    if (v > max) max = v;
  }
  return min <= max ? { min, max } : { min: 0, max: 0 };
}
