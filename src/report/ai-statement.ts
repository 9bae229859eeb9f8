/**
 * What AI did, in four statements that are never mixed up: not run; not suitable, because; failed; ran.
 * AI never says that there is no nodule.
 */
import { scoreText, type AnalysisRun, type SuitabilityReason } from '../domain/analysis';
import type { Finding } from '../domain/finding';
import { researchUse, type AnalysisState, type ReportLanguage } from '../domain/report-facts';
import { trimmed } from './format';
import { reasonsText } from './suitability-words';
import { analysisNames, operatingPoints, providers } from './words';

export interface AiFacts {
  readonly state: AnalysisState;
  /** Present when the state is 'ran'. */
  readonly run?: AnalysisRun;
  /** Number of the series that it ran on, when that is not the one reported on. */
  readonly runSeries?: number;
  readonly unsuitableReasons: readonly SuitabilityReason[];
  /** All findings of the study, of every review state. */
  readonly findings: readonly Finding[];
}

/** "lung-nodule 0.1.0": the model behind a run. */
export const modelText = (run: AnalysisRun): string => `${run.modelId} ${run.modelVersion}`;

/** For the technique section: which model, where it ran, at what operating point. Undefined when none ran. */
export function methodText(facts: AiFacts, language: ReportLanguage): string | undefined {
  const { run } = facts;
  if (facts.state !== 'ran' || !run) return undefined;
  const sha = run.modelSha256.slice(0, 12);
  const provider = providers[run.provider][language];
  const warnings = reasonsText(run.warnings, language);
  const on = facts.runSeries;
  const name = analysisNames[run.analysisId]?.[language] ?? run.name ?? run.analysisId;
  const point = pointText(run, language);
  if (language === 'zh') {
    const limits = warnings ? `注意：${warnings}。` : '';
    const tested = run.imported ? '，导入模型，未经验证' : '';
    return `AI分析${on === undefined ? '' : `（序列${on}）`}：${name} ${run.analysisVersion}，模型${modelText(run)}（sha256 ${sha}）${tested}，在本机以${provider}运行${point}。${limits}${researchUse.zh}。`;
  }
  const limits = warnings ? ` Note: ${warnings}.` : '';
  const tested = run.imported ? ', imported, not validated' : '';
  return `AI analysis${on === undefined ? '' : ` of series ${on}`}: ${name} ${run.analysisVersion}, model ${modelText(run)} (sha256 ${sha})${tested}, run on this computer with ${provider}${point}.${limits} ${researchUse.en}.`;
}

/** The operating point where the model has one; what has none is not given one. */
function pointText({ operatingPoint, threshold }: AnalysisRun, language: ReportLanguage): string {
  if (operatingPoint === undefined || threshold === undefined) return '';
  const point = operatingPoints[operatingPoint]?.[language] ?? operatingPoint;
  const least = trimmed(threshold, 4);
  return language === 'zh'
    ? `，工作点“${point}”，阈值${least}`
    : `, operating point ${point}, threshold ${least}`;
}

function counts(facts: AiFacts) {
  const id = facts.run?.analysisId;
  const ai = facts.findings.filter(
    ({ origin }) => origin.kind === 'analysis' && (id === undefined || origin.analysisId === id),
  );
  const of = (review: Finding['review']): number => ai.filter((f) => f.review === review).length;
  // A candidate that lies on a lesion which the list held already (the reader's own, an imported one) is not listed
  // twice. It was found all the same.
  const known =
    (facts.run?.findings.length ?? 0) - ai.filter((f) => f.seriesUid === facts.run?.seriesUid).length;
  return {
    marked: ai.length + Math.max(0, known),
    known: Math.max(0, known),
    pending: of('pending'),
    accepted: of('accepted'),
    edited: of('edited'),
    rejected: of('rejected'),
    withheld: facts.run?.withheld ?? 0,
  };
}

function resultZh(facts: AiFacts): string {
  const n = counts(facts);
  if (n.marked === 0) return withheldZh(n.withheld) || 'AI分析未发现高于其工作点的目标；不能据此排除结节。';
  const review = [
    n.known < n.marked
      ? `医师接受${n.accepted + n.edited}处${n.edited > 0 ? `（其中修改${n.edited}处）` : ''}`
      : '',
    n.rejected > 0 ? `排除${n.rejected}处` : '',
    n.known > 0 ? `${n.known}处与列表中已有的病灶重合` : '',
    n.pending > 0 ? `${n.pending}处未审阅` : '',
  ];
  return `AI分析标记${n.marked}处高于其工作点的候选，${review.filter(Boolean).join('，')}。${withheldZh(n.withheld)}AI可能漏检，不能据此排除其他结节。`;
}

/** Of a model without an analysis of its own: how many structures it outlined, and what became of them. */
function structuresText(facts: AiFacts, run: AnalysisRun, language: ReportLanguage): string {
  const n = counts(facts);
  const model = `${run.name ?? run.modelId} ${run.modelVersion}`;
  // An analysis of this program has its figures in its card.
  const own = run.name === undefined;
  const accepted = n.accepted + n.edited;
  const scores = (run.scores ?? []).map((s) => `${s.label} ${scoreText(s)}`);
  const boxes = run.boxes?.length ?? 0;
  if (language === 'zh') {
    const review = [
      `医师接受${accepted}处${n.edited > 0 ? `（其中修改${n.edited}处）` : ''}`,
      n.rejected > 0 ? `排除${n.rejected}处` : '',
      n.known > 0 ? `${n.known}处与列表中已有的重合` : '',
      n.pending > 0 ? `${n.pending}处未审阅` : '',
    ];
    const parts = [
      n.marked > 0 ? `勾画${n.marked}处，${review.filter(Boolean).join('，')}` : '未勾画任何结构',
      scores.length > 0 ? `评分：${scores.join('、')}` : '',
      boxes > 0 ? `检测框${boxes}个` : '',
    ];
    return `AI分析（${run.imported ? '导入模型' : '模型'} ${model}${own ? '' : '，未经验证'}）：${parts.filter(Boolean).join('；')}。`;
  }
  const review = [
    `${accepted} accepted${n.edited > 0 ? ` (${n.edited} after correction)` : ''}`,
    n.rejected > 0 ? `${n.rejected} rejected` : '',
    n.known > 0 ? `${n.known} listed already` : '',
    n.pending > 0 ? `${n.pending} not reviewed` : '',
  ];
  const parts = [
    n.marked > 0 ? `${n.marked} outlined, ${review.filter(Boolean).join(', ')}` : 'nothing outlined',
    scores.length > 0 ? `scores: ${scores.join(', ')}` : '',
    boxes > 0 ? `${boxes} ${boxes === 1 ? 'box' : 'boxes'}` : '',
  ];
  return `AI analysis (${run.imported ? 'imported model' : 'model'} ${model}${own ? '' : ', not validated'}): ${parts.filter(Boolean).join('; ')}.`;
}

const withheldZh = (n: number): string => (n > 0 ? `另有${n}处高于阈值的候选因数量上限未显示。` : '');
const withheldEn = (n: number): string =>
  n > 0
    ? `${n} more ${n === 1 ? 'candidate' : 'candidates'} above the threshold ${n === 1 ? 'was' : 'were'} withheld by the limit on their number.`
    : '';

function resultEn(facts: AiFacts): string {
  const n = counts(facts);
  if (n.marked === 0)
    return (
      withheldEn(n.withheld) ||
      'AI analysis found nothing above its operating point; this does not exclude nodules.'
    );
  const accepted = n.accepted + n.edited;
  const decided = [
    n.known < n.marked
      ? `the reader accepted ${accepted}${n.edited > 0 ? ` (${n.edited} after correction)` : ''}`
      : '',
    n.rejected > 0 ? `rejected ${n.rejected}` : '',
  ];
  const review = [
    decided.filter(Boolean).join(' and '),
    n.known > 0 ? `${n.known} ${n.known === 1 ? 'lies' : 'lie'} on lesions that were listed already` : '',
    n.pending > 0 ? `${n.pending} ${n.pending === 1 ? 'was' : 'were'} not reviewed` : '',
  ];
  const more = withheldEn(n.withheld);
  return `AI analysis marked ${n.marked} ${n.marked === 1 ? 'candidate' : 'candidates'} above its operating point; ${review.filter(Boolean).join('; ')}.${more ? ` ${more}` : ''} AI can miss lesions; this does not exclude other nodules.`;
}

/** It was started and came to no end: nothing can be concluded from it. */
export const failedText = {
  zh: 'AI分析：运行失败，无结果。',
  en: 'AI analysis: failed, without a result.',
} as const satisfies Record<ReportLanguage, string>;

/** For the findings section: what became of the analysis. */
export function resultText(facts: AiFacts, language: ReportLanguage): string {
  const zh = language === 'zh';
  if (facts.state === 'notRun') return zh ? 'AI分析：未运行。' : 'AI analysis: not run.';
  if (facts.state === 'failed') return failedText[language];
  if (facts.state === 'unsuitable') {
    const why = reasonsText(facts.unsuitableReasons, language);
    if (zh) return `AI分析：未进行，该序列不适合，原因：${why || '未说明'}。`;
    return `AI analysis: not done, the series is not suitable because: ${why || 'not stated'}.`;
  }
  if (facts.run?.concealed)
    return zh
      ? 'AI分析已运行，其标记在医师完成首轮独立阅片前不显示。'
      : 'AI analysis has run; its marks are not shown until the reader has finished the first reading.';
  if (facts.run && outlinesOnly(facts.run)) return structuresText(facts, facts.run, language);
  return zh ? resultZh(facts) : resultEn(facts);
}

/** A run without an operating point marks no candidates: it outlines what it is made for. */
const outlinesOnly = (run: AnalysisRun): boolean =>
  run.name !== undefined || run.operatingPoint === undefined;

/** Ends a report in which AI took part. */
export const assistedText = {
  zh: '本结果由AI辅助生成，经医师审核后生效。',
  en: 'AI-assisted; valid only after review by a physician.',
} as const satisfies Record<ReportLanguage, string>;

/** The visible line of the draft; it is not exported. */
export function pendingText(count: number, language: ReportLanguage): string {
  if (language === 'zh') return `${count}处AI所见待审阅，未写入报告。`;
  return count === 1
    ? '1 finding awaits review and is not in the report.'
    : `${count} findings await review and are not in the report.`;
}
