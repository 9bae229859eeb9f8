import { emptyReport, patchReport, putShot, studyReport, useReport, type StudyReport } from './store';
import { studyFindings } from '../findings';

/** The reader's part of a report, to save. Key images are not in it: they are captured again. */
export interface ReportSnapshot extends StudyReport {
  readonly version: 1;
}

/** What to save for a study; undefined while the reader changed nothing. */
export function reportSnapshot(studyUid: string): ReportSnapshot | undefined {
  const report = studyReport(studyUid);
  if (report.edits.length === 0 && report.withoutImage.length === 0 && !report.language) return undefined;
  return { version: 1, ...report };
}

/**
 * Puts a saved report back.
 * @throws TypeError when it is not one: the caller sets the copy aside
 */
export function restoreReport(studyUid: string, saved: unknown): void {
  const report = saved as Partial<ReportSnapshot> | null;
  if (report?.version !== 1 || !Array.isArray(report.edits) || !Array.isArray(report.withoutImage))
    throw new TypeError('saved report: not version 1');
  const { edits, withoutImage, language } = report;
  patchReport(studyUid, { ...emptyReport, edits, withoutImage, language });
}

/** Forgets a study's report and its pictures. */
export function closeReport(studyUid: string): void {
  for (const f of studyFindings(studyUid).findings) putShot(f.trackingUid, undefined);
  useReport.setState((s) => {
    const { [studyUid]: _, ...studies } = s.studies;
    return { studies };
  });
}
