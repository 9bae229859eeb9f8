import type { ReportDocument, ReportLanguage, SentenceEdit } from '../../domain/report-facts';
import { i18n } from '../../i18n';
import {
  addSentence,
  editSentence,
  removeSentence,
  restoreSentence,
  revertSentence,
  type NewSentence,
} from '../../report';
import { run } from '../history';
import { patchReport, studyReport } from './store';

type Name = 'edit' | 'revert' | 'add' | 'remove' | 'restore';

/** One undoable step on the reader's layer of a report. */
function step(name: Name, studyUid: string, after: readonly SentenceEdit[]): void {
  const before = studyReport(studyUid).edits;
  run({
    label: i18n.t(`report:done.${name}`),
    do: () => patchReport(studyUid, { edits: after }),
    undo: () => patchReport(studyUid, { edits: before }),
  });
}

/** Takes the reader's text for a sentence. No text takes the sentence out; the built text takes the edit away. */
export function editText(report: ReportDocument, key: string, typed: string): void {
  const text = typed.replace(/\s+/g, ' ').trim();
  const now = report.sections.flatMap((s) => s.sentences).find((s) => s.key === key);
  if (!now || now.text === text) return;
  if (text === '') removeText(report, key);
  else step('edit', report.studyUid, editSentence(report, key, text).edits);
}

/** Back to what the data say. */
export const revertText = (report: ReportDocument, key: string): void =>
  step('revert', report.studyUid, revertSentence(report, key).edits);

export function addText(report: ReportDocument, sentence: NewSentence): void {
  const text = sentence.text.replace(/\s+/g, ' ').trim();
  if (text !== '') step('add', report.studyUid, addSentence(report, { ...sentence, text }).edits);
}

/** Takes a sentence out of the report; the finding stays. */
export const removeText = (report: ReportDocument, key: string): void =>
  step('remove', report.studyUid, removeSentence(report, key).edits);

export const restoreText = (report: ReportDocument, key: string): void =>
  step('restore', report.studyUid, restoreSentence(report, key).edits);

/** The report's own language; undefined follows the page. Not undoable: nothing is lost by it. */
export const setReportLanguage = (studyUid: string, language: ReportLanguage | undefined): void =>
  patchReport(studyUid, { language });

/** Takes a finding's key image out of the report, or puts it back. */
export function showKeyImage(studyUid: string, uid: string, show: boolean): void {
  const before = studyReport(studyUid).withoutImage;
  const after = show ? before.filter((one) => one !== uid) : [...before, uid];
  run({
    label: i18n.t(show ? 'report:done.imageBack' : 'report:done.imageOut'),
    do: () => patchReport(studyUid, { withoutImage: after }),
    undo: () => patchReport(studyUid, { withoutImage: before }),
  });
}
