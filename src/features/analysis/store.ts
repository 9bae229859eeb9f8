/** What the analyses of the open studies are doing, and the runs that are kept for the report and the audit. */
import { create } from 'zustand';
import type { AnalysisProgress, AnalysisRun, SuitabilityReason } from '../../domain/analysis';

export type AnalysisState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      readonly seriesUid: string;
      readonly progress?: AnalysisProgress;
      /** `performance.now()` at the start. */
      readonly since: number;
    }
  /** The engine does other jobs first: so many. */
  | { readonly kind: 'waiting'; readonly seriesUid: string; readonly ahead: number }
  | { readonly kind: 'done'; readonly seriesUid: string; readonly runIndex: number }
  | { readonly kind: 'cancelled'; readonly seriesUid: string }
  | {
      readonly kind: 'unsuitable';
      readonly seriesUid: string;
      readonly reasons: readonly SuitabilityReason[];
      /** Known from the headers before anything ran, or found in the pixels by a run. */
      readonly from: 'headers' | 'pixels';
    }
  | { readonly kind: 'failed'; readonly seriesUid: string; readonly failure: Failure };

/** What went wrong: a key of the catalogue `analysis:failure.*`, and the technical text as it came. */
export interface Failure {
  readonly key: 'model' | 'operator' | 'input' | 'images' | 'memory' | 'device' | 'other';
  readonly detail: string;
}

export interface StudyAnalysis {
  readonly state: AnalysisState;
  /** Oldest first; never changed, only added to. */
  readonly runs: readonly AnalysisRun[];
  /** Id of the analysis that the reader chose for this study; the first of the list when none was. */
  readonly chosen?: string;
}

/** Under way, whether it has begun or waits for its turn. */
export const isBusy = (state: AnalysisState): boolean => state.kind === 'running' || state.kind === 'waiting';

export const idleStudy: StudyAnalysis = { state: { kind: 'idle' }, runs: [] };

export const useAnalysis = create<{ readonly studies: Readonly<Record<string, StudyAnalysis>> }>()(() => ({
  studies: {},
}));

export const studyAnalysis = (studyUid: string | undefined): StudyAnalysis =>
  (studyUid !== undefined && useAnalysis.getState().studies[studyUid]) || idleStudy;

export function patchAnalysis(studyUid: string, patch: Partial<StudyAnalysis>): void {
  useAnalysis.setState((s) => ({
    studies: { ...s.studies, [studyUid]: { ...(s.studies[studyUid] ?? idleStudy), ...patch } },
  }));
}
