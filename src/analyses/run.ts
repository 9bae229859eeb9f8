import type { AnalysisProgress, AnalysisRun, Suitability } from '../domain/analysis';
import type { Series, Study } from '../domain/study';
import type { Volume } from '../domain/volume';
import type { Calibration } from '../domain/measurement';
import {
  AnalysisError,
  type Analysis,
  type AnalysisReply,
  type AnalysisRequest,
  type RunInput,
} from './contract';
import { analyses } from './registry';

const find = (id: string): Analysis => {
  const analysis = analyses.find((a) => a.id === id);
  if (!analysis) throw new AnalysisError('unknownAnalysis', `no analysis ${id}`);
  return analysis;
};

/** May this analysis run on this series? From the headers alone; lungs are looked for in the run. */
export const checkSuitability = (analysisId: string, series: Series, study: Study): Suitability =>
  find(analysisId).check(series, study);

/** Where the lengths of a series come from, as measurements will state it. */
export function calibrationOf(series: Series): Calibration {
  const tags = {
    PixelSpacing: 'PixelSpacing (0028,0030)',
    ImagerPixelSpacing: 'ImagerPixelSpacing (0018,1164), at the detector',
    NominalScannedPixelSpacing: 'NominalScannedPixelSpacing (0018,2010)',
    none: 'none',
  } as const;
  return {
    inPlane: tags[series.instances[0]?.spacingSource ?? 'none'],
    betweenSlices: 'ImagePositionPatient (0020,0032)',
  };
}

/** Was contrast medium given? False also when the header does not say. */
export const contrastOf = (series: Series): boolean =>
  /[^\s]/.test(series.contrastAgent) && !/^(none|no|without|无|平扫)$/i.test(series.contrastAgent.trim());

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

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Runs an analysis on a series: suitability, volume, worker. The page stays free; an abort ends the worker
 * at once, whatever it is doing. Its memory is given back at the end in every case.
 * @throws AnalysisError unsuitable (with reasons), aborted, loadFailed, and what inference may throw
 */
export async function runAnalysis(analysisId: string, input: RunInput): Promise<AnalysisRun> {
  const analysis = find(analysisId);
  const { series, study, signal } = input;
  const startedAt = new Date().toISOString();
  const begin = performance.now();
  const verdict = analysis.check(series, study);
  if (verdict.verdict === 'unsuitable')
    throw new AnalysisError('unsuitable', verdict.reasons.map((r) => r.key).join(', '), verdict.reasons);
  if (signal?.aborted) throw new AnalysisError('aborted', 'cancelled');

  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: 'lamplight-analysis',
  });
  const report = (progress: AnalysisProgress): void => input.onProgress?.(progress);
  const post = (request: AnalysisRequest, transfer: Transferable[] = []): void =>
    worker.postMessage(request, transfer);

  let settle: () => void = () => undefined;
  try {
    return await new Promise<AnalysisRun>((resolve, reject) => {
      const onAbort = (): void => reject(new AnalysisError('aborted', 'cancelled'));
      signal?.addEventListener('abort', onAbort, { once: true });
      settle = () => signal?.removeEventListener('abort', onAbort);
      let loadMs = 0;
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(new AnalysisError('workerLost', event.message || 'the analysis worker failed to start'));
      });
      worker.addEventListener('message', (event: MessageEvent<AnalysisReply>) => {
        const reply = event.data;
        if (reply.type === 'progress') report(reply.progress);
        else if (reply.type === 'error') reject(new AnalysisError(reply.code, reply.detail, reply.reasons));
        else
          resolve({
            ...reply.run,
            startedAt,
            analysisVersion: analysis.version,
            timings: { load: loadMs, ...reply.run.timings, total: performance.now() - begin },
            warnings: [...verdict.warnings, ...reply.run.warnings],
          });
      });
      const models = new URL(`${import.meta.env.BASE_URL}models/`, document.baseURI);
      post({
        type: 'prepare',
        analysisId,
        modelFolder: new URL(`${analysis.modelFolder}/`, models).href,
        engine: input.engine ?? {},
      });
      report({ stage: 'load', done: 0, total: series.instances.length });
      input
        .loadVolume({ signal, onProgress: (done, total) => report({ stage: 'load', done, total }) })
        .then((volume) => {
          loadMs = performance.now() - begin;
          if (signal?.aborted) return;
          const sent = forWorker(volume);
          const context = {
            studyUid: study.studyUid,
            calibration: calibrationOf(series),
            contrast: contrastOf(series),
          };
          post(
            { type: 'run', volume: sent.volume, context, firstNumber: input.firstNumber ?? 1 },
            sent.transfer,
          );
        })
        .catch((error: unknown) => reject(new AnalysisError('loadFailed', textOf(error))));
    });
  } finally {
    settle();
    worker.terminate();
  }
}
