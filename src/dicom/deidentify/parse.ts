/**
 * A whole file into a tree. The header parser of the room stops at the pixels and keeps offsets; here every element
 * is wanted, in the order and nesting of the file, since what is not seen cannot be taken out.
 */
import { DicomError } from '../errors';
import { deflated, findStart, gePrivateBigPixels } from '../header/parse';
import { vrOf } from './dictionary';
import { type DataSet, type Element, hexTag, isPrivate, longVrs, NONE, wordSizes } from './element';

export interface ParsedFile {
  readonly dataSet: DataSet;
  /** Did it have pixels? They are in the data set, but not when it was read up to them only. */
  readonly hasPixels: boolean;
  /** As the file says, or as its bytes are. */
  readonly transferSyntaxUid: string;
}

const knownVrs = new Set(
  'AE AS AT CS DA DS DT FL FD IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV'.split(
    ' ',
  ),
);
const PIXEL_DATA = 0x7fe00010;
const pixelTags = new Set([PIXEL_DATA, 0x7fe00008, 0x7fe00009]);
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
const UNDEFINED = 0xffffffff;
const depthLimit = 60;

/**
 * @param bytes of the file; values are views of them, not copies.
 * @param untilPixels reads up to the pixels: enough of the file suffices.
 * @throws DicomError when it is no DICOM file or cannot be walked to its end: half a file is not de-identified.
 */
export function parseFile(bytes: Uint8Array, untilPixels = false): ParsedFile {
  const start = findStart(bytes);
  if (!start) throw new DicomError('notDicom', 'no DICOM data set');
  if (start.transferSyntaxUid === deflated)
    throw new DicomError('unsupportedObject', 'a deflated data set is inflated before it comes here');
  const reader = new Reader(bytes, start.bigEndian, start.explicit, untilPixels);
  const dataSet = reader.set(start.offset, bytes.length, 0).set;
  if (dataSet.length === 0) throw new DicomError('damagedHeader', 'no elements');
  const hasPixels = reader.reachedPixels || dataSet.some(({ tag }) => pixelTags.has(tag));
  const swapped = start.transferSyntaxUid === gePrivateBigPixels;
  return {
    dataSet: swapped ? dataSet.map((e) => (e.tag === PIXEL_DATA ? swap(e, 2) : e)) : dataSet,
    hasPixels,
    transferSyntaxUid: start.transferSyntaxUid,
  };
}

const swap = (element: Element, size: number): Element => ({
  ...element,
  bytes: swapped(element.bytes, size),
});

/** A copy with the bytes of each word the other way round. */
function swapped(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += size)
    for (let n = 0; n < size && at + n < bytes.length; n++)
      out[at + n] = bytes[Math.min(bytes.length - 1, at + size - 1 - n)];
  return out;
}

interface Walk {
  readonly set: DataSet;
  readonly end: number;
}

class Reader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly little: boolean;
  private readonly explicit: boolean;
  private readonly untilPixels: boolean;
  reachedPixels = false;

  constructor(bytes: Uint8Array, bigEndian: boolean, explicit: boolean, untilPixels = false) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.little = !bigEndian;
    this.explicit = explicit;
    this.untilPixels = untilPixels;
  }

  private tag(at: number): number {
    return ((this.view.getUint16(at, this.little) << 16) | this.view.getUint16(at + 2, this.little)) >>> 0;
  }

  private damaged(at: number, what: string): DicomError {
    return new DicomError('damagedHeader', `${what} at byte ${at}`);
  }

  /** Elements from `at` to `end` or to the item's delimiter. */
  set(from: number, end: number, depth: number): Walk {
    if (depth > depthLimit) throw this.damaged(from, 'sequences nested too deep');
    const found: Element[] = [];
    let at = from;
    while (at + 8 <= end) {
      const tag = this.tag(at);
      if (tag === ITEM_END || tag === SEQUENCE_END) return { set: sorted(found), end: at + 8 };
      // Bytes of zero behind the last element are a disk's or a network's padding.
      if (tag === 0 && depth === 0 && found.length > 0) break;
      if (this.untilPixels && depth === 0 && pixelTags.has(tag)) {
        this.reachedPixels = true;
        break;
      }
      const next = this.element(at, end, depth);
      found.push(next.element);
      at = next.end;
    }
    return { set: sorted(found), end: depth === 0 ? at : end };
  }

  private element(at: number, end: number, depth: number): { element: Element; end: number } {
    const tag = this.tag(at);
    let vr = '';
    let from = at + 8;
    let length: number;
    if (this.explicit) {
      vr = String.fromCharCode(this.bytes[at + 4], this.bytes[at + 5]);
      if (!knownVrs.has(vr)) throw this.damaged(at, `${hexTag(tag)} has no value representation`);
      if (longVrs.has(vr)) {
        if (at + 12 > end) throw this.damaged(at, `${hexTag(tag)} is cut`);
        length = this.view.getUint32(at + 8, this.little);
        from = at + 12;
      } else length = this.view.getUint16(at + 6, this.little);
    } else length = this.view.getUint32(at + 4, this.little);
    if (!vr) vr = (isPrivate(tag) && (tag & 0xffff) < 0x100 ? 'LO' : vrOf(tag)) ?? 'UN';
    if (length === UNDEFINED) {
      if (tag === PIXEL_DATA) return this.fragments(tag, from, end);
      const { items, end: after } = this.inner(vr, from, end, depth, true);
      return { element: { tag, vr: 'SQ', bytes: NONE, items }, end: after };
    }
    if (from + length > end) throw this.damaged(at, `${hexTag(tag)} needs ${length} bytes`);
    const after = from + length;
    const known = vr === 'UN' ? vrOf(tag) : vr;
    if (known === 'SQ') {
      const { items } = this.inner(vr, from, after, depth, false);
      return { element: { tag, vr: 'SQ', bytes: NONE, items }, end: after };
    }
    const raw = this.bytes.subarray(from, after);
    const size = wordSizes[vr] ?? 1;
    const bytes = this.little || size === 1 ? raw : swapped(raw, size);
    return { element: { tag, vr: known ?? 'UN', bytes }, end: after };
  }

  /**
   * The items of a sequence. One under VR UN is in implicit little endian (PS3.5 6.2.2); writers that forget it go on
   * in the file's own syntax, and are read too.
   */
  private inner(
    vr: string,
    from: number,
    end: number,
    depth: number,
    undefinedLength: boolean,
  ): { items: DataSet[]; end: number } {
    if (vr === 'UN' && this.explicit)
      try {
        return new Reader(this.bytes, false, false).items(from, end, depth + 1, undefinedLength);
      } catch (error) {
        if (!(error instanceof DicomError)) throw error;
      }
    return this.items(from, end, depth + 1, undefinedLength);
  }

  private items(
    from: number,
    end: number,
    depth: number,
    undefinedLength: boolean,
  ): { items: DataSet[]; end: number } {
    const items: DataSet[] = [];
    let at = from;
    while (at + 8 <= end) {
      const tag = this.tag(at);
      const length = this.view.getUint32(at + 4, this.little);
      at += 8;
      if (tag === SEQUENCE_END) return { items, end: at };
      if (tag !== ITEM) throw this.damaged(at - 8, 'no item of a sequence');
      if (length !== UNDEFINED && at + length > end) throw this.damaged(at - 8, 'an item is cut');
      const walk = this.set(at, length === UNDEFINED ? end : at + length, depth);
      items.push(walk.set);
      at = length === UNDEFINED ? walk.end : at + length;
    }
    if (undefinedLength) throw this.damaged(from, 'a sequence has no end');
    return { items, end };
  }

  private fragments(tag: number, from: number, end: number): { element: Element; end: number } {
    const found: Uint8Array[] = [];
    let at = from;
    while (at + 8 <= end) {
      const next = this.tag(at);
      const length = this.view.getUint32(at + 4, this.little);
      if (next === SEQUENCE_END) {
        at += 8;
        break;
      }
      if (next !== ITEM) break;
      if (at + 8 + length > end) throw this.damaged(at, 'a fragment of the pixels is cut');
      found.push(this.bytes.subarray(at + 8, at + 8 + length));
      at += 8 + length;
    }
    const [offsets = NONE, ...fragments] = found;
    return { element: { tag, vr: 'OB', bytes: NONE, fragments, offsets }, end: at };
  }
}

/** The standard wants tags to rise; writers that forget it are read all the same, the last of two alike wins. */
function sorted(found: Element[]): DataSet {
  const rising = found.every((element, n) => n === 0 || element.tag > found[n - 1].tag);
  if (rising) return found;
  return [...new Map(found.map((element) => [element.tag, element])).values()].sort((a, b) => a.tag - b.tag);
}
