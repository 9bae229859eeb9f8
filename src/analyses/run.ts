import type { AnalysisProgress, AnalysisRun, SuitabilityReason } from '../domain/analysis';
import type { Series, Study } from '../domain/study';
import { engineQueue } from '../inference/queue';
import type { Volume } from '../domain/volume';
import type { Calibration } from '../domain/measurement';
import { AnalysisError, type Analysis, type FindingContext, type RunInput, type WorkerRun } from './contract';
import { loadFault } from './load-fault';
import { contrastOf } from './headers';
import { filmsOf, imagesOf, joinRuns, shareOfAll } from './join';
import { AnalysisSession } from './session';

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

/** What an analysis is told of the series that it looks at. */
export const contextOf = (study: Study, series: Series): FindingContext => ({
  studyUid: study.studyUid,
  calibration: calibrationOf(series),
  contrast: contrastOf(series),
  modality: series.modality,
});

/** What the analysis saw instead of the scanner's own voxels; worded as `features/analysis/notes.ts` knows it. */
export const resampledNotes = ({ resampled }: Pick<Volume, 'resampled'>): readonly string[] =>
  resampled === 'tilt'
    ? ['the volume is resampled: tilt corrected']
    : resampled === 'uneven'
      ? ['the volume is resampled from uneven slices']
      : [];

const unsuitable = (reasons: readonly SuitabilityReason[]): AnalysisError =>
  new AnalysisError('unsuitable', reasons.map((r) => r.key).join(', '), reasons);

/**
 * Runs an analysis on a series: suitability, its turn on the engine, volume, worker. The page stays free; an abort
 * ends the worker at once, whatever it is doing. Its memory is given back at the end in every case.
 * @throws AnalysisError unsuitable (with reasons), aborted, loadFailed, and what inference may throw
 */
export async function runAnalysis(analysis: Analysis, input: RunInput): Promise<AnalysisRun> {
  const { series, study, signal, onWaiting } = input;
  const verdict = analysis.check(series, study);
  if (verdict.verdict === 'unsuitable') throw unsuitable(verdict.reasons);
  const job = (): Promise<AnalysisRun> => runNow(analysis, input, verdict.warnings);
  try {
    return await engineQueue.run('reader', job, { signal, onWaiting });
  } catch (error) {
    if (error instanceof AnalysisError || !signal?.aborted) throw error;
    throw new AnalysisError('aborted', 'cancelled');
  }
}

/** A loader may not hear an abort: whoever waits for it goes on at once. */
function untilAbort<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(new AnalysisError('aborted', 'cancelled'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

async function runNow(
  analysis: Analysis,
  input: RunInput,
  headerWarnings: AnalysisRun['warnings'],
): Promise<AnalysisRun> {
  const { series, study, signal } = input;
  const startedAt = new Date().toISOString();
  const begin = performance.now();
  const session = new AnalysisSession(analysis, input.engine);
  const report = (progress: AnalysisProgress): void => input.onProgress?.(progress);
  // Ends the worker at once, whatever it is doing; who waits for it hears that it was cancelled.
  const onAbort = (): void => session.dispose();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    let loadMs = 0;
    let prepared: readonly string[] = [];
    const done: WorkerRun[] = [];
    // Of a series of one image it need not be said which.
    const all = analysis.everyImage ? imagesOf(series) : [];
    const images = all.length > 1 ? all : [undefined];
    const context = contextOf(study, series);
    for (const image of images) {
      const since = performance.now();
      const loading = (share: number, total: number): void =>
        report(shareOfAll({ stage: 'load', done: share, total }, done.length, images.length));
      if (done.length === 0) loading(0, series.instances.length);
      const volume = await untilAbort(
        input.loadVolume({ signal, single: analysis.singleImage, image, onProgress: loading }),
        signal,
      ).catch((error: unknown) => Promise.reject(loadFault(error)));
      loadMs += performance.now() - since;
      prepared = [...prepared, ...resampledNotes(volume), ...(volume.single?.notes ?? [])];
      const found = done.reduce((n, run) => n + run.findings.length, 0);
      const number = (input.firstNumber ?? 1) + found;
      done.push(
        await session.run(volume, context, number, (progress) =>
          report(shareOfAll(progress, done.length, images.length)),
        ),
      );
    }
    const [first, ...others] = done;
    const { declined, ...run } = joinRuns([first, ...others]);
    if (declined) throw unsuitable(declined);
    const left = images.flatMap((image, n) => (image && done[n].declined ? [image] : []));
    return {
      ...run,
      findings: analysis.keep?.(run.findings, filmsOf(series, left)) ?? run.findings,
      startedAt,
      analysisVersion: analysis.version,
      timings: { load: loadMs, ...run.timings, total: performance.now() - begin },
      warnings: [...headerWarnings, ...run.warnings],
      notes: [...new Set([...prepared, ...run.notes])],
    };
  } finally {
    signal?.removeEventListener('abort', onAbort);
    session.dispose();
  }
}
