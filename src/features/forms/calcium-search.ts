/** The search for calcium in a worker of its own, which lives as long as the search. */
import type { CalciumFound } from '../../domain/guidelines/forms';
import type { CalciumAsked, CalciumTold } from './calcium.worker';

/**
 * Finds the calcium of a volume.
 * @param onSlice how many slices are done, of how many
 * @throws the signal's reason when aborted: the worker is let go in the middle; Error when the worker fails
 */
export function searchInWorker(
  { grid, data }: CalciumAsked,
  onSlice: (done: number, all: number) => void,
  signal: AbortSignal,
): Promise<CalciumFound> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./calcium.worker.ts', import.meta.url), {
    type: 'module',
    name: 'calcium',
  });
  return new Promise<CalciumFound>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    worker.addEventListener('error', (event) => reject(new Error(event.message || 'calcium worker')));
    worker.addEventListener('message', ({ data: told }: MessageEvent<CalciumTold>) => {
      if (told.kind === 'slice') onSlice(told.done, told.all);
      else resolve(told.found);
    });
    worker.postMessage({ grid, data } satisfies CalciumAsked);
  }).finally(() => worker.terminate());
}
