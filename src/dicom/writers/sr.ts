/**
 * Writes a report as DICOM Comprehensive 3D SR, TID 1500 Measurement Report
 * (specs/reports-and-dicom-objects.md, section 1.2: the tree that the validators accept).
 * End points of axes stand in TID 1501 groups of their own, under the tracking UIDs of their findings.
 */
import { identifierNote } from '../../domain/identifiers';
import type { AnalysisRun } from '../../domain/analysis';
import type { Annotation } from '../../domain/annotation/annotation';
import type { Code, Finding } from '../../domain/finding';
import type { Grid } from '../../domain/geometry';
import type { StudyAssessment } from '../../domain/guidelines';
import {
  researchUse,
  syntheticNotice,
  type ReportDocument,
  type ReportLanguage,
  type SectionId,
} from '../../domain/report-facts';
import type { Series, Study } from '../../domain/study';
import { code, container, image, pname, text } from './content-items';
import { deviceObserver, hierarchy, languageItem, namesOf, template, type ObjectName } from './document';
import {
  COMPREHENSIVE_3D_SR_STORAGE,
  SEGMENTATION_STORAGE,
  codeSequence,
  dateOf,
  dcm,
  equipmentModules,
  isSynthetic,
  lo,
  privateSchemes,
  studyModules,
  timeOf,
} from './items';
import { tableText } from '../../domain/table-text';
import { uidFromName } from '../../domain/uid';
import { newUid, writePart10, type Dataset } from './part10';
import { annotationGroups, axesGroup } from './sr-annotation';
import { examCategory } from './sr-assess';
import { formGroups } from './sr-forms';
import { byAlgorithm, comment, measurementGroup, type SegReference } from './sr-group';
import { personName, predecessorsOf, reportObject, signing, verifying } from './sr-signed';
import { segmentFindings } from './segment';
import { workElements } from './work-block';

export type { SegReference } from './sr-group';

export interface StructuredReportInput {
  readonly study: Study;
  readonly series: Series;
  /** All findings; only those that may leave are written. */
  readonly findings: readonly Finding[];
  /** Writes what no reader has looked at too, each marked so: the output of a run without a reader. */
  readonly includePending?: boolean;
  readonly run: AnalysisRun | undefined;
  /** Its sentences go in as text. Must be in `language`. */
  readonly report: ReportDocument;
  readonly language: ReportLanguage;
  /**
   * The SEGs of the outlines, several where images share no grid; without any they stand in the report itself, on the
   * key image of each finding.
   */
  readonly segs?: readonly SegReference[];
  /** Voxel grid of the outlines; needed without a SEG, for images that lie in the patient. */
  readonly grid?: Grid;
  /** End points of the findings' axes, too: a second group a finding. Off when absent. */
  readonly axes?: boolean;
  /** What the reader measured and drew, of any series of the study. */
  readonly annotations?: readonly Annotation[];
  /** What an annotation is called in the list; its kind and number when absent. */
  readonly annotationName?: (annotation: Annotation) => string;
  /** What the chosen guideline and the risk models say. */
  readonly guideline?: StudyAssessment;
  /** Who reviewed, as family^given or as written; who signed goes before. No person observer when neither is known. */
  readonly reader?: string;
  /** Organisation that the signer answers to; the institution of the study when absent. */
  readonly organization?: string;
  /** Earlier states of this report, beside the versions that the document knows. */
  readonly predecessors?: readonly ObjectName[];
  /** The study's work as `packWork` gives it: what DICOM has no place for. */
  readonly work?: Uint8Array;
  readonly contentDate: Date;
  /** Absent: that of the signed version, or a fresh one. */
  readonly sopInstanceUid?: string;
  readonly srSeriesUid?: string;
  readonly seriesNumber?: number;
}

/** Report sections as concepts of DCM. */
const sectionConcept: Readonly<Record<SectionId, Code>> = {
  clinical: { value: '55752-0', scheme: 'LN', meaning: 'Clinical Information' },
  comparison: { value: '18834-2', scheme: 'LN', meaning: 'Previous Findings' },
  addendum: dcm('121078', 'Addendum'),
  technique: dcm('121065', 'Procedure Description'),
  findings: dcm('121071', 'Finding'),
  impression: dcm('121073', 'Impression'),
  recommendation: dcm('121075', 'Recommendation'),
};

/** The program; and a person, where one has judged anything that is written. */
function observers(input: StructuredReportInput): readonly Dataset[] {
  const { report, reader, findings, annotations = [] } = input;
  const judged =
    annotations.length > 0 ||
    (report.forms ?? []).length > 0 ||
    findings.some((f) => f.review === 'accepted' || f.review === 'edited');
  const name = report.signature?.name ?? (judged ? reader : undefined);
  if (!name) return deviceObserver();
  return [
    ...deviceObserver(),
    code('HAS OBS CONTEXT', dcm('121005', 'Observer Type'), dcm('121006', 'Person')),
    pname('HAS OBS CONTEXT', dcm('121008', 'Person Observer Name'), personName(name)),
  ];
}

/** CID 29; a modality that is not here is named by its own code. */
const modalityMeanings: Readonly<Record<string, string>> = {
  CT: 'Computed Tomography',
  MR: 'Magnetic Resonance',
  CR: 'Computed Radiography',
  DX: 'Digital Radiography',
  MG: 'Mammography',
  US: 'Ultrasound',
  PT: 'Positron emission tomography',
  NM: 'Nuclear Medicine',
  XA: 'X-Ray Angiography',
};
const modalityCode = ({ modality }: Series): Code => dcm(modality, modalityMeanings[modality] ?? modality);

/** CID 100; of what it has no code for, no more than that images were made. */
const procedures: Readonly<Record<string, Code>> = {
  CT: { value: '25045-6', scheme: 'LN', meaning: 'CT unspecified body region' },
  MR: { value: '25056-3', scheme: 'LN', meaning: 'MRI unspecified body region' },
  PT: { value: '44136-0', scheme: 'LN', meaning: 'PET unspecified body region' },
  NM: { value: '49118-3', scheme: 'LN', meaning: 'NM unspecified body region' },
};
const procedure = ({ modality }: Series): Code =>
  procedures[modality] ?? { value: '363679005', scheme: 'SCT', meaning: 'Imaging procedure' };

/** A group a series: those that anything in the report refers to. */
const library = (series: readonly Series[]): Dataset =>
  container(
    'CONTAINS',
    dcm('111028', 'Image Library'),
    series.map((one) =>
      container('CONTAINS', dcm('126200', 'Image Library Group'), [
        code('HAS ACQ CONTEXT', dcm('121139', 'Modality'), modalityCode(one)),
        ...one.instances.map((i) => image('CONTAINS', undefined, i.sopClassUid, i.sopInstanceUid)),
      ]),
    ),
  );

/** The series that is reported on, and those that annotations lie on. */
function seriesOf({ study, series, annotations = [] }: StructuredReportInput): readonly Series[] {
  const images = new Set(
    annotations.flatMap(({ place }) => (place.on === 'image' ? [place.sopInstanceUid] : [])),
  );
  const others = study.series.filter(
    (one) => one.seriesUid !== series.seriesUid && one.instances.some((i) => images.has(i.sopInstanceUid)),
  );
  return [series, ...others];
}

/** The report's sentences, a TEXT a section, and the lines that every export carries. */
function narrative(input: Document, synthetic: boolean): Dataset {
  const { report, language } = input;
  const items = report.sections.flatMap((section) => {
    const sentences = section.sentences.filter((s) => !s.draftOnly && s.text.trim() !== '');
    const lines = sentences.flatMap((s, n) => [
      section.numbered ? `${n + 1}. ${s.text}` : s.text,
      ...(s.table ? tableText(s.table) : []),
    ]);
    return lines.length > 0 ? [text('CONTAINS', sectionConcept[section.id], lines.join('\r\n'))] : [];
  });
  const identifiers = identifierNote(input.series, language);
  const notice = `${synthetic ? `${syntheticNotice[language]} ` : ''}${researchUse[language]}${language === 'zh' ? '。' : '.'}`;
  return container('CONTAINS', { value: 'C0034375', scheme: 'UMLS', meaning: 'Qualitative Evaluations' }, [
    ...examCategory(input.guideline),
    ...items,
    ...(input.of ? [text('CONTAINS', comment, besides[input.of][language])] : []),
    text('CONTAINS', comment, notice),
    ...(identifiers ? [text('CONTAINS', comment, identifiers)] : []),
  ]);
}

/** Concept and number: "Length 2" in English, as a label for systems. */
const plainName = ({ kind, number, label }: Annotation): string =>
  label ||
  [`${kind[0].toUpperCase()}${kind.slice(1)}`, number].filter((part) => part !== undefined).join(' ');

/** Groups of one kind: the findings' outlines, or what was taken at points. */
function groupsOf(input: Document, findings: readonly Finding[]): Dataset[] {
  const { study, annotations = [], annotationName = plainName } = input;
  if (input.holds === 'outlines') return findings.map((f) => measurementGroup(f, input));
  return [
    ...findings.map((f) => axesGroup(f, study, input.report.followed)),
    ...annotationGroups(study, annotations, annotationName),
    ...formGroups(study.studyUid, input.report.forms ?? [], input.language),
  ];
}

function tree(input: Document, findings: readonly Finding[], synthetic: boolean): Dataset[] {
  const { run, series } = input;
  const groups = groupsOf(input, findings);
  // For the whole list one algorithm is named only when it made all that any made; each volume names its own.
  const made = findings.flatMap((f) => (f.origin.kind === 'analysis' ? [{ f, origin: f.origin }] : []));
  const ids = new Set(made.map(({ origin }) => origin.analysisId));
  const by = run && ids.size === 1 ? byAlgorithm(made[0].f, made[0].origin) : [];
  return [
    languageItem(input.language),
    ...observers(input),
    code('HAS CONCEPT MOD', dcm('121058', 'Procedure reported'), procedure(series)),
    library(seriesOf(input)),
    ...(groups.length > 0
      ? [container('CONTAINS', dcm('126010', 'Imaging Measurements'), [...by, ...groups])]
      : []),
    narrative(input, synthetic),
  ];
}

/** Every image that the report stands on, and the SEGs: PS3.3 C.17.2.3. */
function evidenceOf(input: StructuredReportInput): readonly ObjectName[] {
  const { study, segs = [] } = input;
  const outlines = segs.map(({ seriesUid, sopInstanceUid }) => ({
    studyUid: study.studyUid,
    seriesUid,
    sopClassUid: SEGMENTATION_STORAGE,
    sopInstanceUid,
  }));
  return [...seriesOf(input).flatMap(namesOf), ...outlines];
}

/** One of the documents of a report. */
interface Document extends StructuredReportInput {
  readonly holds: 'outlines' | 'points';
  /** Set where there are two: which of them this is, for who finds one alone. */
  readonly of?: 'report' | 'measurements';
}

/** What a document of two says of the other. */
const besides: Readonly<Record<'report' | 'measurements', Readonly<Record<ReportLanguage, string>>>> = {
  report: {
    zh: '本报告另有一份“测量”文档：线段、角度、长短径等逐点测量值见该文档。',
    en: 'Beside this report there is a document of measurements: lengths, angles and axes that were taken at points.',
  },
  measurements: {
    zh: '本文档为报告的附件，只含逐点测量值（线段、角度、长短径等）；所见与诊断见报告正文。',
    en: 'This document goes with the report and holds only what was measured at points: lengths, angles, axes. Findings and impression stand in the report.',
  },
};

/** A document as it was written. */
export interface WrittenReport {
  /** The report itself; beside it, when there are both, what was measured at points. */
  readonly what: 'report' | 'measurements';
  readonly sopInstanceUid: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * The report as Part-10 files, the report itself first. Outlines of findings (TID 1411 and 1410) and what was taken
 * at points (TID 1501: annotations, axes of findings) are groups of the same concept under different rules, which
 * validators cannot tell apart in one document; so they go out in two where there are both. PARTIAL, UNVERIFIED and
 * PRELIMINARY until the report is signed; then COMPLETE, VERIFIED with who signed, and FINAL.
 * @throws RangeError when no SEG of those given has a segment for a finding, an outline without a SEG lies nowhere,
 *   or the report is in another language; DicomWriteError when a value cannot be written.
 */
export function writeReports(input: StructuredReportInput): readonly WrittenReport[] {
  const { report, language, annotations = [] } = input;
  if (report.language !== language)
    throw new RangeError(`SR: the report is in ${report.language}; build it in ${language} first`);
  const findings = segmentFindings(input.findings, input.includePending);
  const forms = report.forms ?? [];
  const points = annotations.length > 0 || forms.length > 0 || (input.axes === true && findings.length > 0);
  const both = points && findings.length > 0;
  const known = reportObject(report);
  const sopInstanceUid = input.sopInstanceUid ?? known?.sopInstanceUid ?? newUid();
  const srSeriesUid = input.srSeriesUid ?? known?.seriesUid ?? newUid();
  const main: Document = {
    ...input,
    sopInstanceUid,
    srSeriesUid,
    ...(both && { annotations: [], of: 'report' as const }),
    holds: findings.length > 0 ? 'outlines' : 'points',
  };
  const written: WrittenReport[] = [{ what: 'report', sopInstanceUid, bytes: documentOf(main) }];
  if (!both) return written;
  const second = uidFromName(`${sopInstanceUid} measurements`);
  const beside: Document = {
    ...input,
    report: { ...report, sections: [] },
    sopInstanceUid: second,
    srSeriesUid,
    of: 'measurements',
    findings: input.axes ? findings : [],
    segs: undefined,
    guideline: undefined,
    work: undefined,
    holds: 'points',
  };
  return [...written, { what: 'measurements', sopInstanceUid: second, bytes: documentOf(beside) }];
}

/** The report alone, without the document of measurements that may stand beside it. As `writeReports`. */
export const writeStructuredReport = (input: StructuredReportInput): Uint8Array<ArrayBuffer> =>
  writeReports(input)[0].bytes;

/** Versions count up; measurements stand beside each. */
const instanceNumber = ({ report, findings, holds }: Document): number =>
  2 * Math.max(1, report.versions.length) - (holds === 'outlines' || findings.length === 0 ? 1 : 0);

function documentOf(input: Document): Uint8Array<ArrayBuffer> {
  const { study, series, report, contentDate } = input;
  const findings = segmentFindings(input.findings, input.includePending);
  const synthetic = isSynthetic(study, series);
  const description = `${synthetic ? 'SYNTHETIC. ' : ''}${series.modality} report. ${researchUse.en}`;
  const before = [...predecessorsOf(report), ...(input.predecessors ?? [])];
  return writePart10([
    { tag: 0x00080016, vr: 'UI', value: COMPREHENSIVE_3D_SR_STORAGE },
    { tag: 0x00080018, vr: 'UI', value: input.sopInstanceUid ?? newUid() },
    ...studyModules(study),
    { tag: 0x00080060, vr: 'CS', value: 'SR' },
    { tag: 0x0020000e, vr: 'UI', value: input.srSeriesUid ?? newUid() },
    { tag: 0x00200011, vr: 'IS', value: input.seriesNumber ?? 9401 },
    { tag: 0x00200013, vr: 'IS', value: instanceNumber(input) },
    { tag: 0x0008103e, vr: 'LO', value: lo(description) },
    { tag: 0x00081111, vr: 'SQ', value: [] },
    ...equipmentModules,
    privateSchemes(),
    { tag: 0x00080023, vr: 'DA', value: dateOf(contentDate) },
    { tag: 0x00080033, vr: 'TM', value: timeOf(contentDate) },
    ...signing(report),
    ...verifying(report, input.organization ?? study.institution),
    ...(before.length > 0 ? [hierarchy(0x0040a360, before)] : []),
    { tag: 0x0040a372, vr: 'SQ', value: [] },
    hierarchy(0x0040a375, evidenceOf(input)),
    { tag: 0x0040a040, vr: 'CS', value: 'CONTAINER' },
    codeSequence(0x0040a043, dcm('126000', 'Imaging Measurement Report')),
    { tag: 0x0040a050, vr: 'CS', value: 'SEPARATE' },
    template('1500'),
    { tag: 0x0040a730, vr: 'SQ', value: tree(input, findings, synthetic) },
    ...(input.work ? workElements(input.work) : []),
  ]);
}
