/** Archives by their bytes: ZIPs, which are opened, and others, which are named. */

const ascii = (b: Uint8Array, at: number, n: number): string =>
  String.fromCharCode(...b.subarray(at, at + n));

/** A ZIP's local header, or the end record of an empty one. */
export const isZip = (b: Uint8Array): boolean =>
  ascii(b, 0, 4) === 'PK\u0003\u0004' || ascii(b, 0, 4) === 'PK\u0005\u0006';

/** End record and the longest comment behind it (APPNOTE 4.3.16). */
const endRecord = 22 + 0xffff;

/** A program with a ZIP behind it that unpacks itself. */
export async function isSelfExtracting(head: Uint8Array, blob: Blob): Promise<boolean> {
  if (ascii(head, 0, 2) !== 'MZ') return false;
  const tail = new Uint8Array(await blob.slice(Math.max(0, blob.size - endRecord)).arrayBuffer());
  for (let at = tail.length - 22; at >= 0; at--)
    if (tail[at] === 0x50 && ascii(tail, at, 4) === 'PK\u0005\u0006') {
      const comment = tail[at + 20] | (tail[at + 21] << 8);
      // Programs that unpack ZIPs hold the mark as a constant: only a record that ends with the file is one.
      if (at + 22 + comment === tail.length && tail[at + 10] + tail[at + 11] > 0) return true;
    }
  return false;
}

/** What another archive calls itself; undefined when the bytes are none. */
export function otherArchive(b: Uint8Array): string | undefined {
  if (ascii(b, 0, 6) === 'Rar!\u001a\u0007') return 'RAR';
  if (ascii(b, 0, 6) === '7z\u00bc\u00af\u0027\u001c') return '7z';
  if (b[0] === 0x1f && b[1] === 0x8b && b[2] === 8) return 'gzip';
  if (ascii(b, 0, 3) === 'BZh' && ascii(b, 4, 6) === '1AY&SY') return 'bzip2';
  if (ascii(b, 0, 6) === '\u00fd7zXZ\u0000') return 'xz';
  if (ascii(b, 257, 5) === 'ustar') return 'tar';
  // Volume descriptor of a disc image (ECMA-119 section 8): its sixteenth sector.
  if (ascii(b, 16 * 2048 + 1, 5) === 'CD001') return 'ISO';
  return undefined;
}
