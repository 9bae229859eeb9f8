/** Builds a report from what is known now. Pure: same data, same document. */
import type { AnalysisRun, SuitabilityReason } from '../domain/analysis';
import type { OnFilm } from '../domain/chest-mark';
import type { FilledForm } from '../domain/filled-form';
import type { Finding } from '../domain/finding';
import type { StudyFollowUp } from '../domain/follow-up';
import type { StudyAssessment } from '../domain/guidelines';
import { isLesion } from '../domain/lesion';
import {
  byAlgorithm,
  byImportance,
  isPending,
  isReportable,
  emptyHeader,
  syntheticNotice,
  type AnalysisState,
  type MoreSentence,
  type ReportDocument,
  type ReportHeader,
  type ReportLanguage,
  type ReportSection,
  type ReportTable,
  type SectionId,
  type Sentence,
  type TableOf,
} from '../domain/report-facts';
import type { Series, Study } from '../domain/study';
import { assistedText, methodText, modelText, pendingText, resultText, type AiFacts } from './ai-statement';
import { comparisons, type Prior } from './comparison';
import { assessmentOf, comparisonText, guidelineSentences, impressionCategory } from './guideline';
import { aiNoteOf, findingText, impressionText } from './sentences';
import { techniqueText } from './technique';
import { fieldText, valueOf, type FieldValues } from './templates/fields';
import { denied, say, type ReportTemplate, type TemplateSection } from './templates/template';
import { sectionTitles } from './words';

export interface ReportInput {
  readonly study: Study;
  /** The series that is reported on. */
  readonly series: Series;
  readonly run: AnalysisRun | undefined;
  /** Every run of the study, oldest first: of each analysis beside that of `run` the latest is told of, too. */
  readonly runs?: readonly AnalysisRun[];
  readonly analysisState: AnalysisState;
  /** Why not, when the state is 'unsuitable'. */
  readonly unsuitableReasons?: readonly SuitabilityReason[];
  /** All findings, of every review state; the report picks those that may be in it. */
  readonly findings: readonly Finding[];
  /** What the chosen rule set says; absent while no nodule was assessed. */
  readonly guideline?: StudyAssessment;
  /** What forms and other parts of the page say, in the order in which it stands after the built sentences. */
  readonly more?: readonly MoreSentence[];
  /** What the reader marked and measured on films: a normal sentence must not deny it. */
  readonly onFilm?: readonly OnFilm[];
  /** The nodules as they are followed, as data; their sentences come with `more`. */
  readonly followed?: StudyFollowUp;
  /** The forms behind those sentences, as data. */
  readonly forms?: readonly FilledForm[];
  /** Earlier examinations of the patient that are open beside this one. */
  readonly priors?: readonly Prior[];
  /** Sections, fields and normal sentences; without one the report has the four sections of a result. */
  readonly template?: ReportTemplate;
  /** What the reader filled in, by `fieldKey`. */
  readonly fields?: FieldValues;
  /** Ids of the normal sentences that the reader took; they stand in the template's order. */
  readonly normals?: readonly string[];
  readonly header?: ReportHeader;
  readonly language: ReportLanguage;
  readonly now: Date;
}

/** The sections that a result has, whatever the template says; the rest are the template's. */
const always: readonly SectionId[] = ['technique', 'findings', 'impression', 'recommendation'];
const order: readonly SectionId[] = ['clinical', 'technique', 'comparison', ...always.slice(1)];

const impressionMissing = {
  zh: '影像学诊断待医师填写。',
  en: 'The impression is to be written by the physician.',
} as const;

function sentence(key: string, text: string, more: Partial<Sentence> = {}): Sentence {
  return { key, text, generated: text, findingUids: [], edited: false, stale: false, ...more };
}

/** A table in one language. */
function tableIn(
  table: TableOf<Readonly<Record<ReportLanguage, string>>>,
  language: ReportLanguage,
): ReportTable {
  const row = (cells: readonly Readonly<Record<ReportLanguage, string>>[]) =>
    cells.map((one) => one[language]);
  return {
    caption: table.caption[language],
    head: row(table.head),
    rows: table.rows.map(row),
    foot: table.foot.map(row),
    figures: table.figures,
  };
}

/** The latest run of every analysis but the one that is reported on, in the order in which they ran. */
function otherRuns(run: AnalysisRun | undefined, runs: readonly AnalysisRun[]): readonly AnalysisRun[] {
  const latest = new Map<string, AnalysisRun>();
  for (const one of runs) {
    latest.delete(one.analysisId);
    if (one.analysisId !== run?.analysisId) latest.set(one.analysisId, one);
  }
  return [...latest.values()];
}

/** The template's sections, and those that a result needs where it lacks them, in the usual order. */
function laidOut(template: ReportTemplate | undefined): readonly Pick<TemplateSection, 'id' | 'title'>[] {
  const own = template?.sections ?? [];
  const lacking = always.filter((id) => !own.some((s) => s.id === id)).map((id) => ({ id }));
  return [...own, ...lacking].toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}

/** The filled fields and the normal sentences that were taken, in the template's order. */
function templateSentences(input: ReportInput, id: SectionId): readonly Sentence[] {
  const { template, language, study } = input;
  const own = template?.sections.find((s) => s.id === id);
  if (!template || !own) return [];
  const filled = own.fields.flatMap((field) => {
    const text = fieldText(field, valueOf(template, field, input.fields ?? {}, study, language), language);
    return text ? [sentence(`field:${field.id}`, text)] : [];
  });
  const normal = own.normals
    .filter((block) => input.normals?.includes(block.id))
    .map((block) => {
      const more = denied(block, input.findings, comparisons(input).length > 0, input.onFilm)
        ? { conflict: true }
        : {};
      return sentence(`normal:${block.id}`, say(block.text, language), more);
    });
  return [...filled, ...normal];
}

/**
 * @throws TypeError when the state is 'ran' and there is no run, or the other way round: the report would say
 *   something that did not happen.
 */
export function buildReport(input: ReportInput): ReportDocument {
  const { study, series, run, analysisState: state, findings, language, now } = input;
  if ((state === 'ran') !== (run !== undefined))
    throw new TypeError(`buildReport: state ${state} ${run ? 'with' : 'without'} a run`);
  const unsuitableReasons = input.unsuitableReasons ?? [];
  const factsOf = (one: AnalysisRun | undefined): AiFacts => {
    const elsewhere = one && one.seriesUid !== series.seriesUid;
    const runSeries = elsewhere ? study.series.find((s) => s.seriesUid === one.seriesUid)?.number : undefined;
    return { state, run: one, runSeries, unsuitableReasons, findings };
  };
  const told = [run, ...otherRuns(run, input.runs ?? [])].map((one, n) => ({
    facts: factsOf(one),
    // The first one's sentences keep the keys that edits of earlier versions are stored under.
    key: n === 0 ? 'ai' : `ai:${one?.analysisId}`,
  }));
  const reported = findings.filter(isReportable).sort((a, b) => a.number - b.number);
  const important = byImportance(findings).filter(isLesion);
  const pending = findings.filter(isPending).length;
  const synthetic = series.synthetic || study.series.some((s) => s.synthetic);
  const aiInIt = reported.some(byAlgorithm);

  const technique: Sentence[] = [];
  if (synthetic) technique.push(sentence('technique:synthetic', syntheticNotice[language]));
  technique.push(sentence('technique:images', techniqueText(series, language)));
  for (const { facts, key } of told) {
    const method = methodText(facts, language);
    if (method) technique.push(sentence(`technique:${key}`, method));
  }

  const found: Sentence[] = [];
  if (pending > 0)
    found.push(sentence('findings:pending', pendingText(pending, language), { draftOnly: true }));
  const { guideline } = input;
  for (const f of reported) {
    const assessed = assessmentOf(guideline, f.trackingUid);
    const says = findingText(study, f, language, assessed?.readerSolidPart);
    const compared = comparisonText(assessed, guideline?.answers.priorDate, language);
    found.push(
      sentence(
        `finding:${f.trackingUid}`,
        [says, compared].filter(Boolean).join(language === 'zh' ? '' : ' '),
        {
          findingUids: [f.trackingUid],
          aiNote: aiNoteOf(f, language),
        },
      ),
    );
  }
  for (const { facts, key } of told) found.push(sentence(`findings:${key}`, resultText(facts, language)));

  const impression = important.map((f) => {
    const category = impressionCategory(assessmentOf(guideline, f.trackingUid), language);
    return sentence(`impression:${f.trackingUid}`, impressionText(f, language, category), {
      findingUids: [f.trackingUid],
      aiNote: aiNoteOf(f, language),
    });
  });
  // Nothing confirmed is no negative: what leaves says what AI did, in the one of three statements that holds.
  if (impression.length === 0)
    impression.push(
      sentence('impression:missing', impressionMissing[language], { draftOnly: true }),
      ...told.map(({ facts, key }) => sentence(`impression:${key}`, resultText(facts, language))),
    );

  const recommendation = guidelineSentences(guideline, language).map(({ key, text, ...more }) =>
    sentence(key, text, more),
  );
  if (aiInIt || state === 'ran') recommendation.push(sentence('recommendation:ai', assistedText[language]));

  const comparison = comparisons(input).map(({ key, text }) => sentence(key, text));
  const built: Partial<Record<SectionId, readonly Sentence[]>> = {
    technique,
    comparison,
    findings: found,
    impression,
    recommendation,
  };
  const moreOf = (id: SectionId, first: boolean) =>
    (input.more ?? [])
      .filter((one) => one.section === id && (one.first ?? false) === first)
      .map(({ key, text, findingUids, table }) =>
        sentence(key, text[language], { findingUids, ...(table && { table: tableIn(table, language) }) }),
      );
  const sections = laidOut(input.template).map(({ id, title }): ReportSection => {
    const own = built[id] ?? [];
    const taken = templateSentences(input, id);
    // What AI did stands last: the findings come before it.
    const end = own.findIndex((s) => s.key === 'findings:ai');
    const at = end < 0 ? own.length : end;
    return {
      id,
      title: say(title, language) || sectionTitles[id][language],
      numbered: id === 'impression',
      sentences: [...own.slice(0, at), ...moreOf(id, true), ...taken, ...own.slice(at), ...moreOf(id, false)],
    };
  });
  return {
    language,
    builtAt: now.toISOString(),
    studyUid: study.studyUid,
    seriesUid: series.seriesUid,
    status: 'draft',
    header: input.header ?? emptyHeader,
    templateId: input.template?.id ?? '',
    versions: [],
    synthetic,
    analysisState: state,
    model: run && modelText(run),
    pending,
    sections,
    ...(input.forms && input.forms.length > 0 && { forms: input.forms }),
    ...(input.followed && { followed: input.followed }),
    built: sections,
    edits: [],
    editedInOtherLanguage: [],
  };
}
