/** A tree into a Part-10 file: explicit VR little endian, pixels native or encapsulated as they are in the tree. */
import {
  EXPLICIT_LITTLE_ENDIAN,
  IMPLEMENTATION_CLASS_UID,
  IMPLEMENTATION_VERSION_NAME,
} from '../writers/part10';
import { type DataSet, type Element, longVrs, NONE, plainOf, textElement } from './element';

type Bytes = Uint8Array<ArrayBufferLike>;

const header = (tag: number, length: number, vr?: string): Uint8Array => {
  const long = vr !== undefined && longVrs.has(vr);
  const out = new Uint8Array(long ? 12 : 8);
  const view = new DataView(out.buffer);
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  if (vr === undefined) view.setUint32(4, length, true);
  else {
    out[4] = vr.charCodeAt(0);
    out[5] = vr.charCodeAt(1);
    if (long) view.setUint32(8, length, true);
    else view.setUint16(6, length, true);
  }
  return out;
};

const sizeOf = (parts: readonly Bytes[]): number => parts.reduce((sum, part) => sum + part.length, 0);

/** An even number of bytes. */
function even(bytes: Bytes): Bytes {
  if (bytes.length % 2 === 0) return bytes;
  const out = new Uint8Array(bytes.length + 1);
  out.set(bytes);
  return out;
}

function put(set: DataSet, out: Bytes[]): void {
  for (const element of set) putElement(element, out);
}

function putElement({ tag, vr, bytes, items, fragments, offsets }: Element, out: Bytes[]): void {
  if (items) {
    const inner: Bytes[] = [];
    for (const item of items) {
      const parts: Bytes[] = [];
      put(item, parts);
      inner.push(header(0xfffee000, sizeOf(parts)), ...parts);
    }
    out.push(header(tag, sizeOf(inner), 'SQ'));
    // Spreading a long list would overflow the stack.
    for (const part of inner) out.push(part);
    return;
  }
  if (fragments) {
    const table = offsets ?? NONE;
    out.push(header(tag, 0xffffffff, 'OB'), header(0xfffee000, table.length), table);
    for (const fragment of fragments) {
      const whole = even(fragment);
      out.push(header(0xfffee000, whole.length), whole);
    }
    out.push(header(0xfffee0dd, 0));
    return;
  }
  const value = even(bytes);
  // A value too long for a short form (it came from an implicit file) is written as unknown text would be.
  const written = !longVrs.has(vr) && value.length > 0xfffe ? 'UN' : vr;
  out.push(header(tag, value.length, written), value);
}

/**
 * The parts of a file: a blank preamble, a meta group of our own, the data set.
 * @param transferSyntaxUid of encapsulated pixels; native data sets are explicit VR little endian whatever it says.
 */
export function writeFile(dataSet: DataSet, transferSyntaxUid: string): Blob {
  const encapsulated = dataSet.some((element) => element.fragments);
  const meta: Bytes[] = [];
  put(
    [
      { tag: 0x00020001, vr: 'OB', bytes: Uint8Array.of(0, 1) },
      textElement(0x00020002, 'UI', plainOf(dataSet, 0x00080016)),
      textElement(0x00020003, 'UI', plainOf(dataSet, 0x00080018)),
      textElement(0x00020010, 'UI', encapsulated ? transferSyntaxUid : EXPLICIT_LITTLE_ENDIAN),
      textElement(0x00020012, 'UI', IMPLEMENTATION_CLASS_UID),
      textElement(0x00020013, 'SH', IMPLEMENTATION_VERSION_NAME),
    ],
    meta,
  );
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, sizeOf(meta), true);
  const preamble = new Uint8Array(132);
  preamble.set([0x44, 0x49, 0x43, 0x4d], 128);
  const parts: Bytes[] = [preamble, header(0x00020000, 4, 'UL'), length, ...meta];
  put(dataSet, parts);
  return new Blob(parts as Uint8Array<ArrayBuffer>[]);
}
