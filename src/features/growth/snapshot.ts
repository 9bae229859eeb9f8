import { emptyGrowth, patchGrowth, studyGrowth, type StudyGrowth } from './store';

export interface GrowthSnapshot extends Pick<StudyGrowth, 'links' | 'priors'> {
  readonly version: 1;
}

/** What to save for a study; undefined while nothing was compared. */
export function growthSnapshot(studyUid: string): GrowthSnapshot | undefined {
  const { links, priors } = studyGrowth(studyUid);
  if (priors.length === 0 && Object.keys(links).length === 0) return undefined;
  return { version: 1, links, priors };
}

/**
 * Puts saved pairs back.
 * @throws TypeError when it is none: the caller sets the copy aside
 */
export function restoreGrowth(studyUid: string, saved: unknown): void {
  const kept = saved as Partial<GrowthSnapshot> | null;
  const sound =
    kept?.version === 1 &&
    Array.isArray(kept.priors) &&
    typeof kept.links === 'object' &&
    kept.links !== null &&
    kept.priors.every(
      (one) => typeof one?.date === 'string' && Array.isArray(one.nodules) && Array.isArray(one.matches),
    );
  if (!sound) throw new TypeError('saved comparison: not version 1');
  patchGrowth(studyUid, { ...emptyGrowth, links: kept.links!, priors: kept.priors! });
}
