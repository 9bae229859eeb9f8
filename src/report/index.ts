/** The report room: what is said about a study, in either language, and how it leaves the page. */
import type { HtmlInput } from './export/html';
import type { PdfInput } from './pdf/pdf';
import type { ReportTemplate } from './templates/template';

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
export { asksOf, judgedRegions } from './follow-up';
export { failedText } from './ai-statement';
export { buildReport, type ReportInput } from './build';
export {
  addSentence,
  confirmSentence,
  editSentence,
  exported,
  mergeEdits,
  removeSentence,
  restoreSentence,
  revertSentence,
  unsettled,
  type NewSentence,
} from './edit';
export {
  changedSince,
  changesBetween,
  checksBeforeSigning,
  frozen,
  versionOf,
  withAddendum,
  type Check,
  type SentenceChange,
} from './sign';
export { builtinTemplates } from './templates/builtin';
export { chooseTemplate } from './templates/choose';
export { FileFault, readJson } from './templates/file-fault';
export { readTemplateJson, writeTemplateJson } from './templates/json';
export { CHOICES, fieldFault, valueOf, valueText, type FieldValues } from './templates/fields';
export {
  denied,
  fieldKey,
  say,
  type NormalBlock,
  type ReportTemplate,
  type TemplateField,
  type TemplateSection,
} from './templates/template';
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
  unconfirmedModelText,
  unconfirmedText,
} from './guideline-text';
export { growthSentences, rangeOf } from './growth';
export { toFhir, type FhirInput } from './export/fhir/bundle';
export { toR5 } from './export/fhir/r5';
export { toHtml, type HtmlInput } from './export/html';
export { findingJson, JSON_SCHEMA, runJson, toJson, type JsonInput } from './json';
export { toPlainText } from './plain-text';
export { toRichText } from './rich-text';
export { localIso, signatureText, signedAt, stateText } from './state-words';
export { addressText, imageAddress, type ImageAddress } from './sentences';
export { lengthText, sizeText } from './format';
export { structureName } from './structures';
export { ultrasoundSize } from './ultrasound';
export type { KeyImage, PdfInput } from './pdf/pdf';

/**
 * A template out of an IHE MRRT file; what reads and cleans HTML is fetched at the first call.
 * @throws FileFault with the file's name and why it is not one
 */
export async function readMrrt(text: string, name: string): Promise<ReportTemplate> {
  return (await import('./templates/mrrt')).readMrrt(text, name);
}

/** The report as an A4 PDF. See `pdf/pdf.ts`; its libraries (1.3 MB) and fonts (21 MB) are fetched at the first call. */
export async function toPdf(input: PdfInput): Promise<Uint8Array<ArrayBuffer>> {
  return (await import('./pdf/pdf')).toPdf(input);
}

/** The report as a Word file. See `export/docx.ts`; its library is fetched at the first call. */
export async function toDocx(input: HtmlInput): Promise<Uint8Array<ArrayBuffer>> {
  return (await import('./export/docx')).toDocx(input);
}
