/** A few decode workers behind one queue with priorities. */
import type { DecodedFrame, FramePriority } from '../contract';
import { DicomError, FrameError, messageOf } from '../errors';
import type { DecodeReply, DecodeRequest } from '../worker/messages';

/** Anything that decodes one request at a time: a worker, or the same code inline where there are no workers. */
export interface Decoder {
  decode(request: DecodeRequest): Promise<DecodeReply>;
  close(): void;
}

const order: Readonly<Record<FramePriority, number>> = { visible: 0, near: 1, background: 2 };

interface Waiter {
  readonly resolve: (frame: DecodedFrame) => void;
  readonly reject: (error: unknown) => void;
}

/** Made when its turn comes: the bytes may have to be inflated again. */
type MakeRequest = () => Omit<DecodeRequest, 'id'> | Promise<Omit<DecodeRequest, 'id'>>;

interface Job {
  readonly key: string;
  readonly path: string;
  readonly request: MakeRequest;
  priority: number;
  readonly waiters: Set<Waiter>;
}

/** A decoder that says nothing for this long is taken to hang, ms. */
const hangAfter = 20_000;

/** Decoders that have had nothing to do for this long give their memory back, ms; one stays for the next frame. */
const REST_MS = 3000;

export class DecodePool {
  private readonly queue: Job[] = [];
  private readonly jobs = new Map<string, Job>();
  private readonly idle: Decoder[] = [];
  private made = 0;
  private nextId = 1;
  private readonly size: number;
  private readonly make: () => Decoder;
  private readonly restMs: number;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(size: number, make: () => Decoder, restMs = REST_MS) {
    this.size = size;
    this.make = make;
    this.restMs = restMs;
  }

  /**
   * Decodes a frame; the same key asked for twice is decoded once and takes the higher priority.
   * Rejects with FrameError, or with the signal's reason; a job that nobody waits for leaves the queue.
   */
  run(
    key: string,
    path: string,
    request: MakeRequest,
    priority: FramePriority,
    signal?: AbortSignal,
  ): Promise<DecodedFrame> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      let job = this.jobs.get(key);
      if (job) job.priority = Math.min(job.priority, order[priority]);
      else {
        job = { key, path, request, priority: order[priority], waiters: new Set() };
        this.jobs.set(key, job);
        this.queue.push(job);
      }
      const mine = job;
      const stop = () => {
        mine.waiters.delete(waiter);
        if (mine.waiters.size === 0) this.forget(mine);
        reject(signal?.reason);
      };
      const done = () => signal?.removeEventListener('abort', stop);
      const waiter: Waiter = {
        resolve: (frame) => {
          done();
          resolve(frame);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      };
      mine.waiters.add(waiter);
      signal?.addEventListener('abort', stop, { once: true });
      this.pump();
    });
  }

  /** Takes a job that waits out of the queue; one that runs ends unseen. */
  private forget(job: Job): void {
    const at = this.queue.indexOf(job);
    if (at < 0) return;
    this.queue.splice(at, 1);
    this.jobs.delete(job.key);
  }

  /** Jobs in the queue, for tests. */
  get waiting(): number {
    return this.queue.length;
  }

  /** A codec's heap is as large as the largest image it saw: two to four of them are worth giving back. */
  private rest(): void {
    clearTimeout(this.resting);
    if (this.queue.length > 0 || this.idle.length < 2) return;
    this.resting = setTimeout(() => {
      for (const decoder of this.idle.splice(1)) {
        decoder.close();
        this.made--;
      }
    }, this.restMs);
    // Node, where the scripts decode, would wait for it before it ends.
    (this.resting as { unref?: () => void }).unref?.();
  }

  private pump(): void {
    while (this.queue.length > 0) {
      const decoder = this.idle.pop() ?? (this.made < this.size ? this.open() : undefined);
      if (!decoder) return;
      let best = 0;
      for (let i = 1; i < this.queue.length; i++)
        if (this.queue[i].priority < this.queue[best].priority) best = i;
      const [job] = this.queue.splice(best, 1);
      void this.work(decoder, job);
    }
  }

  private open(): Decoder {
    this.made++;
    return this.make();
  }

  private async work(decoder: Decoder, job: Job): Promise<void> {
    const id = this.nextId++;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asked = false;
    try {
      const request = await job.request();
      asked = true;
      const hang = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer for ${hangAfter / 1000} s`)), hangAfter);
      });
      const reply = await Promise.race([decoder.decode({ id, ...request }), hang]);
      this.idle.push(decoder);
      this.jobs.delete(job.key);
      if ('frame' in reply) for (const w of job.waiters) w.resolve(reply.frame);
      else for (const w of job.waiters) w.reject(new FrameError(reply.reason, reply.detail, job.path));
    } catch (error) {
      this.jobs.delete(job.key);
      if (asked) {
        // The worker hangs or broke: it is replaced, so that one bad frame does not stop the rest.
        decoder.close();
        this.made--;
      } else this.idle.push(decoder);
      const told = asked
        ? new FrameError('truncatedPixels', `decoder: ${messageOf(error)}`, job.path)
        : error instanceof DicomError
          ? new FrameError(error.reason, error.detail, job.path, error.server)
          : new FrameError('unreadable', messageOf(error), job.path);
      for (const w of job.waiters) w.reject(told);
    } finally {
      clearTimeout(timer);
    }
    this.pump();
    this.rest();
  }
}

function workerDecoder(): Decoder {
  const worker = new Worker(new URL('../worker/decode.worker.ts', import.meta.url), {
    type: 'module',
    name: 'dicom-decode',
  });
  let settle: { resolve: (r: DecodeReply) => void; reject: (e: Error) => void } | undefined;
  worker.addEventListener('message', (e: MessageEvent<DecodeReply>) => settle?.resolve(e.data));
  worker.addEventListener('error', (e) => settle?.reject(new Error(e.message || 'worker failed to start')));
  return {
    decode: (request) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        worker.postMessage(request);
      }),
    close: () => worker.terminate(),
  };
}

/** Decodes on the page's own thread; imported only there, since the codecs are in the worker's bundle already. */
const inlineDecoder = (): Decoder => ({
  decode: async (request) => (await import('../worker/runDecode')).runDecode(request),
  close: () => {},
});

/** 2 to 4 workers by the machine's cores; inline where there are no workers (tests in Node). */
export function createPool(): DecodePool {
  if (typeof Worker === 'undefined') return new DecodePool(2, inlineDecoder);
  const cores = navigator.hardwareConcurrency || 2;
  return new DecodePool(Math.max(2, Math.min(4, cores)), workerDecoder);
}
