/** Where the bytes of each frame are in the file. Only item headers and offset tables are read. */
import { DicomError } from '../errors';
import type { PixelFormat, PixelSource } from '../header/record';

/** Reads small pieces of a Blob through one window, so that neighbouring item headers cost one read. */
export class BlobWindow {
  private readonly blob: Blob;
  private start = 0;
  private bytes: Uint8Array;

  /** `head` are bytes from the start of the file that are at hand already. */
  constructor(blob: Blob, head: Uint8Array = new Uint8Array(0)) {
    this.blob = blob;
    this.bytes = head;
  }

  get size(): number {
    return this.blob.size;
  }

  /** Bytes at `offset`; fewer than asked for at the end of the file. */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const inside = offset >= this.start && offset + length <= this.start + this.bytes.length;
    if (!inside) {
      const wanted = Math.max(length, 4096);
      this.start = offset;
      this.bytes = new Uint8Array(await this.blob.slice(offset, offset + wanted).arrayBuffer());
    }
    const at = offset - this.start;
    return this.bytes.subarray(at, at + length);
  }
}

/** Bits of one frame in native form, without padding between frames. */
export function nativeFrameBits(format: PixelFormat): number {
  const { rows, columns, samplesPerPixel, bitsAllocated, photometricInterpretation } = format;
  // Native 4:2:2 shares each pair of chroma samples between two pixels.
  const samples = photometricInterpretation.endsWith('_422') && samplesPerPixel === 3 ? 2 : samplesPerPixel;
  return rows * columns * samples * bitsAllocated;
}

/** @throws DicomError truncatedPixels when the file ends before the last frame. */
export function locateNative(
  format: PixelFormat,
  frames: number,
  offset: number,
  declared: number,
  fileSize: number,
): PixelSource {
  let need = Math.ceil((nativeFrameBits(format) * frames) / 8);
  // Some writers label full RGB or YBR_FULL as 4:2:2, or fill the planes: the length tells, see `decodeNative`.
  if (declared < need && format.photometricInterpretation.endsWith('_422')) need = declared;
  const have = Math.min(declared, fileSize - offset);
  if (have < need)
    throw new DicomError('truncatedPixels', `pixel data has ${Math.max(0, have)} of ${need} bytes`);
  return { kind: 'native', offset, length: have };
}

const itemTag = 0xe000fffe;
const sequenceEnd = 0xe0ddfffe;
/** More fragments than any real object; stops a damaged file from running on. */
const fragmentLimit = 2_000_000;

const u32 = (b: Uint8Array, at: number): number =>
  (b[at] | (b[at + 1] << 8) | (b[at + 2] << 16) | (b[at + 3] << 24)) >>> 0;

/**
 * Walks the fragments of encapsulated pixel data and shares them out to the frames: by the offset tables, or one
 * a frame, or all to a single frame, or by the codestreams' first bytes.
 * @param offset of the basic offset table's item.
 * @param extended values of (7FE0,0001), when present.
 * @throws DicomError truncatedPixels or damagedHeader.
 */
export async function locateEncapsulated(
  file: BlobWindow,
  offset: number,
  frames: number,
  extended?: readonly number[],
): Promise<PixelSource> {
  const starts: number[] = [];
  const lengths: number[] = [];
  const startsCode: boolean[] = [];
  let table: number[] = [];
  let at = offset;
  let first = true;
  let cut: string | undefined;
  while (at < file.size) {
    const head = await file.read(at, 12);
    if (head.length < 8) {
      cut = `item header at ${at} is cut`;
      break;
    }
    const tag = u32(head, 0);
    if (tag === sequenceEnd) break;
    if (tag !== itemTag) {
      // Some writers forget the delimiter: what follows is the next element or padding.
      if (starts.length === 0)
        throw new DicomError('damagedHeader', `no item at ${at} of encapsulated pixels`);
      break;
    }
    const length = u32(head, 4);
    if (length === 0xffffffff || at + 8 + length > file.size) {
      cut = `fragment ${starts.length + 1} at ${at} needs ${length} bytes, the file has ${file.size - at - 8}`;
      break;
    }
    if (first) {
      const bytes =
        length > 0 && length <= 4 * frames + 64 ? await file.read(at + 8, length) : new Uint8Array(0);
      table = Array.from({ length: bytes.length >> 2 }, (_, n) => u32(bytes, 4 * n));
      first = false;
    } else {
      starts.push(at + 8);
      lengths.push(length);
      startsCode.push(head.length >= 10 && isCodestream(head));
      if (starts.length > fragmentLimit) throw new DicomError('damagedHeader', 'too many fragments');
    }
    at += 8 + length;
  }
  if (starts.length === 0) throw new DicomError('truncatedPixels', cut ?? 'no fragments in the pixel data');
  const firstFragment = shareOut(starts, startsCode, frames, table, extended);
  // A cut after the last frame's data loses nothing; a cut inside a frame does.
  if (cut !== undefined && (firstFragment === undefined || frames === 1 || starts.length < frames))
    throw new DicomError('truncatedPixels', cut);
  if (firstFragment === undefined)
    throw new DicomError('truncatedPixels', `${starts.length} fragments for ${frames} frames`);
  return {
    kind: 'encapsulated',
    starts: Float64Array.from(starts),
    lengths: Float64Array.from(lengths),
    firstFragment: Uint32Array.from(firstFragment),
  };
}

/** Does the item whose 8-byte header and first bytes these are begin a JPEG, JPEG-LS, JPEG 2000, JP2 or JPEG XL stream? */
function isCodestream(head: Uint8Array): boolean {
  if (head[8] === 0xff && [0xd8, 0x4f, 0x0a].includes(head[9])) return true;
  return head[8] === 0 && head[9] === 0 && head[10] === 0 && head[11] === 0x0c;
}

function shareOut(
  starts: readonly number[],
  startsCode: readonly boolean[],
  frames: number,
  table: readonly number[],
  extended: readonly number[] | undefined,
): number[] | undefined {
  const n = starts.length;
  if (frames === 1) return [0, n];
  if (n === frames) return Array.from({ length: frames + 1 }, (_, f) => f);
  const offsets = extended && extended.length === frames ? extended : table;
  if (offsets.length === frames && n > frames) {
    // Offsets count from the first byte after the basic offset table's item, that is from the first item tag.
    const base = starts[0] - 8;
    const byStart = new Map(starts.map((s, i) => [s - 8 - base, i]));
    const found = offsets.map((o) => byStart.get(o));
    const rising = found.every((f, i) => f !== undefined && (i === 0 || f > (found[i - 1] ?? n)));
    if (rising && found[0] === 0) return [...(found as number[]), n];
  }
  const begins = startsCode.flatMap((s, i) => (s ? [i] : []));
  if (begins.length === frames && begins[0] === 0) return [...begins, n];
  if (n > frames && n % frames === 0 && begins.length === 0)
    return Array.from({ length: frames + 1 }, (_, f) => (f * n) / frames);
  // More fragments than frames and nothing to tell them apart: a frame each, the rest is surplus.
  if (n > frames && begins.length === n) return Array.from({ length: frames + 1 }, (_, f) => f);
  return undefined;
}

/** Byte ranges of one frame (0-based) and, for bit-packed pixels, the bit where it begins in the first byte. */
export interface FrameRanges {
  readonly ranges: readonly (readonly [number, number])[];
  readonly bitOffset: number;
}

export function frameRanges(
  source: PixelSource,
  format: PixelFormat,
  frames: number,
  frame: number,
): FrameRanges {
  if (source.kind === 'encapsulated') {
    const ranges: [number, number][] = [];
    for (let i = source.firstFragment[frame]; i < source.firstFragment[frame + 1]; i++)
      ranges.push([source.starts[i], source.starts[i] + source.lengths[i]]);
    return { ranges, bitOffset: 0 };
  }
  if (source.kind === 'remote') throw new DicomError('unreadable', 'the pixels are on a server');
  const bits = nativeFrameBits(format);
  const startBit = frame * bits;
  // One frame takes all there is: the length may tell that 4:2:2 is a wrong label.
  const endByte =
    frames === 1 ? source.offset + source.length : source.offset + Math.ceil((startBit + bits) / 8);
  return {
    ranges: [[source.offset + Math.floor(startBit / 8), endByte]],
    bitOffset: startBit % 8,
  };
}
