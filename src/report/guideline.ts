/** What the report says of the guideline that the reader chose: its category, why, and what it recommends. */
import type { NoduleAssessment, RuleResult, StudyAssessment } from '../domain/guidelines';
import type { ReportLanguage } from '../domain/report-facts';
import { probabilityText } from './guideline-models';
import {
  categoryText,
  cautionText,
  changeText,
  dateText,
  hasCategories,
  inputNames,
  managementText,
  outsideText,
  rowsText,
  ruleName,
  unconfirmedText,
} from './guideline-text';
import { label } from './sentences';

export interface GuidelineSentence {
  readonly key: string;
  readonly text: string;
  readonly findingUids: readonly string[];
  readonly draftOnly?: boolean;
}

const noGuideline = {
  zh: '本报告未选用随访指南，不作分级；后续处理由医师结合临床决定。',
  en: 'No follow-up guideline was chosen and no category is given; further management is at the discretion of the physician.',
} as const;

/** Reminders of the draft; what leaves the page does not name what the reader still has to do. */
const forTheDraft = new Set(['pendingNotCounted', 'countDiffers', 'statusDisagrees']);

/** Sentences of the recommendation: the guideline's, and for the draft alone what it still asks for. */
export function guidelineSentences(
  guideline: StudyAssessment | undefined,
  language: ReportLanguage,
): readonly GuidelineSentence[] {
  const exam = guideline?.exam;
  const key = 'recommendation:guideline';
  const models = probabilitySentences(guideline, language);
  if (!guideline || !exam) return [{ key, text: noGuideline[language], findingUids: [] }, ...models];
  const { leading } = guideline;
  const reminder = reminderText(guideline, exam, language);
  return [
    {
      key,
      text: recommendationText(exam, leading, language),
      findingUids: exam.state === 'given' && leading ? [leading.finding.trackingUid] : [],
    },
    ...models,
    ...(reminder
      ? [{ key: 'recommendation:missing', text: reminder, findingUids: [], draftOnly: true }]
      : []),
  ];
}

/** What Brock and Mayo give for the nodules that the reader confirmed, where every input is known. */
function probabilitySentences(
  guideline: StudyAssessment | undefined,
  language: ReportLanguage,
): readonly GuidelineSentence[] {
  return (guideline?.nodules ?? []).flatMap((n) => {
    const text = n.counted ? probabilityText(n, language) : '';
    const { trackingUid } = n.finding;
    return text
      ? [{ key: `recommendation:probability:${trackingUid}`, text, findingUids: [trackingUid] }]
      : [];
  });
}

function recommendationText(
  exam: RuleResult,
  leading: NoduleAssessment | undefined,
  language: ReportLanguage,
): string {
  const zh = language === 'zh';
  const rule = ruleName(exam.ruleSet, language);
  const remarks = [
    ...(exam.unconfirmed ? [unconfirmedText(language)] : []),
    ...exam.cautions.filter((c) => !forTheDraft.has(c)).map((c) => cautionText(c, language)),
  ];
  const remark = remarks.length === 0 ? '' : zh ? `（${remarks.join('；')}）` : ` (${remarks.join('; ')})`;
  if (exam.state === 'open')
    return zh
      ? `${rule}：资料不全，未作分级${remark}；后续处理由医师结合临床决定。`
      : `${rule}: not all of its inputs are known, no category is given${remark}; further management is at the discretion of the physician.`;
  if (exam.state === 'outside') {
    const why = outsideText(exam.reason, language);
    return zh
      ? `${rule}：不作分级（${why}）；后续处理由医师结合临床决定。`
      : `${rule}: no category is given (${why}); further management is at the discretion of the physician.`;
  }
  const category = categoryText(exam, language);
  const because = hasCategories(exam.ruleSet) ? reasonText(exam, leading, language) : '';
  const which = !hasCategories(exam.ruleSet) && leading ? label(leading.finding, language) : '';
  const advice = managementText(exam.management, language);
  if (zh) {
    const basis = [because, which && `依据${which}`].filter(Boolean).join('；');
    return `${rule}：${category}${basis && `（${basis}）`}；建议：${advice}${remark}。`;
  }
  const basis = [because, which && `by ${which.toLowerCase()}`].filter(Boolean).join('; ');
  return `${rule}: ${category}${basis && ` (${basis})`}; recommended: ${advice}${remark}.`;
}

/** "结节1：实性，基线，≥8至<15 mm": the nodule and the row that made the category. */
function reasonText(
  exam: Extract<RuleResult, { state: 'given' }>,
  leading: NoduleAssessment | undefined,
  language: ReportLanguage,
): string {
  const result = leading?.result;
  const byNodule = exam.rows[0] === 'lr.exam.highest' || exam === result || exam.ruleSet === 'cLungRads';
  if (!leading || !byNodule || result?.state !== 'given') return rowsText(exam.rows, language);
  return `${label(leading.finding, language)}${language === 'zh' ? '：' : ': '}${rowsText(result.rows, language)}`;
}

/** What is missing, for the study and nodule by nodule, and what does not agree; empty when nothing. */
function reminderText(guideline: StudyAssessment, exam: RuleResult, language: ReportLanguage): string {
  const zh = language === 'zh';
  const colon = zh ? '：' : ': ';
  const parts = [
    inputNames(
      exam.missing.filter((name) => name !== 'nodules'),
      language,
    ),
    ...guideline.nodules
      .filter((n) => n.counted && n.result?.state === 'open' && n.result.missing.length > 0)
      .map((n) => `${label(n.finding, language)}${colon}${inputNames(n.result!.missing, language)}`),
  ].filter(Boolean);
  const warnings = [
    ...exam.cautions,
    ...guideline.nodules.filter((n) => n.counted).flatMap((n) => n.result?.cautions ?? []),
  ]
    .filter((c) => forTheDraft.has(c))
    .map((c) => cautionText(c, language));
  const said = [
    ...(parts.length > 0 ? [`${zh ? '缺少' : 'missing'}${colon}${parts.join(zh ? '；' : '; ')}`] : []),
    ...new Set(warnings),
  ];
  if (said.length === 0) return '';
  const rule = ruleName(exam.ruleSet, language);
  return `${rule}${colon}${said.join(zh ? '；' : '; ')}${zh ? '。' : '.'}`;
}

/** The assessment of a finding, when a guideline was chosen or its earlier size is known. */
export const assessmentOf = (
  guideline: StudyAssessment | undefined,
  trackingUid: string,
): NoduleAssessment | undefined => guideline?.nodules.find((n) => n.finding.trackingUid === trackingUid);

/** "Lung-RADS v2022 4A类", to stand in the impression; empty when no category is given. */
export function impressionCategory(n: NoduleAssessment | undefined, language: ReportLanguage): string {
  const { result } = n ?? {};
  if (result?.state !== 'given') return '';
  const rule = ruleName(result.ruleSet, language);
  const text = categoryText(result, language);
  const open = result.unconfirmed ? (language === 'zh' ? '（待确认）' : ' (to be confirmed)') : '';
  if (hasCategories(result.ruleSet)) return `${rule} ${text}${open}`;
  return language === 'zh' ? `${rule}：${text}${open}` : `${rule}: ${text}${open}`;
}

/** "与2023-11-02检查比较：体积由250至310 mm³（+24%），未达显著增长标准（25%）。"; empty without an earlier size. */
export function comparisonText(
  n: NoduleAssessment | undefined,
  priorDate: string | undefined,
  language: ReportLanguage,
): string {
  if (!n?.change || !priorDate) return '';
  const date = dateText(priorDate);
  const whole = changeText(n.change, language);
  const solid = n.solidChange && changeText(n.solidChange, language);
  if (language === 'zh') return `与${date}检查比较：${whole}${solid ? `；实性成分${solid}` : ''}。`;
  return `Compared with ${date}: ${whole}${solid ? `; solid part: ${solid}` : ''}.`;
}
