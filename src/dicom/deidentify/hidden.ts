/** What lies in pixel data and is no picture: bits that are not shown, bytes behind the last frame, words of codecs. */
import { isVideoSyntax } from '../pixels/syntax';
import { withoutComments, withoutVideoWords } from './comments';
import { type DataSet, type Element, find, NONE, plainOf, uint16Of } from './element';

const PIXEL_DATA = 0x7fe00010;

/** Pixels that nobody masked, but without words and bits that are no picture. */
export function plainPixels(set: DataSet, transferSyntaxUid: string): DataSet {
  return set.map((element) => {
    if (element.tag !== PIXEL_DATA) return element;
    if (element.fragments)
      return plainFragments(element, element.fragments, framesOf(set), transferSyntaxUid);
    return withoutHiddenBits(withoutTail(element, set), set);
  });
}

/** Do overlays lie in the bits of compressed pixel words? Then they come off only by decoding. */
export const hidesOverlays = (set: DataSet): boolean =>
  find(set, PIXEL_DATA)?.fragments !== undefined &&
  set.some((element) => {
    const group = element.tag >>> 16;
    const bit = group >= 0x6000 && group <= 0x60ff && (element.tag & 0xffff) === 0x0102;
    return bit && (uint16Of(set, element.tag) ?? 0) > 0;
  });

const framesOf = (set: DataSet): number => Math.max(1, Number.parseInt(plainOf(set, 0x00280008), 10) || 1);

function plainFragments(
  element: Element,
  fragments: readonly Uint8Array[],
  frames: number,
  transferSyntaxUid: string,
): Element {
  // An offset table has four bytes a frame; anything else is no table and goes: it may be left out.
  const offsets = element.offsets?.length === 4 * frames ? element.offsets : NONE;
  const clean = isVideoSyntax(transferSyntaxUid)
    ? withoutVideoWords(fragments)
    : fragments.map(withoutComments);
  return { ...element, offsets, fragments: clean };
}

/** Bytes behind the last frame are shown by nobody, and hold whatever a writer left there. */
function withoutTail(element: Element, set: DataSet): Element {
  const [samples, rows, columns, allocated] = [0x00280002, 0x00280010, 0x00280011, 0x00280100].map(
    (tag) => uint16Of(set, tag) ?? 0,
  );
  // Subsampled colour has fewer bytes than its samples say.
  if (/_42[02]$/.test(plainOf(set, 0x00280004))) return element;
  const length = Math.ceil((framesOf(set) * rows * columns * Math.max(1, samples) * allocated) / 8);
  return length > 0 && element.bytes.length > length
    ? { ...element, bytes: element.bytes.subarray(0, length) }
    : element;
}

/**
 * Overlays may lie in the bits of the pixel words that the picture does not use, and stay there when their group was
 * taken out. Those bits become zero, or the sign where values have one.
 */
function withoutHiddenBits(element: Element, set: DataSet): Element {
  const allocated = uint16Of(set, 0x00280100);
  const stored = uint16Of(set, 0x00280101) ?? allocated ?? 16;
  const high = uint16Of(set, 0x00280102) ?? stored - 1;
  if ((allocated !== 8 && allocated !== 16) || stored >= allocated || stored < 1) return element;
  const low = Math.max(0, high + 1 - stored);
  const mask = ((1 << stored) - 1) << low;
  const signed = uint16Of(set, 0x00280103) === 1;
  const sign = 1 << (low + stored - 1);
  // A sign goes on above the value only where nothing lies below it.
  const above = signed && low === 0 ? ~mask & (allocated === 16 ? 0xffff : 0xff) : 0;
  const step = allocated / 8;
  let bytes = element.bytes;
  for (let at = 0; at + step <= bytes.length; at += step) {
    const value = step === 2 ? bytes[at] | (bytes[at + 1] << 8) : bytes[at];
    const clean = (value & mask) | (value & sign ? above : 0);
    if (clean === value) continue;
    if (bytes === element.bytes) bytes = element.bytes.slice();
    bytes[at] = clean & 0xff;
    if (step === 2) bytes[at + 1] = clean >> 8;
  }
  return bytes === element.bytes ? element : { ...element, bytes };
}
