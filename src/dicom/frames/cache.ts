/** Least recently used cache of decoded frames, limited by bytes. The arrays are shared with callers, never copied. */
import type { DecodedFrame } from '../contract';

export class FrameCache {
  private readonly frames = new Map<string, DecodedFrame>();
  private held = 0;
  private readonly limit: number;

  /** @param limit bytes; a frame that is larger than it is not kept. */
  constructor(limit: number) {
    this.limit = limit;
  }

  get bytes(): number {
    return this.held;
  }

  get(key: string): DecodedFrame | undefined {
    const frame = this.frames.get(key);
    if (!frame) return undefined;
    // A Map keeps insertion order: put last what was used last.
    this.frames.delete(key);
    this.frames.set(key, frame);
    return frame;
  }

  put(key: string, frame: DecodedFrame): void {
    this.drop(key);
    const size = bytesOf(frame);
    if (size > this.limit) return;
    this.frames.set(key, frame);
    this.held += size;
    for (const oldest of this.frames.keys()) {
      if (this.held <= this.limit) break;
      this.drop(oldest);
    }
  }

  drop(key: string): void {
    const frame = this.frames.get(key);
    if (!frame) return;
    this.frames.delete(key);
    this.held -= bytesOf(frame);
  }
}

const bytesOf = ({ pixels, overlays = [] }: DecodedFrame): number =>
  overlays.reduce((sum, { bits }) => sum + bits.byteLength, pixels.byteLength);
