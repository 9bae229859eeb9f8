/** Pixels on their way out: what the reader masked is black in every frame. */
import { DicomError } from '../errors';
import { readHeader } from '../header/read';
import type { InstanceRecord } from '../header/record';
import { decodeFrame, decodeStored } from '../pixels/decode';
import { frameRanges } from '../pixels/locate';
import { isVideoSyntax } from '../pixels/syntax';
import type { DecodedFrame } from '../contract';
import { maskBitmap, type MaskShape } from './mask';
import {
  type DataSet,
  type Element,
  find,
  plainOf,
  shortElement,
  textElement,
  withElements,
} from './element';

const PIXEL_DATA = 0x7fe00010;
/** A masked object is written uncompressed and whole: more than this does not fit in a browser's array, bytes. */
const WHOLE_LIMIT = 1.9 * 1024 * 1024 * 1024;
/** What describes compressed or indexed pixels, gone once they are plain. */
const goneWithDecoding = new Set(
  `7FE00001 7FE00002 00281101 00281102 00281103 00281199 00281201 00281202 00281203 00281221 00281222 00281223
   00282000`
    .split(/\s+/)
    .map((tag) => Number.parseInt(tag, 16)),
);

export interface Masked {
  readonly set: DataSet;
  readonly frames: number;
}

/**
 * The same object with the mask black in every frame, uncompressed; colour as RGB.
 * @param set of the file, its pixels as they were read
 * @throws DicomError for a video, for floating point pixels and for what cannot be decoded
 */
export async function maskPixels(set: DataSet, file: Blob, shapes: readonly MaskShape[]): Promise<Masked> {
  const outcome = await readHeader(file, '');
  if (outcome.status !== 'loaded') throw new DicomError(outcome.reason, outcome.detail ?? '');
  const { record } = outcome;
  const source = outcome.blob ?? file;
  if (!record.pixels) throw new DicomError('noPixels', 'nothing to mask');
  if (isVideoSyntax(record.format.transferSyntaxUid))
    throw new DicomError('unsupportedTransferSyntax', 'a video cannot be masked');
  if (record.format.float)
    throw new DicomError('unsupportedObject', 'floating point pixels cannot be masked');
  const { frames } = record.instance;
  let whole: Uint8Array | undefined;
  let black: Uint8Array | undefined;
  let first: DecodedFrame | undefined;
  for (let n = 0; n < frames; n++) {
    const frame = await decode(record, source, n);
    first ??= frame;
    const bytes = asBytes(frame, record.format.bitsAllocated);
    if (!whole) {
      if (bytes.length * frames > WHOLE_LIMIT)
        throw new DicomError('tooLarge', `${frames} frames of ${bytes.length} bytes`);
      whole = new Uint8Array(bytes.length * frames);
    }
    black ??= maskBitmap(shapes, frame.columns, frame.rows);
    blacken(bytes, frame, black, record.format.pixelRepresentation === 1);
    whole.set(bytes, n * bytes.length);
  }
  if (!whole || !first) throw new DicomError('noPixels', 'no frames');
  return { set: described(set, whole, first, record), frames };
}

async function decode(record: InstanceRecord, source: Blob, n: number): Promise<DecodedFrame> {
  const { format, pixels, instance } = record;
  const { ranges, bitOffset } = frameRanges(pixels!, format, instance.frames, n);
  const joined = new Blob(ranges.map(([a, b]) => source.slice(a, b)));
  const bytes = new Uint8Array(await joined.arrayBuffer());
  const colour = format.samplesPerPixel === 3 || format.photometricInterpretation === 'PALETTE COLOR';
  return (colour ? decodeFrame : decodeStored)(bytes, bitOffset, format);
}

/** A frame's samples in a container of 8, 16 or 32 bits, its own copy. */
function asBytes({ pixels, samplesPerPixel }: DecodedFrame, bitsAllocated: number): Uint8Array {
  if (samplesPerPixel === 3 || bitsAllocated <= 8) return Uint8Array.from(pixels, (value) => value & 0xff);
  if (bitsAllocated <= 16) return new Uint8Array(Uint16Array.from(pixels, (value) => value & 0xffff).buffer);
  return new Uint8Array(Uint32Array.from(pixels, (value) => value >>> 0).buffer);
}

/** Black as it is shown: the least value, of MONOCHROME1 the greatest; of signed grey the least of this frame. */
function blacken(bytes: Uint8Array, frame: DecodedFrame, black: Uint8Array, signed: boolean): void {
  const { rows, columns, samplesPerPixel, min, max, photometricInterpretation } = frame;
  const size = bytes.length / (rows * columns);
  const inverse = photometricInterpretation === 'MONOCHROME1';
  const value = samplesPerPixel === 3 ? 0 : inverse ? max : signed ? min : 0;
  const view = new DataView(bytes.buffer);
  for (let n = 0; n < black.length; n++) {
    if (!black[n]) continue;
    const at = n * size;
    if (samplesPerPixel === 3) bytes.fill(0, at, at + size);
    else if (size === 1) bytes[at] = value & 0xff;
    else if (size === 2) view.setUint16(at, value & 0xffff, true);
    else view.setUint32(at, value >>> 0, true);
  }
}

function described(
  set: DataSet,
  pixels: Uint8Array,
  first: DecodedFrame,
  { format }: InstanceRecord,
): DataSet {
  const colour = first.samplesPerPixel === 3;
  const container = colour || format.bitsAllocated <= 8 ? 8 : format.bitsAllocated <= 16 ? 16 : 32;
  const stored = colour ? 8 : Math.min(container, format.bitsStored);
  const imageType = plainOf(set, 0x00080008).split('\\');
  const lossy = plainOf(set, 0x00282110) === '01' || isLossy(format.transferSyntaxUid);
  const without = set.filter(({ tag }) => !goneWithDecoding.has(tag) && !(colour && tag === 0x00280107));
  return withElements(
    without.filter(({ tag }) => tag !== 0x00280006),
    [
      textElement(
        0x00080008,
        'CS',
        ['DERIVED', imageType[1] || 'SECONDARY', ...imageType.slice(2)].join('\\'),
      ),
      textElement(0x00280004, 'CS', first.photometricInterpretation),
      shortElement(0x00280002, first.samplesPerPixel),
      ...(colour ? [shortElement(0x00280006, 0)] : []),
      shortElement(0x00280100, container),
      shortElement(0x00280101, stored),
      shortElement(0x00280102, stored - 1),
      shortElement(0x00280103, colour ? 0 : format.pixelRepresentation),
      ...(lossy ? [textElement(0x00282110, 'CS', '01')] : []),
      { tag: PIXEL_DATA, vr: container > 8 ? 'OW' : 'OB', bytes: pixels },
    ],
  );
}

/** Did the transfer syntax itself lose something? */
const isLossy = (uid: string): boolean =>
  /^1\.2\.840\.10008\.1\.2\.4\.(5[0-6]|81|91|93|203|111|112)$/.test(uid);

/** What a masked or confirmed image says of it (PS3.3 C.7.6.1). @param masked something was blacked out */
export function reviewedElements(set: DataSet, masked: boolean): Element[] {
  if (!find(set, PIXEL_DATA)) return [];
  const burned = textElement(0x00280301, 'CS', 'NO');
  if (!masked) return [burned];
  return [
    burned,
    textElement(0x00082111, 'ST', 'Regions blacked out in every frame to remove burned-in text'),
  ];
}
