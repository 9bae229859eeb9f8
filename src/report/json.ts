/** The report as data: everything that it was built from, with the review of every finding, for audit and research. */
import type { AnalysisRun } from '../domain/analysis';
import { codes } from '../domain/codes';
import type { Finding, Measurement } from '../domain/finding';
import { isReportable, researchUse, software, type ReportDocument } from '../domain/report-facts';
import type { Study } from '../domain/study';
import { countVoxels } from '../domain/volume';
import { exported } from './edit';
import { imageAddress } from './sentences';

/** Changes with every change that a reader of the file would notice. */
export const JSON_SCHEMA = 'lamplight.report/1';

export interface JsonInput {
  readonly report: ReportDocument;
  readonly study: Study;
  /** All findings, rejected and pending ones too: the file is the audit. */
  readonly findings: readonly Finding[];
  readonly run: AnalysisRun | undefined;
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

function finding(study: Study, f: Finding) {
  return {
    trackingUid: f.trackingUid,
    number: f.number,
    kind: f.kind,
    origin: f.origin,
    review: { state: f.review, rejectReason: f.rejectReason ?? null, inReport: isReportable(f) },
    seriesUid: f.seriesUid,
    frameOfReferenceUid: f.frameOfReferenceUid,
    laterality: f.laterality ?? null,
    lobe: f.lobe ?? null,
    type: f.type ? { value: f.type, method: f.typeMethod ?? 'chosen by the reader' } : null,
    point: { value: f.point, unit: 'mm', frame: 'LPS' },
    keyImage: { ...f.keyImage, ...imageAddress(study, f) },
    axes: { ...f.axes, unit: 'mm', frame: 'LPS' },
    /** The outline itself is in the DICOM SEG, under the same tracking UID. */
    outline: { voxels: countVoxels(f.mask) },
    measurements: Object.fromEntries(
      Object.entries(f.measurements).map(([name, m]) => [name, measurement(m as Measurement)]),
    ),
    score: f.score ?? null,
    note: f.note ?? null,
  };
}

function analysis(run: AnalysisRun) {
  // The findings of the run are listed once, with their review.
  const { findings, ...rest } = run;
  return { ...rest, found: findings.length };
}

/**
 * JSON text, indented. Numbers are not rounded. Unknown is null, never a default.
 * `sections` is what a reader exports; `edits` is what the reader changed.
 */
export function toJson({ report, study, findings, run }: JsonInput): string {
  const series = study.series.find((s) => s.seriesUid === report.seriesUid);
  return JSON.stringify(
    {
      schema: JSON_SCHEMA,
      software,
      notice: researchUse,
      synthetic: report.synthetic,
      status: report.status,
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
      analysis: { state: report.analysisState, run: run ? analysis(run) : null },
      pending: report.pending,
      findings: findings.map((f) => finding(study, f)),
      sections: exported(report),
      edits: report.edits,
    },
    null,
    2,
  );
}
