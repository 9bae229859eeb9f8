/**
 * Writes a report as DICOM Comprehensive 3D SR, TID 1500 Measurement Report
 * (specs/reports-and-dicom-objects.md, section 1.2: the tree that the validators accept).
 * Axes go out as NUMs alone: their end points need a TID 1501 group, and several kinds of group in one document are
 * errors to the template validator.
 */
import type { AnalysisRun } from '../../domain/analysis';
import { codes, PRIVATE_SCHEME } from '../../domain/codes';
import type { Code, Finding, Measurement } from '../../domain/finding';
import { inHounsfield } from '../../domain/lesion';
import {
  isReportable,
  researchUse,
  software,
  syntheticNotice,
  type ReportDocument,
  type ReportLanguage,
  type SectionId,
} from '../../domain/report-facts';
import type { Series, Study } from '../../domain/study';
import { code, container, image, num, pname, text, uidref } from './content-items';
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
import { algorithmOf, algorithmParameters, siteOf, trackingId, type SegmentNumbers } from './segment';

/** The SEG that holds the outlines. */
export interface SegReference {
  readonly sopInstanceUid: string;
  readonly seriesUid: string;
  /** From `segmentNumbers`, with the same findings that the SEG was written from. */
  readonly segments: SegmentNumbers;
}

export interface StructuredReportInput {
  readonly study: Study;
  readonly series: Series;
  /** All findings; only those that may leave are written. */
  readonly findings: readonly Finding[];
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

const own = (value: string, meaning: string): Code => ({ value, scheme: PRIVATE_SCHEME, meaning });

const languageCode: Readonly<Record<ReportLanguage, Code>> = {
  zh: { value: 'zh-CN', scheme: 'RFC5646', meaning: 'Chinese (S)' },
  en: { value: 'en-US', scheme: 'RFC5646', meaning: 'English (U.S.)' },
};

const noduleType: Readonly<Record<NonNullable<Finding['type']>, Code>> = {
  solid: own('SOLID', 'Solid'),
  partSolid: own('PARTSOLID', 'Part-solid'),
  nonSolid: own('NONSOLID', 'Non-solid (ground-glass)'),
  calcified: own('CALCIFIED', 'Calcified'),
};

/** Report sections as concepts of DCM. */
const sectionConcept: Readonly<Record<SectionId, Code>> = {
  technique: dcm('121065', 'Procedure Description'),
  findings: dcm('121071', 'Finding'),
  impression: dcm('121073', 'Impression'),
  recommendation: dcm('121075', 'Recommendation'),
};
const comment = dcm('121106', 'Comment');

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

/** TID 4019 Algorithm Identification. */
function algorithm(name: string, version: string, parameters: string): Dataset[] {
  return [
    text('HAS CONCEPT MOD', dcm('111001', 'Algorithm Name'), name),
    text('HAS CONCEPT MOD', dcm('111003', 'Algorithm Version'), version),
    text('HAS CONCEPT MOD', dcm('111002', 'Algorithm Parameters'), parameters),
  ];
}

/** TID 4019 of the analysis or model that made a finding. */
function byAlgorithm(finding: Finding, origin: Extract<Finding['origin'], { kind: 'analysis' }>): Dataset[] {
  const { name, version } = algorithmOf(origin);
  return algorithm(name, version, algorithmParameters(finding));
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

const derivation = (value: Code): Dataset => code('HAS CONCEPT MOD', dcm('121401', 'Derivation'), value);

function measured(
  m: Measurement,
  concept: Code,
  decimals: number,
  children: readonly Dataset[] = [],
): Dataset {
  return num('CONTAINS', concept, m.value, m.unit, decimals, children);
}

/**
 * Lengths to 0.01 mm, volume and HU to 0.1. TID 1419 measurements with their derivation. Values of other modalities
 * have no concept that says what they are, and stay in the JSON.
 */
function measurements(finding: Finding): Dataset[] {
  const m = finding.measurements;
  const { origin } = finding;
  const by = origin.kind === 'analysis' ? byAlgorithm(finding, origin) : [];
  return [
    measured(m.volume, codes.volume, 1, by),
    measured(m.longAxis, codes.longAxis, 2),
    measured(m.shortAxis, codes.shortAxis, 2),
    measured(m.meanDiameter, codes.diameter, 2, [derivation(codes.mean)]),
    ...(inHounsfield(finding)
      ? [
          measured(m.meanHu, codes.attenuation, 1, [derivation(codes.mean)]),
          measured(m.sdHu, codes.attenuation, 1, [derivation(codes.standardDeviation)]),
          measured(m.minHu, codes.attenuation, 1, [derivation(codes.minimum)]),
          measured(m.maxHu, codes.attenuation, 1, [derivation(codes.maximum)]),
        ]
      : []),
  ];
}

/** What the reader should know of the finding in words: the report's sentence, how AI took part, the calibration. */
function comments(finding: Finding, report: ReportDocument): string {
  const sentence = report.sections
    .find((s) => s.id === 'findings')
    ?.sentences.find((s) => s.key === `finding:${finding.trackingUid}`);
  const note = sentence?.aiNote
    ? report.language === 'zh'
      ? `（${sentence.aiNote}）`
      : ` (${sentence.aiNote})`
    : '';
  return sentence ? sentence.text + note : '';
}

/** TID 1411 Volumetric ROI Measurements. */
function group(finding: Finding, input: StructuredReportInput, seg: SegReference): Dataset {
  const segment = seg.segments[finding.trackingUid];
  if (segment === undefined)
    throw new RangeError(`SR: finding ${finding.number} has no segment in the SEG that is referred to`);
  const place = siteOf(finding);
  const sentence = comments(finding, input.report);
  return container('CONTAINS', dcm('125007', 'Measurement Group'), [
    text('HAS OBS CONTEXT', dcm('112039', 'Tracking Identifier'), trackingId(finding)),
    uidref('HAS OBS CONTEXT', dcm('112040', 'Tracking Unique Identifier'), finding.trackingUid),
    code('CONTAINS', dcm('121071', 'Finding'), finding.kind),
    image('CONTAINS', dcm('121191', 'Referenced Segment'), SEGMENTATION_STORAGE, seg.sopInstanceUid, segment),
    uidref('CONTAINS', dcm('121232', 'Source series for segmentation'), finding.seriesUid),
    code(
      'HAS CONCEPT MOD',
      { value: '370129005', scheme: 'SCT', meaning: 'Measurement Method' },
      codes.sumOfVoxels,
    ),
    ...(place
      ? [
          code(
            'HAS CONCEPT MOD',
            { value: '363698007', scheme: 'SCT', meaning: 'Finding Site' },
            place.site,
            place.side
              ? [
                  code(
                    'HAS CONCEPT MOD',
                    { value: '272741003', scheme: 'SCT', meaning: 'Laterality' },
                    place.side,
                  ),
                ]
              : [],
          ),
        ]
      : []),
    ...measurements(finding),
    ...(finding.type
      ? [code('CONTAINS', own('NODTYPE', 'Nodule attenuation type'), noduleType[finding.type])]
      : []),
    code('CONTAINS', own('REVIEW', 'Review by the reader'), reviewCode(finding)),
    ...(sentence ? [text('CONTAINS', comment, sentence)] : []),
  ]);
}

function reviewCode(finding: Finding): Code {
  if (finding.source)
    return finding.review === 'edited'
      ? own('IMPORTED_EDITED', 'From a segmentation, corrected by the reader')
      : own('IMPORTED', 'From a segmentation, accepted by the reader');
  if (finding.origin.kind === 'reader') return own('READER', 'Made by the reader');
  return finding.review === 'edited'
    ? own('EDITED', 'Found by AI, corrected by the reader')
    : own('ACCEPTED', 'Found by AI, accepted by the reader');
}

/** The report's sentences, a TEXT a section, and the lines that every export carries. */
function narrative(input: StructuredReportInput, synthetic: boolean): Dataset {
  const { report, language } = input;
  const items = report.sections.flatMap((section) => {
    const sentences = section.sentences.filter((s) => !s.draftOnly && s.text.trim() !== '');
    const lines = sentences.map((s, n) => (section.numbered ? `${n + 1}. ${s.text}` : s.text));
    return lines.length > 0 ? [text('CONTAINS', sectionConcept[section.id], lines.join('\r\n'))] : [];
  });
  const notice = `${synthetic ? `${syntheticNotice[language]} ` : ''}${researchUse[language]}${language === 'zh' ? '。' : '.'}`;
  return container('CONTAINS', { value: 'C0034375', scheme: 'UMLS', meaning: 'Qualitative Evaluations' }, [
    ...items,
    text('CONTAINS', comment, notice),
  ]);
}

function tree(input: StructuredReportInput, findings: readonly Finding[], synthetic: boolean): Dataset[] {
  const { run, series, seg } = input;
  const groups = seg ? findings.map((f) => group(f, input, seg)) : [];
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
      series.seriesUid,
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
  const findings = input.findings.filter(isReportable);
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
