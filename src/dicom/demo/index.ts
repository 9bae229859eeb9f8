import { SLICES } from '../../domain/phantom';
import type { SourceFile } from '../contract';
import { demoPath } from './files';
import type { DemoReply, DemoRequest } from './protocol';

export { demoUids } from './files';
export { demoPicture } from './preview';

export interface DemoOptions {
  /** Aborting ends the workers at once; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Slices ready, of all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Files as they become ready, in no strict order, the top slices first. */
  readonly onFiles?: (files: readonly SourceFile[]) => void;
}

/** The demo study could not be made; the message is technical and untranslated. */
export class DemoStudyError extends Error {
  override readonly name = 'DemoStudyError';
}

/** Every worker prepares the whole phantom first: beyond these, more of them win little and hold much. */
const workerCount = (): number => Math.min(4, Math.max(2, navigator.hardwareConcurrency || 2));

/**
 * Makes the synthetic chest CT (180 slices of 512 x 512, 1.5 mm) in workers and returns it as Part-10 files,
 * top slice first, as if the user had dropped a folder.
 * @throws DemoStudyError when a worker fails, the signal's reason when aborted
 */
export function makeDemoStudy(options: DemoOptions = {}): Promise<SourceFile[]> {
  const { signal, onProgress, onFiles } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const files: SourceFile[] = [];
    const workers: Worker[] = [];
    let done = 0;
    const end = (): void => {
      for (const worker of workers) worker.terminate();
      signal?.removeEventListener('abort', abort);
    };
    const fail = (error: unknown): void => {
      end();
      reject(error);
    };
    const abort = (): void => fail(signal?.reason);
    signal?.addEventListener('abort', abort);
    const receive = ({ data }: MessageEvent<DemoReply>): void => {
      if (data.kind === 'failed') return fail(new DemoStudyError(data.message));
      const file: SourceFile = {
        blob: new Blob([data.bytes], { type: 'application/dicom' }),
        path: demoPath(data.slice),
      };
      files[data.slice] = file;
      done++;
      onFiles?.([file]);
      onProgress?.(done, SLICES);
      if (done < SLICES) return undefined;
      end();
      return resolve(files);
    };
    const count = workerCount();
    for (let n = 0; n < count; n++) {
      const worker = new Worker(new URL('./demo.worker.ts', import.meta.url), { type: 'module' });
      workers.push(worker);
      worker.addEventListener('message', receive);
      worker.addEventListener('error', (event) =>
        fail(new DemoStudyError(event.message || 'the worker did not start')),
      );
      // Every so many slices each, so that all work from the top down.
      const request: DemoRequest = {
        slices: Array.from({ length: SLICES }, (_, k) => k).filter((k) => k % count === n),
      };
      worker.postMessage(request);
    }
    return undefined;
  });
}
