/**
 * A writer of DICOM Part-10 files: explicit VR little endian (PS3.5 section 7, PS3.10 section 7), text in UTF-8.
 * Data in, bytes out; knows tags and VRs but no SOP class.
 */
import { uidFromBytes } from '../../domain/uid';

export { uidFromName } from '../../domain/uid';

/** VRs whose value is text. A string is taken as it stands on the wire; an array is joined with backslashes. */
export type TextVr =
  'AE' | 'AS' | 'CS' | 'DA' | 'DT' | 'LO' | 'LT' | 'PN' | 'SH' | 'ST' | 'TM' | 'UC' | 'UI' | 'UR' | 'UT';
/** Numbers written as text: DS in at most 16 characters, IS in at most 12. */
export type NumericTextVr = 'DS' | 'IS';
export type NumberVr = 'US' | 'SS' | 'UL' | 'SL' | 'FL' | 'FD' | 'AT';
/** Binary blobs. Typed arrays are written as they lie in memory, which is little endian wherever a browser runs. */
export type BinaryVr = 'OB' | 'OW' | 'OF' | 'OD' | 'OL' | 'UN';

/**
 * One data element. `tag` is group and element in one number, for example 0x00100010.
 * An empty string, an empty array or null writes a zero-length value (Type 2).
 */
export type Element =
  | { readonly tag: number; readonly vr: TextVr; readonly value: string | readonly string[] | null }
  | {
      readonly tag: number;
      readonly vr: NumericTextVr;
      readonly value: number | string | readonly number[] | null;
    }
  | { readonly tag: number; readonly vr: NumberVr; readonly value: number | readonly number[] | null }
  | { readonly tag: number; readonly vr: BinaryVr; readonly value: ArrayBufferView | null }
  | { readonly tag: number; readonly vr: 'SQ'; readonly value: readonly Dataset[] };

/** Elements in any order; they are written in ascending order of tag. */
export type Dataset = readonly Element[];

/** The data set cannot be written as valid DICOM; the message names the tag. */
export class DicomWriteError extends Error {
  override readonly name = 'DicomWriteError';
}

export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
export const IMPLEMENTATION_CLASS_UID = '2.25.259264327481926137450981176420173465921';
export const IMPLEMENTATION_VERSION_NAME = 'LAMPLIGHT_0_1';

const NUMBER_BYTES: Readonly<Record<NumberVr, number>> = { US: 2, SS: 2, UL: 4, SL: 4, FL: 4, FD: 8, AT: 4 };
/** VRs with a 32-bit length field behind two reserved bytes. */
const LONG_VRS: ReadonlySet<string> = new Set(['OB', 'OW', 'OF', 'OD', 'OL', 'UN', 'SQ', 'UC', 'UR', 'UT']);
/** Trailing padding is part of the value's rules: NUL for UIDs and bytes, space for text. */
const NUL_PADDED: ReadonlySet<string> = new Set(['UI', 'OB', 'UN']);

const utf8 = new TextEncoder();

/** "(0010,0010)", for messages. */
export function tagText(tag: number): string {
  const hex = (tag >>> 0).toString(16).padStart(8, '0').toUpperCase();
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}

/** A number as a DS value: the shortest text that gives it back, cut to the 16 characters that PS3.5 allows. */
export function formatDs(value: number): string {
  if (!Number.isFinite(value)) throw new DicomWriteError(`DS cannot hold ${value}`);
  let text = String(Object.is(value, -0) ? 0 : value);
  for (let digits = 15; text.length > 16 && digits > 0; digits--)
    text = String(Number(value.toPrecision(digits)));
  for (let digits = 12; text.length > 16 && digits > 0; digits--) text = value.toExponential(digits);
  return text;
}

/** A number as an IS value. Throws when it is not an integer of 32 bits. */
export function formatIs(value: number): string {
  if (!Number.isInteger(value) || value < -2147483648 || value > 2147483647)
    throw new DicomWriteError(`IS cannot hold ${value}`);
  return String(value);
}

/** A fresh UID from a random UUID. */
export function newUid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return uidFromBytes(bytes);
}

/** A value turned into bytes (even length), or a sequence turned into items. */
interface Encoded {
  readonly tag: number;
  readonly vr: string;
  readonly length: number;
  readonly bytes?: Uint8Array;
  readonly items?: readonly EncodedSet[];
}
interface EncodedSet {
  readonly elements: readonly Encoded[];
  readonly length: number;
}

function textOf(element: Element): string {
  const { vr, value, tag } = element as Extract<Element, { vr: TextVr | NumericTextVr }>;
  if (value === null) return '';
  if (vr === 'DS' || vr === 'IS') {
    if (typeof value === 'string') return value;
    const format = vr === 'DS' ? formatDs : formatIs;
    return (Array.isArray(value) ? (value as readonly number[]) : [value as number]).map(format).join('\\');
  }
  const text = typeof value === 'string' ? value : (value as readonly string[]).join('\\');
  if (vr === 'UI' && text !== '' && !text.split('\\').every((uid) => isUid(uid)))
    throw new DicomWriteError(`${tagText(tag)}: not a UID: ${text}`);
  // Over-long names and descriptions copied from a scanner's header are written as they are: a validator's
  // complaint is better than a patient's name cut short.
  return text;
}

function isUid(text: string): boolean {
  return text.length <= 64 && /^[0-9]+(\.[0-9]+)*$/.test(text);
}

function padded(bytes: Uint8Array, pad: number): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const out = new Uint8Array(bytes.length + 1);
  out.set(bytes);
  out[bytes.length] = pad;
  return out;
}

function numbers(tag: number, vr: NumberVr, value: number | readonly number[] | null): Uint8Array {
  const list = value === null ? [] : typeof value === 'number' ? [value] : value;
  const size = NUMBER_BYTES[vr];
  const view = new DataView(new ArrayBuffer(size * list.length));
  list.forEach((n, index) => {
    const at = index * size;
    if (vr === 'FL') return view.setFloat32(at, n, true);
    if (vr === 'FD') return view.setFloat64(at, n, true);
    const signed = vr === 'SS' || vr === 'SL';
    const span = size === 2 ? 65536 : 4294967296;
    const low = signed ? -span / 2 : 0;
    if (!Number.isInteger(n) || n < low || n >= low + span)
      throw new DicomWriteError(`${tagText(tag)}: ${vr} cannot hold ${n}`);
    if (vr === 'AT') {
      view.setUint16(at, n >>> 16, true);
      return view.setUint16(at + 2, n & 0xffff, true);
    }
    return size === 2 ? view.setUint16(at, n & 0xffff, true) : view.setUint32(at, n >>> 0, true);
  });
  return new Uint8Array(view.buffer);
}

function encodeElement(element: Element): Encoded {
  const { tag, vr } = element;
  if (element.vr === 'SQ') {
    const items = element.value.map((item) => encodeSet(item));
    return { tag, vr, items, length: items.reduce((sum, item) => sum + 8 + item.length, 0) };
  }
  let bytes: Uint8Array;
  if (vr in NUMBER_BYTES) {
    const e = element as Extract<Element, { vr: NumberVr }>;
    bytes = numbers(tag, e.vr, e.value);
  } else if (element.value !== null && ArrayBuffer.isView(element.value)) {
    const { buffer, byteOffset, byteLength } = element.value;
    bytes = padded(new Uint8Array(buffer, byteOffset, byteLength), 0);
  } else bytes = padded(utf8.encode(textOf(element)), NUL_PADDED.has(vr) ? 0 : 0x20);
  if (!LONG_VRS.has(vr) && bytes.length > 0xfffe)
    throw new DicomWriteError(`${tagText(tag)}: ${bytes.length} bytes do not fit in VR ${vr}`);
  return { tag, vr, bytes, length: bytes.length };
}

const headerLength = (vr: string): number => (LONG_VRS.has(vr) ? 12 : 8);

function encodeSet(dataset: Dataset): EncodedSet {
  const elements = dataset.map(encodeElement).sort((a, b) => a.tag - b.tag);
  for (let n = 1; n < elements.length; n++)
    if (elements[n].tag === elements[n - 1].tag)
      throw new DicomWriteError(`${tagText(elements[n].tag)}: given twice`);
  return { elements, length: elements.reduce((sum, e) => sum + headerLength(e.vr) + e.length, 0) };
}

class Cursor {
  readonly view: DataView;
  constructor(
    readonly out: Uint8Array,
    public at: number,
  ) {
    this.view = new DataView(out.buffer, out.byteOffset, out.byteLength);
  }

  tag(tag: number): void {
    this.view.setUint16(this.at, tag >>> 16, true);
    this.view.setUint16(this.at + 2, tag & 0xffff, true);
    this.at += 4;
  }

  set(set: EncodedSet): void {
    for (const element of set.elements) {
      this.tag(element.tag);
      this.out[this.at] = element.vr.charCodeAt(0);
      this.out[this.at + 1] = element.vr.charCodeAt(1);
      if (LONG_VRS.has(element.vr)) {
        this.view.setUint32(this.at + 4, element.length, true);
        this.at += 8;
      } else {
        this.view.setUint16(this.at + 2, element.length, true);
        this.at += 4;
      }
      if (element.bytes) {
        this.out.set(element.bytes, this.at);
        this.at += element.length;
      }
      for (const item of element.items ?? []) {
        this.tag(0xfffee000);
        this.view.setUint32(this.at, item.length, true);
        this.at += 4;
        this.set(item);
      }
    }
  }
}

function requiredUid(dataset: Dataset, tag: number): string {
  const element = dataset.find((e) => e.tag === tag);
  if (!element || element.vr !== 'UI' || typeof element.value !== 'string' || !isUid(element.value))
    throw new DicomWriteError(`${tagText(tag)}: needed in every file`);
  return element.value;
}

/**
 * A whole Part-10 file: preamble, meta group, data set.
 * @param dataset must hold SOPClassUID and SOPInstanceUID, no group 0002. SpecificCharacterSet ISO_IR 192 is
 *   added when absent; another character set is an error, because all text is written as UTF-8.
 * @throws DicomWriteError naming the tag.
 */
export function writePart10(dataset: Dataset): Uint8Array<ArrayBuffer> {
  const charset = dataset.find((e) => e.tag === 0x00080005);
  if (charset && charset.value !== 'ISO_IR 192')
    throw new DicomWriteError(`${tagText(0x00080005)}: text is written as ISO_IR 192`);
  const low = dataset.find((e) => e.tag < 0x00080000);
  if (low) throw new DicomWriteError(`${tagText(low.tag)}: the meta group is made by the writer`);
  return writeFile(requiredUid(dataset, 0x00080016), requiredUid(dataset, 0x00080018), () =>
    charset ? dataset : [{ tag: 0x00080005, vr: 'CS', value: 'ISO_IR 192' }, ...dataset],
  );
}

/** Bytes that a data set takes, as explicit VR little endian with lengths. */
export const lengthOf = (dataset: Dataset): number => encodeSet(dataset).length;

/**
 * A file of any class, a DICOMDIR too, which has neither SOP Common module nor character set of its own.
 * @param make gives the data set; its parameter is where in the file it will begin, bytes.
 */
export function writeFile(
  sopClassUid: string,
  sopInstanceUid: string,
  make: (start: number) => Dataset,
): Uint8Array<ArrayBuffer> {
  const meta = encodeSet([
    { tag: 0x00020001, vr: 'OB', value: Uint8Array.of(0, 1) },
    { tag: 0x00020002, vr: 'UI', value: sopClassUid },
    { tag: 0x00020003, vr: 'UI', value: sopInstanceUid },
    { tag: 0x00020010, vr: 'UI', value: EXPLICIT_LITTLE_ENDIAN },
    { tag: 0x00020012, vr: 'UI', value: IMPLEMENTATION_CLASS_UID },
    { tag: 0x00020013, vr: 'SH', value: IMPLEMENTATION_VERSION_NAME },
  ]);
  // The group length counts what follows it; it is itself an element of 12 bytes.
  const group = encodeSet([{ tag: 0x00020000, vr: 'UL', value: meta.length }]);
  const start = 132 + group.length + meta.length;
  const body = encodeSet(make(start));
  const out = new Uint8Array(start + body.length);
  out.set([0x44, 0x49, 0x43, 0x4d], 128);
  const cursor = new Cursor(out, 132);
  cursor.set(group);
  cursor.set(meta);
  cursor.set(body);
  return out;
}
