/** PALETTE COLOR lookup tables (PS3.3 C.7.6.3.1.5), plain and segmented, brought down to 8 bits an entry. */
import type { Palette } from './record';
import type { Tags } from './tags';

/** undefined when the tables are missing or unreadable. */
export function readPalette(t: Tags): Palette | undefined {
  const channels = [1, 2, 3].map((n) => readChannel(t, n));
  if (channels.some((c) => c === undefined)) return undefined;
  const tables = channels as Channel[];
  // 8-bit values in 16-bit tables are common; all three channels tell, since one may be dark throughout.
  const wide = tables.some((c) => c.bits > 8) && tables.some((c) => c.values.some((v) => v > 255));
  const [red, green, blue] = tables.map(({ values, entries }) => {
    const out = new Uint8Array(entries);
    for (let i = 0; i < entries; i++) {
      const v = values[Math.min(i, values.length - 1)];
      out[i] = wide ? v >> 8 : v;
    }
    return out;
  });
  // The first mapped value is signed when the pixels are.
  const signed = t.uint16('x00280103') === 1;
  const first = signed ? t.int16('x00281101', 1) : t.uint16('x00281101', 1);
  return { first: first ?? 0, red, green, blue };
}

interface Channel {
  readonly entries: number;
  readonly bits: number;
  readonly values: Uint16Array;
}

function readChannel(t: Tags, n: number): Channel | undefined {
  const descriptor = `x0028110${n}`;
  const declared = t.uint16(descriptor, 0);
  const bits = t.uint16(descriptor, 2) ?? 16;
  if (declared === undefined) return undefined;
  const entries = declared === 0 ? 65536 : declared;
  const words = t.bytes(`x0028120${n}`);
  const data = t.bytes(`x0028122${n}`);
  const values = words
    ? readWords(words, entries, bits <= 8 && words.length < 2 * entries, t.bigEndian)
    : data && segmented(data, entries, bits, t.bigEndian);
  return values && values.length > 0 ? { entries, bits, values } : undefined;
}

/** @param packed two 8-bit values share a word. */
function readWords(bytes: Uint8Array, entries: number, packed: boolean, bigEndian: boolean): Uint16Array {
  const count = Math.min(entries, packed ? bytes.length : bytes.length >> 1);
  const out = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    if (packed) out[i] = bytes[bigEndian && (i ^ 1) < bytes.length ? i ^ 1 : i];
    else out[i] = bigEndian ? (bytes[2 * i] << 8) | bytes[2 * i + 1] : bytes[2 * i] | (bytes[2 * i + 1] << 8);
  }
  return out;
}

/** Segmented tables (PS3.3 C.7.9.2): discrete (0), linear (1) and indirect (2) segments, in units of the table's depth. */
function segmented(bytes: Uint8Array, entries: number, bits: number, bigEndian: boolean): Uint16Array {
  const narrow = bits <= 8;
  const data = readWords(bytes, bytes.length, narrow, bigEndian);
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
      // The offset counts bytes from the start of the table, least significant unit first.
      const units = narrow ? 4 : 2;
      let offset = 0;
      for (let i = units - 1; i >= 0; i--) offset = offset * (narrow ? 256 : 65536) + (data[at + 2 + i] ?? 0);
      let target = narrow ? offset : Math.floor(offset / 2);
      for (let i = 0; i < length && target < data.length; i++) target = run(target, 1);
      return at + 2 + units;
    }
    return data.length;
  };
  let at = 0;
  while (at < data.length && out.length < entries) at = run(at, 0);
  return Uint16Array.from(out);
}
