/**
 * One job at a time on the engine, whoever asks: two networks at once would fight for the same cores, memory
 * and graphics device. A reader's job goes before what runs ahead in the background; a running job is not
 * interrupted by another.
 */
export type Priority = 'reader' | 'background';

export interface QueueOptions {
  readonly signal?: AbortSignal;
  /** How many jobs are before this one, whenever that changes; 0 when it starts. */
  readonly onWaiting?: (ahead: number) => void;
}

interface Waiting {
  readonly priority: Priority;
  readonly start: () => void;
  readonly onWaiting?: (ahead: number) => void;
}

const rank: Readonly<Record<Priority, number>> = { reader: 0, background: 1 };

export class EngineQueue {
  private readonly waiting: Waiting[] = [];
  private busy = false;

  /**
   * Runs a job when its turn comes and gives its result. An abort while it waits takes it out of the queue; an
   * abort while it runs is the job's own business, through the same signal.
   * @throws DOMException AbortError, when aborted while waiting; what the job throws
   */
  run<T>(priority: Priority, job: () => Promise<T>, options: QueueOptions = {}): Promise<T> {
    const { signal, onWaiting } = options;
    return new Promise<T>((resolve, reject) => {
      if (signal?.aborted) {
        reject(new DOMException('cancelled', 'AbortError'));
        return;
      }
      const onAbort = (): void => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        reject(new DOMException('cancelled', 'AbortError'));
        this.tell();
      };
      const entry: Waiting = {
        priority,
        onWaiting,
        start: () => {
          signal?.removeEventListener('abort', onAbort);
          onWaiting?.(0);
          // A job that throws before its first await must not stop the queue.
          Promise.resolve()
            .then(job)
            .then(resolve, reject)
            .finally(() => {
              this.busy = false;
              this.next();
            });
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      const at = this.waiting.findIndex((w) => rank[w.priority] > rank[priority]);
      this.waiting.splice(at < 0 ? this.waiting.length : at, 0, entry);
      this.next();
    });
  }

  private next(): void {
    if (!this.busy) {
      const entry = this.waiting.shift();
      if (entry) {
        this.busy = true;
        entry.start();
      }
    }
    this.tell();
  }

  private tell(): void {
    this.waiting.forEach((w, n) => w.onWaiting?.(n + 1));
  }
}

/** The page's one queue. */
export const engineQueue = new EngineQueue();
