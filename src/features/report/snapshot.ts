import {
  emptyReport,
  patchReport,
  putShot,
  studyReport,
  useReport,
  type KeptVersion,
  type StudyReport,
} from './store';
import { studyFindings } from '../findings';
import { withTyped } from '../history';

/** The reader's part of a report, to save. Key images are not in it: they are captured again. */
export interface ReportSnapshot extends StudyReport {
  /** 1 had edits, a language and images taken out only; it is read, too. */
  readonly version: 2;
}

/** What to save for a study; undefined while the reader changed nothing. */
export function reportSnapshot(studyUid: string): ReportSnapshot | undefined {
  const report = withTyped('report', studyUid, studyReport(studyUid));
  const { edits, withoutImage, fields, normals, measured, versions } = report;
  const lists = [edits, withoutImage, Object.keys(fields), normals, measured, versions];
  const chosen = report.language ?? report.templateId ?? report.addendum;
  if (lists.every((list) => list.length === 0) && chosen === undefined) return undefined;
  return { version: 2, ...report };
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isTexts = (value: unknown): boolean => isList(value) && value.every((one) => typeof one === 'string');

/** A table is drawn cell by cell: one out of a file must be one. */
function isTable(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  const { caption, head, rows, foot, figures } = value as Record<string, unknown>;
  const lines = (all: unknown): boolean => isList(all) && all.every(isTexts);
  return typeof caption === 'string' && isTexts(head) && lines(rows) && lines(foot) && isList(figures);
}

/** What versions hold beside their text: tables under sentences, forms as data. */
function soundVersion({ sections, document }: KeptVersion): boolean {
  const all = [...sections, ...(document?.sections ?? []), ...(document?.built ?? [])];
  const tables = all.flatMap((section) => section.sentences.map(({ table }) => table));
  return tables.every(isTable) && (document?.forms === undefined || isList(document.forms));
}

/**
 * Puts a saved report back.
 * @throws TypeError when it is not one: the caller sets the copy aside
 */
export function restoreReport(studyUid: string, saved: unknown): void {
  const report = saved as (Partial<StudyReport> & { readonly version?: number }) | null;
  const known = report?.version === 1 || report?.version === 2;
  if (!known || !isList(report.edits) || !isList(report.withoutImage))
    throw new TypeError('saved report: not version 1 or 2');
  const { version, ...parts } = report;
  const whole = { ...emptyReport, ...parts };
  if (version === 2 && !(isList(whole.versions) && isList(whole.normals)))
    throw new TypeError('saved report: version 2 without its lists');
  if (!whole.versions.every(soundVersion)) throw new TypeError('saved report: a version with a broken table');
  patchReport(studyUid, whole);
}

/** Forgets a study's report and its pictures. */
export function closeReport(studyUid: string): void {
  const signed = studyReport(studyUid).versions.flatMap((version) => version.findings);
  for (const f of [...studyFindings(studyUid).findings, ...signed]) putShot(f.trackingUid, undefined);
  useReport.setState((s) => {
    const { [studyUid]: _, ...studies } = s.studies;
    return { studies, viewing: { ...s.viewing, [studyUid]: undefined } };
  });
}
