/** Overlay planes of one frame: which apply, where their bits are in the file, and the bits themselves. */
import type { FrameOverlay } from '../contract';
import type { OverlaySource } from '../header/record';
import { swapBytes } from './native';

/** Bytes of the file that hold an overlay's bits for a frame. */
export interface OverlayPart {
  readonly source: OverlaySource;
  /** Undefined when the bits are in the pixel words. */
  readonly range?: readonly [number, number];
  /** Of the first pixel in the first byte. */
  readonly bitOffset: number;
}

/**
 * Overlays that apply to a frame (0-based) of an image.
 * @param frames of the image: an overlay of one frame on a multi-frame image that names no frame is on all.
 */
export function overlayParts(
  sources: readonly OverlaySource[],
  frame: number,
  frames: number,
): readonly OverlayPart[] {
  return sources.flatMap((source): OverlayPart[] => {
    const n = frame - source.firstFrame;
    const everywhere = source.frames === 1 && source.firstFrame === 0 && frames > 1;
    if (!everywhere && (n < 0 || n >= source.frames) && source.embeddedBit === undefined) return [];
    if (source.embeddedBit !== undefined) return [{ source, bitOffset: 0 }];
    const size = source.rows * source.columns;
    const first = everywhere ? 0 : n * size;
    const end = Math.ceil((first + size) / 8);
    if (end > source.length) return [];
    const { offset } = source;
    // Whole words, so that those of a big endian file can be swapped.
    const from = Math.floor(first / 16) * 2;
    const to = Math.min(source.length, Math.ceil(end / 2) * 2);
    return [{ source, range: [offset + from, offset + to], bitOffset: first - 8 * from }];
  });
}

const facts = ({ rows, columns, top, left, label }: OverlaySource): Omit<FrameOverlay, 'bits'> => ({
  rows,
  columns,
  top,
  left,
  label,
});

/** An overlay with an element of its own. @param bytes may be changed in place. */
export function ownOverlay(
  { source, bitOffset }: OverlayPart,
  bytes: Uint8Array,
  swapped: boolean,
): FrameOverlay {
  if (swapped) swapBytes(bytes, 2);
  const size = source.rows * source.columns;
  const bits = new Uint8Array(Math.ceil(size / 8));
  for (let n = 0; n < size; n++) {
    const at = bitOffset + n;
    if ((bytes[at >> 3] >> (at & 7)) & 1) bits[n >> 3] |= 1 << (n & 7);
  }
  return { ...facts(source), bits };
}

/** An overlay in one bit of the pixel words as they were stored, before that bit is masked. */
export function embeddedOverlay(source: OverlaySource, words: ArrayLike<number>): FrameOverlay {
  const size = Math.min(words.length, source.rows * source.columns);
  const bits = new Uint8Array(Math.ceil((source.rows * source.columns) / 8));
  const bit = source.embeddedBit ?? 0;
  for (let n = 0; n < size; n++) if ((words[n] >> bit) & 1) bits[n >> 3] |= 1 << (n & 7);
  return { ...facts(source), bits };
}
