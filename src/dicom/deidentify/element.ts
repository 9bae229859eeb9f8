/** A DICOM file as a tree in memory: every element with its bytes, little endian, as they will be written. */

export interface Element {
  /** Group and element in one number, for example 0x00100010. */
  readonly tag: number;
  readonly vr: string;
  /** The value, little endian; empty for a sequence and for encapsulated pixels. */
  readonly bytes: Uint8Array;
  /** Items of a sequence. */
  readonly items?: readonly DataSet[];
  /** Fragments of encapsulated pixel data, the offset table's item left out. */
  readonly fragments?: readonly Uint8Array[];
  /** Offset table of encapsulated pixel data, as written; empty when there is none. */
  readonly offsets?: Uint8Array;
}

/** Elements in ascending order of tag. */
export type DataSet = readonly Element[];

export const NONE = new Uint8Array(0);

/** VRs whose text Specific Character Set governs. */
export const governedVrs: ReadonlySet<string> = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);
/** VRs whose value is text. */
export const textVrs: ReadonlySet<string> = new Set([
  ...governedVrs,
  ...'AE AS CS DA DS DT IS TM UI UR'.split(' '),
]);
/** Bytes of one number of a VR. */
export const wordSizes: Readonly<Record<string, number>> = {
  AT: 2,
  OW: 2,
  SS: 2,
  US: 2,
  FL: 4,
  OF: 4,
  OL: 4,
  SL: 4,
  UL: 4,
  FD: 8,
  OD: 8,
  OV: 8,
  SV: 8,
  UV: 8,
};
/** VRs with a 32-bit length field behind two reserved bytes. */
export const longVrs: ReadonlySet<string> = new Set('OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' '));

export const isPrivate = (tag: number): boolean => ((tag >>> 16) & 1) === 1;
export const hexTag = (tag: number): string => (tag >>> 0).toString(16).padStart(8, '0').toUpperCase();

const utf8 = new TextEncoder();

/** A value out of text, padded to an even length: UIDs with a NUL, other text with a space. */
export function textElement(tag: number, vr: string, text: string): Element {
  const raw = utf8.encode(text);
  if (raw.length % 2 === 0) return { tag, vr, bytes: raw };
  const bytes = new Uint8Array(raw.length + 1);
  bytes.set(raw);
  bytes[raw.length] = vr === 'UI' ? 0 : 0x20;
  return { tag, vr, bytes };
}

export const shortElement = (tag: number, value: number): Element => ({
  tag,
  vr: 'US',
  bytes: Uint8Array.of(value & 0xff, value >> 8),
});

export const sequence = (tag: number, items: readonly DataSet[]): Element => ({
  tag,
  vr: 'SQ',
  bytes: NONE,
  items,
});

export const find = (set: DataSet, tag: number): Element | undefined =>
  set.find((element) => element.tag === tag);

/** ASCII text of an element: codes, UIDs, dates, numbers as text; empty when absent. */
export function plainText(element: Element | undefined): string {
  if (!element) return '';
  let out = '';
  for (const byte of element.bytes) {
    if (byte === 0) break;
    out += String.fromCharCode(byte);
  }
  return out.trim();
}

export const plainOf = (set: DataSet, tag: number): string => plainText(find(set, tag));

export function uint16Of(set: DataSet, tag: number): number | undefined {
  const bytes = find(set, tag)?.bytes;
  return bytes && bytes.length >= 2 ? bytes[0] | (bytes[1] << 8) : undefined;
}

/** The set with these elements in place of those of the same tags, sorted. */
export function withElements(set: DataSet, more: readonly Element[]): DataSet {
  const replaced = new Set(more.map(({ tag }) => tag));
  return [...set.filter(({ tag }) => !replaced.has(tag)), ...more].sort((a, b) => a.tag - b.tag);
}
