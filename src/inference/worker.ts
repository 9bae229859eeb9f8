/// <reference lib="webworker" />
import { InferenceError, type Reply, type Request } from './contract';
import { runSlices } from './engine';
import { ModelSession } from './session';

declare const self: DedicatedWorkerGlobalScope;

let session: ModelSession | undefined;
let cancelled = false;

const send = (reply: Reply, transfer: Transferable[] = []): void => self.postMessage(reply, transfer);

/** A turn of the event loop without the 4 ms that nested timers cost. */
const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.addEventListener('message', () => waiting.shift()?.());
channel.port1.start();
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(0);
  });

async function handle(request: Request): Promise<void> {
  if (request.type === 'cancel') {
    cancelled = true;
    return;
  }
  if (request.type === 'load') {
    session = await ModelSession.load(request.folder, request.options, (done, total) =>
      send({ type: 'loadProgress', done, total }),
    );
    send({ type: 'loaded', model: session.describe() });
    return;
  }
  const open = session;
  if (!open?.network) throw new InferenceError('sessionFailed', 'no model is loaded');
  cancelled = false;
  const result = await runSlices(request.job, open.manifest, open.network, {
    onProgress: (progress) => send({ type: 'progress', progress }),
    cancelled: () => cancelled,
    openWasm: () => open.openWasm(),
    breathe,
    note: (text) => open.notes.push(text),
  });
  const transfer: Transferable[] = [result.data.buffer as ArrayBuffer];
  if (result.volume.buffer instanceof ArrayBuffer) transfer.push(result.volume.buffer);
  send({ type: 'result', result }, transfer);
}

self.addEventListener('message', (event: MessageEvent<Request>) => {
  handle(event.data).catch((error: unknown) => {
    const detail = error instanceof Error ? error.message : String(error);
    send({ type: 'error', code: error instanceof InferenceError ? error.code : 'runFailed', detail });
  });
});
