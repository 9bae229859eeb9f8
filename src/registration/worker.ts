/// <reference lib="webworker" />
/** One registration, then the client ends this worker, and with it its memory. */
import '../domain/own-scripts';
import type { RegistrationReply, RegistrationRequest } from './contract';
import { register } from './register';

declare const self: DedicatedWorkerGlobalScope;

const send = (reply: RegistrationReply): void => self.postMessage(reply);

self.addEventListener('message', ({ data }: MessageEvent<RegistrationRequest>) => {
  try {
    const registration = register(data.current, data.prior, {
      onProgress: (stage, done) => send({ type: 'progress', stage, done }),
    });
    send({ type: 'result', registration });
  } catch (error) {
    send({ type: 'error', detail: error instanceof Error ? error.message : String(error) });
  }
});
