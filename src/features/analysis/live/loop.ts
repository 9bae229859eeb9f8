/** Which frame of a film is analysed next, while it plays. */

export interface LoopWork {
  readonly frames: number;
  /** Analyses one frame, counted from 0, and keeps the result. */
  readonly look: (frame: number) => Promise<void>;
  /** A frame was analysed; or, with an error, the loop has ended by it. */
  readonly onLooked: (error?: unknown) => void;
}

/**
 * One frame at a time, always the newest: frames that went by meanwhile are left for the next time they come round. While
 * a frame is shown that is known already, the next one that is not is looked at ahead.
 */
export class LiveLoop {
  private readonly known: Uint8Array;
  private shown = 0;
  private busy = false;
  private ended = false;

  /** `known` are frames that need not be analysed any more. */
  constructor(
    private readonly work: LoopWork,
    known: Iterable<number> = [],
  ) {
    this.known = new Uint8Array(work.frames);
    for (const frame of known) this.known[frame] = 1;
  }

  /** The film shows this frame now. */
  show(frame: number): void {
    if (frame >= 0 && frame < this.known.length) this.shown = frame;
    void this.next();
  }

  stop(): void {
    this.ended = true;
  }

  private wanted(): number | undefined {
    const { length } = this.known;
    for (let n = 0; n < length; n++) {
      const frame = (this.shown + n) % length;
      if (this.known[frame] === 0) return frame;
    }
    return undefined;
  }

  private async next(): Promise<void> {
    const frame = this.busy || this.ended ? undefined : this.wanted();
    if (frame === undefined) return;
    this.busy = true;
    try {
      await this.work.look(frame);
    } catch (error) {
      if (!this.ended) {
        this.ended = true;
        this.work.onLooked(error);
      }
      return;
    } finally {
      this.busy = false;
    }
    this.known[frame] = 1;
    if (this.ended) return;
    this.work.onLooked();
    void this.next();
  }
}
