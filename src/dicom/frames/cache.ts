/** Decoded frames, limited by bytes. The arrays are shared with callers, never copied. */
import type { DecodedFrame } from '../contract';
import { SizedCache } from '../sized-cache';

export class FrameCache extends SizedCache<string, DecodedFrame> {
  private readonly most: number;

  /** @param limit bytes; a frame that is larger than it is not kept. */
  constructor(limit: number) {
    super(limit, bytesOf);
    this.most = limit;
  }

  override put(key: string, frame: DecodedFrame): void {
    if (bytesOf(frame) > this.most) this.drop(key);
    else super.put(key, frame);
  }
}

const bytesOf = ({ pixels, overlays = [] }: DecodedFrame): number =>
  overlays.reduce((sum, { bits }) => sum + bits.byteLength, pixels.byteLength);
