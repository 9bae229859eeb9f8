import { analyses, checkSuitability, runAnalysis } from '../../analyses';
import type { AnalysisRun, Suitability } from '../../domain/analysis';
import type { Grid } from '../../domain/geometry';
import type { Series, Study } from '../../domain/study';
import { applyRun, noteAnalysis, studyFindings, volumeFor, type AnalysisNote } from '../findings';
import { useOpen } from '../open';
import { failureOf, isAbort, refusalOf } from './failure';
import { patchAnalysis, studyAnalysis, useAnalysis, type AnalysisState } from './store';

/** The one analysis of this version; a menu of several comes with the second. */
export const NODULES = analyses[0].id;

/** How often progress reaches the screen, ms. */
const TICK = 100;

/** Verdicts by series object: headers do not change under it. */
const verdicts = new WeakMap<Series, Suitability>();

/** May the analysis run on this series? From the headers, in no time. */
export function suitabilityOf(series: Series, study: Study): Suitability {
  const known = verdicts.get(series);
  if (known) return known;
  const verdict = checkSuitability(NODULES, series, study);
  verdicts.set(series, verdict);
  return verdict;
}

/**
 * The series to analyse: the one that is read when it suits, else the thinnest suitable one of the study (the one
 * with the most slices), else the one that is read, whose reasons are then shown.
 */
export function seriesToAnalyse(study: Study, activeSeriesUid: string | undefined): Series | undefined {
  const active = study.series.find((s) => s.seriesUid === activeSeriesUid);
  if (active && suitabilityOf(active, study).verdict === 'suitable') return active;
  const suitable = study.series.filter((s) => suitabilityOf(s, study).verdict === 'suitable');
  return (
    suitable.reduce<Series | undefined>(
      (best, s) => (best && best.instances.length >= s.instances.length ? best : s),
      undefined,
    ) ?? active
  );
}

/**
 * Says beforehand that nothing in a study suits, so that the panel need not offer what will be declined. Called
 * again as files arrive: ten slices do not suit, the whole series may. A run's own verdict stands.
 */
export function judge(study: Study, activeSeriesUid: string | undefined): void {
  const { studyUid } = study;
  const { state } = studyAnalysis(studyUid);
  const open = state.kind === 'idle' || (state.kind === 'unsuitable' && state.from === 'headers');
  const series = seriesToAnalyse(study, activeSeriesUid);
  if (!open || !series) return;
  const verdict = suitabilityOf(series, study);
  if (verdict.verdict === 'unsuitable')
    move(studyUid, {
      kind: 'unsuitable',
      seriesUid: series.seriesUid,
      reasons: verdict.reasons,
      from: 'headers',
    });
  else if (state.kind === 'unsuitable') move(studyUid, { kind: 'idle' });
}

let running: { readonly studyUid: string; readonly abort: AbortController } | undefined;

function move(studyUid: string, state: AnalysisState): void {
  patchAnalysis(studyUid, { state });
  noteAnalysis(studyUid, noteOf(studyUid, state));
}

/** What the findings panel says. A run that ended stands even when a later one was cancelled or failed. */
function noteOf(studyUid: string, state: AnalysisState): AnalysisNote {
  if (state.kind === 'running') return { state: 'running' };
  const last = studyAnalysis(studyUid).runs.at(-1);
  if (last) return { state: 'done', withheld: last.withheld, threshold: last.threshold };
  if (state.kind === 'unsuitable') return { state: 'unsuitable', reasons: state.reasons };
  if (state.kind === 'failed' || state.kind === 'cancelled') return { state: state.kind };
  return { state: 'notRun' };
}

/**
 * Runs the nodule analysis on a series. Every end is a state: done, cancelled, unsuitable (with reasons) or failed
 * (with advice). Only one runs at a time; a second call while one runs does nothing.
 */
export async function analyse(study: Study, series: Series): Promise<void> {
  if (running) return;
  const { studyUid } = study;
  const { seriesUid } = series;
  const verdict = suitabilityOf(series, study);
  if (verdict.verdict === 'unsuitable') {
    move(studyUid, { kind: 'unsuitable', seriesUid, reasons: verdict.reasons, from: 'headers' });
    return;
  }
  const abort = new AbortController();
  running = { studyUid, abort };
  const since = performance.now();
  move(studyUid, { kind: 'running', seriesUid, since });
  let shown = 0;
  let grid: Grid | undefined;
  try {
    const run = await runAnalysis(NODULES, {
      study,
      series,
      loadVolume: async (options) => {
        const volume = await volumeFor(series, options);
        grid = volume.grid;
        return volume;
      },
      signal: abort.signal,
      firstNumber: studyFindings(studyUid).nextNumber,
      onProgress: (progress) => {
        const now = performance.now();
        const { state } = studyAnalysis(studyUid);
        if (abort.signal.aborted || state.kind !== 'running') return;
        if (now - shown < TICK && state.progress?.stage === progress.stage) return;
        shown = now;
        patchAnalysis(studyUid, { state: { kind: 'running', seriesUid, since, progress } });
      },
    });
    abort.signal.throwIfAborted();
    takeRun(studyUid, run, grid);
  } catch (error) {
    // The study was closed meanwhile: nothing is left to tell anybody.
    if (!useAnalysis.getState().studies[studyUid]) return;
    move(studyUid, endOf(error, abort.signal, seriesUid));
  } finally {
    running = undefined;
  }
}

function takeRun(studyUid: string, run: AnalysisRun, grid: Grid | undefined): void {
  const runs = [...studyAnalysis(studyUid).runs, run];
  patchAnalysis(studyUid, { runs });
  applyRun(studyUid, run, grid);
  move(studyUid, { kind: 'done', seriesUid: run.seriesUid, runIndex: runs.length - 1 });
}

function endOf(error: unknown, signal: AbortSignal, seriesUid: string): AnalysisState {
  if (isAbort(error, signal)) return { kind: 'cancelled', seriesUid };
  const reasons = refusalOf(error);
  if (reasons) return { kind: 'unsuitable', seriesUid, reasons, from: 'pixels' };
  console.error('analysis:', error);
  return { kind: 'failed', seriesUid, failure: failureOf(error) };
}

/** Runs the analysis on the study that is read. */
export function analyseActive(): void {
  const { studies, activeStudyUid, activeSeriesUid } = useOpen.getState();
  const study = studies.find((s) => s.studyUid === activeStudyUid);
  const series = study && seriesToAnalyse(study, activeSeriesUid);
  if (study && series) void analyse(study, series);
}

/** Stops the analysis under way. What was found before stays as it was. */
export function cancelAnalysis(): void {
  if (!running) return;
  running.abort.abort();
  const { state } = studyAnalysis(running.studyUid);
  // At once, whatever the worker is doing: the reader pressed cancel.
  if (state.kind === 'running') move(running.studyUid, { kind: 'cancelled', seriesUid: state.seriesUid });
}

/** Takes a message about a failure or a refusal away. */
export function dismissAnalysis(studyUid: string): void {
  const { state, runs } = studyAnalysis(studyUid);
  if (state.kind === 'running') return;
  const last = runs.at(-1);
  patchAnalysis(studyUid, {
    state: last ? { kind: 'done', seriesUid: last.seriesUid, runIndex: runs.length - 1 } : { kind: 'idle' },
  });
}

/** The runs of a study, to save. */
export const runsSnapshot = (studyUid: string): readonly AnalysisRun[] => studyAnalysis(studyUid).runs;

/** Puts saved runs back. Call after the findings were restored: their panel is told what had run. */
export function restoreRuns(studyUid: string, runs: readonly AnalysisRun[] = []): void {
  const last = runs.at(-1);
  patchAnalysis(studyUid, { runs });
  move(
    studyUid,
    last ? { kind: 'done', seriesUid: last.seriesUid, runIndex: runs.length - 1 } : { kind: 'idle' },
  );
}

/** Stops and forgets what belongs to a study that is closed. */
export function closeAnalysis(studyUid: string): void {
  if (running?.studyUid === studyUid) running.abort.abort();
  useAnalysis.setState((s) => {
    const { [studyUid]: _, ...studies } = s.studies;
    return { studies };
  });
}
