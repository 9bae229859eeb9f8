/**
 * The DICOM room: see `contract.ts` for what each function promises. State lives in this module for the page's
 * life: open files from openFiles to closeStudy, decoded frames in a byte-limited cache.
 */
import type { Instance, Series } from '../domain/study';
import type { Volume } from '../domain/volume';
import type {
  DecodedFrame,
  LoadOptions,
  OpenOptions,
  OpenResult,
  SegmentOverlay,
  SourceFile,
} from './contract';
import { DicomError } from './errors';
import { FrameCache } from './frames/cache';
import { FrameLoader, frameKey } from './frames/load';
import { createPool } from './frames/pool';
import { loadClip, type VideoClip } from './frames/video';
import { Registry } from './series/registry';
import type { DicomObject } from './objects/contract';
import { loadObjectFile } from './objects/load';
import { loadOverlays } from './segmentation/load';
import { openInto } from './sources/open';
import { buildVolume, type VolumeSources } from './volume/build';
import { buildSingle, isSingle } from './volume/single';
import { RemoteInstance } from './web/bytes';
import type { ServerConfig } from './web/contract';
import { openRemote } from './web/open';

export { isVideo, type VideoClip } from './frames/video';
export { collectDropped, collectPicked } from './sources/collect';
export { fetchSource } from './sources/url';
export { DicomError, FrameError, SegmentationError, VolumeError, type ServerFault } from './errors';

/** Memory that the browser admits to, GB; 4 where it says nothing. */
const deviceGb = (globalThis.navigator as { deviceMemory?: number } | undefined)?.deviceMemory ?? 4;
/** Decoded frames held at most, bytes: 1 GiB, and less on a computer with under 4 GB. */
const cacheLimit = Math.max(256, Math.min(1024, deviceGb * 256)) * 1024 * 1024;

const registry = new Registry();
const cache = new FrameCache(cacheLimit);
const loader = new FrameLoader(registry, cache, createPool);

const sources: VolumeSources = {
  record: (uid) => registry.get(uid)?.record,
  load: (instance, frame, options) => loader.load(instance, frame, options),
};

/** Reads files and ZIPs; a result for every file. Rejects only with the signal's reason when aborted. */
export function openFiles(files: readonly SourceFile[], options?: OpenOptions): Promise<OpenResult> {
  return openInto(registry, files, options);
}

/**
 * Opens a study of a DICOMweb server: what it says of every instance, then frames on demand. A result for every
 * instance or series that could not be had. @throws ServerError when nothing came; the signal's reason when aborted
 */
export function openRemoteStudy(
  server: ServerConfig,
  studyUid: string,
  options?: OpenOptions,
): Promise<OpenResult> {
  return openRemote(registry, server, studyUid, options);
}

/** A small picture of an instance that its server drew; undefined for files and where the server draws none. */
export function loadRendered(instance: Instance, signal?: AbortSignal): Promise<Blob | undefined> {
  const bytes = registry.get(instance.sopInstanceUid)?.bytes;
  return bytes instanceof RemoteInstance ? bytes.rendered(signal) : Promise.resolve(undefined);
}

/** Decodes one frame (1-based); the array is shared with the cache and must not be written. @throws FrameError */
export function loadFrame(instance: Instance, frame: number, options?: LoadOptions): Promise<DecodedFrame> {
  return loader.load(instance, frame, options);
}

/** Decodes a series into one regular grid of modality values. @throws VolumeError, FrameError */
export function loadVolume(series: Series, options: LoadOptions = {}): Promise<Volume> {
  if (options.single && (options.image || isSingle(series)))
    return buildSingle(sources.load, series, options);
  return buildVolume(sources, series, options);
}

/** Reads a SEG and lays its segments over the series. @throws SegmentationError, VolumeError, FrameError */
export async function loadSegmentation(
  instance: Instance,
  referenced: Series,
): Promise<readonly SegmentOverlay[]> {
  const info = await loadObject(instance);
  return loadOverlays(sources, instance, referenced, info.kind === 'segmentation' ? info : undefined);
}

/** Reads an object that stands beside the images. @throws DicomError */
export async function loadObject(instance: Instance): Promise<DicomObject> {
  const open = registry.get(instance.sopInstanceUid);
  if (!open) throw new DicomError('unreadable', 'not open any more', instance.path);
  return loadObjectFile(await open.bytes.read(), instance.sopClassUid);
}

/** The whole file of an open instance, its data set inflated. @throws DicomError when it cannot be read any more */
export function fileOf(instance: Instance): Promise<Blob> {
  const open = registry.get(instance.sopInstanceUid);
  if (!open) throw new DicomError('unreadable', 'not open any more', instance.path);
  return open.bytes.read();
}

/** The video inside an instance, to be played or saved. @throws FrameError */
export function loadVideo(instance: Instance): Promise<VideoClip> {
  return loadClip(registry, instance);
}

/** Forgets a study: file handles, headers, decoded frames. */
export function closeStudy(studyUid: string): void {
  for (const { uid, frames } of registry.remove(studyUid))
    for (let f = 1; f <= frames; f++) cache.drop(frameKey(uid, f));
}

/** Bytes of decoded frames held now. */
export function bytesHeld(): number {
  return cache.bytes;
}
