import type { RejectReason } from '../../domain/finding';
import { withUltrasoundFacts } from '../../domain/saved-finding';
import { withTyped } from '../history';
import { useSettings } from '../settings';
import { emptyStudy, patchStudy, studyFindings, useFindings, type StudyFindings } from './store';

/** Everything about a study's findings that must survive a reload. Plain data; masks as Uint8Array. */
export interface FindingsSnapshot extends Pick<
  StudyFindings,
  'findings' | 'originals' | 'grids' | 'nextNumber' | 'imported' | 'currentUid' | 'filter'
> {
  readonly version: 1;
  /** Not in the first saves. */
  readonly slices?: StudyFindings['slices'];
  readonly lastReason?: RejectReason;
  /** Not in saves of earlier versions. */
  readonly order?: StudyFindings['order'];
  readonly threshold?: number;
  readonly pass?: StudyFindings['pass'];
  readonly ownFirst?: StudyFindings['ownFirst'];
  readonly joined?: StudyFindings['joined'];
  readonly history?: StudyFindings['history'];
  /** An analysis ran ahead, and no reader has seen what it found. Gone once the study was opened. */
  readonly ahead?: true;
}

/** What to save for a study; undefined while there is nothing worth saving. */
export function findingsSnapshot(studyUid: string): FindingsSnapshot | undefined {
  const { note: _, ...kept } = withTyped('findings', studyUid, studyFindings(studyUid));
  if (kept.findings.length === 0 && kept.nextNumber === 1 && !kept.pass) return undefined;
  const { lastReason } = useFindings.getState();
  return { version: 1, ...kept, lastReason };
}

/**
 * Puts a saved study back, in place of what is there. Nothing is measured again and nothing is accepted.
 * @throws TypeError when it is not one: the caller sets the copy aside
 */
export function restoreFindings(studyUid: string, saved: FindingsSnapshot): void {
  const { version, lastReason, ahead, ...study } = saved;
  if (version !== 1 || !Array.isArray(study.findings) || typeof study.nextNumber !== 'number')
    throw new TypeError('saved findings: not version 1');
  const { note } = studyFindings(studyUid);
  // What a save does not name is not there, whatever was begun before it was read.
  patchStudy(studyUid, {
    ...emptyStudy,
    pass: undefined,
    threshold: undefined,
    ...study,
    findings: study.findings.map(withUltrasoundFacts),
    originals: Object.fromEntries(
      Object.entries(study.originals).map(([uid, f]) => [uid, withUltrasoundFacts(f)]),
    ),
    note,
  });
  // Whoever reads alone first has seen nothing of what was found ahead.
  if (ahead && study.pass === undefined && useSettings.getState().secondReader)
    patchStudy(studyUid, { pass: 'first' });
  if (lastReason) useFindings.setState({ lastReason });
}

/** Forgets a study's findings when it is closed. */
export function closeFindings(studyUid: string): void {
  useFindings.setState((s) => {
    const { [studyUid]: _, ...studies } = s.studies;
    return { studies, preview: undefined, rejecting: undefined, message: undefined, mode: 'none' };
  });
}
