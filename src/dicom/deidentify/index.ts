/**
 * De-identification by PS3.15 annex E, on this computer. The page's side: a worker for as long as an export is
 * prepared; questions are put one after the other.
 */
import { messageOf } from '../errors';
import type { Change, Choice, ExportFile, ExportResult, FileFacts, Reply, Request } from './contract';

export type {
  Change,
  Choice,
  Count,
  Done,
  ExportFile,
  ExportResult,
  FileFacts,
  LeftOut,
  LeftOutReason,
  PixelReview,
  Risk,
} from './contract';
export { maskBitmap, type MaskShape, type Point, type Rectangle, type Stroke } from './mask';
export { type Preset, presets, type ProfileOptions } from './options';
export { EDITION } from './table-rows';

const startWorker = (): Worker =>
  new Worker(new URL('./deidentify.worker.ts', import.meta.url), {
    type: 'module',
    name: 'dicom-deidentify',
  });

/** Answers come back in the order of the questions. Every method rejects with an Error when the worker cannot. */
export class Deidentifier {
  private worker: Worker | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private stopped: ((error: Error) => void) | undefined;

  private ask(request: Request): Promise<Reply> {
    const turn = this.queue.then(
      () =>
        new Promise<Reply>((resolve, reject) => {
          this.stopped = reject;
          const worker = (this.worker ??= startWorker());
          const answered = new AbortController();
          const { signal } = answered;
          worker.addEventListener(
            'message',
            ({ data }: MessageEvent<Reply>) => {
              answered.abort();
              if (data.kind === 'failed') reject(new Error(data.detail));
              else resolve(data);
            },
            { signal },
          );
          worker.addEventListener('error', (event) => reject(new Error(messageOf(event.message))), {
            signal,
          });
          worker.postMessage(request);
        }),
    );
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  async inspect(blob: Blob): Promise<FileFacts> {
    const reply = await this.ask({ kind: 'inspect', blob });
    if (reply.kind !== 'inspected') throw new Error(reply.kind);
    return reply.facts;
  }

  async preview(file: ExportFile, choice: Choice): Promise<readonly Change[]> {
    const reply = await this.ask({ kind: 'preview', file, choice });
    if (reply.kind !== 'previewed') throw new Error(reply.kind);
    return reply.changes;
  }

  /**
   * Makes the archive. Files are asked for one at a time, so that no more than one is in memory.
   * @throws the signal's reason when aborted: the worker is let go, and this object with it
   */
  async export(
    files: readonly { readonly read: () => Promise<Blob>; readonly rest: Omit<ExportFile, 'blob'> }[],
    choice: Choice,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<ExportResult> {
    const stop = (): void => this.dispose();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await this.ask({ kind: 'begin', choice });
      for (const [n, { read, rest }] of files.entries()) {
        signal.throwIfAborted();
        onProgress(n, files.length);
        const blob = await read();
        // Asking after a stop would start a worker that nobody lets go.
        signal.throwIfAborted();
        await this.ask({ kind: 'add', file: { ...rest, blob } });
      }
      onProgress(files.length, files.length);
      const reply = await this.ask({ kind: 'finish' });
      if (reply.kind !== 'finished') throw new Error(reply.kind);
      return reply.result;
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** Lets the worker go with all that it knew; what is under way is rejected. */
  dispose(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.stopped?.(new Error('let go'));
  }
}
