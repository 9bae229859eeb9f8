/** Typed reading of a parsed data set. Nothing here throws: an unreadable value is absent. */
import type { DataSet, Element } from 'dicom-parser';
import { type Charset, decodeText, settleCharset } from './text';

/** Text that Specific Character Set governs. */
const charsetVrs = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);
/** The governed attributes that are read here, for implicit data sets that name no VR. */
const governed = new Set([
  'x00080080',
  'x00080090',
  'x00081030',
  'x0008103e',
  'x00100010',
  'x00100020',
  'x00081070',
  'x00104000',
  'x00204000',
  'x00181030',
  'x00081040',
]);

export class Tags {
  private readonly dataSet: DataSet;
  readonly charset: Charset;

  constructor(dataSet: DataSet, charset?: Charset) {
    this.dataSet = dataSet;
    const own = this.plain('x00080005');
    this.charset = charset && !own ? charset : settleCharset(own ? own.split('\\') : [], highText(dataSet));
  }

  has(tag: string): boolean {
    return this.dataSet.elements[tag] !== undefined;
  }

  element(tag: string): Element | undefined {
    return this.dataSet.elements[tag];
  }

  /** The value's bytes, not copied; undefined when absent, empty or running past the bytes at hand. */
  bytes(tag: string): Uint8Array | undefined {
    const e = this.dataSet.elements[tag];
    if (!e || e.length === 0 || e.length === 0xffffffff) return undefined;
    if (e.dataOffset + e.length > this.dataSet.byteArray.length) return undefined;
    return (this.dataSet.byteArray as Uint8Array).subarray(e.dataOffset, e.dataOffset + e.length);
  }

  /** Text by the character set; empty when absent. */
  text(tag: string): string {
    const bytes = this.bytes(tag);
    return bytes ? decodeText(bytes, this.charset) : '';
  }

  /** Code strings, UIDs, dates: ASCII; empty when absent. */
  plain(tag: string): string {
    const bytes = this.bytes(tag);
    if (!bytes) return '';
    let out = '';
    for (let i = 0; i < bytes.length && i < 4096; i++) {
      if (bytes[i] === 0) break;
      out += String.fromCharCode(bytes[i]);
    }
    return out.trim();
  }

  /** Values of a multi-valued code string. */
  plainList(tag: string): string[] {
    const s = this.plain(tag);
    return s === '' ? [] : s.split('\\').map((v) => v.trim());
  }

  /** Values of a decimal or integer string; values that are no number are left out. */
  decimals(tag: string): number[] {
    return (
      this.plainList(tag)
        // A decimal comma is a writer's locale, and the comma separates nothing else here.
        .map((v) => Number.parseFloat(v.includes('.') ? v : v.replace(',', '.')))
        .filter((v) => Number.isFinite(v))
    );
  }

  decimal(tag: string): number | undefined {
    return this.decimals(tag)[0];
  }

  uint16(tag: string, index = 0): number | undefined {
    const bytes = this.bytes(tag);
    if (!bytes || bytes.length < 2 * (index + 1)) return undefined;
    return this.dataSet.uint16(tag, index);
  }

  int16(tag: string, index = 0): number | undefined {
    const bytes = this.bytes(tag);
    if (!bytes || bytes.length < 2 * (index + 1)) return undefined;
    return this.dataSet.int16(tag, index);
  }

  uint32(tag: string, index = 0): number | undefined {
    const bytes = this.bytes(tag);
    if (!bytes || bytes.length < 4 * (index + 1)) return undefined;
    return this.dataSet.uint32(tag, index);
  }

  get bigEndian(): boolean {
    return this.dataSet.byteArrayParser.readUint16(new Uint8Array([0, 1]) as never, 0) === 1;
  }

  /** Items of a sequence; none when absent. */
  items(tag: string): Tags[] {
    const out: Tags[] = [];
    for (const item of this.dataSet.elements[tag]?.items ?? [])
      if (item.dataSet) out.push(new Tags(item.dataSet, this.charset));
    return out;
  }

  /** First item of a sequence. */
  item(tag: string): Tags | undefined {
    const first = this.dataSet.elements[tag]?.items?.[0]?.dataSet;
    return first ? new Tags(first, this.charset) : undefined;
  }
}

/** All governed text with a high bit or an escape, joined by spaces, at most 64 KiB: what the character set is judged by. */
function highText(dataSet: DataSet): Uint8Array {
  const parts: number[] = [];
  const all = dataSet.byteArray as Uint8Array;
  for (const e of Object.values(dataSet.elements)) {
    if (e.vr ? !charsetVrs.has(e.vr) : !governed.has(e.tag)) continue;
    if (e.dataOffset + e.length > all.length || parts.length > 65536) continue;
    const value = all.subarray(e.dataOffset, e.dataOffset + Math.min(e.length, 4096));
    if (!value.some((b) => b >= 0x80 || b === 0x1b)) continue;
    // A value that was cut at 4 KiB may end inside a character.
    for (const b of value) parts.push(b);
    parts.push(0x20);
  }
  return Uint8Array.from(parts);
}
