/** An analysis of a study that is not on the screen: the same run, with nothing shown, kept or asked. */
import { analyses, runAnalysis } from '../../analyses';
import { loadVolume } from '../../dicom';
import type { AnalysisProgress, AnalysisRun } from '../../domain/analysis';
import type { Grid } from '../../domain/geometry';
import type { Study } from '../../domain/study';
import { useOpen } from '../open';
import { isBusy, useAnalysis } from './store';
import { wholeShare } from './progress';
import { seriesToAnalyse } from './verdicts';

/** What a run ahead gives: with the grid that it saw, as the findings need it. */
export interface RunAhead {
  readonly run: AnalysisRun;
  readonly grid: Grid;
  readonly names: {
    readonly sopInstanceUids: readonly string[];
    readonly frameNumbers: readonly number[];
  };
}

export interface AheadOptions {
  readonly signal: AbortSignal;
  /** 0..1 of the whole run. */
  readonly onShare?: (share: number) => void;
}

/** Half of the processor is left to who reads meanwhile; the engine's own choice while nothing is open. */
const threads = (): number | undefined =>
  useOpen.getState().activeStudyUid === undefined
    ? undefined
    : Math.max(1, Math.floor((navigator.hardwareConcurrency || 2) / 2));

/**
 * Runs the first of the page's own analyses that a series of the study suits; undefined when none does. The study must
 * be open in the DICOM room.
 * @throws AnalysisError as `runAnalysis`; the signal's reason
 */
export async function analyseAhead(
  study: Study,
  { signal, onShare }: AheadOptions,
): Promise<RunAhead | undefined> {
  for (const analysis of analyses) {
    const series = seriesToAnalyse(analysis, study, undefined);
    if (!series) continue;
    let seen: Omit<RunAhead, 'run'> | undefined;
    const run = await runAnalysis(analysis, {
      study,
      series,
      signal,
      engine: { threads: threads() },
      loadVolume: async (options) => {
        const { grid, sopInstanceUids, frameNumbers, ...rest } = await loadVolume(series, {
          ...options,
          priority: 'background',
        });
        seen = { grid, names: { sopInstanceUids, frameNumbers } };
        return { ...rest, grid, sopInstanceUids, frameNumbers };
      },
      onProgress: (progress: AnalysisProgress) => onShare?.(wholeShare(progress)),
    });
    signal.throwIfAborted();
    return seen && { run, ...seen };
  }
  return undefined;
}

/** Does an analysis that the reader asked for run or wait? */
export const analysing = (): boolean =>
  Object.values(useAnalysis.getState().studies).some(({ state }) => isBusy(state));
