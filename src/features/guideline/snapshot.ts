import { moreModels, ruleSets } from '../../domain/guidelines';
import { emptyChoice, patchChoice, studyChoice, useGuideline, type StudyGuidelineChoice } from './store';

export interface GuidelineSnapshot extends StudyGuidelineChoice {
  readonly version: 1;
}

/** What to save for a study; undefined while nothing was chosen or answered. */
export function guidelineSnapshot(studyUid: string): GuidelineSnapshot | undefined {
  const choice = studyChoice(studyUid);
  return choice === emptyChoice ? undefined : { version: 1, ...choice };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Puts a saved choice back.
 * @throws TypeError when it is not one: the caller sets the copy aside
 */
export function restoreGuideline(studyUid: string, saved: unknown): void {
  const kept = saved as Partial<GuidelineSnapshot> | null;
  if (kept?.version !== 1 || !isRecord(kept.answers) || !isRecord(kept.nodules) || !isRecord(kept.taken))
    throw new TypeError('saved guideline: not version 1');
  if (kept.rule !== undefined && !ruleSets.includes(kept.rule))
    throw new TypeError('saved guideline: unknown rule set');
  const { rule, models, answers, nodules, taken } = kept as GuidelineSnapshot;
  // One that a newer version knows is left out: its probability would have no name here.
  const known = Array.isArray(models) ? moreModels.filter((one) => models.includes(one)) : [];
  patchChoice(studyUid, { rule, ...(known.length > 0 && { models: known }), answers, nodules, taken });
}

/** Forgets a study's choice. */
export function closeGuideline(studyUid: string): void {
  useGuideline.setState((s) => {
    const { [studyUid]: _, ...studies } = s.studies;
    return { studies };
  });
}
