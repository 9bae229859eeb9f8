/** Reads one file's header from a Blob: never more of it than the header needs. */
import type { FileReason, FileWarning, Instance } from '../../domain/study';
import { DicomError, messageOf } from '../errors';
import { objectClass } from '../objects/classes';
import { isSelfExtracting, isZip, otherArchive } from './archives';
import { describeInstance, describePixels, describeSeries, describeStudy, frameCount } from './describe';
import { readDirectory } from './dicomdir';
import { faultOf } from './fault';
import { identify } from './identity';
import { deflated, findStart, parseDataSet, type Parsed, type Start } from './parse';
import { checkFormat, endsInTail, locatePixels } from './pixel-data';
import { readPhase } from './phase';
import { readPlanes, readSegmentation } from './planes';
import type { HeaderOutcome, InstanceRecord, PixelFormat, PixelSource } from './record';
import { Tags } from './tags';
import { headerWarnings } from './warnings';

/** First read; nearly every header fits. */
const firstRead = 64 * 1024;
/** A header longer than this is not read further; what was parsed so far is used when it suffices. */
const headerLimit = 256 * 1024 * 1024;
/** Headers above this are read one at a time: eight at once would be gigabytes. */
const bigHeader = 4 * 1024 * 1024;
/** An inflated data set may not be larger: a small file can claim any size. */
const inflateLimit = 1024 * 1024 * 1024;
/** Inflated bytes are handed to the browser, which can keep them on disk, in pieces of this size. */
const inflatePiece = 16 * 1024 * 1024;

const dicomdirClass = '1.2.840.10008.1.3.10';
/** Segmentation and Label Map Segmentation. */
const segmentationClasses = ['1.2.840.10008.5.1.4.1.1.66.4', '1.2.840.10008.5.1.4.1.1.66.7'];

const skipped = (reason: FileReason, detail?: string): HeaderOutcome => ({
  status: 'skipped',
  reason,
  detail,
});
const failed = (reason: FileReason, detail: string): HeaderOutcome => ({ status: 'failed', reason, detail });

export interface ReadOptions {
  /** The pixels are on a server: an image's header has none and is loaded all the same. */
  readonly pixelsElsewhere?: boolean;
}

/** Reads the header of one file. Never rejects: what goes wrong is the outcome. */
export async function readHeader(
  blob: Blob,
  path: string,
  options: ReadOptions = {},
): Promise<HeaderOutcome> {
  try {
    return await read(blob, path, options);
  } catch (error) {
    if (error instanceof DicomError) return failed(error.reason, error.detail);
    // A file that was moved or may not be read; everything else is the fault of its bytes.
    const unreadable = error instanceof DOMException && error.name !== 'DataCloneError';
    return failed(unreadable ? 'unreadable' : 'damagedHeader', faultOf(error));
  }
}

async function read(given: Blob, path: string, options: ReadOptions): Promise<HeaderOutcome> {
  if (given.size === 0) return skipped('empty');
  let blob = given;
  let head = await bytesOf(blob, 0, firstRead);
  if (isZip(head) || (await isSelfExtracting(head, blob)))
    return { status: 'skipped', reason: 'notDicom', archive: true };
  let start = findStart(head);
  if (!start) {
    const archive = otherArchive(head);
    return archive ? failed('otherArchive', archive) : skipped('notDicom');
  }
  let replaced: Blob | undefined;
  if (start.transferSyntaxUid === deflated) {
    replaced = await inflate(blob.slice(start.offset));
    blob = replaced;
    head = await bytesOf(blob, 0, firstRead);
    start = { ...start, offset: 0 };
  }
  const settled = start;
  const finish = async ({ parsed, bytes }: Grown): Promise<HeaderOutcome> => {
    const tags = new Tags(parsed.dataSet);
    if (Object.keys(parsed.dataSet.elements).length === 0)
      return settled.marked ? failed('damagedHeader', parsed.stopped ?? 'no elements') : skipped('notDicom');
    if (options.pixelsElsewhere) return describeRemote(tags, settled, path);
    const outcome = await describe(tags, settled, blob, bytes, path, parsed.stopped);
    return outcome.status === 'loaded' ? { ...outcome, blob: outcome.blob ?? replaced } : outcome;
  };
  const first = await parseGrowing(blob, head, settled, bigHeader);
  if (first.done) return finish(first);
  return alone(async () => finish(await parseGrowing(blob, first.bytes, settled, headerLimit)));
}

let turns: Promise<unknown> = Promise.resolve();
/** Runs work after all work that was given before has ended. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const turn = turns.then(work);
  turns = turn.catch(() => {});
  return turn;
}

async function bytesOf(blob: Blob, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.slice(from, to).arrayBuffer());
}

interface Grown {
  readonly parsed: Parsed;
  readonly bytes: Uint8Array;
  /** Was the pixel data or the end of the file reached? */
  readonly done: boolean;
}

async function parseGrowing(blob: Blob, head: Uint8Array, start: Start, limit: number): Promise<Grown> {
  let bytes = head;
  for (;;) {
    const parsed = parseDataSet(bytes, start);
    const done = parsed.dataSet.elements.x7fe00010 !== undefined || bytes.length >= blob.size;
    if (done || bytes.length >= limit) return { parsed, bytes, done };
    bytes = await bytesOf(blob, 0, Math.min(blob.size, bytes.length * 4, limit));
  }
}

async function describe(
  tags: Tags,
  start: Start,
  blob: Blob,
  bytes: Uint8Array,
  path: string,
  stopped: string | undefined,
): Promise<HeaderOutcome> {
  const sopClassUid = tags.plain('x00080016') || start.mediaStorageSopClassUid;
  if (sopClassUid === dicomdirClass || tags.has('x00041220'))
    return { status: 'skipped', reason: 'dicomdir', references: readDirectory(tags) };
  const written = describePixels(tags, start);
  const said = frameCount(tags);
  const element = tags.element('x7fe00010') ?? tags.element('x7fe00008') ?? tags.element('x7fe00009');
  if (!element && stopped !== undefined) return failed('damagedHeader', stopped);
  if (!element && !tags.plain('x00080018'))
    return start.marked ? failed('damagedHeader', 'no SOP Instance UID (0008,0018)') : skipped('notDicom');
  if (!element || element.length === 0) {
    const known = objectClass(sopClassUid);
    // Palettes and hanging protocols belong to no study: there is no list that they could stand in.
    if (known && !tags.has('x0020000d')) return skipped('unsupportedObject', known.name);
    if (element || !known)
      return skipped('noPixels', `SOP class ${sopClassUid}, modality ${tags.plain('x00080060')}`);
    const uids = { ...identify(tags, start, bytes.subarray(0, 4096)), sopClassUid };
    const instance = describeInstance(tags, uids, written, path, Math.max(1, said));
    return loaded(tags, instance, written, { warnings: uids.made ? ['uidsMade'] : [] });
  }
  checkFormat(written);
  const located = await locatePixels(tags, written, said, blob, bytes);
  const { format, frames } = located;
  const body = await bytesOf(blob, element.dataOffset, element.dataOffset + firstRead);
  const { made, ...ids } = identify(tags, start, body);
  const instance = describeInstance(tags, { ...ids, sopClassUid }, format, path, frames);
  const warnings = new Set<FileWarning>(made ? ['uidsMade'] : []);
  for (const w of located.warnings) warnings.add(w);
  const whole = !element.hadUndefinedLength && !start.bigEndian && located.blob === undefined;
  if (whole && (await endsInTail(element, start.explicit, blob))) warnings.add('fileCut');
  for (const w of headerWarnings(tags, start, written, instance)) warnings.add(w);
  return loaded(tags, instance, format, {
    pixels: located.pixels,
    blob: located.blob,
    warnings: [...warnings],
  });
}

/** An image of whose file only the header is at hand, whole. */
function describeRemote(tags: Tags, start: Start, path: string): HeaderOutcome {
  const format = describePixels(tags, start);
  checkFormat(format);
  if (!tags.plain('x00080018') || !tags.plain('x0020000d') || !tags.plain('x0020000e'))
    return failed('damagedHeader', 'no UIDs');
  const { studyUid, seriesUid, sopInstanceUid } = identify(tags, start, new Uint8Array(0));
  const uids = { studyUid, seriesUid, sopInstanceUid, sopClassUid: tags.plain('x00080016') };
  const instance = describeInstance(tags, uids, format, path, Math.max(1, frameCount(tags)));
  const warnings = headerWarnings(tags, start, format, instance);
  return loaded(tags, instance, format, { pixels: { kind: 'remote' }, warnings });
}

interface Found {
  readonly pixels?: PixelSource;
  readonly blob?: Blob;
  readonly warnings: readonly FileWarning[];
}

function loaded(tags: Tags, instance: Instance, format: PixelFormat, found: Found): HeaderOutcome {
  const { frames, studyUid, seriesUid, sopClassUid } = instance;
  const warnings = found.warnings.length > 0 ? found.warnings : undefined;
  const record: InstanceRecord = {
    instance: warnings ? { ...instance, warnings } : instance,
    series: describeSeries(tags, studyUid, seriesUid),
    study: describeStudy(tags, studyUid),
    format,
    pixels: found.pixels,
    planes: frames > 1 || tags.has('x52009230') ? readPlanes(tags, frames) : undefined,
    segmentation: segmentationClasses.includes(sopClassUid) ? readSegmentation(tags, frames) : undefined,
    temporalPosition: tags.decimal('x00200100'),
    phase: readPhase(tags),
    sliceLocation: tags.decimal('x00201041'),
  };
  return { status: 'loaded', record, blob: found.blob };
}

/** Inflates a deflated data set: raw as the standard has it, or with a zlib header as some writers do. */
async function inflate(body: Blob): Promise<Blob> {
  const first = await bytesOf(body, 0, 2);
  const zlib = (first[0] & 0x0f) === 8 && ((first[0] << 8) | first[1]) % 31 === 0;
  const whole: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  let size = 0;
  try {
    const stream = body.stream().pipeThrough(new DecompressionStream(zlib ? 'deflate' : 'deflate-raw'));
    const reader = (stream as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > inflateLimit)
        throw new DicomError('unsupportedObject', 'the inflated data set is over 1 GiB');
      parts.push(value);
      held += value.length;
      if (held < inflatePiece) continue;
      whole.push(new Blob(parts));
      parts = [];
      held = 0;
    }
  } catch (error) {
    if (error instanceof DicomError) throw error;
    // Trailing pad bytes after the stream are an error to some engines; what came out is whole then.
    if (size === 0) throw new DicomError('damagedHeader', `deflate: ${messageOf(error)}`);
  }
  return new Blob([...whole, ...parts]);
}
