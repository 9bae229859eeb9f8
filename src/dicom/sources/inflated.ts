/** Bytes that can be made again: they are let go when there is no room, and inflated anew when a frame wants them. */
import type { FileBytes } from '../contract';

/** Least recently used cache of Blobs, limited by bytes. The newest stays whatever its size. */
export class BlobCache {
  private readonly kept = new Map<object, Blob>();
  private held = 0;
  private readonly limit: number;

  /** @param limit bytes. */
  constructor(limit: number) {
    this.limit = limit;
  }

  get bytes(): number {
    return this.held;
  }

  get(key: object): Blob | undefined {
    const blob = this.kept.get(key);
    if (!blob) return undefined;
    // A Map keeps insertion order: put last what was used last.
    this.kept.delete(key);
    this.kept.set(key, blob);
    return blob;
  }

  put(key: object, blob: Blob): void {
    this.drop(key);
    this.kept.set(key, blob);
    this.held += blob.size;
    for (const oldest of this.kept.keys()) {
      if (this.held <= this.limit || oldest === key) break;
      this.drop(oldest);
    }
  }

  drop(key: object): void {
    this.held -= this.kept.get(key)?.size ?? 0;
    this.kept.delete(key);
  }
}

/** Inflated entries held at most, bytes. Inflating a slice again takes milliseconds; the browser's room for Blobs is small. */
export const inflatedBlobs = new BlobCache(512 * 1024 * 1024);

export class Inflated implements FileBytes {
  private readonly cache: BlobCache;
  private readonly make: () => Promise<Blob>;
  private pending: Promise<Blob> | undefined;

  constructor(cache: BlobCache, make: () => Promise<Blob>) {
    this.cache = cache;
    this.make = make;
  }

  read(): Promise<Blob> {
    const held = this.cache.get(this);
    if (held) return Promise.resolve(held);
    this.pending ??= this.make()
      .then((blob) => {
        this.cache.put(this, blob);
        return blob;
      })
      .finally(() => {
        this.pending = undefined;
      });
    return this.pending;
  }

  keep(blob: Blob): void {
    this.cache.put(this, blob);
  }

  drop(): void {
    this.cache.drop(this);
  }
}

/** Bytes that are a file on disk, or have to be held. */
export const heldBytes = (blob: Blob): FileBytes => ({
  read: () => Promise.resolve(blob),
  keep: () => {},
  drop: () => {},
});
