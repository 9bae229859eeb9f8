/**
 * Writes a report as DICOM Comprehensive 3D SR, TID 1500 Measurement Report
 * (specs/reports-and-dicom-objects.md, section 1.2: the tree that the validators accept).
 * Axes go out as NUMs alone: their end points need a TID 1501 group, and several kinds of group in one document are
 * errors to the template validator.
 */
import { dicomSeriesUid } from '../../domain/frames';
import { identifierNote } from '../../domain/identifiers';
import type { AnalysisRun } from '../../domain/analysis';
import type { Code, Finding } from '../../domain/finding';
import {
  researchUse,
  software,
  syntheticNotice,
  type ReportDocument,
  type ReportLanguage,
  type SectionId,
} from '../../domain/report-facts';
import type { Series, Study } from '../../domain/study';
import { code, container, image, pname, text, uidref } from './content-items';
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
  referenceItem,
  studyModules,
  timeOf,
} from './items';
import { newUid, uidFromName, writePart10, type Dataset, type Element } from './part10';
import { byAlgorithm, comment, measurementGroup, type SegReference } from './sr-group';
import { segmentFindings } from './segment';

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
  /** Needed as soon as a finding is written; absent when none is. */
  readonly seg?: SegReference;
  /** Person name as DICOM writes it (family^given); no person observer when absent. */
  readonly reader?: string;
  readonly contentDate: Date;
  readonly sopInstanceUid?: string;
  readonly srSeriesUid?: string;
  readonly seriesNumber?: number;
}

const languageCode: Readonly<Record<ReportLanguage, Code>> = {
  zh: { value: 'zh-CN', scheme: 'RFC5646', meaning: 'Chinese (S)' },
  en: { value: 'en-US', scheme: 'RFC5646', meaning: 'English (U.S.)' },
};

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

function observers(input: StructuredReportInput): Dataset[] {
  const observerType = dcm('121005', 'Observer Type');
  const device = [
    code('HAS OBS CONTEXT', observerType, dcm('121007', 'Device')),
    uidref('HAS OBS CONTEXT', dcm('121012', 'Device Observer UID'), deviceUid),
    text('HAS OBS CONTEXT', dcm('121013', 'Device Observer Name'), software.name),
    text('HAS OBS CONTEXT', dcm('121014', 'Device Observer Manufacturer'), software.manufacturer),
    text('HAS OBS CONTEXT', dcm('121015', 'Device Observer Model Name'), software.name),
  ];
  if (!input.reader) return device;
  return [
    ...device,
    code('HAS OBS CONTEXT', observerType, dcm('121006', 'Person')),
    pname('HAS OBS CONTEXT', dcm('121008', 'Person Observer Name'), input.reader),
  ];
}

/** The program, not the computer: a page has no identity, and must not make one up to follow a doctor by. */
const deviceUid = uidFromName(`${software.name} ${software.version}`);

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

/** Of CT as before; of others no more than that images were made. */
const procedure = ({ modality }: Series): Code =>
  modality === 'CT'
    ? { value: '25045-6', scheme: 'LN', meaning: 'CT unspecified body region' }
    : { value: '18748-4', scheme: 'LN', meaning: 'Diagnostic imaging study' };

function library(series: Series): Dataset {
  return container('CONTAINS', dcm('111028', 'Image Library'), [
    container('CONTAINS', dcm('126200', 'Image Library Group'), [
      code('HAS ACQ CONTEXT', dcm('121139', 'Modality'), modalityCode(series)),
      ...series.instances.map((i) => image('CONTAINS', undefined, i.sopClassUid, i.sopInstanceUid)),
    ]),
  ]);
}

/** The report's sentences, a TEXT a section, and the lines that every export carries. */
function narrative(input: StructuredReportInput, synthetic: boolean): Dataset {
  const { report, language } = input;
  const items = report.sections.flatMap((section) => {
    const sentences = section.sentences.filter((s) => !s.draftOnly && s.text.trim() !== '');
    const lines = sentences.map((s, n) => (section.numbered ? `${n + 1}. ${s.text}` : s.text));
    return lines.length > 0 ? [text('CONTAINS', sectionConcept[section.id], lines.join('\r\n'))] : [];
  });
  const identifiers = identifierNote(input.series, language);
  const notice = `${synthetic ? `${syntheticNotice[language]} ` : ''}${researchUse[language]}${language === 'zh' ? '。' : '.'}`;
  return container('CONTAINS', { value: 'C0034375', scheme: 'UMLS', meaning: 'Qualitative Evaluations' }, [
    ...items,
    text('CONTAINS', comment, notice),
    ...(identifiers ? [text('CONTAINS', comment, identifiers)] : []),
  ]);
}

function tree(input: StructuredReportInput, findings: readonly Finding[], synthetic: boolean): Dataset[] {
  const { run, series, seg } = input;
  const groups = seg ? findings.map((f) => measurementGroup(f, input.report, seg)) : [];
  // For the whole list one algorithm is named only when it made all that any made; each volume names its own.
  const made = findings.flatMap((f) => (f.origin.kind === 'analysis' ? [{ f, origin: f.origin }] : []));
  const ids = new Set(made.map(({ origin }) => origin.analysisId));
  const by = run && ids.size === 1 ? byAlgorithm(made[0].f, made[0].origin) : [];
  return [
    code(
      'HAS CONCEPT MOD',
      dcm('121049', 'Language of Content Item and Descendants'),
      languageCode[input.language],
    ),
    ...observers(input),
    code('HAS CONCEPT MOD', dcm('121058', 'Procedure reported'), procedure(series)),
    library(series),
    ...(groups.length > 0
      ? [container('CONTAINS', dcm('126010', 'Imaging Measurements'), [...by, ...groups])]
      : []),
    narrative(input, synthetic),
  ];
}

/** Every image that the report stands on, and the SEG: PS3.3 C.17.2.3. */
function evidence({ study, series, seg }: StructuredReportInput): Element {
  const one = (seriesUid: string, items: readonly Dataset[]): Dataset => [
    { tag: 0x0020000e, vr: 'UI', value: seriesUid },
    { tag: 0x00081199, vr: 'SQ', value: items },
  ];
  const list = [
    one(
      dicomSeriesUid(series),
      series.instances.map((i) => referenceItem(i.sopClassUid, i.sopInstanceUid)),
    ),
  ];
  if (seg) list.push(one(seg.seriesUid, [referenceItem(SEGMENTATION_STORAGE, seg.sopInstanceUid)]));
  return {
    tag: 0x0040a375,
    vr: 'SQ',
    value: [
      [
        { tag: 0x0020000d, vr: 'UI', value: study.studyUid },
        { tag: 0x00081115, vr: 'SQ', value: list },
      ],
    ],
  };
}

/**
 * A Part-10 file. PARTIAL, UNVERIFIED and PRELIMINARY: nobody has signed it.
 * @throws RangeError when a finding is to be written and no SEG or no segment for it is given, or the report is in
 *   another language; DicomWriteError when a value cannot be written.
 */
export function writeStructuredReport(input: StructuredReportInput): Uint8Array<ArrayBuffer> {
  const { study, series, report, language, contentDate } = input;
  if (report.language !== language)
    throw new RangeError(`SR: the report is in ${report.language}; build it in ${language} first`);
  const findings = segmentFindings(input.findings, input.includePending);
  if (findings.length > 0 && !input.seg) throw new RangeError('SR: findings need the SEG of their outlines');
  const synthetic = isSynthetic(study, series);
  const description = `${synthetic ? 'SYNTHETIC. ' : ''}${series.modality} report. ${researchUse.en}`;
  const dataset: Dataset = [
    { tag: 0x00080016, vr: 'UI', value: COMPREHENSIVE_3D_SR_STORAGE },
    { tag: 0x00080018, vr: 'UI', value: input.sopInstanceUid ?? newUid() },
    ...studyModules(study),
    { tag: 0x00080060, vr: 'CS', value: 'SR' },
    { tag: 0x0020000e, vr: 'UI', value: input.srSeriesUid ?? newUid() },
    { tag: 0x00200011, vr: 'IS', value: input.seriesNumber ?? 9401 },
    { tag: 0x00200013, vr: 'IS', value: 1 },
    { tag: 0x0008103e, vr: 'LO', value: lo(description) },
    { tag: 0x00081111, vr: 'SQ', value: [] },
    ...equipmentModules,
    privateSchemes(),
    { tag: 0x00080023, vr: 'DA', value: dateOf(contentDate) },
    { tag: 0x00080033, vr: 'TM', value: timeOf(contentDate) },
    { tag: 0x0040a491, vr: 'CS', value: 'PARTIAL' },
    { tag: 0x0040a493, vr: 'CS', value: 'UNVERIFIED' },
    { tag: 0x0040a496, vr: 'CS', value: 'PRELIMINARY' },
    { tag: 0x0040a372, vr: 'SQ', value: [] },
    evidence(input),
    { tag: 0x0040a040, vr: 'CS', value: 'CONTAINER' },
    codeSequence(0x0040a043, dcm('126000', 'Imaging Measurement Report')),
    { tag: 0x0040a050, vr: 'CS', value: 'SEPARATE' },
    {
      tag: 0x0040a504,
      vr: 'SQ',
      value: [
        [
          { tag: 0x00080105, vr: 'CS', value: 'DCMR' },
          { tag: 0x0040db00, vr: 'CS', value: '1500' },
        ],
      ],
    },
    { tag: 0x0040a730, vr: 'SQ', value: tree(input, findings, synthetic) },
  ];
  return writePart10(dataset);
}
