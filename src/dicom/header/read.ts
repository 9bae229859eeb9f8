/** Reads one file's header from a Blob: never more of it than the header needs. */
import type { FileReason } from '../../domain/study';
import { DicomError, messageOf } from '../errors';
import { BlobWindow, locateEncapsulated, locateNative, nativeFrameBits } from '../pixels/locate';
import { syntaxOf } from '../pixels/syntax';
import { describeInstance, describePixels, describeSeries, describeStudy, frameCount } from './describe';
import { deflated, findStart, parseDataSet, type Parsed, type Start } from './parse';
import { readPhase } from './phase';
import { readPlanes, readSegmentation } from './planes';
import type { HeaderOutcome, InstanceRecord, PixelFormat, PixelSource } from './record';
import { Tags } from './tags';

/** First read; nearly every header fits. */
const firstRead = 64 * 1024;
/** A header longer than this is not read further; what was parsed so far is used when it suffices. */
const headerLimit = 256 * 1024 * 1024;
/** An inflated data set may not be larger: a small file can claim any size. */
const inflateLimit = 2 * 1024 * 1024 * 1024;
/** Largest decoded frame, bytes. */
const frameLimit = 1024 * 1024 * 1024;

const dicomdirClass = '1.2.840.10008.1.3.10';
/** Segmentation and Label Map Segmentation. */
const segmentationClasses = ['1.2.840.10008.5.1.4.1.1.66.4', '1.2.840.10008.5.1.4.1.1.66.7'];

/** Objects without pixels that are listed as series: SR, KO and PR families. */
function isKnownWithoutPixels(sopClassUid: string): boolean {
  return /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(88\.\d+|11\.\d+|9\.\d+\.9999)$/.test(sopClassUid);
}

const skipped = (reason: FileReason, detail?: string): HeaderOutcome => ({
  status: 'skipped',
  reason,
  detail,
});
const failed = (reason: FileReason, detail: string): HeaderOutcome => ({ status: 'failed', reason, detail });

/** Reads the header of one file. Never rejects: what goes wrong is the outcome. */
export async function readHeader(blob: Blob, path: string): Promise<HeaderOutcome> {
  try {
    return await read(blob, path);
  } catch (error) {
    if (error instanceof DicomError) return failed(error.reason, error.detail);
    // A file that was moved or may not be read; everything else is the fault of its bytes.
    const unreadable = error instanceof DOMException && error.name !== 'DataCloneError';
    return failed(unreadable ? 'unreadable' : 'damagedHeader', messageOf(error));
  }
}

async function read(given: Blob, path: string): Promise<HeaderOutcome> {
  if (given.size === 0) return skipped('empty');
  let blob = given;
  let head = await bytesOf(blob, 0, firstRead);
  let start = findStart(head);
  if (!start) return skipped('notDicom');
  if (start.mediaStorageSopClassUid === dicomdirClass) return skipped('dicomdir');
  let replaced: Blob | undefined;
  if (start.transferSyntaxUid === deflated) {
    replaced = await inflate(blob.slice(start.offset));
    blob = replaced;
    head = await bytesOf(blob, 0, firstRead);
    start = { ...start, offset: 0 };
  }
  const { parsed, bytes } = await parseGrowing(blob, head, start);
  const tags = new Tags(parsed.dataSet);
  if (Object.keys(parsed.dataSet.elements).length === 0)
    return start.marked ? failed('damagedHeader', parsed.stopped ?? 'no elements') : skipped('notDicom');
  const record = await describe(tags, start, blob, bytes, path, parsed.stopped);
  return 'status' in record ? record : { status: 'loaded', record, blob: replaced };
}

async function bytesOf(blob: Blob, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.slice(from, to).arrayBuffer());
}

async function parseGrowing(
  blob: Blob,
  head: Uint8Array,
  start: Start,
): Promise<{ parsed: Parsed; bytes: Uint8Array }> {
  let bytes = head;
  for (;;) {
    const parsed = parseDataSet(bytes, start);
    const complete = bytes.length >= blob.size;
    if (parsed.dataSet.elements.x7fe00010 || complete || bytes.length >= headerLimit)
      return { parsed, bytes };
    bytes = await bytesOf(blob, 0, Math.min(blob.size, bytes.length * 4, headerLimit));
  }
}

async function describe(
  tags: Tags,
  start: Start,
  blob: Blob,
  bytes: Uint8Array,
  path: string,
  stopped: string | undefined,
): Promise<InstanceRecord | HeaderOutcome> {
  const sopClassUid = tags.plain('x00080016') || start.mediaStorageSopClassUid;
  const format = describePixels(tags, start);
  const frames = frameCount(tags);
  const studyUid = tags.plain('x0020000d');
  const seriesUid = tags.plain('x0020000e');
  const sopInstanceUid = tags.plain('x00080018');
  if (sopClassUid === dicomdirClass || tags.has('x00041220')) return skipped('dicomdir');
  const pixelElement = tags.element('x7fe00010') ?? tags.element('x7fe00008') ?? tags.element('x7fe00009');
  if (!pixelElement && stopped !== undefined) return failed('damagedHeader', stopped);
  if (!sopInstanceUid && !pixelElement)
    return start.marked ? failed('damagedHeader', 'no SOP Instance UID (0008,0018)') : skipped('notDicom');
  const missing = [
    studyUid ? '' : 'Study Instance UID (0020,000D)',
    seriesUid ? '' : 'Series Instance UID (0020,000E)',
    sopInstanceUid ? '' : 'SOP Instance UID (0008,0018)',
  ].filter((m) => m !== '');
  if (missing.length > 0) return failed('damagedHeader', `missing ${missing.join(', ')}`);
  const uids = { sopInstanceUid, sopClassUid, seriesUid, studyUid };
  let pixels: PixelSource | undefined;
  if (pixelElement) {
    checkFormat(format);
    pixels = await locate(tags, format, frames, blob, bytes);
  } else if (!isKnownWithoutPixels(sopClassUid)) {
    return skipped('noPixels', `SOP class ${sopClassUid}, modality ${tags.plain('x00080060')}`);
  }
  const instance = describeInstance(tags, uids, format, path);
  return {
    instance,
    series: describeSeries(tags, studyUid, seriesUid),
    study: describeStudy(tags, studyUid),
    format,
    pixels,
    planes: frames > 1 || tags.has('x52009230') ? readPlanes(tags, frames) : undefined,
    segmentation: segmentationClasses.includes(sopClassUid) ? readSegmentation(tags, frames) : undefined,
    temporalPosition: tags.decimal('x00200100'),
    phase: readPhase(tags),
    sliceLocation: tags.decimal('x00201041'),
  };
}

function checkFormat(format: PixelFormat): void {
  const { rows, columns, samplesPerPixel, bitsAllocated } = format;
  if (rows === 0 || columns === 0) throw new DicomError('damagedHeader', `Rows ${rows}, Columns ${columns}`);
  if (![1, 3].includes(samplesPerPixel))
    throw new DicomError('unsupportedObject', `SamplesPerPixel ${samplesPerPixel}`);
  if (![1, 8, 16, 32].includes(bitsAllocated) && !(format.float && bitsAllocated === 64))
    throw new DicomError('unsupportedObject', `BitsAllocated ${bitsAllocated}`);
  if ((rows * columns * samplesPerPixel * Math.max(8, bitsAllocated)) / 8 > frameLimit)
    throw new DicomError('unsupportedObject', `a frame of ${rows} x ${columns} is too large`);
}

async function locate(
  tags: Tags,
  format: PixelFormat,
  frames: number,
  blob: Blob,
  bytes: Uint8Array,
): Promise<PixelSource> {
  const syntax = syntaxOf(format.transferSyntaxUid);
  if (!syntax.supported)
    throw new DicomError('unsupportedTransferSyntax', `${syntax.name} (${format.transferSyntaxUid})`);
  if (frames * nativeFrameBits(format) > Number.MAX_SAFE_INTEGER)
    throw new DicomError('damagedHeader', `NumberOfFrames ${frames}`);
  const element = tags.element('x7fe00010');
  if (element?.hadUndefinedLength) {
    const extended = readExtendedTable(tags);
    return locateEncapsulated(new BlobWindow(blob, bytes), element.dataOffset, frames, extended);
  }
  if (!element) {
    const float = tags.element('x7fe00008') ?? tags.element('x7fe00009');
    if (!float) throw new DicomError('damagedHeader', 'no pixel data');
    return locateNative(format, frames, float.dataOffset, float.length, blob.size);
  }
  const native = Math.ceil((nativeFrameBits(format) * frames) / 8);
  // An encapsulated syntax with a defined length that is no native length: one bare codestream.
  if (syntax.encapsulated && element.length < native) {
    if (frames > 1 || element.dataOffset + element.length > blob.size)
      throw new DicomError('truncatedPixels', `pixel data has ${element.length} bytes and no fragments`);
    return {
      kind: 'encapsulated',
      starts: Float64Array.of(element.dataOffset),
      lengths: Float64Array.of(element.length),
      firstFragment: Uint32Array.of(0, 1),
    };
  }
  return locateNative(format, frames, element.dataOffset, element.length, blob.size);
}

/** Extended offset table: 64-bit offsets; exact below 2^53. */
function readExtendedTable(tags: Tags): number[] | undefined {
  const table = tags.bytes('x7fe00001');
  if (!table) return undefined;
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  return Array.from({ length: table.length >> 3 }, (_, n) => Number(view.getBigUint64(8 * n, true)));
}

/** Inflates a deflated data set: raw as the standard has it, or with a zlib header as some writers do. */
async function inflate(body: Blob): Promise<Blob> {
  const first = await bytesOf(body, 0, 2);
  const zlib = (first[0] & 0x0f) === 8 && ((first[0] << 8) | first[1]) % 31 === 0;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    const stream = body.stream().pipeThrough(new DecompressionStream(zlib ? 'deflate' : 'deflate-raw'));
    const reader = (stream as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > inflateLimit)
        throw new DicomError('unsupportedObject', 'the inflated data set is over 2 GiB');
      parts.push(value);
    }
  } catch (error) {
    if (error instanceof DicomError) throw error;
    // Trailing pad bytes after the stream are an error to some engines; what came out is whole then.
    if (size === 0) throw new DicomError('damagedHeader', `deflate: ${messageOf(error)}`);
  }
  return new Blob(parts);
}
