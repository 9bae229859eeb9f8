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
  if (fragment[1] === 0xd8) return blankJpeg(fragment);
  if (fragment[1] === 0x4f) return blankSegments(fragment, 2, (marker) => marker === 0x64, 0x90, 2);
  return fragment;
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
