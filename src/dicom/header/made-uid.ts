/** UIDs for files that have none: the same file gets the same UID each time, wherever it lies. */

const separator = '\u0001';

/** FNV-1a over the UTF-16 code units, 32 bits, from a start value. */
function fnv(text: string, start: number): number {
  let h = start;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  // FNV's low bits mix badly: the finisher of MurmurHash3.
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A UID under the root of UUIDs (PS3.5 annex B.2), from facts and not from chance.
 * Not cryptographic: it tells files of one computer apart, no more.
 */
export function madeUid(...facts: readonly unknown[]): string {
  const text = facts.map((f) => (f === undefined ? '' : String(f))).join(separator);
  let n = 0n;
  for (let part = 0; part < 4; part++)
    n = (n << 32n) | BigInt(fnv(`${part}${separator}${text}`, 0x811c9dc5 ^ (part * 0x9e3779b9)));
  // A name-based UUID of version 8 (RFC 9562): what it is made from is up to us.
  n = (n & ~(0xfn << 76n)) | (8n << 76n);
  n = (n & ~(3n << 62n)) | (2n << 62n);
  return `2.25.${n}`;
}

/** Checksum of bytes as a word, for facts that tell two images apart. */
export function bytesFact(bytes: Uint8Array): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ bytes[i], 0x01000193);
  return h >>> 0;
}
