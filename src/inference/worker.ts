/// <reference lib="webworker" />
import '../domain/own-scripts';
import { InferenceError, type Reply, type Request } from './contract';
import { runModel } from './engine';
import { probe } from './probe';
import { ModelSession } from './session';
import { OpenStages, runStage, warmStages, type StageHost } from './stage';

declare const self: DedicatedWorkerGlobalScope;

let session: ModelSession | undefined;
let opened = new OpenStages();
/** Of the model's further networks, opened while nothing else is asked for. */
let warming: Promise<void> = Promise.resolve();
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

const loadProgress = (done: number, total: number): void => send({ type: 'loadProgress', done, total });

const hostOf = (of: ModelSession): StageHost => ({
  ...of.place(),
  cancelled: () => cancelled,
  breathe,
  opened,
});

async function handle(request: Request): Promise<void> {
  if (request.type === 'cancel') {
    cancelled = true;
    return;
  }
  cancelled = false;
  if (request.type === 'load') {
    session = await ModelSession.load(request.folder, request.options, loadProgress);
    opened = new OpenStages();
    send({ type: 'loaded', model: session.describe() });
    warming = warmStages(hostOf(session));
    return;
  }
  if (request.type === 'probe') {
    const found = await probe(request.folder, request.options, loadProgress, breathe, () => cancelled);
    send({ type: 'probed', probe: found });
    return;
  }
  await warming;
  const open = session;
  if (!open?.network) throw new InferenceError('sessionFailed', 'no model is loaded');
  if (request.type === 'stage') {
    const staged = await runStage(hostOf(open), request.stage, request.x, request.shape);
    send(
      { type: 'staged', result: staged },
      Object.values(staged.outputs).map((values) => values.buffer as ArrayBuffer),
    );
    return;
  }
  const result = await runModel(request.job, open.manifest, open.network, {
    onProgress: (progress) => send({ type: 'progress', progress }),
    cancelled: () => cancelled,
    reopen: (_why, allowWebGpu) => open.reopen(allowWebGpu),
    breathe,
    note: (text) => open.notes.push(text),
  });
  const buffers = result.outputs.flatMap((output) =>
    output.kind === 'labelmap'
      ? [output.data.buffer]
      : output.kind === 'heatmap'
        ? output.data.map((values) => values.buffer)
        : [],
  );
  const given = result.images.map((image) => image.data.buffer);
  const transfer = [...new Set([...buffers, ...given])].filter((b) => b instanceof ArrayBuffer);
  send({ type: 'result', result }, transfer);
}

self.addEventListener('message', (event: MessageEvent<Request>) => {
  handle(event.data).catch((error: unknown) => {
    const detail = error instanceof Error ? error.message : String(error);
    send({ type: 'error', code: error instanceof InferenceError ? error.code : 'runFailed', detail });
  });
});
