import { useMemo } from 'react';
import type { AnalysisRun } from '../../domain/analysis';
import type { Finding } from '../../domain/finding';
import type { StudyAssessment } from '../../domain/guidelines';
import type { ReportDocument, ReportLanguage } from '../../domain/report-facts';
import type { Series, Study } from '../../domain/study';
import { useLanguage } from '../../i18n';
import { buildReport, isReportable, mergeEdits } from '../../report';
import { useAnalysis, type StudyAnalysis } from '../analysis';
import { runShown, shownOf, useFindings } from '../findings';
import { useAssessment } from '../guideline';
import { isImageSeries, useOpen } from '../open';
import { emptyReport, useReport, type StudyReport } from './store';

/** Everything that a report and its exports are made from. */
export interface ReportFacts {
  readonly study: Study;
  readonly series: Series;
  /** The latest run on the series, else the latest of the study. */
  readonly run: AnalysisRun | undefined;
  /** Every run of the study, for the audit. */
  readonly runs: readonly AnalysisRun[];
  readonly findings: readonly Finding[];
  /** What the chosen guideline says of them. */
  readonly guideline?: StudyAssessment;
  readonly document: ReportDocument;
}

const NONE: readonly Finding[] = [];

/**
 * The series that the report is about: the one that holds most of what is reported (DICOM objects take one series),
 * else the one that was analysed last, else the one that is read.
 */
function reportedSeries(
  study: Study,
  run: AnalysisRun | undefined,
  findings: readonly Finding[],
  activeSeriesUid: string | undefined,
): Series | undefined {
  const wanted = [...mostReported(findings, run), run?.seriesUid, activeSeriesUid];
  for (const uid of wanted) {
    const hit = study.series.find((s) => s.seriesUid === uid);
    if (hit) return hit;
  }
  return study.series.find(isImageSeries);
}

/** Series UIDs by how many reported findings they hold; the one of the last run first among equals. */
function mostReported(findings: readonly Finding[], run: AnalysisRun | undefined): readonly string[] {
  const counts = new Map<string, number>();
  for (const f of findings.filter(isReportable)) counts.set(f.seriesUid, (counts.get(f.seriesUid) ?? 0) + 1);
  const rank = (uid: string) => 2 * counts.get(uid)! + (uid === run?.seriesUid ? 1 : 0);
  return [...counts.keys()].sort((a, b) => rank(b) - rank(a));
}

/** Builds the report of a study from what is known now, with the reader's edits laid over. */
export function makeReport(
  study: Study,
  activeSeriesUid: string | undefined,
  findings: readonly Finding[],
  analysis: StudyAnalysis | undefined,
  report: StudyReport,
  language: ReportLanguage,
  guideline?: StudyAssessment,
): ReportFacts | undefined {
  const runs = analysis?.runs ?? [];
  const series = reportedSeries(study, runs.at(-1), findings, activeSeriesUid);
  if (!series) return undefined;
  const run = runs.findLast((one) => one.seriesUid === series.seriesUid) ?? runs.at(-1);
  const refused = !run && analysis?.state.kind === 'unsuitable' ? analysis.state.reasons : undefined;
  const built = buildReport({
    study,
    series,
    run,
    runs,
    analysisState: run ? 'ran' : refused ? 'unsuitable' : 'notRun',
    unsuitableReasons: refused,
    findings,
    guideline,
    language,
    now: new Date(),
  });
  return {
    study,
    series,
    run,
    runs,
    findings,
    guideline,
    document: mergeEdits(built, { ...built, edits: report.edits }),
  };
}

/** The language that a study's report is written in: its own choice, else the page's. */
export function useReportLanguage(studyUid: string | undefined): ReportLanguage {
  const page = useLanguage();
  const own = useReport((s) => (studyUid ? s.studies[studyUid]?.language : undefined));
  return own ?? page;
}

/** The report of the study that is read; built again whenever a finding, the run or an edit changes. */
export function useReportFacts(): ReportFacts | undefined {
  const studyUid = useOpen((s) => s.activeStudyUid);
  const seriesUid = useOpen((s) => s.activeSeriesUid);
  const study = useOpen((s) => s.studies.find((one) => one.studyUid === studyUid));
  const findings = useFindings((s) => {
    const own = studyUid ? s.studies[studyUid] : undefined;
    return own ? shownOf(own) : NONE;
  });
  const threshold = useFindings((s) => (studyUid ? s.studies[studyUid]?.threshold : undefined));
  const pass = useFindings((s) => (studyUid ? s.studies[studyUid]?.pass : undefined));
  const all = useAnalysis((s) => (studyUid ? s.studies[studyUid] : undefined));
  const analysis = useMemo(
    () => all && { ...all, runs: all.runs.map((run) => runShown({ threshold, pass }, run)) },
    [all, threshold, pass],
  );
  const report = useReport((s) => (studyUid ? s.studies[studyUid] : undefined)) ?? emptyReport;
  const language = useReportLanguage(studyUid);
  const guideline = useAssessment(studyUid);
  return useMemo(
    () => study && makeReport(study, seriesUid, findings, analysis, report, language, guideline),
    [study, seriesUid, findings, analysis, report, language, guideline],
  );
}
