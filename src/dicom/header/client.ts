/** The page's side of the header worker: a window of files in flight, and a watch on files that hang it. */
import { isAborted, messageOf } from '../errors';
import type { HeaderReply, HeaderRequest } from '../worker/messages';
import type { HeaderFile, HeaderOutcome } from './record';

/** Files in the worker's hands at a time: their reads overlap, their parsing does not. */
const windowSize = 8;
/** A worker that says nothing for this long hangs on a file, ms. Long, since a CD drive may take half a minute to spin up. */
const hangAfter = 120_000;

/**
 * Reads the headers of `files`, calling back for each as it is done, in any order. Never rejects: an aborted
 * signal ends it early.
 */
export async function readHeaders(
  files: readonly HeaderFile[],
  onOutcome: (index: number, outcome: HeaderOutcome) => void,
  signal?: AbortSignal,
): Promise<void> {
  if (typeof Worker === 'undefined') {
    // Imported here only: the parser is in the worker's bundle already.
    const { readHeaderFile } = await import('./file');
    for (let i = 0; i < files.length && !isAborted(signal); i++) onOutcome(i, await readHeaderFile(files[i]));
    return;
  }
  let todo = files.map((_, i) => i);
  let width = windowSize;
  while (todo.length > 0 && !isAborted(signal)) {
    const suspects = await runWorker(files, todo, width, onOutcome, signal);
    if (suspects === undefined) return;
    const { done, stuck, why } = suspects;
    todo = todo.filter((i) => !done.has(i));
    if (stuck.length === 1) {
      // Alone in the worker and still stuck: this is the file.
      onOutcome(stuck[0], { status: 'failed', reason: 'damagedHeader', detail: why });
      todo = todo.filter((i) => i !== stuck[0]);
      width = todo.some((i) => stuck.includes(i)) ? 1 : windowSize;
    } else width = 1;
  }
}

interface Suspects {
  readonly done: ReadonlySet<number>;
  readonly stuck: readonly number[];
  readonly why: string;
}

/** One worker's life. Resolves undefined when all is done or aborted, else what it hung or broke on. */
function runWorker(
  files: readonly HeaderFile[],
  todo: readonly number[],
  width: number,
  onOutcome: (index: number, outcome: HeaderOutcome) => void,
  signal: AbortSignal | undefined,
): Promise<Suspects | undefined> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('../worker/header.worker.ts', import.meta.url), {
      type: 'module',
      name: 'dicom-header',
    });
    const flying = new Set<number>();
    const done = new Set<number>();
    let next = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (result: Suspects | undefined) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      worker.terminate();
      resolve(result);
    };
    const abort = () => end(undefined);
    const broke = (why: string) => end({ done, stuck: [...flying], why });
    const feed = () => {
      clearTimeout(timer);
      if (done.size === todo.length) {
        end(undefined);
        return;
      }
      timer = setTimeout(() => broke(`no answer for ${hangAfter / 1000} s`), hangAfter);
      const batch = [];
      while (flying.size < width && next < todo.length) {
        const id = todo[next++];
        flying.add(id);
        const { blob, path, metadata } = files[id];
        batch.push({ id, blob, path, ...(metadata && { metadata }) });
      }
      if (batch.length > 0) worker.postMessage({ files: batch } satisfies HeaderRequest);
    };
    worker.addEventListener('message', (event: MessageEvent<HeaderReply>) => {
      const { id, outcome } = event.data;
      flying.delete(id);
      done.add(id);
      onOutcome(id, outcome);
      feed();
    });
    worker.addEventListener('error', (event) => broke(messageOf(event.message || 'worker failed')));
    signal?.addEventListener('abort', abort, { once: true });
    feed();
  });
}
