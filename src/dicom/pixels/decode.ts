/** One frame's bytes to pixels. Pure but for the codecs' wasm; runs in the decode workers and in tests. */
import { decodeDct } from '../codecs/dct/decode';
import { decodeHtj2k } from '../codecs/htj2k';
import { decodeJpegDct } from '../codecs/jpeg';
import { decodeJpeg2000 } from '../codecs/jpeg2000';
import { decodeJpegLs } from '../codecs/jpegLs';
import { decodeJpegXl } from '../codecs/jpegXl';
import { decodeLossless } from '../codecs/lossless';
import type { CodecOutput } from '../codecs/wasm';
import type { DecodedFrame, FrameOverlay } from '../contract';
import { DicomError, messageOf } from '../errors';
import type { PixelFormat } from '../header/record';
import { type Codestream, inspect, isJpegFamily } from './codestream';
import { applyPalette, expand422, interleave, toEightBit, ybrFullToRgb, ybrPartialToRgb } from './colour';
import {
  isWholeContainer,
  range,
  type Samples,
  swapBytes,
  toStoredValues,
  unpackBits,
  unpackWords,
  wordsOf,
} from './native';
import { applyLookup } from './lookup';
import { embeddedOverlay } from './overlays';
import { decodeRle } from './rle';
import { syntaxOf } from './syntax';

/** Samples before colour conversion. */
interface Raw {
  readonly samples: Samples;
  readonly planar: boolean;
  /** Colour space of three-sample data: the codec may have converted it already. */
  readonly space: string;
  /** Overlays that were in the unused bits of the words. */
  readonly overlays?: readonly FrameOverlay[];
}

/**
 * Decodes one frame.
 * @param bytes of the frame; may be changed in place.
 * @param bitOffset bit of the first pixel in the first byte, for bit-packed frames.
 * @throws DicomError unsupportedTransferSyntax, truncatedPixels or damagedHeader.
 */
export async function decodeFrame(
  bytes: Uint8Array,
  bitOffset: number,
  format: PixelFormat,
): Promise<DecodedFrame> {
  const raw = await decodeRaw(bytes, bitOffset, format);
  const { overlays } = raw;
  if (format.samplesPerPixel === 1) {
    if (format.palette && format.photometricInterpretation === 'PALETTE COLOR')
      return { ...colour(applyPalette(raw.samples, format.palette), format), overlays };
    const values = format.modalityLut ? applyLookup(raw.samples, format.modalityLut) : raw.samples;
    return { ...grey(values, format), overlays };
  }
  const woven = raw.planar ? interleave(raw.samples, format.rows * format.columns) : raw.samples;
  const eight = toEightBit(woven, format.bitsStored);
  if (raw.space.startsWith('YBR_PARTIAL')) return colour(ybrPartialToRgb(eight), format);
  if (raw.space.startsWith('YBR_FULL')) return colour(ybrFullToRgb(eight), format);
  return colour(eight, format);
}

/** The samples of a frame as they were stored, interleaved; see `LoadOptions.stored`. @throws DicomError */
export async function decodeStored(
  bytes: Uint8Array,
  bitOffset: number,
  format: PixelFormat,
): Promise<DecodedFrame> {
  const raw = await decodeRaw(bytes, bitOffset, format);
  const woven = raw.planar ? interleave(raw.samples, format.rows * format.columns) : raw.samples;
  const frame = grey(woven, format);
  return format.samplesPerPixel === 1
    ? frame
    : { ...frame, samplesPerPixel: 3, photometricInterpretation: 'RGB' };
}

function grey(
  pixels: Samples,
  { rows, columns, photometricInterpretation: said }: PixelFormat,
): DecodedFrame {
  const { min, max } = range(pixels);
  const photometricInterpretation = said === 'MONOCHROME1' ? 'MONOCHROME1' : 'MONOCHROME2';
  return { rows, columns, samplesPerPixel: 1, pixels, min, max, photometricInterpretation };
}

function colour(pixels: Uint8Array, { rows, columns }: PixelFormat): DecodedFrame {
  const { min, max } = range(pixels);
  return { rows, columns, samplesPerPixel: 3, pixels, min, max, photometricInterpretation: 'RGB' };
}

/** Stored values before any colour conversion; exported for the conformance tests. */
export async function decodeRaw(bytes: Uint8Array, bitOffset: number, format: PixelFormat): Promise<Raw> {
  const syntax = syntaxOf(format.transferSyntaxUid);
  const stream = syntax.codec && isJpegFamily(syntax.codec) ? inspect(bytes) : undefined;
  // Pixels that are encapsulated under a native label, or native under a JPEG label: the bytes decide.
  if (stream && stream.kind !== 'unknown') return decodeStream(bytes, stream, format);
  if (syntax.codec === 'native' || (stream && isNativeLength(bytes, format))) {
    const inner = bytes.length < expectedBytes(format) ? inspect(bytes) : undefined;
    if (inner && inner.kind !== 'unknown') return decodeStream(bytes, inner, format);
    return decodeNative(bytes, bitOffset, format);
  }
  if (syntax.codec === 'deflatedFrame')
    return decodeNative(await inflateFrame(bytes, expectedBytes(format)), 0, format);
  if (syntax.codec === 'video') throw new DicomError('unsupportedTransferSyntax', `${syntax.name} video`);
  if (syntax.codec === 'rle') return decodeRleFrame(bytes, format);
  if (stream) throw new DicomError('truncatedPixels', `${syntax.name}: ${stream.name}`);
  throw new DicomError('unsupportedTransferSyntax', `${syntax.name} (${format.transferSyntaxUid})`);
}

/** A codestream may claim four times the header's pixels and so many more before it is refused unseen. */
const claimFloor = 1024 * 1024;

const pixelCount = (f: PixelFormat): number => f.rows * f.columns * f.samplesPerPixel;
const expectedBytes = (f: PixelFormat): number => Math.ceil((pixelCount(f) * f.bitsAllocated) / 8);
const isNativeLength = (bytes: Uint8Array, f: PixelFormat): boolean =>
  bytes.length === expectedBytes(f) || bytes.length === expectedBytes(f) + 1;

function decodeNative(bytes: Uint8Array, bitOffset: number, format: PixelFormat): Raw {
  const space = format.photometricInterpretation;
  const count = pixelCount(format);
  const half = space.endsWith('_422') && format.samplesPerPixel === 3 && format.bitsAllocated === 8;
  if (half && bytes.length < count)
    return { samples: expand422(bytes, format.rows * format.columns), planar: false, space };
  if (bytes.length < Math.floor((bitOffset + count * format.bitsAllocated) / 8))
    throw new DicomError('truncatedPixels', `frame has ${bytes.length} of ${expectedBytes(format)} bytes`);
  const planar = format.samplesPerPixel === 3 && format.planarConfiguration === 1;
  if (format.bitsAllocated === 1) return { samples: unpackBits(bytes, bitOffset, count), planar, space };
  if (!isWholeContainer(format.bitsAllocated)) {
    const { bitsAllocated, pixelRepresentation, bigEndian } = format;
    const words = unpackWords(bytes, bitOffset, count, bitsAllocated, pixelRepresentation === 1, bigEndian);
    return { samples: toStoredValues(words, format), planar, space };
  }
  const whole = bytes.subarray(0, expectedBytes(format));
  if (format.bigEndian) swapBytes(whole, format.bitsAllocated / 8);
  if (format.float) return { samples: floats(whole, format.float), planar, space };
  const words = wordsOf(whole, format.bitsAllocated, format.pixelRepresentation === 1);
  const overlays = embedded(words, format);
  return { samples: toStoredValues(words, format), planar, space, overlays };
}

/** Overlays in the bits that `toStoredValues` is about to clear. */
function embedded(words: Samples, { overlays }: PixelFormat): readonly FrameOverlay[] | undefined {
  const found = overlays?.filter((o) => o.embeddedBit !== undefined).map((o) => embeddedOverlay(o, words));
  return found?.length ? found : undefined;
}

/** Float and Double Float Pixel Data (PS3.3 C.7.6.24, C.7.6.25). */
function floats(bytes: Uint8Array, kind: 'single' | 'double'): Float32Array | Float64Array {
  const own = bytes.slice();
  return kind === 'single' ? new Float32Array(own.buffer) : new Float64Array(own.buffer);
}

/** A frame deflated on its own (PS3.5 A.4.13): raw, or with a zlib header as some writers have it. */
async function inflateFrame(bytes: Uint8Array, expected: number): Promise<Uint8Array> {
  const zlib = (bytes[0] & 0x0f) === 8 && ((bytes[0] << 8) | bytes[1]) % 31 === 0;
  let first: unknown;
  // A fragment has an even length, and Chromium refuses the pad byte behind the stream.
  for (const end of [bytes.length, bytes.length - 1])
    for (const format of zlib ? (['deflate', 'deflate-raw'] as const) : (['deflate-raw'] as const))
      try {
        const stream = new Blob([bytes.subarray(0, end) as Uint8Array<ArrayBuffer>]).stream();
        const inflated = stream.pipeThrough(new DecompressionStream(format));
        return await readAtMost(inflated, 2 * expected + 1024);
      } catch (error) {
        first ??= error;
      }
  throw new DicomError('truncatedPixels', `deflated frame: ${messageOf(first)}`);
}

/** What a stream gives. @throws RangeError beyond `most` bytes: a small file can inflate without end */
async function readAtMost(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    length += part.value.length;
    if (length > most) {
      await reader.cancel();
      throw new RangeError(`more than ${most} bytes`);
    }
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function decodeRleFrame(bytes: Uint8Array, format: PixelFormat): Raw {
  const pixels = format.rows * format.columns;
  const space = format.photometricInterpretation;
  try {
    if (format.bitsAllocated === 1) {
      const packed = decodeRle(bytes, Math.ceil(pixels / 8), 1, 1);
      return { samples: unpackBits(packed, 0, pixels), planar: false, space };
    }
    if (!isWholeContainer(format.bitsAllocated)) throw new Error(`RLE of ${format.bitsAllocated} bits`);
    const words = decodeRle(bytes, pixels, format.samplesPerPixel, format.bitsAllocated / 8);
    const typed = wordsOf(words, format.bitsAllocated, format.pixelRepresentation === 1);
    const overlays = embedded(typed, format);
    return { samples: toStoredValues(typed, format), planar: format.samplesPerPixel === 3, space, overlays };
  } catch (error) {
    throw new DicomError('truncatedPixels', messageOf(error));
  }
}

async function decodeStream(bytes: Uint8Array, stream: Codestream, format: PixelFormat): Promise<Raw> {
  const body = stream.offset > 0 ? bytes.subarray(stream.offset) : bytes;
  let out: CodecOutput;
  const [width, height] = stream.size ?? [0, 0];
  // Said before the codec makes room for it: a damaged stream can claim any size.
  if (width * height > 4 * format.rows * format.columns + claimFloor)
    throw new DicomError(
      'damagedHeader',
      `${stream.name} is ${width} x ${height}, the header says ${format.columns} x ${format.rows}`,
    );
  try {
    out = await runCodec(body, stream);
  } catch (error) {
    if (error instanceof DicomError) throw error;
    throw new DicomError('truncatedPixels', `${stream.name}: ${messageOf(error)}`);
  }
  if (out.width !== format.columns || out.height !== format.rows || out.components !== format.samplesPerPixel)
    throw new DicomError(
      'damagedHeader',
      `${stream.name} is ${out.width} x ${out.height} x ${out.components}, the header says ` +
        `${format.columns} x ${format.rows} x ${format.samplesPerPixel}`,
    );
  const samples = toStoredValues(widen(out, format), format);
  return { samples, planar: out.planar && out.components === 3, space: spaceAfter(stream, format) };
}

function runCodec(body: Uint8Array, stream: Codestream): Promise<CodecOutput> {
  switch (stream.kind) {
    case 'jpegLs':
      return decodeJpegLs(body);
    case 'jpeg2000':
      return decodeJpeg2000(body);
    case 'htj2k':
      return decodeHtj2k(body);
    case 'jpegLossless':
      return Promise.resolve().then(() => decodeLossless(body));
    case 'jpegDct':
      return decodeJpegDct(body);
    case 'jpegDct12':
      return Promise.resolve().then(() => decodeDct(body));
    case 'jpegXl':
      return decodeJpegXl(body);
    default:
      throw new DicomError('unsupportedTransferSyntax', stream.name);
  }
}

/** The codec's words in the container that the header asks for; a wider codestream keeps its width. */
function widen(out: CodecOutput, format: PixelFormat): Samples {
  const bits = out.bitsPerSample <= 8 ? 8 : out.bitsPerSample <= 16 ? 16 : 32;
  const signed = format.pixelRepresentation === 1;
  const words = wordsOf(out.bytes, bits, out.signed);
  const wanted = Math.max(bits, format.bitsAllocated);
  if (words.length < pixelCount(format))
    throw new DicomError('truncatedPixels', 'the codec gave too few samples');
  // The same bits under the header's sign: codestreams that disagree are common for 16-bit CT.
  if (wanted === bits) return wordsOf(out.bytes, bits, signed);
  if (wanted === 16) return signed ? Int16Array.from(words) : Uint16Array.from(words);
  if (wanted === 32) return signed ? Int32Array.from(words) : Uint32Array.from(words);
  return words;
}

/** Colour space of what the codec gave. */
function spaceAfter(stream: Codestream, format: PixelFormat): string {
  const said = format.photometricInterpretation;
  if (format.samplesPerPixel === 1) return said;
  // The DCT decoders convert to RGB by the markers, libjxl always; OpenJPEG and OpenJPH undo RCT and ICT.
  const toRgb = stream.kind === 'jpegDct' || stream.kind === 'jpegDct12' || stream.kind === 'jpegXl';
  if (toRgb || said === 'YBR_RCT' || said === 'YBR_ICT') return 'RGB';
  return said;
}
