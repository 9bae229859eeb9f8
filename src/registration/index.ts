/** Registration of a prior to the current examination, off the page's thread. */
import type { Registration } from '../domain/registration';
import { RegistrationError, type RegistrationReply, type RegistrationRequest } from './contract';
import type { Examined, RegistrationStage } from './register';

export { RegistrationError, type RegistrationErrorCode } from './contract';
export type { Examined, RegistrationStage } from './register';

export interface RegisterVolumesOptions {
  /** @param done share 0..1 of the whole */
  readonly onProgress?: (stage: RegistrationStage, done: number) => void;
  /** Ends the work at once, whatever it is doing. */
  readonly signal?: AbortSignal;
  /** For tests: what runs the work. */
  readonly makeWorker?: () => Worker;
  /** The volumes are handed over, not copied: their arrays are empty here afterwards. */
  readonly give?: boolean;
}

const ownWorker = (): Worker =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'lamplight-registration' });

/**
 * Registers in a worker; see `register`. Volumes in shared memory are not copied.
 * @returns a registration with its verdict; a refused one must not be used
 * @throws RegistrationError aborted, workerLost, registrationFailed
 */
export async function registerVolumes(
  current: Examined,
  prior: Examined,
  { onProgress, signal, makeWorker = ownWorker, give = false }: RegisterVolumesOptions = {},
): Promise<Registration> {
  const cancelled = (): RegistrationError => new RegistrationError('aborted', 'cancelled');
  if (signal?.aborted) throw cancelled();
  const worker = makeWorker();
  let settle: () => void = () => undefined;
  try {
    return await new Promise<Registration>((resolve, reject) => {
      const onAbort = (): void => reject(cancelled());
      signal?.addEventListener('abort', onAbort, { once: true });
      settle = () => signal?.removeEventListener('abort', onAbort);
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(
          new RegistrationError('workerLost', event.message || 'the registration worker failed to start'),
        );
      });
      worker.addEventListener('message', ({ data }: MessageEvent<RegistrationReply>) => {
        if (data.type === 'progress') onProgress?.(data.stage, data.done);
        else if (data.type === 'result') resolve(data.registration);
        else reject(new RegistrationError('registrationFailed', data.detail));
      });
      const request: RegistrationRequest = { current, prior };
      // Shared memory is never handed over, and one array only once.
      const own = (give ? [current, prior] : [])
        .map(({ volume }) => volume.data.buffer)
        .filter((buffer) => buffer instanceof ArrayBuffer);
      worker.postMessage(request, [...new Set(own)]);
    });
  } finally {
    settle();
    worker.terminate();
  }
}
