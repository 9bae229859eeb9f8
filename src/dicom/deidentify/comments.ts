/** Words inside compressed pixels: comment and application segments, which a camera or a converter fills. */

const COM = 0xfe;
/** Segments that decoding needs: JFIF, JPEG-LS and its colour transform, Adobe's colour transform. */
const neededSegments = new Set([0xe0, 0xe8, 0xee]);

/**
 * Blanks them in a copy, at the same lengths, so that offset tables stay true.
 * @param fragment first bytes of a frame, or anything else, which comes back as it is
 */
export function withoutComments(fragment: Uint8Array): Uint8Array {
  if (fragment[0] !== 0xff) return fragment;
  if (fragment[1] === 0xd8) return withoutTail(blankJpeg(fragment));
  if (fragment[1] === 0x4f)
    return withoutTail(blankSegments(fragment, 2, (marker) => marker === 0x64, 0x90, 2));
  return fragment;
}

/** Bytes behind the end of the image: the end marker stands nowhere within the coded data of these codecs. */
function withoutTail(fragment: Uint8Array): Uint8Array {
  let end = fragment.length - 2;
  while (end >= 0 && !(fragment[end] === 0xff && fragment[end + 1] === 0xd9)) end--;
  // The image goes on in the next fragment.
  if (end < 0 || fragment.subarray(end + 2).every((byte) => byte === 0)) return fragment;
  const out = fragment.slice();
  out.fill(0, end + 2);
  return out;
}

function blankJpeg(fragment: Uint8Array): Uint8Array {
  const named = (marker: number): boolean =>
    marker === COM || (marker >= 0xe0 && marker <= 0xef && !neededSegments.has(marker));
  return blankSegments(fragment, 2, named, 0xda, 0);
}

/**
 * @param until the marker before the entropy-coded data, or the tile part
 * @param keep bytes at the start of a named segment that say what kind it is
 */
function blankSegments(
  fragment: Uint8Array,
  from: number,
  named: (marker: number) => boolean,
  until: number,
  keep: number,
): Uint8Array {
  let out = fragment;
  for (let at = from; at + 4 <= fragment.length && fragment[at] === 0xff;) {
    const marker = fragment[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === until || marker === 0xd9) break;
    const length = (fragment[at + 2] << 8) | fragment[at + 3];
    const end = Math.min(fragment.length, at + 2 + length);
    if (named(marker)) {
      if (out === fragment) out = fragment.slice();
      out.fill(0x20, Math.min(end, at + 4 + keep), end);
    }
    if (length < 2) break;
    at += 2 + length;
  }
  return out;
}

/** Boxes of an MP4 file that hold words of its maker: title, author, place, device; and those that may hold anything. */
const wordBoxes = new Set(['udta', 'meta', 'uuid', 'free', 'skip']);
const nestingBoxes = new Set(['moov', 'trak', 'mdia', 'minf', 'edts', 'dinf', 'stbl']);

/** The bitstream of a video as one fragment, the words of an MP4 container blanked; a transport stream has none. */
export function withoutVideoWords(fragments: readonly Uint8Array[]): readonly Uint8Array[] {
  const [first] = fragments;
  if (!first || nameAt(first, 4) !== 'ftyp') return fragments;
  const whole = new Uint8Array(fragments.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const fragment of fragments) {
    whole.set(fragment, at);
    at += fragment.length;
  }
  blankBoxes(whole, 0, whole.length);
  return [whole];
}

const nameAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

/** ISO/IEC 14496-12: a length, a name, the content; a box that is blanked becomes free space of the same length. */
function blankBoxes(bytes: Uint8Array, from: number, until: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = from; at + 8 <= until;) {
    const short = view.getUint32(at);
    const long = short === 1 && at + 16 <= until;
    const size = short === 0 ? until - at : long ? Number(view.getBigUint64(at + 8)) : short;
    const inside = at + (long ? 16 : 8);
    const end = Math.min(until, at + size);
    if (size < inside - at) return;
    const name = nameAt(bytes, at + 4);
    if (wordBoxes.has(name)) {
      bytes.set([0x66, 0x72, 0x65, 0x65], at + 4);
      bytes.fill(0, inside, end);
    } else if (nestingBoxes.has(name)) blankBoxes(bytes, inside, end);
    at = end;
  }
}
