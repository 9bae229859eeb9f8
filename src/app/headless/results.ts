import type { Analysis } from '../../analyses';
import { writeStructuredReport } from '../../dicom/writers';
import type { AnalysisRun } from '../../domain/analysis';
import { researchUse, software } from '../../domain/report-facts';
import { shownAt } from '../../domain/shown';
import { buildReport, findingJson, runJson, toPlainText } from '../../report';
import { filmJson } from './film';
import { reasonsOf, reasonWords, type Judged } from './choose';
import type { ResultFile } from './contract';
import { outlineFiles, type RunImage } from './outlines';

/** Changes with every change that a reader of result.json would notice. */
const SCHEMA = 'lamplight.run/2';

const text = (content: string) => new TextEncoder().encode(content) as Uint8Array<ArrayBuffer>;
const json = (value: unknown): ResultFile => ({
  name: 'result.json',
  bytes: text(`${JSON.stringify(value, null, 2)}\n`),
});

const head = (analysis: Analysis) => ({
  schema: SCHEMA,
  software,
  notice: researchUse,
  analysis: {
    id: analysis.id,
    version: analysis.version,
    name: analysis.name ?? null,
    imported: analysis.imported ?? false,
  },
});

const judgedJson = (judged: Judged, language: 'zh' | 'en') => {
  const reasons = reasonsOf(judged);
  return {
    studyUid: judged.study.studyUid,
    seriesUid: judged.series.seriesUid,
    modality: judged.series.modality,
    description: judged.series.description,
    verdict: judged.verdict.verdict,
    reasons: reasons.map((reason) => ({ ...reason, text: reasonWords([reason], language)[0] })),
  };
};

/** "Not suitable, because": a result of its own, never "nothing found". */
export const unsuitableResult = (
  analysis: Analysis,
  judged: readonly Judged[],
  language: 'zh' | 'en',
): ResultFile =>
  json({ ...head(analysis), state: 'unsuitable', series: judged.map((j) => judgedJson(j, language)) });

interface Ran {
  readonly analysis: Analysis;
  readonly run: AnalysisRun;
  readonly judged: Judged;
  /** Others that would have suited. */
  readonly others: readonly Judged[];
  /** Every volume that was analysed: the series, or its images one by one. The pixels are not needed any more. */
  readonly images: readonly RunImage[];
  readonly language: 'zh' | 'en';
  /** Smallest score of a finding that counts; the run's own when absent. */
  readonly threshold?: number;
}

/**
 * Everything that a run leaves, of the findings that count at its threshold (`shownAt`); the rest are in result.json
 * alone. No doctor has looked at it: SEG and structured report say so of each finding, and the text holds none, only
 * what was done and that it waits.
 */
export function resultFiles(ran: Ran): ResultFile[] {
  const { analysis, run, judged, images, language } = ran;
  const { study, series } = judged;
  const findings = shownAt(run.findings, ran.threshold);
  const below = run.findings.filter((f) => !findings.includes(f));
  const contentDate = new Date();
  const report = buildReport({
    study,
    series,
    run,
    analysisState: 'ran',
    findings,
    language,
    now: contentDate,
  });
  const out: ResultFile[] = [{ name: 'report.txt', bytes: text(`\ufeff${toPlainText(report)}`) }];
  const outlines = outlineFiles({ study, series, images, findings, contentDate });
  const outlined = outlines.length > 0;
  out.push(...outlines.map(({ name, bytes }) => ({ name, bytes })));
  out.push({
    name: 'report.sr.dcm',
    bytes: writeStructuredReport({
      study,
      series,
      run,
      report,
      language,
      findings,
      contentDate,
      includePending: true,
      segs: outlined ? outlines.map(({ reference }) => reference) : undefined,
    }),
  });
  const files = out.map((f) => f.name);
  out.push(
    json({
      ...head(analysis),
      state: 'ran',
      synthetic: report.synthetic,
      reviewed: false,
      studyUid: study.studyUid,
      seriesUid: series.seriesUid,
      suitability: judgedJson(judged, language),
      alsoSuitable: ran.others.map((j) => judgedJson(j, language)),
      run: runJson(run),
      /** Score from which on a finding of `findings` counts; null when the model has none. */
      threshold: ran.threshold ?? run.threshold ?? null,
      findings: findings.map((f) => ({
        ...findingJson(study, f, undefined),
        suspicion: f.ultrasound?.suspicion ?? null,
      })),
      /** Kept by the analysis below that threshold: in no other file. */
      belowThreshold: below.map((f) => findingJson(study, f, undefined)),
      scores: run.scores ?? [],
      boxes: run.boxes ?? [],
      film: filmJson(run, series),
      files: {
        written: [...files, 'result.json'],
        seg: outlined
          ? 'all findings; every segment is marked as not reviewed by a physician'
          : 'not written: there is no outline',
        /** Which outlines are in which object, by tracking UID: several objects where images share no grid. */
        outlines: outlines.map((one) => ({
          file: one.name,
          findings: one.findings.map((f) => f.trackingUid),
        })),
        sr: 'measurements of all findings, each marked as not reviewed by a physician; unverified, preliminary',
      },
    }),
  );
  return out;
}
