import { useMemo } from 'react';
import type { AnalysisRun } from '../../domain/analysis';
import { runShown, useFindings } from '../findings';

/** A run as far as it is spoken of now: by the reader's threshold, and not at all in the first reading. */
export function useRunShown(
  studyUid: string | undefined,
  run: AnalysisRun | undefined,
): AnalysisRun | undefined {
  const threshold = useFindings((s) => (studyUid ? s.studies[studyUid]?.threshold : undefined));
  const pass = useFindings((s) => (studyUid ? s.studies[studyUid]?.pass : undefined));
  return useMemo(() => run && runShown({ threshold, pass }, run), [run, threshold, pass]);
}
