/** Where an instance's pixels are, and what can still be shown when there are fewer than the header promises. */
import type { FileWarning } from '../../domain/study';
import { DicomError } from '../errors';
import { BlobWindow, locateEncapsulated, locateNative, nativeFrameBits } from '../pixels/locate';
import { syntaxOf } from '../pixels/syntax';
import type { PixelFormat, PixelSource } from './record';
import type { Tags } from './tags';

/** Largest decoded frame, bytes: with its copies it must stay under half a gigabyte. */
const frameLimit = 256 * 1024 * 1024;
/** Less of a frame than this share is not worth showing: more likely its sizes lie. */
const leastShare = 0.1;

export interface Located {
  readonly format: PixelFormat;
  readonly frames: number;
  readonly pixels: PixelSource;
  /** The file with blank bytes behind it, when its pixels end early. */
  readonly blob?: Blob;
  readonly warnings: readonly FileWarning[];
}

/** @throws DicomError when the sizes cannot be shown. */
export function checkFormat(format: PixelFormat): void {
  const { rows, columns, samplesPerPixel, bitsAllocated } = format;
  if (rows === 0 || columns === 0) throw new DicomError('damagedHeader', `Rows ${rows}, Columns ${columns}`);
  if (![1, 3].includes(samplesPerPixel))
    throw new DicomError('unsupportedObject', `SamplesPerPixel ${samplesPerPixel}`);
  // Depths below 16 that are no whole bytes are packed (ACR-NEMA's 12 bits).
  const known = (bitsAllocated >= 1 && bitsAllocated <= 16) || bitsAllocated === 32;
  if (!known && !(format.float && bitsAllocated === 64))
    throw new DicomError('unsupportedObject', `BitsAllocated ${bitsAllocated}`);
  if ((rows * columns * samplesPerPixel * Math.max(8, bitsAllocated)) / 8 > frameLimit)
    throw new DicomError('unsupportedObject', `a frame of ${rows} x ${columns} is too large`);
}

/**
 * @param frames as the header says; 0 when it says nothing sensible.
 * @param bytes of the file from its first one, as far as they are at hand.
 * @throws DicomError
 */
export async function locatePixels(
  t: Tags,
  format: PixelFormat,
  frames: number,
  blob: Blob,
  bytes: Uint8Array,
): Promise<Located> {
  const syntax = syntaxOf(format.transferSyntaxUid);
  if (!syntax.supported)
    throw new DicomError('unsupportedTransferSyntax', `${syntax.name} (${format.transferSyntaxUid})`);
  const element = t.element('x7fe00010');
  if (element?.hadUndefinedLength) {
    const window = new BlobWindow(blob, bytes);
    // A video is one stream: its frames have no fragments of their own.
    const said = syntax.codec === 'video' ? 1 : frames;
    const found = await locateFragments(window, element.dataOffset, said, readExtendedTable(t));
    const warnings: FileWarning[] = found.frames === said ? [] : ['frameCount'];
    return { format, ...found, warnings };
  }
  const native = element ?? t.element('x7fe00008') ?? t.element('x7fe00009');
  if (!native) throw new DicomError('damagedHeader', 'no pixel data');
  // An encapsulated syntax with a defined length that is no native length: one bare codestream.
  if (element && syntax.encapsulated && element.length < nativeBytes(format, Math.max(1, frames))) {
    if (frames > 1 || element.dataOffset + element.length > blob.size)
      throw new DicomError('truncatedPixels', `pixel data has ${element.length} bytes and no fragments`);
    const pixels: PixelSource = {
      kind: 'encapsulated',
      starts: Float64Array.of(element.dataOffset),
      lengths: Float64Array.of(element.length),
      firstFragment: Uint32Array.of(0, 1),
    };
    return { format, frames: 1, pixels, warnings: [] };
  }
  return locateWords(t, format, frames, native.dataOffset, native.length, blob);
}

const nativeBytes = (format: PixelFormat, frames: number): number =>
  Math.ceil((nativeFrameBits(format) * frames) / 8);

/** Native pixels; fewer than promised are shown as far as they go. */
function locateWords(
  t: Tags,
  given: PixelFormat,
  said: number,
  offset: number,
  declared: number,
  blob: Blob,
): Located {
  const have = Math.max(0, Math.min(declared, blob.size - offset));
  const warnings: FileWarning[] = [];
  const format = settleSamples(given, Math.max(1, said), have);
  if (format !== given) warnings.push('pixelFormat');
  const one = nativeBytes(format, 1);
  let frames = said;
  if (frames < 1 || have < nativeBytes(format, frames)) {
    // Whole frames only; a part of one is shown when it is all there is.
    const whole = Math.floor((have * 8) / nativeFrameBits(format));
    const halfChroma = format.photometricInterpretation.endsWith('_422') && said <= 1;
    if (!halfChroma || frames < 1) frames = Math.max(1, frames < 1 ? 1 : Math.min(frames, whole));
    if (frames !== said) warnings.push('frameCount');
    if (have < one && !halfChroma) {
      if (have < leastShare * one)
        throw new DicomError('truncatedPixels', `pixel data has ${have} of ${one} bytes`);
      const padded = new Blob([blob.slice(0, offset + have), blank(t, format, have, one - have)]);
      warnings.push('pixelsCut');
      return { format, frames, pixels: { kind: 'native', offset, length: one }, blob: padded, warnings };
    }
  }
  const need = nativeBytes(format, frames);
  // A pad byte makes the length even; 4:2:2 that is stored in full is a wrong label, and decoded as what it is.
  if (frames === said && declared > need + 1 && !format.photometricInterpretation.endsWith('_422'))
    warnings.push('pixelLength');
  return { format, frames, pixels: locateNative(format, frames, offset, declared, blob.size), warnings };
}

/**
 * Does the file end inside the padding or the signatures that follow the pixels (PS3.10 section 7.2, PS3.15 C)?
 * Anything else behind the pixels is passed over: scanners leave all sorts of bytes there.
 */
export async function endsInTail(
  element: { readonly dataOffset: number; readonly length: number },
  explicit: boolean,
  blob: Blob,
): Promise<boolean> {
  const at = element.dataOffset + element.length;
  const head = new DataView(await blob.slice(at, at + 12).arrayBuffer());
  if (head.byteLength < 12) return false;
  const tag = head.getUint32(0, true);
  if (tag !== 0xfffcfffc && tag !== 0xfffafffa) return false;
  const [header, length] = explicit ? [12, head.getUint32(8, true)] : [8, head.getUint32(4, true)];
  return length !== 0xffffffff && at + header + length > blob.size;
}

/** Samples per pixel by the bytes, where they contradict the photometric interpretation. */
function settleSamples(format: PixelFormat, frames: number, have: number): PixelFormat {
  const { samplesPerPixel, photometricInterpretation: said } = format;
  const grey = said.startsWith('MONOCHROME') || said === 'PALETTE COLOR';
  const colour = said === 'RGB' || said.startsWith('YBR');
  if (samplesPerPixel === 3 && grey && have < nativeBytes(format, frames))
    return { ...format, samplesPerPixel: 1 };
  if (samplesPerPixel !== 1 || !colour) return format;
  const three = { ...format, samplesPerPixel: 3 };
  return have >= nativeBytes(three, frames) ? three : { ...format, photometricInterpretation: 'MONOCHROME2' };
}

/** What stands for missing pixels: the padding value where the file has one, else 0. */
function blank(t: Tags, format: PixelFormat, have: number, missing: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(missing);
  const value = format.bitsAllocated === 16 && !format.float ? t.uint16('x00280120') : undefined;
  if (!value) return out;
  for (let i = 0; i < missing; i++) {
    const high = ((have + i) % 2 === 1) !== format.bigEndian;
    out[i] = high ? value >> 8 : value & 0xff;
  }
  return out;
}

/** Fragments shared out to the frames; when there are fewer than frames, one each for as many as there are. */
async function locateFragments(
  file: BlobWindow,
  offset: number,
  said: number,
  table: number[] | undefined,
): Promise<{ frames: number; pixels: PixelSource }> {
  const frames = Math.max(1, said);
  try {
    return { frames, pixels: await locateEncapsulated(file, offset, frames, table) };
  } catch (error) {
    if (!(error instanceof DicomError) || frames === 1) throw error;
    const whole = await wholeFragments(file, offset);
    // More fragments than frames, or some that begin no frame: several make one, and nothing says which.
    const [, , begin] = whole[0] ?? [];
    if (whole.length === 0 || whole.length >= frames || whole.some((f) => f[2] !== begin)) throw error;
    const pixels: PixelSource = {
      kind: 'encapsulated',
      starts: Float64Array.from(whole, ([start]) => start),
      lengths: Float64Array.from(whole, ([, length]) => length),
      firstFragment: Uint32Array.from({ length: whole.length + 1 }, (_, f) => f),
    };
    return { frames: whole.length, pixels };
  }
}

/** Start, length and first word of the fragments that are whole; the first item, the offset table, is none. */
async function wholeFragments(file: BlobWindow, offset: number): Promise<[number, number, number][]> {
  const found: [number, number, number][] = [];
  let at = offset;
  for (;;) {
    const head = await file.read(at, 12);
    if (head.length < 12) break;
    const view = new DataView(head.buffer, head.byteOffset, 12);
    const length = view.getUint32(4, true);
    if (view.getUint32(0, true) !== 0xe000fffe || at + 8 + length > file.size) break;
    if (at > offset) found.push([at + 8, length, view.getUint16(8)]);
    at += 8 + length;
  }
  return found;
}

/** Extended offset table (7FE0,0001): 64-bit offsets; exact below 2^53. */
function readExtendedTable(t: Tags): number[] | undefined {
  const table = t.bytes('x7fe00001');
  if (!table) return undefined;
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  return Array.from({ length: table.length >> 3 }, (_, n) => Number(view.getBigUint64(8 * n, true)));
}
