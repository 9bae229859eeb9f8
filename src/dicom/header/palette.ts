/** PALETTE COLOR lookup tables (PS3.3 C.7.6.3.1.5), plain and segmented, brought down to 8 bits an entry. */
import type { Palette } from './record';
import type { Tags } from './tags';

/** undefined when the tables are missing or unreadable. */
export function readPalette(t: Tags): Palette | undefined {
  const channels = [1, 2, 3].map((n) => readChannel(t, n));
  const [red, green, blue] = channels;
  if (!red || !green || !blue) return undefined;
  // The first mapped value is signed when the pixels are.
  const signed = t.uint16('x00280103') === 1;
  const first = signed ? t.int16('x00281101', 1) : t.uint16('x00281101', 1);
  return { first: first ?? 0, red, green, blue };
}

function readChannel(t: Tags, n: number): Uint8Array | undefined {
  const descriptor = `x0028110${n}`;
  const declared = t.uint16(descriptor, 0);
  const bits = t.uint16(descriptor, 2) ?? 16;
  if (declared === undefined) return undefined;
  const entries = declared === 0 ? 65536 : declared;
  const words = t.bytes(`x0028120${n}`);
  const values = words ? readWords(words, entries, bits, t.bigEndian) : segmented(t, n, entries);
  if (!values || values.length === 0) return undefined;
  const wide = bits > 8 && values.some((v) => v > 255);
  const out = new Uint8Array(entries);
  for (let i = 0; i < entries; i++) {
    const v = values[Math.min(i, values.length - 1)];
    out[i] = wide ? v >> 8 : v;
  }
  return out;
}

/** 8-bit tables may be packed two to a word or stored one a word: the length tells. */
function readWords(bytes: Uint8Array, entries: number, bits: number, bigEndian: boolean): Uint16Array {
  const packed = bits <= 8 && bytes.length < 2 * entries;
  const count = Math.min(entries, packed ? bytes.length : bytes.length >> 1);
  const out = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    if (packed) out[i] = bytes[i];
    else out[i] = bigEndian ? (bytes[2 * i] << 8) | bytes[2 * i + 1] : bytes[2 * i] | (bytes[2 * i + 1] << 8);
  }
  return out;
}

/** Segmented tables: discrete (0), linear (1) and indirect (2) segments. */
function segmented(t: Tags, n: number, entries: number): Uint16Array | undefined {
  const bytes = t.bytes(`x0028122${n}`);
  if (!bytes) return undefined;
  const data = readWords(bytes, bytes.length >> 1, 16, t.bigEndian);
  const out: number[] = [];
  const run = (at: number, depth: number): number => {
    const op = data[at];
    const length = data[at + 1] ?? 0;
    if (op === 0) {
      for (let i = 0; i < length && out.length < entries; i++) out.push(data[at + 2 + i] ?? 0);
      return at + 2 + length;
    }
    if (op === 1) {
      const from = out.at(-1) ?? 0;
      const to = data[at + 2] ?? 0;
      for (let i = 1; i <= length && out.length < entries; i++)
        out.push(Math.round(from + ((to - from) * i) / length));
      return at + 3;
    }
    if (op === 2 && depth === 0) {
      // The offset counts bytes from the start of the table.
      let target = ((data[at + 2] ?? 0) | ((data[at + 3] ?? 0) << 16)) >> 1;
      for (let i = 0; i < length && target >= 0 && target < data.length; i++) target = run(target, 1);
      return at + 4;
    }
    return data.length;
  };
  let at = 0;
  while (at < data.length && out.length < entries) at = run(at, 0);
  return Uint16Array.from(out);
}
