import type { Finding } from '../../domain/finding';
import { sizeChange } from '../../domain/finding-history';
import { i18n } from '../../i18n';
import { run } from '../history';
import { withJoins } from './firstPass';
import { selectFinding } from './select';
import { numbered } from './shown';
import {
  dropFinding,
  findByUid,
  noteEvent,
  patchStudy,
  putFinding,
  studyFindings,
  useFindings,
  type StudyFindings,
} from './store';

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
  | 'side'
  | 'organ'
  | 'thyroidPlace'
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
  const put = (target: Finding | undefined, taken?: 'undo') => {
    turn(target);
    noteEvent(subject.studyUid, subject.trackingUid, {
      at: new Date().toISOString(),
      what: name,
      turn: taken ?? (first ? undefined : 'redo'),
      reason: name === 'reject' ? after?.rejectReason : undefined,
      ...(taken ? sizeChange(after, before) : sizeChange(before, after)),
    });
    // An addition that is taken back gives its number back: the next nodule does not become number 2 of one.
    if (taken && name === 'add' && studyFindings(subject.studyUid).nextNumber === subject.number + 1)
      patchStudy(subject.studyUid, { nextNumber: subject.number });
    const study = studyFindings(subject.studyUid);
    // A mark of the reader's that goes may bring back the candidate of AI's that it stood for.
    patchStudy(subject.studyUid, numbered(name === 'add' ? withAdded(study, subject) : study));
    useFindings.setState({ message: undefined, preview: undefined, rejecting: undefined });
    if (target && (!first || options.select)) selectFinding(target.trackingUid);
    first = false;
  };
  run({
    label: i18n.t(`findings:done.${name}`, { number: subject.number }),
    do: () => put(after),
    undo: () => put(before, 'undo'),
  });
}

/** What the reader marks in the first reading counts as found alone; later it may lie on a hidden candidate of AI's. */
function withAdded(study: StudyFindings, { trackingUid: uid }: Finding): StudyFindings {
  if (study.pass !== 'first') return withJoins(study);
  return study.ownFirst.includes(uid) ? study : { ...study, ownFirst: [...study.ownFirst, uid] };
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
