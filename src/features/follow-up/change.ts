/** What the reader does to an item of the list: each is one step of the one history. */
import type { DueEntry, DueMark } from '../../domain/follow-up';
import { i18n } from '../../i18n';
import { run } from '../history';
import { changeLine, useDue } from './store';

function mark({ line: { studyUid }, item: { key } }: DueEntry, next: DueMark, label: string): void {
  const before = useDue.getState().lines[studyUid]?.marks[key];
  const put = (to: DueMark | undefined): void =>
    changeLine(studyUid, (line) => {
      if (!line) return line;
      const { [key]: _, ...others } = line.marks;
      return { ...line, marks: to ? { ...others, [key]: to } : others };
    });
  run({ label, do: () => put(next), undo: () => put(before) });
}

const now = (): string => new Date().toISOString();

export const markDone = (entry: DueEntry, reason: string): void =>
  mark(entry, { state: 'done', at: now(), reason }, i18n.t('due:did.done'));

/** @param date YYYYMMDD */
export const moveTo = (entry: DueEntry, date: string, reason: string): void =>
  mark(entry, { state: 'moved', at: now(), reason, date }, i18n.t('due:did.moved'));

/** What a study closed by itself is not closed by it again. */
export function openAgain(entry: DueEntry): void {
  const { study } = entry.mark ?? {};
  mark(entry, { state: 'open', at: now(), reason: '', ...(study && { study }) }, i18n.t('due:did.open'));
}
