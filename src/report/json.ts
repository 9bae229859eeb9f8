/** The report as data: everything that it was built from, with the review of every finding, for audit and research. */
import type { AnalysisRun } from '../domain/analysis';
import { codes } from '../domain/codes';
import type { Finding, Measurement } from '../domain/finding';
import type { FindingEvent } from '../domain/finding-history';
import type { StudyAssessment } from '../domain/guidelines';
import { imageOf } from '../domain/lesion';
import {
  isPending,
  isReportable,
  researchUse,
  software,
  type ReportDocument,
  type ReportHeader,
} from '../domain/report-facts';
import type { Study } from '../domain/study';
import { countVoxels } from '../domain/volume';
import { exported } from './edit';
import { noduleJson } from './nodule-json';
import { imageAddress } from './sentences';
import { ultrasoundJson } from './ultrasound';

/** Changes with every change that a reader of the file would notice. */
export const JSON_SCHEMA = 'lamplight.report/4';

export interface JsonInput {
  readonly report: ReportDocument;
  readonly study: Study;
  /** All findings, rejected and pending ones too: the file is the audit. */
  readonly findings: readonly Finding[];
  readonly run: AnalysisRun | undefined;
  /** Every run of the study, oldest first: a finding that was decided on may come from an earlier one. */
  readonly runs?: readonly AnalysisRun[];
  /** Findings as an analysis or a segmentation gave them, by tracking UID. */
  readonly originals?: Readonly<Record<string, Finding>>;
  /** What happened to each finding, by tracking UID; whoever has none writes none. */
  readonly history?: Readonly<Record<string, readonly FindingEvent[]>>;
  /** What the chosen rule set and the models say, with their inputs. */
  readonly guideline?: StudyAssessment;
}

/** Mean, SD, minimum and maximum are derivations of the attenuation, as in the SR; they are not what was measured. */
const concepts = (m: Measurement) =>
  m.unit === "[hnsf'U]" && m.concept.value !== codes.attenuation.value
    ? { concept: codes.attenuation, derivation: m.concept }
    : { concept: m.concept };

const measurement = (m: Measurement) => ({
  ...concepts(m),
  value: m.value,
  unit: { value: m.unit, scheme: 'UCUM' },
  method: m.method,
  calibration: m.calibration,
});

const measurements = (f: Finding) =>
  Object.fromEntries(
    Object.entries(f.measurements).map(([name, m]: [string, Measurement]) => [
      // What one image gives is an area.
      name === 'volume' && m.unit !== 'mm3' ? 'area' : name,
      measurement(m),
    ]),
  );

/** What the reader changed, as it was given; null when the shape is the given one or the reader made it. */
const given = (f: Finding, original: Finding | undefined) =>
  original && (original.mask !== f.mask || original.axes !== f.axes)
    ? {
        axes: { ...original.axes, unit: 'mm', frame: 'LPS' },
        outline: { voxels: countVoxels(original.mask) },
        measurements: measurements(original),
        ultrasound: ultrasoundJson(original, measurement),
        type: original.type ?? null,
      }
    : null;

/**
 * Where the key image is. The frame of a single-frame image is 1, which no address prints. `slice` counts the volume's
 * slices from 0; null on an image by itself, which is no slice of anything.
 */
const keyImage = (study: Study, f: Finding) => {
  const { series, image } = imageAddress(study, f);
  const slice = imageOf(f) ? null : f.keyImage.slice;
  return { ...f.keyImage, slice, seriesUid: f.seriesUid, series: series ?? null, image: image ?? null };
};

export function findingJson(study: Study, f: Finding, original: Finding | undefined) {
  return {
    trackingUid: f.trackingUid,
    number: f.number,
    kind: f.kind,
    /** Of a model's label, in the words of its maker. */
    name: f.name ?? null,
    category: f.category ?? null,
    rgb: f.rgb ?? null,
    origin: f.origin,
    /** Tags of the segmentation that it was taken from. */
    source: f.source ?? null,
    review: {
      state: f.review,
      rejectReason: f.rejectReason ?? null,
      inReport: isReportable(f),
      pending: isPending(f),
    },
    seriesUid: f.seriesUid,
    frameOfReferenceUid: f.frameOfReferenceUid,
    laterality: f.laterality ?? null,
    lobe: f.lobe ?? null,
    type: f.type ? { value: f.type, method: f.typeMethod ?? 'chosen by the reader' } : null,
    point: { value: f.point, unit: 'mm', frame: 'LPS' },
    keyImage: keyImage(study, f),
    axes: { ...f.axes, unit: 'mm', frame: 'LPS' },
    /** The outline itself is in the DICOM SEG, under the same tracking UID. */
    outline: { voxels: countVoxels(f.mask) },
    measurements: measurements(f),
    given: given(f, original),
    score: f.score ?? null,
    nodule: noduleJson(f, measurement),
    /** Lobe and height in the thyroid, as the reader says. */
    ...(f.thyroid && { thyroid: f.thyroid }),
    ultrasound: ultrasoundJson(f, measurement),
    note: f.note ?? null,
  };
}

export function runJson(run: AnalysisRun) {
  // The findings of the run are listed once, with their review.
  const { findings, ...rest } = run;
  return {
    ...rest,
    operatingPoint: rest.operatingPoint ?? null,
    threshold: rest.threshold ?? null,
    units: { timings: 'ms', networkMs: 'ms', peakBytes: 'By', scores: '1' },
    /** Null while the reader's first reading hides it. */
    found: run.concealed ? null : findings.length,
  };
}

/** The head of the paper without its picture, which is no data of the report. */
const headerJson = ({ hospital, department, physician, reviewer, logo }: ReportHeader) => ({
  hospital,
  department,
  physician,
  reviewer,
  logo: logo ? { width: logo.width, height: logo.height } : null,
});

/** Every answer, every input that was used and every one that is missing: enough to do the rule's work again. */
const guidelineJson = ({ rule, answers, exam, leading, nodules }: StudyAssessment) => ({
  rule: rule ?? null,
  answers,
  exam: exam ?? null,
  leading: leading?.finding.trackingUid ?? null,
  nodules: nodules.map(({ finding, ...rest }) => ({ trackingUid: finding.trackingUid, ...rest })),
});

/**
 * JSON text, indented. Numbers are not rounded. Unknown is null, never a default.
 * `sections` is what a reader exports; `edits` is what the reader changed.
 */
export function toJson({
  report,
  study,
  findings,
  run,
  runs,
  originals,
  history,
  guideline,
}: JsonInput): string {
  const series = study.series.find((s) => s.seriesUid === report.seriesUid);
  return JSON.stringify(
    {
      schema: JSON_SCHEMA,
      software,
      notice: researchUse,
      synthetic: report.synthetic,
      status: report.status,
      signature: report.signature ?? null,
      template: report.templateId || null,
      header: headerJson(report.header),
      language: report.language,
      builtAt: report.builtAt,
      study: {
        studyUid: study.studyUid,
        date: study.date,
        time: study.time,
        description: study.description,
        id: study.id,
        accession: study.accession,
        institution: study.institution,
        patient: study.patient,
      },
      series: series && {
        seriesUid: series.seriesUid,
        number: series.number ?? null,
        modality: series.modality,
        description: series.description,
        instances: series.instances.length,
      },
      analysis: {
        state: report.analysisState,
        run: run ? runJson(run) : null,
        runs: (runs ?? (run ? [run] : [])).map(runJson),
      },
      pending: report.pending,
      findings: findings.map((f) => ({
        ...findingJson(study, f, originals?.[f.trackingUid]),
        history: history?.[f.trackingUid] ?? null,
      })),
      guideline: guideline ? guidelineJson(guideline) : null,
      /** Filled-in forms: answers, results and lesions with their codes. */
      forms: report.forms ?? [],
      /** Nodules then and now, by tracking UID, with the UID under which each lesion goes on in DICOM objects. */
      followUp: report.followed ?? null,
      sections: exported(report),
      edits: report.edits,
      versions: report.versions,
    },
    null,
    2,
  );
}
