/** Frames on demand: cache, then pool. */
import type { DecodedFrame, FrameBytes, FramePieces, FramePriority, LoadOptions } from '../contract';
import type { Instance } from '../../domain/study';
import { DicomError, FrameError, throwIfAborted } from '../errors';
import type { PixelFormat } from '../header/record';
import { frameRanges } from '../pixels/locate';
import { isLossyFrame } from '../pixels/lossy';
import { overlayParts } from '../pixels/overlays';
import type { Registry } from '../series/registry';
import type { DecodeRequest } from '../worker/messages';
import type { FrameCache } from './cache';
import type { DecodePool } from './pool';

export class FrameLoader {
  private readonly registry: Registry;
  private readonly cache: FrameCache;
  private readonly makePool: () => DecodePool;
  private pool: DecodePool | undefined;

  /** The pool is made on the first frame: opening a page starts no workers. */
  constructor(registry: Registry, cache: FrameCache, makePool: () => DecodePool) {
    this.registry = registry;
    this.cache = cache;
    this.makePool = makePool;
  }

  /**
   * Decodes one frame (1-based).
   * @throws FrameError, or the signal's reason.
   */
  async load(instance: Instance, frame: number, options: LoadOptions = {}): Promise<DecodedFrame> {
    throwIfAborted(options.signal);
    const { stored } = options;
    const key = frameKey(instance.sopInstanceUid, frame) + (stored ? '#stored' : '');
    const cached = this.cache.get(key);
    if (cached) return cached;
    const open = this.registry.get(instance.sopInstanceUid);
    if (!open) throw new FrameError('unreadable', 'the study is closed', instance.path);
    const { record, bytes } = open;
    const { pixels, format } = record;
    const frames = record.instance.frames;
    if (!pixels) throw new FrameError('noPixels', `SOP class ${instance.sopClassUid}`, instance.path);
    if (!(Number.isInteger(frame) && frame >= 1 && frame <= frames))
      throw new FrameError('truncatedPixels', `frame ${frame} of ${frames}`, instance.path);
    const priority = options.priority ?? 'visible';
    const overlaysIn = (blob: Blob) =>
      overlayParts(format.overlays ?? [], frame - 1, frames).flatMap((part) =>
        part.range ? [{ part, blob: blob.slice(...part.range) }] : [],
      );
    // What is fetched is there before a decoder is taken: a slow server must not keep decoders from other work.
    const fetched =
      bytes.frames && (await this.fetch(bytes.frames, instance, frame, format, priority, options));
    throwIfAborted(options.signal);
    const request = async (): Promise<Omit<DecodeRequest, 'id'>> => {
      if (fetched) {
        const { parts, bitOffset, format: given } = fetched;
        return { parts, bitOffset, format: given, overlays: overlaysIn(bytes.frames!.header), stored };
      }
      const blob = await bytes.read();
      const { ranges, bitOffset } = frameRanges(pixels, format, frames, frame - 1);
      const parts = ranges.map(([a, b]) => blob.slice(a, b));
      return { parts, bitOffset, format, overlays: overlaysIn(blob), stored };
    };
    this.pool ??= this.makePool();
    const whole = await this.pool.run(key, instance.path, request, priority, options.signal);
    const lossy = fetched && !instance.lossy && (await lossyAsFetched(fetched));
    const decoded = lossy ? { ...whole, lossy } : whole;
    // The study may have been closed while the frame was decoded; several may have waited for one decode.
    if (!stored && this.registry.get(instance.sopInstanceUid) === open && !this.cache.get(key))
      this.cache.put(key, decoded);
    return decoded;
  }

  /** @throws FrameError with the instance's path, or the signal's reason */
  private async fetch(
    from: FrameBytes,
    instance: Instance,
    frame: number,
    format: PixelFormat,
    priority: FramePriority,
    { signal }: LoadOptions,
  ): Promise<FramePieces> {
    try {
      return await from.fetch(frame, format, { priority, signal });
    } catch (error) {
      throwIfAborted(signal);
      if (error instanceof DicomError)
        throw new FrameError(error.reason, error.detail, instance.path, error.server);
      throw error;
    }
  }
}

/** A server's words on an instance may be silent about what its bytes lost. */
const lossyAsFetched = async ({ lossy, format, parts }: FramePieces): Promise<boolean> =>
  lossy ?? (await isLossyFrame(format.transferSyntaxUid, parts[0]));

export const frameKey = (sopInstanceUid: string, frame: number): string => `${sopInstanceUid}#${frame}`;
