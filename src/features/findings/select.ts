import type { Finding } from '../../domain/finding';
import { listOf } from './shown';
import {
  findByUid,
  patchStudy,
  studyFindings,
  useFindings,
  type FindingFilter,
  type FindingOrder,
} from './store';

/** Counted as confirmed by the reader: accepted as it was, or corrected. */
export const isConfirmed = (f: Finding): boolean => f.review === 'accepted' || f.review === 'edited';

export function passesFilter(f: Finding, filter: FindingFilter): boolean {
  if (filter === 'all') return true;
  return filter === 'accepted' ? isConfirmed(f) : f.review === filter;
}

/**
 * Makes a finding the current one: its card opens and every plane goes there. The one thing that a click on a
 * finding does, wherever it is shown.
 */
export function selectFinding(uid: string): void {
  const finding = findByUid(uid);
  if (!finding) return;
  const study = studyFindings(finding.studyUid);
  patchStudy(finding.studyUid, {
    currentUid: uid,
    // A finding that the filter hides must not be current and out of sight.
    filter: passesFilter(finding, study.filter) ? study.filter : 'all',
  });
  useFindings.setState((s) => ({
    jump: s.jump + 1,
    message: undefined,
    preview: undefined,
    rejecting: s.rejecting === uid ? uid : undefined,
  }));
}

/** Tracking UID of the finding whose card is open; undefined when none is. */
export const currentFinding = (studyUid: string | undefined): string | undefined =>
  studyFindings(studyUid).currentUid;

/** Closes the card; the images stay where they are. */
export function deselect(studyUid: string): void {
  patchStudy(studyUid, { currentUid: undefined });
  useFindings.setState({ rejecting: undefined, preview: undefined });
}

export function setFilter(studyUid: string, filter: FindingFilter): void {
  const study = studyFindings(studyUid);
  const current = study.findings.find((f) => f.trackingUid === study.currentUid);
  patchStudy(studyUid, {
    filter,
    currentUid: current && passesFilter(current, filter) ? study.currentUid : undefined,
  });
}

/** Sorts the list; the current finding stays the current one. */
export const setOrder = (studyUid: string, order: FindingOrder): void => patchStudy(studyUid, { order });

/** The next (step 1) or previous (-1) finding in list order that is not rejected; wraps around. */
export function step(studyUid: string, by: 1 | -1): void {
  const study = studyFindings(studyUid);
  const { currentUid } = study;
  const open = listOf(study).filter((f) => f.review !== 'rejected' || f.trackingUid === currentUid);
  const stops = open.filter((f) => f.review !== 'rejected');
  if (stops.length === 0) return;
  const at = open.findIndex((f) => f.trackingUid === currentUid);
  let n = at < 0 ? (by === 1 ? -1 : open.length) : at;
  do n = (n + by + open.length) % open.length;
  while (open[n].review === 'rejected');
  selectFinding(open[n].trackingUid);
}

export const nextFinding = (studyUid: string): void => step(studyUid, 1);
export const previousFinding = (studyUid: string): void => step(studyUid, -1);

/** The next finding that waits for the reader, after this one in list order and then from the top. */
export function nextPending(studyUid: string, afterUid: string): Finding | undefined {
  const list = listOf(studyFindings(studyUid));
  const at = list.findIndex((f) => f.trackingUid === afterUid);
  const order = [...list.slice(at + 1), ...list.slice(0, Math.max(at, 0))];
  return order.find((f) => f.review === 'pending');
}
