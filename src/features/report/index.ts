/** The report as a doctor writes it: built sentences, edits in place, key images, exports. */
export { makeReport, useReportFacts, type ReportFacts } from './document';
export { showKeyImage } from './edits';
export { ReportPanel } from './ReportPanel';
export { closeReport, reportSnapshot, restoreReport, type ReportSnapshot } from './snapshot';
export { askReport, signedVersion, studyReport, useReport, type StudyReport } from './store';
