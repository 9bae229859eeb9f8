import { runAnalysis, type Analysis } from '../../analyses';
import type { AnalysisRun } from '../../domain/analysis';
import type { Grid } from '../../domain/geometry';
import type { Series, Study } from '../../domain/study';
import { withUltrasoundFacts } from '../../domain/saved-finding';
import { applyRun, noteAnalysis, onRevealed, studyFindings, volumeFor, type AnalysisNote } from '../findings';
import { dropProposals, proposeCardiothoracic } from '../measure';
import { useOpen } from '../open';
import { failureOf, isAbort, refusalOf } from './failure';
import { analysisFor, useAnalyses } from './list';
import { isBusy, patchAnalysis, studyAnalysis, useAnalysis, type AnalysisState } from './store';
import { seriesToAnalyse, suitabilityOf } from './verdicts';

/** How often progress reaches the screen, ms. */
const TICK = 100;

/** The analysis that the reader chose for a study, else the first of the list. */
export const chosenAnalysis = (studyUid: string): Analysis =>
  analysisFor(
    studyAnalysis(studyUid).chosen,
    useOpen.getState().studies.find((s) => s.studyUid === studyUid),
  );

/** Chooses what to run on a study; the choice stays with the study. */
export const chooseAnalysis = (studyUid: string, analysisId: string): void =>
  patchAnalysis(studyUid, { chosen: analysisId });

/**
 * Says beforehand that nothing in a study suits the analysis at hand, so that the panel need not offer what will be declined. Called
 * again as files arrive: ten slices do not suit, the whole series may. A run's own verdict stands.
 */
export function judge(analysis: Analysis, study: Study, activeSeriesUid: string | undefined): void {
  const { studyUid } = study;
  const { state } = studyAnalysis(studyUid);
  const open = state.kind === 'idle' || (state.kind === 'unsuitable' && state.from === 'headers');
  const series = seriesToAnalyse(analysis, study, activeSeriesUid);
  if (!open || !series) return;
  const verdict = suitabilityOf(analysis, series, study);
  if (verdict.verdict === 'unsuitable')
    move(studyUid, {
      kind: 'unsuitable',
      seriesUid: series.seriesUid,
      reasons: verdict.reasons,
      from: 'headers',
    });
  else if (state.kind === 'unsuitable') move(studyUid, { kind: 'idle' });
}

/** By study: one at a time on each. Those of other studies wait for the engine. */
const running = new Map<string, AbortController>();

function move(studyUid: string, state: AnalysisState): void {
  patchAnalysis(studyUid, { state });
  noteAnalysis(studyUid, noteOf(studyUid, state));
}

/** What the findings panel says. A run that ended stands even when a later one was cancelled or failed. */
function noteOf(studyUid: string, state: AnalysisState): AnalysisNote {
  if (isBusy(state)) return { state: 'running' };
  const last = studyAnalysis(studyUid).runs.at(-1);
  if (last) return { state: 'done', withheld: last.withheld, threshold: last.threshold, model: last.name };
  if (state.kind === 'unsuitable') return { state: 'unsuitable', reasons: state.reasons };
  if (state.kind === 'failed' || state.kind === 'cancelled') return { state: state.kind };
  return { state: 'notRun' };
}

/**
 * Runs an analysis on a series. Every end is a state: done, cancelled, unsuitable (with reasons) or failed (with
 * advice). Only one runs on a study at a time; a second call while one runs does nothing.
 */
export async function analyse(analysis: Analysis, study: Study, series: Series): Promise<void> {
  const { studyUid } = study;
  if (running.has(studyUid)) return;
  const { seriesUid } = series;
  patchAnalysis(studyUid, { chosen: analysis.id });
  const verdict = suitabilityOf(analysis, series, study);
  if (verdict.verdict === 'unsuitable') {
    move(studyUid, { kind: 'unsuitable', seriesUid, reasons: verdict.reasons, from: 'headers' });
    return;
  }
  const abort = new AbortController();
  running.set(studyUid, abort);
  let since = performance.now();
  move(studyUid, { kind: 'running', seriesUid, since });
  let shown = 0;
  let grid: Grid | undefined;
  try {
    const run = await runAnalysis(analysis, {
      study,
      series,
      loadVolume: async (options) => {
        const volume = await volumeFor(series, options);
        // Findings on single images lie where the first one is drawn; a volume may have grown meanwhile.
        if (!options.image) grid = volume.grid;
        return volume;
      },
      signal: abort.signal,
      firstNumber: studyFindings(studyUid).nextNumber,
      onWaiting: (ahead) => {
        if (abort.signal.aborted || !isBusy(studyAnalysis(studyUid).state)) return;
        since = performance.now();
        patchAnalysis(studyUid, {
          state: ahead > 0 ? { kind: 'waiting', seriesUid, ahead } : { kind: 'running', seriesUid, since },
        });
      },
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
    if (running.get(studyUid) === abort) running.delete(studyUid);
  }
}

/** Lays a run that ended over what the study has. */
export function takeRun(studyUid: string, run: AnalysisRun, grid: Grid | undefined): void {
  const runs = [...studyAnalysis(studyUid).runs, run];
  patchAnalysis(studyUid, { runs });
  applyRun(studyUid, run, grid);
  proposeLines(studyUid, run);
  move(studyUid, { kind: 'done', seriesUid: run.seriesUid, runIndex: runs.length - 1 });
}

/** The lines that a run lays over a film wait for the reader's word; those of an earlier run go. */
function proposeLines(
  studyUid: string,
  { film, findings, analysisId, seriesUid, startedAt }: AnalysisRun,
): void {
  dropProposals(studyUid, seriesUid, analysisId);
  const origin = findings[0]?.origin;
  // While the reader looks alone nothing tells what was found.
  if (!film?.lines || origin?.kind !== 'analysis' || studyFindings(studyUid).pass === 'first') return;
  const { sopInstanceUid, frame, lines } = film;
  proposeCardiothoracic({ studyUid, seriesUid, sopInstanceUid, frame, lines, origin, madeAt: startedAt });
}

// The first reading has ended: lines that were held back in it are laid now, also those of a run that was saved.
onRevealed((studyUid) => {
  for (const run of studyAnalysis(studyUid).runs) if (run.film) proposeLines(studyUid, run);
});

function endOf(error: unknown, signal: AbortSignal, seriesUid: string): AnalysisState {
  if (isAbort(error, signal)) return { kind: 'cancelled', seriesUid };
  const reasons = refusalOf(error);
  if (reasons) return { kind: 'unsuitable', seriesUid, reasons, from: 'pixels' };
  console.error('analysis:', error);
  return { kind: 'failed', seriesUid, failure: failureOf(error) };
}

/** Runs the chosen analysis on the study that is read. */
export function analyseActive(): void {
  const { studies, activeStudyUid, activeSeriesUid } = useOpen.getState();
  const study = studies.find((s) => s.studyUid === activeStudyUid);
  if (!study) return;
  const analysis = chosenAnalysis(study.studyUid);
  const series = seriesToAnalyse(analysis, study, activeSeriesUid);
  if (series) void analyse(analysis, study, series);
}

/** Looks for lung nodules in a study that need not be the one that is read. */
export function analyseNodules(study: Study, seriesUid: string | undefined): void {
  const analysis = useAnalyses.getState().list.find(({ id }) => id === 'lung-nodule');
  const series = analysis && seriesToAnalyse(analysis, study, seriesUid);
  if (analysis && series) void analyse(analysis, study, series);
}

/** Stops the analysis of a study, the one that is read unless another is named, or takes it out of the queue. What was found before stays. */
export function cancelAnalysis(studyUid = useOpen.getState().activeStudyUid): void {
  const abort = studyUid === undefined ? undefined : running.get(studyUid);
  if (!abort || studyUid === undefined) return;
  abort.abort();
  const { state } = studyAnalysis(studyUid);
  // At once, whatever the worker is doing: the reader pressed cancel.
  if (state.kind === 'running' || state.kind === 'waiting')
    move(studyUid, { kind: 'cancelled', seriesUid: state.seriesUid });
}

/** The runs of a study, to save. */
export const runsSnapshot = (studyUid: string): readonly AnalysisRun[] => studyAnalysis(studyUid).runs;

/** Puts saved runs back. Call after the findings were restored: their panel is told what had run. */
export function restoreRuns(studyUid: string, runs: readonly AnalysisRun[] = []): void {
  const last = runs.at(-1);
  const upToDate = runs.map((saved) => {
    const { ahead: _, ...run } = saved;
    return { ...run, findings: run.findings.map(withUltrasoundFacts) };
  });
  patchAnalysis(studyUid, { runs: upToDate, chosen: last?.analysisId });
  move(
    studyUid,
    last ? { kind: 'done', seriesUid: last.seriesUid, runIndex: runs.length - 1 } : { kind: 'idle' },
  );
  for (const [n, { ahead }] of runs.entries()) if (ahead) proposeLines(studyUid, upToDate[n]);
}

/** Stops and forgets what belongs to a study that is closed. */
export function closeAnalysis(studyUid: string): void {
  running.get(studyUid)?.abort();
  running.delete(studyUid);
  useAnalysis.setState((s) => {
    const { [studyUid]: _, ...studies } = s.studies;
    return { studies };
  });
}
