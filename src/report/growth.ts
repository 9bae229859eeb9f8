/** What a report says of nodules then and now: sentences and a table, in both languages. */
import { changeFigure, lengthFigure, volumeFigure } from '../domain/figures';
import type { Finding } from '../domain/finding';
import {
  saidOf,
  type Followed,
  type GoneNodule,
  type Interval,
  type OtherModel,
  type StudyFollowUp,
} from '../domain/follow-up';
import { dicomDate } from '../domain/person-text';
import { isReportable, type MoreSentence, type ReportLanguage, type TableOf } from '../domain/report-facts';
import { label } from './sentences';
import { noduleTypes } from './words';
import { decimal } from './format';

type Both = Readonly<Record<ReportLanguage, string>>;
const both = (say: (language: ReportLanguage) => string): Both => ({ zh: say('zh'), en: say('en') });
const plain = (text: string): Both => ({ zh: text, en: text });

const signed = (value: number): string => (value > 0 ? '+' : '') + decimal(value, 1);

/** "12–40 days", "more than 90 days", with the error of measuring taken into account. */
export function rangeOf({ change }: Pick<Interval, 'change'>, language: ReportLanguage): string {
  if (!change?.range) return '';
  const { least, most } = change.range;
  const low = Math.round(least);
  if (most === undefined) return language === 'zh' ? `≥${low}天` : `at least ${low} days`;
  return language === 'zh' ? `${low}–${Math.round(most)}天` : `${low}–${Math.round(most)} days`;
}

/** Lists of labels: 结节1、结节2 / nodule 1 and nodule 2. */
const listed = (names: readonly string[], language: ReportLanguage): string =>
  names.join(language === 'zh' ? '、' : ' and ');

/** "8.1 mm": the diameter that was measured then; empty where none was. */
const sizeThen = ({ point }: GoneNodule): string =>
  point.meanDiameter === undefined ? '' : `${lengthFigure(point.meanDiameter)} mm`;

function goneText(one: GoneNodule, language: ReportLanguage): string {
  const day = dicomDate(one.date);
  const size = sizeThen(one);
  if (language === 'zh') {
    const type = one.type ? noduleTypes[one.type].zh : '';
    return `${day}所见${type}结节（当时编号${one.number}${size && `，平均径${size}`}）本次未见。`;
  }
  const type = one.type ? `${noduleTypes[one.type].en} ` : '';
  return `The ${type}nodule seen on ${day} (number ${one.number} then${size && `, mean diameter ${size}`}) is no longer seen.`;
}

function changeSentence(
  finding: Finding,
  one: Followed,
  findings: readonly Finding[],
  language: ReportLanguage,
): string | undefined {
  const day = one.against && dicomDate(one.against);
  if (!day) return undefined;
  const name = label(finding, language);
  const zh = language === 'zh';
  if (one.change === 'new') return zh ? `${name}为新发，${day}检查中未见。` : `${name} is new since ${day}.`;
  if (one.change === 'merged') {
    const then = one.before.map(({ number }) => number).join(zh ? '、' : ' and ');
    return zh
      ? `${name}由${day}的结节${then}融合而成。`
      : `${name} has formed from nodules ${then} of ${day}, which have merged.`;
  }
  if (one.change !== 'split' || one.pieces[0] !== finding.trackingUid) return undefined;
  const names = one.pieces.flatMap((uid) => {
    const piece = findings.find((f) => f.trackingUid === uid && isReportable(f));
    return piece ? [label(piece, language)] : [];
  });
  const then = one.before.map(({ number }) => number).join(', ');
  if (names.length < 2) return undefined;
  return zh
    ? `${day}的结节${then}现分为${listed(names, language)}。`
    : `Nodule ${then} of ${day} now appears as ${listed(names, language)}.`;
}

const HEAD: readonly Both[] = [
  { zh: '结节', en: 'Nodule' },
  { zh: '与', en: 'Since' },
  { zh: '平均径（mm）', en: 'Mean diameter (mm)' },
  { zh: '变化（mm）', en: 'Change (mm)' },
  { zh: '体积（mm³）', en: 'Volume (mm³)' },
  { zh: '变化', en: 'Change' },
  { zh: '倍增时间（天）', en: 'Doubling time (days)' },
];

const NONE = '–';
const arrow = (
  difference: { readonly before: number; readonly now: number } | undefined,
  write: (value: number) => string,
): string => (difference ? `${write(difference.before)} → ${write(difference.now)}` : NONE);

function doubling({ change }: Interval, language: ReportLanguage): string {
  if (!change) return NONE;
  const said = saidOf(change);
  if (said === 'growing') return `${Math.round(change.doublingDays!)} (${rangeOf({ change }, language)})`;
  const words: Readonly<Record<'belowError' | 'unchanged' | 'shrinking', Both>> = {
    belowError: { zh: '变化小于测量误差（25%）', en: 'within measurement error (25 %)' },
    unchanged: { zh: '无变化', en: 'unchanged' },
    shrinking: { zh: '缩小', en: 'smaller' },
  };
  return words[said][language];
}

const CAPTION: Both = { zh: '结节前后对比', en: 'Nodules then and now' };
/** Findings give sums of voxels; the volumes here differ from those, and say why. */
const CORRECTED: Both = {
  zh: '*体积经部分容积校正，不受层厚和像素大小影响',
  en: '* volumes corrected for partial volume: slice thickness and pixel size do not change them',
};

/** A row for each step of each nodule, the newest step first; undefined where no nodule was measured twice. */
function growthTable(findings: readonly Finding[], study: StudyFollowUp): TableOf<Both> | undefined {
  let corrected = false;
  const rows = findings.flatMap((finding) => {
    const one = study.nodules[finding.trackingUid];
    if (!one || one.pieces[0] !== finding.trackingUid) return [];
    const { steps, whole } = one.series;
    const spans = [...steps.toReversed(), ...(steps.length > 1 && whole ? [whole] : [])];
    return spans.map((span, n): readonly Both[] => {
      const { meanDiameter, volume } = span.differences;
      corrected ||= Boolean(volume && span.corrected);
      // The newest step is called by its nodule; those before it stand under it.
      return [
        n === 0 ? both((l) => label(finding, l)) : plain(''),
        plain(
          n < steps.length && n > 0
            ? `${dicomDate(span.from)} → ${dicomDate(span.to)}`
            : dicomDate(span.from),
        ),
        plain(arrow(meanDiameter, lengthFigure)),
        plain(meanDiameter ? signed(meanDiameter.absolute) : NONE),
        plain(`${arrow(volume, volumeFigure)}${volume && span.corrected ? ' *' : ''}`),
        plain(volume?.relative === undefined ? NONE : `${changeFigure(volume.relative)} %`),
        both((l) => doubling(span, l)),
      ];
    });
  });
  if (rows.length === 0) return undefined;
  return {
    caption: corrected
      ? { zh: `${CAPTION.zh}（${CORRECTED.zh}）`, en: `${CAPTION.en} (${CORRECTED.en})` }
      : CAPTION,
    head: HEAD,
    rows,
    foot: [],
    figures: [2, 3, 4, 5],
  };
}

const POOR: Both = {
  zh: '两次检查的配准较粗略，结节的对应关系须在图像上核对。',
  en: 'The two examinations lie upon each other only roughly; the pairing of nodules has to be checked on the images.',
};

const otherModelText = (date: string, { before, now }: OtherModel, language: ReportLanguage): string =>
  language === 'zh'
    ? `${dicomDate(date)}的结节由${before}勾画，本次由${now}勾画，部分变化可能由此造成。`
    : `The nodules of ${dicomDate(date)} were outlined by ${before}, those of now by ${now}; part of a change may come from that.`;

/**
 * @param findings of the study; only those that may leave are told of
 * @param study with what readers confirmed alone
 */
export function growthSentences(
  findings: readonly Finding[],
  study: StudyFollowUp | undefined,
): readonly MoreSentence[] {
  if (!study) return [];
  const reported = findings.filter(isReportable).toSorted((a, b) => a.number - b.number);
  const sentences: MoreSentence[] = [];
  for (const finding of reported) {
    const one = study.nodules[finding.trackingUid];
    const zh = one && changeSentence(finding, one, reported, 'zh');
    const en = one && changeSentence(finding, one, reported, 'en');
    if (zh && en)
      sentences.push({
        section: 'findings',
        key: `growth:${finding.trackingUid}`,
        text: { zh, en },
        findingUids: [finding.trackingUid],
        first: true,
      });
  }
  for (const one of study.gone)
    sentences.push({
      section: 'findings',
      key: `growth:gone:${one.uid}`,
      text: both((language) => goneText(one, language)),
      findingUids: [],
      first: true,
    });
  const table = growthTable(reported, study);
  if (table)
    sentences.push({
      section: 'findings',
      key: 'growth:table',
      text: both((language) =>
        language === 'zh'
          ? `与${study.priors.map(({ date }) => dicomDate(date)).join('、')}检查的结节测量对比：`
          : `Measurements of the nodules compared with ${study.priors.map(({ date }) => dicomDate(date)).join(' and ')}:`,
      ),
      findingUids: [],
      table,
      first: true,
    });
  if (sentences.length > 0 && study.priors.some(({ poor }) => poor))
    sentences.push({ section: 'findings', key: 'growth:poor', text: POOR, findingUids: [], first: true });
  // Of sizes that are compared: without the table there are none.
  for (const { date, otherModel } of table ? study.priors : [])
    if (otherModel)
      sentences.push({
        section: 'findings',
        key: `growth:otherModel:${date}`,
        text: both((language) => otherModelText(date, otherModel, language)),
        findingUids: [],
        first: true,
      });
  return sentences;
}
