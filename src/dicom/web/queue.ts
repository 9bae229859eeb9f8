/** A few requests to a server at a time: what is looked at goes first, and always finds a way free. */
import type { FramePriority } from '../contract';

/** Browsers open six connections to a server that speaks HTTP/1.1; one is left for what is small and urgent. */
const MOST = 5;
/** What nobody waits for may hold so many: what comes into view never waits for a way. */
const MOST_BY_PRIORITY: Readonly<Record<FramePriority, number>> = { visible: MOST, near: 4, background: 3 };
const ORDER: Readonly<Record<FramePriority, number>> = { visible: 0, near: 1, background: 2 };

interface Waiting {
  priority: FramePriority;
  /** It stays waiting while this says so and nobody looks at it. */
  readonly held?: () => boolean;
  readonly start: () => void;
}

/** A place in the queue, whose priority may rise while it waits. */
export interface Ticket {
  raise(priority: FramePriority): void;
}

export class RequestQueue {
  private readonly waitingOnes: Waiting[] = [];
  private running = 0;
  private readonly onChange: () => void;

  constructor(onChange: () => void = () => {}) {
    this.onChange = onChange;
  }

  get open(): number {
    return this.running;
  }

  get waiting(): number {
    return this.waitingOnes.length;
  }

  /**
   * Runs the work when its turn comes.
   * @throws what the work throws, or the signal's reason while it waits
   */
  async run<T>(
    priority: FramePriority,
    work: () => Promise<T>,
    signal?: AbortSignal,
    onTicket?: (ticket: Ticket) => void,
    held?: () => boolean,
  ): Promise<T> {
    await this.turn(priority, signal, onTicket, held);
    try {
      return await work();
    } finally {
      this.running--;
      this.pump();
    }
  }

  private turn(
    priority: FramePriority,
    signal: AbortSignal | undefined,
    onTicket?: (ticket: Ticket) => void,
    held?: () => boolean,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const stop = () => {
        const at = this.waitingOnes.indexOf(mine);
        if (at >= 0) this.waitingOnes.splice(at, 1);
        reject(signal?.reason);
        this.onChange();
      };
      const mine: Waiting = {
        priority,
        held,
        start: () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        },
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.waitingOnes.push(mine);
      onTicket?.({
        raise: (to) => {
          if (ORDER[to] >= ORDER[mine.priority]) return;
          mine.priority = to;
          this.pump();
        },
      });
      this.pump();
    });
  }

  /** Starts what may start; also to be called when what is held may go on. */
  pump(): void {
    for (;;) {
      let best: Waiting | undefined;
      for (const one of this.waitingOnes) {
        if (one.priority !== 'visible' && one.held?.()) continue;
        if (!best || ORDER[one.priority] < ORDER[best.priority]) best = one;
      }
      if (!best || this.running >= MOST_BY_PRIORITY[best.priority]) break;
      this.waitingOnes.splice(this.waitingOnes.indexOf(best), 1);
      this.running++;
      best.start();
    }
    this.onChange();
  }
}
