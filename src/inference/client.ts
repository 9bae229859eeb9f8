import {
  InferenceError,
  type EngineOptions,
  type LoadedModel,
  type Reply,
  type Request,
  type SliceJob,
  type SliceProgress,
  type SliceResult,
} from './contract';

/** A worker that hears no cancel in this time is ended. */
const CANCEL_PATIENCE_MS = 700;

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: InferenceError) => void;
  readonly onProgress: (done: number, total: number, msLeft?: number) => void;
}

/**
 * One inference worker with one model and at most one job. Works from the page and from another worker.
 * Whoever starts it disposes it: that ends the worker and gives its memory back.
 */
export class InferenceClient {
  private readonly worker: Worker;
  private waiting: Waiting | undefined;
  private dead: InferenceError | undefined;

  constructor() {
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), {
      type: 'module',
      name: 'lamplight-inference',
    });
    this.worker.addEventListener('message', (event: MessageEvent<Reply>) => this.receive(event.data));
    this.worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.end(new InferenceError('workerLost', event.message || 'the inference worker failed to start'));
    });
  }

  /**
   * Fetches, checks and opens a model. `folder` is an absolute URL that ends with a slash.
   * @throws InferenceError
   */
  async load(
    folder: string,
    options: EngineOptions = {},
    onProgress: (done: number, total: number) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<LoadedModel> {
    const reply = await this.ask({ type: 'load', folder, options }, [], onProgress, signal);
    if (reply.type !== 'loaded') throw new InferenceError('runFailed', `unexpected reply ${reply.type}`);
    return reply.model;
  }

  /**
   * Runs the loaded model. A job whose data is not shared is moved to the worker; it comes back in the result.
   * @throws InferenceError
   */
  async runSlices(
    job: SliceJob,
    onProgress: (progress: SliceProgress) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<SliceResult> {
    const transfer = job.data.buffer instanceof ArrayBuffer ? [job.data.buffer] : [];
    const report = (done: number, total: number, msLeft?: number): void =>
      onProgress({ done, total, msLeft });
    const reply = await this.ask({ type: 'slices', job }, transfer, report, signal);
    if (reply.type !== 'result') throw new InferenceError('runFailed', `unexpected reply ${reply.type}`);
    return reply.result;
  }

  dispose(): void {
    this.end(new InferenceError('aborted', 'disposed'));
  }

  private end(error: InferenceError): void {
    this.dead ??= error;
    this.worker.terminate();
    const waiting = this.waiting;
    this.waiting = undefined;
    waiting?.reject(error);
  }

  private receive(reply: Reply): void {
    const waiting = this.waiting;
    if (!waiting) return;
    if (reply.type === 'loadProgress') waiting.onProgress(reply.done, reply.total);
    else if (reply.type === 'progress')
      waiting.onProgress(reply.progress.done, reply.progress.total, reply.progress.msLeft);
    else {
      this.waiting = undefined;
      if (reply.type === 'error') waiting.reject(new InferenceError(reply.code, reply.detail));
      else waiting.resolve(reply);
    }
  }

  private ask(
    request: Request,
    transfer: Transferable[],
    onProgress: Waiting['onProgress'],
    signal?: AbortSignal,
  ): Promise<Reply> {
    if (this.dead) return Promise.reject(this.dead);
    if (this.waiting) return Promise.reject(new InferenceError('runFailed', 'one job at a time'));
    if (signal?.aborted) return Promise.reject(new InferenceError('aborted', 'cancelled'));
    return new Promise<Reply>((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const onAbort = (): void => {
        const cancel: Request = { type: 'cancel' };
        this.worker.postMessage(cancel);
        timer = setTimeout(() => this.end(new InferenceError('aborted', 'cancelled')), CANCEL_PATIENCE_MS);
      };
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      this.waiting = {
        onProgress,
        resolve: (reply) => {
          settle();
          resolve(reply);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      signal?.addEventListener('abort', onAbort);
      this.worker.postMessage(request, transfer);
    });
  }
}
