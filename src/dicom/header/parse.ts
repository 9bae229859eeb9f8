/**
 * Finds the data set in the first bytes of a file and parses it up to the pixel data, with or without a
 * preamble, meta header, or an honest transfer syntax.
 */
import * as parserModule from 'dicom-parser';
import type { ByteArrayParser, DataSet, Element } from 'dicom-parser';
import { faultOf } from './fault';

/** The package is a CommonJS bundle: Node and the bundler disagree on where its names are; its types lack DataSet's class. */
type Library = typeof parserModule & {
  readonly DataSet: new (p: ByteArrayParser, b: Uint8Array, e: Record<string, Element>) => DataSet;
};
const dicomParser = ('ByteStream' in parserModule
  ? parserModule
  : (parserModule as { default: unknown }).default) as unknown as Library;

export const implicitLittle = '1.2.840.10008.1.2';
export const explicitLittle = '1.2.840.10008.1.2.1';
export const explicitBig = '1.2.840.10008.1.2.2';
export const deflated = '1.2.840.10008.1.2.1.99';
/** GE's private syntax: a little endian implicit data set whose pixel words are big endian. */
export const gePrivateBigPixels = '1.2.840.113619.5.2';

/** Where a data set starts and how it is encoded. */
export interface Start {
  readonly offset: number;
  readonly transferSyntaxUid: string;
  readonly mediaStorageSopClassUid: string;
  readonly mediaStorageSopInstanceUid: string;
  readonly explicit: boolean;
  readonly bigEndian: boolean;
  /** Did the file have the DICM mark or a meta header, or was it recognised by its first element? */
  readonly marked: boolean;
  /** Is the data set encoded in another way than the meta header says? */
  readonly relabelled: boolean;
}

const valueRepresentations = new Set(
  'AE AS AT CS DA DS DT FL FD IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV'.split(
    ' ',
  ),
);
const longForms = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);

const ascii = (b: Uint8Array, at: number, n: number): string =>
  String.fromCharCode(...b.subarray(at, Math.min(b.length, at + n)));
const u16 = (b: Uint8Array, at: number): number => b[at] | (b[at + 1] << 8);
const u32 = (b: Uint8Array, at: number): number => (u16(b, at) | (u16(b, at + 2) << 16)) >>> 0;

/** Is the element at `at` written with a VR, and in which byte order? undefined when it is no element. */
function sniff(b: Uint8Array, at: number): { explicit: boolean; bigEndian: boolean } | undefined {
  if (at + 8 > b.length) return undefined;
  const vr = ascii(b, at + 4, 2);
  const little = u16(b, at);
  const big = (b[at] << 8) | b[at + 1];
  const plausible = (group: number) => group >= 0x0002 && group <= 0x0020 && group % 2 === 0;
  if (valueRepresentations.has(vr)) {
    if (plausible(little)) return { explicit: true, bigEndian: false };
    if (plausible(big)) return { explicit: true, bigEndian: true };
    return undefined;
  }
  const length = u32(b, at + 4);
  if (plausible(little) && (length < 0x10000 || length === 0xffffffff))
    return { explicit: false, bigEndian: false };
  return undefined;
}

/** Reads group 0002 element by element: its group length is often wrong. */
function readMeta(b: Uint8Array, from: number): { end: number; values: Map<number, string> } {
  const values = new Map<number, string>();
  let at = from;
  while (at + 8 <= b.length && u16(b, at) === 0x0002) {
    const element = u16(b, at + 2);
    const vr = ascii(b, at + 4, 2);
    let header = 8;
    let length = u16(b, at + 6);
    if (!valueRepresentations.has(vr)) length = u32(b, at + 4);
    else if (longForms.has(vr)) {
      header = 12;
      length = u32(b, at + 8);
    }
    const next = at + header + length;
    if (next > b.length) break;
    values.set(element, ascii(b, at + header, Math.min(length, 256)).replace(/[\0 ]+$/, ''));
    at = next;
  }
  return { end: at, values };
}

/**
 * Finds the data set in the first bytes of a file.
 * @param head at least the first 4 KiB, or the whole file when it is shorter.
 * @returns undefined when this is no DICOM file.
 */
export function findStart(head: Uint8Array): Start | undefined {
  let metaAt = -1;
  let marked = true;
  // The mark may also be part of a bare data set's text: what follows it tells.
  if (head.length >= 132 && ascii(head, 128, 4) === 'DICM' && (head.length < 140 || sniff(head, 132)))
    metaAt = 132;
  else if (ascii(head, 0, 4) === 'DICM') metaAt = 4;
  else if (u16(head, 0) === 2 && sniff(head, 0)?.explicit) metaAt = 0;
  if (metaAt < 0) {
    metaAt = 0;
    marked = false;
  }
  const { end, values } = readMeta(head, metaAt);
  const guess = sniff(head, end);
  if (!marked && (guess === undefined || ![8, 0x0800].includes(u16(head, end)))) return undefined;
  const declared = values.get(0x0010)?.trim() ?? '';
  const common = {
    offset: end,
    mediaStorageSopClassUid: values.get(0x0002) ?? '',
    mediaStorageSopInstanceUid: values.get(0x0003) ?? '',
    marked,
  };
  // What the bytes say beats the label: exporters copy the label from elsewhere. Deflated bytes say nothing.
  if (declared === deflated) {
    const inflated = guess?.explicit === true && !guess.bigEndian;
    return {
      ...common,
      transferSyntaxUid: inflated ? explicitLittle : deflated,
      explicit: true,
      bigEndian: false,
      relabelled: inflated,
    };
  }
  const explicit = guess?.explicit ?? (declared !== implicitLittle && declared !== gePrivateBigPixels);
  const bigEndian = guess?.bigEndian ?? declared === explicitBig;
  const native = [implicitLittle, explicitLittle, explicitBig, ''].includes(declared);
  const seen = bigEndian ? explicitBig : explicit ? explicitLittle : implicitLittle;
  const relabelled = native && declared !== '' && declared !== seen;
  return { ...common, transferSyntaxUid: native ? seen : declared, explicit, bigEndian, relabelled };
}

export interface Parsed {
  readonly dataSet: DataSet;
  /** The parser's message when it stopped before the pixel data or the end of the bytes. */
  readonly stopped?: string;
}

/** Parses the data set that starts at `start.offset`; what was read before an error is kept. */
export function parseDataSet(bytes: Uint8Array, start: Start): Parsed {
  const parser = start.bigEndian
    ? dicomParser.bigEndianByteArrayParser
    : dicomParser.littleEndianByteArrayParser;
  const stream = new dicomParser.ByteStream(parser, bytes, start.offset);
  const dataSet = new dicomParser.DataSet(parser, bytes, {});
  try {
    const options = { untilTag: 'x7fe00010' };
    if (start.explicit) dicomParser.parseDicomDataSetExplicit(dataSet, stream, bytes.length, options);
    else dicomParser.parseDicomDataSetImplicit(dataSet, stream, bytes.length, options);
    return { dataSet };
  } catch (error) {
    return { dataSet, stopped: faultOf(error) };
  }
}
