/** Writes into the audit log what became of what was due. */
import { noteAudit, type AuditKind } from '../../features/audit';
import { useDue } from '../../features/follow-up';
import type { DueMark } from '../../domain/follow-up';

const began = Date.now();

const kindOf = ({ state, study }: DueMark): AuditKind => {
  if (state === 'moved') return 'report.dueMoved';
  if (state === 'open') return 'report.dueOpened';
  return study ? 'report.dueClosed' : 'report.dueDone';
};

/** Marks of this visit, as they are set and taken back; returns how to stop. */
export const followDue = (): (() => void) =>
  useDue.subscribe(({ lines }, before) => {
    if (lines === before.lines) return;
    for (const [studyUid, { marks }] of Object.entries(lines)) {
      const was = before.lines[studyUid]?.marks ?? {};
      if (marks === was) continue;
      for (const [key, mark] of Object.entries(marks)) {
        if (was[key]?.at === mark.at || Date.parse(mark.at) < began) continue;
        const { reason, date, study } = mark;
        const facts = {
          what: key,
          ...(reason && { reason }),
          ...((date ?? study?.date) && { day: (date ?? study?.date)! }),
        };
        void noteAudit({ kind: kindOf(mark), studyUid, facts });
      }
      for (const key of Object.keys(was))
        if (!(key in marks)) void noteAudit({ kind: 'report.dueOpened', studyUid, facts: { what: key } });
    }
  });
