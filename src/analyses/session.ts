/** An analysis worker with its model, for as many images as its owner likes, one at a time. */
import type { AnalysisProgress } from '../domain/analysis';
import type { Volume } from '../domain/volume';
import type { EngineOptions } from '../inference/contract';
import {
  AnalysisError,
  type Analysis,
  type AnalysisReply,
  type AnalysisRequest,
  type FindingContext,
  type WorkerRun,
} from './contract';

/** A volume that a worker can read: shared memory when the page is isolated (one copy at most), else one copy to move. */
function forWorker(volume: Volume): { volume: Volume; transfer: Transferable[] } {
  if (globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer !== 'undefined') {
    if (volume.data.buffer instanceof SharedArrayBuffer) return { volume, transfer: [] };
    const shared = new Int16Array(new SharedArrayBuffer(volume.data.byteLength));
    shared.set(volume.data);
    return { volume: { ...volume, data: shared }, transfer: [] };
  }
  const data = volume.data.slice();
  return { volume: { ...volume, data }, transfer: [data.buffer] };
}

/** Folder of an analysis' model: its own, or by id under the page's. */
const folderOf = ({ folder, modelFolder }: Analysis): string =>
  folder ?? new URL(`${modelFolder}/`, new URL(`${import.meta.env.BASE_URL}models/`, document.baseURI)).href;

interface Waiting {
  readonly resolve: (run: WorkerRun) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: (progress: AnalysisProgress) => void;
}

/** Begins to load the model at once. Whoever opens it disposes it: that ends the worker, whatever it is doing. */
export class AnalysisSession {
  private readonly worker = new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: 'lamplight-analysis',
  });
  private waiting: Waiting | undefined;
  private dead: unknown;

  constructor(analysis: Analysis, engine: EngineOptions = {}) {
    this.worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.end(new AnalysisError('workerLost', event.message || 'the analysis worker failed to start'));
    });
    this.worker.addEventListener('message', (event: MessageEvent<AnalysisReply>) => this.receive(event.data));
    const { id, version, name, imported } = analysis;
    this.post({
      type: 'prepare',
      analysis: { id, version, name, imported },
      modelFolder: folderOf(analysis),
      engine,
    });
  }

  /**
   * Analyses a volume or an image. Its pixels stay with the caller: they are shared or copied.
   * @throws AnalysisError unsuitable, aborted, and what inference may throw
   */
  run(
    volume: Volume,
    context: FindingContext,
    firstNumber: number,
    onProgress: (progress: AnalysisProgress) => void = () => undefined,
  ): Promise<WorkerRun> {
    if (this.dead !== undefined) return Promise.reject(this.dead);
    if (this.waiting) return Promise.reject(new AnalysisError('runFailed', 'one image at a time'));
    return new Promise<WorkerRun>((resolve, reject) => {
      this.waiting = { resolve, reject, onProgress };
      const sent = forWorker(volume);
      this.post({ type: 'run', volume: sent.volume, context, firstNumber }, sent.transfer);
    });
  }

  dispose(): void {
    this.end(new AnalysisError('aborted', 'cancelled'));
  }

  private post(request: AnalysisRequest, transfer: Transferable[] = []): void {
    this.worker.postMessage(request, transfer);
  }

  private receive(reply: AnalysisReply): void {
    const { waiting } = this;
    if (!waiting) return;
    if (reply.type === 'progress') {
      waiting.onProgress(reply.progress);
      return;
    }
    this.waiting = undefined;
    if (reply.type === 'error') waiting.reject(new AnalysisError(reply.code, reply.detail, reply.reasons));
    else waiting.resolve(reply.run);
  }

  private end(error: AnalysisError): void {
    this.dead ??= error;
    this.worker.terminate();
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.reject(error);
  }
}
