/** CRC-32 (ISO 3309, as in ZIP and PNG): tells cut and damaged bytes, not forged ones. */
const table = Uint32Array.from({ length: 256 }, (...[, n]) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c;
});

export function checksum(bytes: Uint8Array): number {
  let c = ~0;
  for (const byte of bytes) c = (c >>> 8) ^ table[(c ^ byte) & 255]!;
  return ~c >>> 0;
}
