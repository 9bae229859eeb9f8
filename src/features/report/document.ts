import { useMemo } from 'react';
import type { Annotation } from '../../domain/annotation/annotation';
import type { AnalysisRun } from '../../domain/analysis';
import type { FilledForm } from '../../domain/filled-form';
import type { SaidOrders } from '../../domain/comparison';
import type { Finding } from '../../domain/finding';
import type { StudyFollowUp } from '../../domain/follow-up';
import type { StudyAssessment } from '../../domain/guidelines';
import type { MoreSentence, ReportDocument, ReportLanguage, ReportVersion } from '../../domain/report-facts';
import type { Series, Study } from '../../domain/study';
import { useLanguage } from '../../i18n';
import {
  buildReport,
  changedSince,
  chooseTemplate,
  failedText,
  growthSentences,
  isReportable,
  mergeEdits,
  type ReportTemplate,
  type SentenceChange,
} from '../../report';
import { useAnalysis, type StudyAnalysis } from '../analysis';
import { runShown, shownOf, useFindings } from '../findings';
import { useFilledForms, useFormSentences } from '../forms';
import { useAssessment } from '../guideline';
import { useAnnotations } from '../measure';
import { useStudyGrowth } from '../growth';
import { isImageSeries, useOpen } from '../open';
import { filmSentences, onFilm } from './film';
import { measuredSentences } from './measured';
import { openPriors } from './priors';
import { emptySetup, templatesOf, useSetup, type ReportSetup } from './setup';
import { emptyReport, signedVersion, useReport, type KeptVersion, type StudyReport } from './store';

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
  /** What the reader drew and measured; of a version, as it was then. */
  readonly annotations: readonly Annotation[];
  /** What is on the paper and leaves the page: the draft, what was signed, or the earlier version looked at. */
  readonly document: ReportDocument;
  /** What the data and the edits say now, whatever was signed. */
  readonly live: ReportDocument;
  readonly template: ReportTemplate;
  /** Number of the earlier version that is looked at. */
  readonly viewing?: number;
  /** What the data say now and did not when the report was signed; empty while nothing is signed. */
  readonly changed: readonly SentenceChange[];
}

/** What comes from outside of the study. */
export interface ReportMeans {
  readonly setup?: ReportSetup;
  /** What forms and other parts of the page say. */
  readonly more?: readonly MoreSentence[];
  /** The forms behind them, as data. */
  readonly forms?: readonly FilledForm[];
  readonly annotations?: readonly Annotation[];
  /** Nodules as they are followed from earlier examinations. */
  readonly followed?: StudyFollowUp;
  /** Every study that is open: an earlier one of the patient is compared with. */
  readonly open?: readonly Study[];
  /** Which of them is the earlier one where the files leave it open. */
  readonly earlierSaid?: SaidOrders;
  /** Number of an earlier version to look at. */
  readonly viewing?: number;
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

/** What the latest attempt came to, where it came to nothing. */
function stateOf(run: AnalysisRun | undefined, state: StudyAnalysis['state'] | undefined) {
  if (run) return 'ran';
  if (state?.kind === 'unsuitable') return 'unsuitable';
  return state?.kind === 'failed' ? 'failed' : 'notRun';
}

const failedLater: MoreSentence = {
  section: 'findings',
  key: 'findings:ai-failed',
  text: failedText,
  findingUids: [],
};

/** Builds the report of a study from what is known now, with the reader's edits laid over. */
export function makeReport(
  study: Study,
  activeSeriesUid: string | undefined,
  findings: readonly Finding[],
  analysis: StudyAnalysis | undefined,
  report: StudyReport,
  language: ReportLanguage,
  guideline?: StudyAssessment,
  means: ReportMeans = {},
): ReportFacts | undefined {
  const runs = analysis?.runs ?? [];
  const series = reportedSeries(study, runs.at(-1), findings, activeSeriesUid);
  if (!series) return undefined;
  const {
    setup = emptySetup,
    more = [],
    forms,
    followed,
    open = [],
    earlierSaid = {},
    annotations = [],
  } = means;
  const run = runs.findLast((one) => one.seriesUid === series.seriesUid) ?? runs.at(-1);
  const refused = !run && analysis?.state.kind === 'unsuitable' ? analysis.state.reasons : undefined;
  const templates = templatesOf(setup);
  const template =
    templates.find((one) => one.id === report.templateId) ?? chooseTemplate(templates, study, series);
  const signed = signedVersion(report);
  const built = buildReport({
    study,
    series,
    run,
    runs,
    analysisState: stateOf(run, analysis?.state),
    unsuitableReasons: refused,
    findings,
    guideline,
    more: run && analysis?.state.kind === 'failed' ? [...more, failedLater] : more,
    onFilm: onFilm(annotations, study),
    forms,
    followed,
    priors: openPriors(study, open, earlierSaid),
    template,
    fields: report.fields,
    normals: report.normals,
    header: setup.header,
    // What was signed stays in its language, and what is compared with it, too.
    language: signed?.language ?? language,
    now: new Date(),
  });
  const live: ReportDocument = {
    ...mergeEdits(built, { ...built, edits: report.edits }),
    status: report.versions.length > 0 ? 'preliminary' : 'draft',
    versions: report.versions.map(plainVersion),
  };
  const facts = { study, series, run, runs, findings, guideline, annotations, live, template, changed: [] };
  const looked = report.versions.find((version) => version.number === means.viewing);
  if (looked) return { ...facts, ...kept(study, series, looked, live), viewing: looked.number };
  if (!signed) return { ...facts, document: live };
  return {
    ...facts,
    ...kept(study, series, signed, live),
    changed: changedSince(signed.document.built, live.built),
  };
}

const plainVersion = (version: KeptVersion): ReportVersion => {
  const { number, status, signature, language, sections, pending } = version;
  return { number, status, signature, language, sections, pending };
};

/** Everything as a version holds it. */
function kept(study: Study, series: Series, version: KeptVersion, live: ReportDocument) {
  const { document, findings, run, runs, guideline, annotations } = version;
  return {
    series: study.series.find((s) => s.seriesUid === document.seriesUid) ?? series,
    findings,
    run,
    runs,
    guideline,
    ...(annotations && { annotations }),
    document: { ...document, versions: live.versions.filter((v) => v.number <= version.number) },
  };
}

/** The language that a study's report is written in: its own choice, else the page's. */
export function useReportLanguage(studyUid: string | undefined): ReportLanguage {
  const page = useLanguage();
  const own = useReport((s) => {
    const report = studyUid ? s.studies[studyUid] : undefined;
    return report && (signedVersion(report)?.language ?? report.language);
  });
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
  const more = useFormSentences(studyUid);
  const forms = useFilledForms(studyUid);
  const open = useOpen((s) => s.studies);
  const earlierSaid = useOpen((s) => s.earlierSaid);
  const setup = useSetup();
  const annotations = useAnnotations(studyUid);
  const viewing = useReport((s) => (studyUid ? s.viewing[studyUid] : undefined));
  const { measured } = report;
  const { reviewed: followed } = useStudyGrowth(studyUid);
  const said = useMemo(
    () => [
      ...(study ? filmSentences(annotations, study, { runs: analysis?.runs ?? [], findings }) : []),
      ...(study ? measuredSentences(annotations, measured, study) : []),
      ...growthSentences(findings, followed),
      ...more,
    ],
    [study, annotations, analysis, measured, findings, followed, more],
  );
  return useMemo(
    () =>
      study &&
      makeReport(study, seriesUid, findings, analysis, report, language, guideline, {
        setup,
        more: said,
        forms,
        followed,
        open,
        earlierSaid,
        annotations,
        viewing,
      }),
    [
      study,
      seriesUid,
      findings,
      analysis,
      report,
      language,
      guideline,
      setup,
      said,
      forms,
      followed,
      open,
      earlierSaid,
      annotations,
      viewing,
    ],
  );
}
