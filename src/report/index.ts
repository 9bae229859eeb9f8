/** The report room: what is said about a study, in either language, and how it leaves the page. */
import type { PdfInput } from './pdf/pdf';

export type {
  AnalysisState,
  ReportDocument,
  ReportLanguage,
  ReportSection,
  SectionId,
  Sentence,
  SentenceEdit,
} from '../domain/report-facts';
export { byAlgorithm, byImportance, isPending, isReportable } from '../domain/report-facts';
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
export {
  categoryText,
  cautionText,
  changeText,
  hasCategories,
  inputName,
  inputNames,
  managementText,
  modelName,
  outsideText,
  rowsText,
  ruleName,
  unconfirmedText,
} from './guideline-text';
export { findingJson, JSON_SCHEMA, runJson, toJson, type JsonInput } from './json';
export { toPlainText } from './plain-text';
export { localIso, signatureText, signedAt, stateText } from './state-words';
export { addressText, imageAddress, type ImageAddress } from './sentences';
export { sizeText } from './format';
export { structureName } from './structures';
export type { KeyImage, PdfInput } from './pdf/pdf';

/** The report as an A4 PDF. See `pdf/pdf.ts`; its libraries (1.3 MB) and fonts (21 MB) are fetched at the first call. */
export async function toPdf(input: PdfInput): Promise<Uint8Array<ArrayBuffer>> {
  return (await import('./pdf/pdf')).toPdf(input);
}
