import type { Finding, RejectReason, ReviewState } from '../../domain/finding';
import { remove } from './add';
import { change } from './change';
import { sameAxes, sameVoxels } from './overlap';
import { nextPending, selectFinding } from './select';
import { findByUid, studyFindings, useFindings } from './store';

/** Was the shape of a finding changed by the reader since the analysis or the segmentation object gave it? */
export function isCorrected(f: Finding): boolean {
  const original = studyFindings(f.studyUid).originals[f.trackingUid];
  return original !== undefined && !(sameVoxels(f.mask, original.mask) && sameAxes(f.axes, original.axes));
}

/**
 * "Research use" stands with what an algorithm made or helped to make: this page's analyses, and imported segments
 * unless their tags say that they were drawn by hand.
 */
export const needsResearchLine = (f: Finding, imported: readonly string[]): boolean =>
  f.origin.kind === 'analysis' || (imported.includes(f.trackingUid) && f.source?.algorithmType !== 'MANUAL');

/** How a finding counts once its reader has confirmed it. */
export const confirmedState = (f: Finding): ReviewState => (isCorrected(f) ? 'edited' : 'accepted');

/**
 * The reader confirms a finding; then the next one that waits becomes current. On a finding that is confirmed
 * already it only moves on, so that A, A, A goes through a list.
 */
export function accept(uid: string): void {
  const f = findByUid(uid);
  if (!f) return;
  if (f.review === 'pending' || f.review === 'rejected')
    change('accept', f, { ...f, review: confirmedState(f), rejectReason: undefined });
  moveOn(f);
}

/** Confirms a finding of a study that need not be the one that is read; nothing else becomes current. */
export function confirmIn(studyUid: string, uid: string): void {
  const f = findByUid(uid, studyUid);
  if (f?.review === 'pending') change('accept', f, { ...f, review: confirmedState(f) });
}

/**
 * Opens the reason picker of a finding: a digit takes a reason, Enter the last one used, Escape lets go. The reader's
 * own mark is taken away without asking; undo brings it back.
 */
export function askReason(uid: string): void {
  const f = findByUid(uid);
  if (!f || f.review === 'rejected') return;
  if (f.origin.kind === 'reader' && !studyFindings(f.studyUid).imported.includes(uid)) {
    remove(uid);
    return;
  }
  selectFinding(uid);
  useFindings.setState({ rejecting: uid });
}

export const closeReason = (): void => useFindings.setState({ rejecting: undefined });

/** The reader says that a finding is none; it leaves the report and stays in the audit, with the reason if given. */
export function reject(uid: string, reason?: RejectReason): void {
  const f = findByUid(uid);
  if (!f) return;
  change('reject', f, { ...f, review: 'rejected', rejectReason: reason });
  if (reason) useFindings.setState({ lastReason: reason });
  moveOn(f);
}

/** Takes a rejection back. The finding waits again: the reader has not confirmed it. */
export function restore(uid: string): void {
  const f = findByUid(uid);
  if (f?.review !== 'rejected') return;
  change('restore', f, { ...f, review: 'pending', rejectReason: undefined }, { select: true });
}

function moveOn(from: Finding): void {
  const next = nextPending(from.studyUid, from.trackingUid);
  if (next) selectFinding(next.trackingUid);
}
