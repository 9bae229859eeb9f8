/// <reference lib="webworker" />
/**
 * The analysis worker: classical stages here, the network in an inference worker of its own (nested), which
 * loads the model while the volume is still decoded. Ending this worker ends both.
 */
import '../domain/own-scripts';
import { InferenceClient } from '../inference/client';
import { InferenceError, type LoadedModel } from '../inference/contract';
import {
  AnalysisError,
  type AnalysisIdentity,
  type AnalysisReply,
  type AnalysisRequest,
  type Pipeline,
} from './contract';
import { pipelineOf } from './registry';

declare const self: DedicatedWorkerGlobalScope;

interface Prepared {
  readonly analysis: AnalysisIdentity;
  readonly client: InferenceClient;
  readonly model: Promise<LoadedModel>;
  readonly pipeline: Promise<Pipeline> | undefined;
}
let prepared: Prepared | undefined;

const send = (reply: AnalysisReply): void => self.postMessage(reply);

/** Progress of the model's fetch is only of interest once the volume waits for it. */
let showModel = false;

async function handle(request: AnalysisRequest): Promise<void> {
  if (request.type === 'prepare') {
    const client = new InferenceClient();
    const model = client.load(request.modelFolder, request.engine, (done, total) => {
      if (showModel) send({ type: 'progress', progress: { stage: 'model', done, total } });
    });
    // A failure is reported when the run awaits the model; until then it must not count as unhandled.
    model.catch(() => undefined);
    const pipeline = pipelineOf(request.analysis.id);
    pipeline?.catch(() => undefined);
    prepared = { analysis: request.analysis, client, model, pipeline };
    return;
  }
  const ready = prepared;
  const pipeline = await ready?.pipeline;
  if (!ready || !pipeline)
    throw new AnalysisError('unknownAnalysis', `no pipeline ${ready?.analysis.id ?? ''}`);
  showModel = true;
  const run = await pipeline({
    analysis: ready.analysis,
    volume: request.volume,
    context: request.context,
    firstNumber: request.firstNumber,
    client: ready.client,
    model: ready.model,
    onProgress: (progress) => send({ type: 'progress', progress }),
  });
  send({ type: 'result', run });
}

self.addEventListener('message', (event: MessageEvent<AnalysisRequest>) => {
  handle(event.data).catch((error: unknown) => {
    const detail = error instanceof Error ? error.message : String(error);
    const known = error instanceof AnalysisError || error instanceof InferenceError;
    send({
      type: 'error',
      code: known ? error.code : 'analysisFailed',
      detail,
      reasons: error instanceof AnalysisError ? error.reasons : [],
    });
  });
});
