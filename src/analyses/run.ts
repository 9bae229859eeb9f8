import type { AnalysisProgress, AnalysisRun } from '../domain/analysis';
import type { Series } from '../domain/study';
import { engineQueue } from '../inference/queue';
import type { Volume } from '../domain/volume';
import type { Calibration } from '../domain/measurement';
import {
  AnalysisError,
  type Analysis,
  type AnalysisReply,
  type AnalysisRequest,
  type RunInput,
  type WorkerRun,
} from './contract';
import { loadFault } from './load-fault';
import { contrastOf } from './headers';
import { filmsOf, imagesOf, joinRuns, shareOfAll } from './join';

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

/** What the analysis saw instead of the scanner's own voxels; worded as `features/analysis/notes.ts` knows it. */
export const resampledNotes = ({ resampled }: Pick<Volume, 'resampled'>): readonly string[] =>
  resampled === 'tilt'
    ? ['the volume is resampled: tilt corrected']
    : resampled === 'uneven'
      ? ['the volume is resampled from uneven slices']
      : [];

/** Folder of an analysis' model: its own, or by id under the page's. */
const folderOf = ({ folder, modelFolder }: Analysis): string =>
  folder ?? new URL(`${modelFolder}/`, new URL(`${import.meta.env.BASE_URL}models/`, document.baseURI)).href;

/**
 * Runs an analysis on a series: suitability, its turn on the engine, volume, worker. The page stays free; an abort
 * ends the worker at once, whatever it is doing. Its memory is given back at the end in every case.
 * @throws AnalysisError unsuitable (with reasons), aborted, loadFailed, and what inference may throw
 */
export async function runAnalysis(analysis: Analysis, input: RunInput): Promise<AnalysisRun> {
  const { series, study, signal, onWaiting } = input;
  const verdict = analysis.check(series, study);
  if (verdict.verdict === 'unsuitable')
    throw new AnalysisError('unsuitable', verdict.reasons.map((r) => r.key).join(', '), verdict.reasons);
  const job = (): Promise<AnalysisRun> => runNow(analysis, input, verdict.warnings);
  try {
    return await engineQueue.run('reader', job, { signal, onWaiting });
  } catch (error) {
    if (error instanceof AnalysisError || !signal?.aborted) throw error;
    throw new AnalysisError('aborted', 'cancelled');
  }
}

async function runNow(
  analysis: Analysis,
  input: RunInput,
  headerWarnings: AnalysisRun['warnings'],
): Promise<AnalysisRun> {
  const { series, study, signal } = input;
  const startedAt = new Date().toISOString();
  const begin = performance.now();
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
      let prepared: readonly string[] = [];
      const done: WorkerRun[] = [];
      // Of a series of one image it need not be said which.
      const all = analysis.everyImage ? imagesOf(series) : [];
      const images = all.length > 1 ? all : [undefined];
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(new AnalysisError('workerLost', event.message || 'the analysis worker failed to start'));
      });
      worker.addEventListener('message', (event: MessageEvent<AnalysisReply>) => {
        const reply = event.data;
        if (reply.type === 'progress') report(shareOfAll(reply.progress, done.length, images.length));
        else if (reply.type === 'error') reject(new AnalysisError(reply.code, reply.detail, reply.reasons));
        else {
          done.push(reply.run);
          if (done.length < images.length) {
            next();
            return;
          }
          const [first, ...others] = done;
          const run = joinRuns([first, ...others]);
          const films = filmsOf(series);
          resolve({
            ...run,
            findings: analysis.keep?.(run.findings, films) ?? run.findings,
            startedAt,
            analysisVersion: analysis.version,
            timings: { load: loadMs, ...run.timings, total: performance.now() - begin },
            warnings: [...headerWarnings, ...run.warnings],
            notes: [...new Set([...prepared, ...run.notes])],
          });
        }
      });
      const { id, version, name, imported } = analysis;
      post({
        type: 'prepare',
        analysis: { id, version, name, imported },
        modelFolder: folderOf(analysis),
        engine: input.engine ?? {},
      });
      /** Loads the next image, or the series, and hands it to the worker. */
      const next = (): void => {
        const since = performance.now();
        const image = images[done.length];
        const loading = (share: number, total: number): void =>
          report(shareOfAll({ stage: 'load', done: share, total }, done.length, images.length));
        if (done.length === 0) loading(0, series.instances.length);
        input
          .loadVolume({ signal, single: analysis.singleImage, image, onProgress: loading })
          .then((volume) => {
            loadMs += performance.now() - since;
            prepared = [...prepared, ...resampledNotes(volume), ...(volume.single?.notes ?? [])];
            if (signal?.aborted) return;
            const sent = forWorker(volume);
            const context = {
              studyUid: study.studyUid,
              calibration: calibrationOf(series),
              contrast: contrastOf(series),
              modality: series.modality,
            };
            const found = done.reduce((n, run) => n + run.findings.length, 0);
            const firstNumber = (input.firstNumber ?? 1) + found;
            post({ type: 'run', volume: sent.volume, context, firstNumber }, sent.transfer);
          })
          .catch((error: unknown) => reject(loadFault(error)));
      };
      next();
    });
  } finally {
    settle();
    worker.terminate();
  }
}
