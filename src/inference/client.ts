import {
  InferenceError,
  type EngineOptions,
  type LoadedModel,
  type Probe,
  type Reply,
  type Request,
  type RunJob,
  type RunProgress,
  type RunResult,
  type StageResult,
} from './contract';

/** A worker that hears no cancel in this time is ended. */
const CANCEL_PATIENCE_MS = 700;

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: InferenceError) => void;
  readonly onProgress: (progress: RunProgress) => void;
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
    const reply = await this.ask(
      { type: 'load', folder, options },
      [],
      ({ done, total }) => onProgress(done, total),
      signal,
    );
    if (reply.type !== 'loaded') throw new InferenceError('runFailed', `unexpected reply ${reply.type}`);
    return reply.model;
  }

  /**
   * Runs the loaded model. Images whose data is not shared are moved to the worker; they come back in the result.
   * @throws InferenceError
   */
  async run(
    job: RunJob,
    onProgress: (progress: RunProgress) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<RunResult> {
    const buffers = job.images.map((image) => image.data.buffer);
    const transfer = [...new Set(buffers)].filter((b) => b instanceof ArrayBuffer);
    const reply = await this.ask({ type: 'run', job }, transfer, onProgress, signal);
    if (reply.type !== 'result') throw new InferenceError('runFailed', `unexpected reply ${reply.type}`);
    return reply.result;
  }

  /**
   * Runs a further network of the loaded model on items that stand one after the other in `x`, which is moved. `shape`
   * is that of an item, where the manifest leaves a length of it open.
   * @throws InferenceError
   */
  async stage(
    stage: string,
    x: Float32Array<ArrayBuffer>,
    shape?: readonly number[],
    signal?: AbortSignal,
  ): Promise<StageResult> {
    const reply = await this.ask({ type: 'stage', stage, x, shape }, [x.buffer], () => undefined, signal);
    if (reply.type !== 'staged') throw new InferenceError('runFailed', `unexpected reply ${reply.type}`);
    return reply.result;
  }

  /**
   * Tries a model of the folder with one window on each provider and compares them.
   * @throws InferenceError when it does not run on WASM
   */
  async probe(
    folder: string,
    options: EngineOptions = {},
    onProgress: (done: number, total: number) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<Probe> {
    const reply = await this.ask(
      { type: 'probe', folder, options },
      [],
      ({ done, total }) => onProgress(done, total),
      signal,
    );
    if (reply.type !== 'probed') throw new InferenceError('runFailed', `unexpected reply ${reply.type}`);
    return reply.probe;
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
    if (reply.type === 'loadProgress')
      waiting.onProgress({ stage: 'windows', done: reply.done, total: reply.total });
    else if (reply.type === 'progress') waiting.onProgress(reply.progress);
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
