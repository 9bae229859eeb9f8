/** The words of a guideline's result, as the panel and the report both say them. */
import { changeFigure, lengthFigure, volumeFigure } from '../domain/figures';
import type {
  CautionKey,
  Change,
  InputName,
  ManagementKey,
  OutsideKey,
  RiskModel,
  RowKey,
  RuleResult,
  RuleSet,
} from '../domain/guidelines';
import { saidOf } from '../domain/follow-up';
import type { ReportLanguage } from '../domain/report-facts';
import {
  inputWords,
  modelNames,
  ruleNames,
  unconfirmedModelWords,
  unconfirmedWords,
} from './guideline-inputs';
import { cautionWords, managementWords, outsideWords } from './guideline-managements';
import { rowWords } from './guideline-rows';

export const ruleName = (rule: RuleSet, language: ReportLanguage): string => ruleNames[rule][language];
export const modelName = (model: RiskModel, language: ReportLanguage): string => modelNames[model][language];
export const managementText = (key: ManagementKey, language: ReportLanguage): string =>
  managementWords[key][language];
export const outsideText = (key: OutsideKey, language: ReportLanguage): string => outsideWords[key][language];
export const cautionText = (key: CautionKey, language: ReportLanguage): string => cautionWords[key][language];
export const inputName = (name: InputName, language: ReportLanguage): string => inputWords[name][language];
export const unconfirmedModelText = (language: ReportLanguage): string => unconfirmedModelWords[language];
export const unconfirmedText = (language: ReportLanguage): string => unconfirmedWords[language];

/** Names of inputs in a row, each once. */
export function inputNames(names: readonly InputName[], language: ReportLanguage): string {
  const words = [...new Set(names.map((name) => inputName(name, language)))];
  return words.join(language === 'zh' ? '、' : ', ');
}

export const rowsText = (rows: readonly RowKey[], language: ReportLanguage): string =>
  rows.map((row) => rowWords[row][language]).join(language === 'zh' ? '；' : '; ');

/** Does the guideline name categories? Fleischner and the Chinese consensus go by size classes. */
export const hasCategories = (rule: RuleSet): boolean => rule === 'lungRads' || rule === 'cLungRads';

/** "4A类" / "category 4A"; where there are no categories, the row that applied. Empty when none is given. */
export function categoryText(result: RuleResult, language: ReportLanguage): string {
  if (result.state !== 'given') return '';
  if (!hasCategories(result.ruleSet)) return rowsText(result.rows, language);
  return language === 'zh' ? `${result.category}类` : `category ${result.category}`;
}

/** "20231102" as "2023-11-02"; anything else as it is. */
export const dateText = (date: string): string => date.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');

const meanings = {
  suspicious: { zh: '<400天，可疑', en: 'under 400 days: suspicious' },
  indeterminate: { zh: '400–600天，不确定', en: '400–600 days: indeterminate' },
  likelyBenign: { zh: '>600天，良性可能大', en: 'over 600 days: likely benign' },
} as const;

const states = {
  belowError: { zh: '未达显著增长标准（25%）', en: 'below the 25 % significance threshold' },
  unchanged: { zh: '无变化', en: 'unchanged' },
  shrinking: { zh: '缩小，无倍增时间', en: 'smaller: no doubling time' },
} as const;

/** "体积由250增至310 mm³（+24%），未达显著增长标准（25%）": what became of a volume, or of a diameter as a sphere. */
export function changeText(
  { basis, before, now, change, corrected }: Change,
  language: ReportLanguage,
): string {
  const zh = language === 'zh';
  const volume = basis === 'volume';
  const figure = volume ? volumeFigure : lengthFigure;
  const unit = volume ? 'mm³' : 'mm';
  const percent = changeFigure(change.relative);
  const sphere = volume ? '' : zh ? '按球体体积' : 'as a sphere ';
  const how = corrected ? (zh ? '（部分容积校正）' : ' corrected for partial volume') : '';
  const figures = zh
    ? `${volume ? '体积' : '平均径'}${how}由${figure(before)}至${figure(now)} ${unit}（${sphere}${percent}%）`
    : `${volume ? 'volume' : 'mean diameter'}${how} ${figure(before)} → ${figure(now)} ${unit} (${sphere}${percent} %)`;
  return `${figures}${zh ? '，' : ', '}${verdict(change, zh)}`;
}

function verdict(change: Change['change'], zh: boolean): string {
  const language = zh ? 'zh' : 'en';
  // A small fall is no more a change than a small rise.
  const state = saidOf(change);
  if (state !== 'growing') return states[state][language];
  const days = Math.round(change.doublingDays!);
  const meaning = meanings[change.meaning!][language];
  return zh ? `体积倍增时间${days}天（${meaning}）` : `volume doubling time ${days} days (${meaning})`;
}
