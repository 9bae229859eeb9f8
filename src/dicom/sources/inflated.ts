/** Bytes that can be made again: they are let go when there is no room, and inflated anew when a frame wants them. */
import type { FileBytes } from '../contract';
import { SizedCache } from '../sized-cache';

export class BlobCache extends SizedCache<object, Blob> {
  /** @param limit bytes; the newest stays whatever its size. */
  constructor(limit: number) {
    super(limit, ({ size }) => size);
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
