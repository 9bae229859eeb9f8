import type { ReportDocument, ReportLanguage } from '../../domain/report-facts';
import { i18n } from '../../i18n';
import {
  addSentence,
  confirmSentence,
  editSentence,
  removeSentence,
  restoreSentence,
  revertSentence,
  type NewSentence,
} from '../../report';
import { drafted, run } from '../history';
import { measureUid } from './measured';
import { patchReport, signedVersion, studyReport, type StudyReport } from './store';

type Name =
  | 'edit'
  | 'revert'
  | 'confirm'
  | 'add'
  | 'remove'
  | 'restore'
  | 'template'
  | 'field'
  | 'normal'
  | 'measure'
  | 'addendum'
  | 'imageBack'
  | 'imageOut';

/** One undoable step on the reader's part of a report. What was signed takes no step but an addendum. */
function step(name: Name, studyUid: string, after: Partial<StudyReport>): void {
  const before = studyReport(studyUid);
  if (signedVersion(before) && name !== 'addendum') return;
  if (drafted<StudyReport>('report', studyUid, (report) => ({ ...report, ...after }))) return;
  const keys = Object.keys(after) as (keyof StudyReport)[];
  const back = Object.fromEntries(keys.map((key) => [key, before[key]])) as Partial<StudyReport>;
  run({
    label: i18n.t(`report:done.${name}`),
    do: () => patchReport(studyUid, after),
    undo: () => patchReport(studyUid, back),
  });
}

const oneLine = (typed: string): string => typed.replace(/\s+/g, ' ').trim();

/** Takes the reader's text for a sentence. No text takes the sentence out; the built text takes the edit away. */
export function editText(report: ReportDocument, key: string, typed: string): void {
  const text = oneLine(typed);
  const now = report.sections.flatMap((s) => s.sentences).find((s) => s.key === key);
  if (!now || now.text === text) return;
  if (text === '') removeText(report, key);
  else step('edit', report.studyUid, { edits: editSentence(report, key, text).edits });
}

/** Back to what the data say. */
export const revertText = (report: ReportDocument, key: string): void =>
  step('revert', report.studyUid, { edits: revertSentence(report, key).edits });

/** The reader looked at it, and it stands. */
export const confirmText = (report: ReportDocument, key: string): void =>
  step('confirm', report.studyUid, { edits: confirmSentence(report, key).edits });

export function addText(report: ReportDocument, sentence: NewSentence): void {
  const text = oneLine(sentence.text);
  if (text !== '') step('add', report.studyUid, { edits: addSentence(report, { ...sentence, text }).edits });
}

/** Takes a sentence out of the report; the finding stays. A normal sentence goes back among those to choose from. */
export function removeText(report: ReportDocument, key: string): void {
  if (key.startsWith('normal:')) return takeNormals(report.studyUid, [key.slice('normal:'.length)], false);
  const measured = measureUid(key);
  if (measured !== undefined) return takeMeasurement(report.studyUid, measured, false);
  step('remove', report.studyUid, { edits: removeSentence(report, key).edits });
}

export const restoreText = (report: ReportDocument, key: string): void =>
  step('restore', report.studyUid, { edits: restoreSentence(report, key).edits });

/** Takes normal sentences into the report, or out of it with whatever was written over them. */
export function takeNormals(studyUid: string, ids: readonly string[], take: boolean): void {
  const { normals, edits } = studyReport(studyUid);
  const others = normals.filter((id) => !ids.includes(id));
  const keys = new Set(ids.map((id) => `normal:${id}`));
  step('normal', studyUid, {
    normals: take ? [...others, ...ids] : others,
    edits: take ? edits : edits.filter((e) => !keys.has(e.key)),
  });
}

/** Takes a measurement into the report as a sentence that follows its numbers, or out of it. */
export function takeMeasurement(studyUid: string, uid: string, take: boolean): void {
  const others = studyReport(studyUid).measured.filter((one) => one !== uid);
  step('measure', studyUid, { measured: take ? [...others, uid] : others });
}

/** The value of a template's field; empty takes it away. */
export function setField(studyUid: string, key: string, value: string): void {
  const { fields } = studyReport(studyUid);
  if ((fields[key] ?? '') === value) return;
  const { [key]: _, ...others } = fields;
  step('field', studyUid, { fields: value === '' ? others : { ...others, [key]: value } });
}

/** Several fields at once: what the template proposes for them. */
export function setFields(studyUid: string, values: Readonly<Record<string, string>>): void {
  step('field', studyUid, { fields: { ...studyReport(studyUid).fields, ...values } });
}

export const chooseReportTemplate = (studyUid: string, templateId: string): void =>
  step('template', studyUid, { templateId });

/** The report's own language; undefined follows the page. Not undoable: nothing is lost by it. */
export function setReportLanguage(studyUid: string, language: ReportLanguage | undefined): void {
  if (!signedVersion(studyReport(studyUid))) patchReport(studyUid, { language });
}

/** Opens an addendum to a signed report, changes its sentences, or throws it away with undefined. */
export const writeAddendum = (studyUid: string, sentences: readonly string[] | undefined): void =>
  step('addendum', studyUid, { addendum: sentences });

/** Takes a finding's key image out of the report, or puts it back. */
export function showKeyImage(studyUid: string, uid: string, show: boolean): void {
  const before = studyReport(studyUid).withoutImage;
  const after = show ? before.filter((one) => one !== uid) : [...before, uid];
  step(show ? 'imageBack' : 'imageOut', studyUid, { withoutImage: after });
}
