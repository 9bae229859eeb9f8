import type { Finding } from '../../domain/finding';
import { i18n } from '../../i18n';
import { run } from '../history';
import { selectFinding } from './select';
import { dropFinding, findByUid, putFinding, useFindings } from './store';

/** What happened to a finding, as the undo list names it: a key of the catalogue `findings:done.*`. */
export type ChangeName =
  | 'accept'
  | 'reject'
  | 'restore'
  | 'outline'
  | 'originalOutline'
  | 'axes'
  | 'type'
  | 'lobe'
  | 'note'
  | 'add'
  | 'remove';

/**
 * One undoable step on one finding: it was `before` and becomes `after`; undefined stands for "not there". Only what
 * differs is put back and forth, so that undoing a remark after a re-run does not bring an old outline back. Undo and
 * redo go to the finding: the reader sees what changed.
 */
export function change(
  name: ChangeName,
  before: Finding | undefined,
  after: Finding | undefined,
  options: { readonly select?: boolean } = {},
): void {
  const subject = after ?? before;
  if (!subject) return;
  const turn = before && after ? patcher(before, after) : (f: Finding | undefined) => appear(subject, f);
  let first = true;
  const put = (target: Finding | undefined) => {
    turn(target);
    useFindings.setState({ message: undefined, preview: undefined, rejecting: undefined });
    if (target && (!first || options.select)) selectFinding(target.trackingUid);
    first = false;
  };
  run({
    label: i18n.t(`findings:done.${name}`, { number: subject.number }),
    do: () => put(after),
    undo: () => put(before),
  });
}

function appear(subject: Finding, target: Finding | undefined): void {
  if (target) putFinding(target);
  else dropFinding(subject);
}

function patcher(before: Finding, after: Finding): (target: Finding | undefined) => void {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Finding)[];
  const changed = keys.filter((k) => before[k] !== after[k]);
  return (target) => {
    const now = findByUid(before.trackingUid, before.studyUid);
    // A re-run may have taken a waiting finding away meanwhile; then there is nothing to put back.
    if (!now || !target) return;
    putFinding({ ...now, ...Object.fromEntries(changed.map((k) => [k, target[k]])) });
  };
}
