/** The report room: what is said about a study, in either language, and how it leaves the page. */
export type {
  AnalysisState,
  ReportDocument,
  ReportLanguage,
  ReportSection,
  SectionId,
  Sentence,
  SentenceEdit,
} from '../domain/report-facts';
export { byImportance, isPending, isReportable } from '../domain/report-facts';
export { buildReport, type ReportInput } from './build';
export {
  addSentence,
  editSentence,
  exported,
  mergeEdits,
  removeSentence,
  restoreSentence,
  revertSentence,
  type NewSentence,
} from './edit';
export { JSON_SCHEMA, toJson, type JsonInput } from './json';
export { toPlainText } from './plain-text';
export { toPdf, type KeyImage, type PdfInput } from './pdf/pdf';
