import { breath } from '../domain/breath';

/** CRC-32 (ISO 3309, as in ZIP and PNG): tells cut and damaged bytes, not forged ones. */
const table = Uint32Array.from({ length: 256 }, (...[, n]) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c;
});

const on = (c: number, bytes: Uint8Array): number => {
  for (const byte of bytes) c = (c >>> 8) ^ table[(c ^ byte) & 255]!;
  return c;
};

export const checksum = (bytes: Uint8Array): number => ~on(~0, bytes) >>> 0;

/** Bytes that are summed before the page may draw again: a few milliseconds. */
const AT_ONCE = 2 * 1024 * 1024;

/** The same, of many bytes, without holding the page. */
export async function slowChecksum(bytes: Uint8Array): Promise<number> {
  let c = ~0;
  for (let at = 0; at < bytes.length; at += AT_ONCE) {
    if (at > 0) await breath();
    c = on(c, bytes.subarray(at, at + AT_ONCE));
  }
  return ~c >>> 0;
}
