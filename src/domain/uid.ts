/** UIDs that are made here and not by a scanner: 2.25.<128-bit UUID as a decimal number> (PS3.5 annex B.2). */

export function uidFromBytes(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return `2.25.${value}`;
}

/**
 * The same UID for the same name, always: for objects that code makes again and that must be recognised.
 * A 128-bit non-cryptographic hash in the clothes of a version 8 (custom) UUID.
 */
export function uidFromName(name: string): string {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  const text = new TextEncoder().encode(name);
  for (let lane = 0; lane < 4; lane++) {
    let h = Math.imul(0x9e3779b1, lane + 1) ^ text.length;
    for (const byte of text) h = Math.imul(h ^ byte, 0x85ebca6b) ^ (h >>> 13);
    h = Math.imul(h ^ (h >>> 16), 0xc2b2ae35);
    h = Math.imul(h ^ (h >>> 13), 0x27d4eb2f);
    view.setUint32(lane * 4, (h ^ (h >>> 16)) >>> 0);
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x80;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return uidFromBytes(bytes);
}
