/** What a reader marked on a chest film, and its cardiothoracic ratio, as sentences of the report. */
import { isFilmFinding, isStanding, type Annotation } from '../../domain/annotation/annotation';
import { formatValue } from '../../domain/annotation/values';
import { cardiothoracicCategory } from '../../domain/annotation/cardiothoracic-category';
import type { AnalysisRun } from '../../domain/analysis';
import { gradeOf } from '../../domain/cardiothoracic';
import { lungAreas } from '../../domain/chest-film';
import type { OnFilm } from '../../domain/chest-mark';
import type { Finding } from '../../domain/finding';
import type { MoreSentence, ReportLanguage } from '../../domain/report-facts';
import type { Study } from '../../domain/study';
import { i18n } from '../../i18n';
import { where } from './measured';

const KEY = 'film:';

/** Uid of the mark or ratio that a sentence says; undefined for other sentences. */
export const filmUid = (key: string): string | undefined =>
  key.startsWith(KEY) ? key.slice(KEY.length) : undefined;

const wordsIn = (language: ReportLanguage) => {
  const zh = language === 'zh';
  return {
    t: i18n.getFixedT(language, 'measure'),
    aside: (text: string): string => (text ? (zh ? `（${text}）` : ` (${text})`) : ''),
    comma: zh ? '，' : ', ',
    colon: zh ? '：' : ': ',
    stop: zh ? '。' : '.',
  };
};

/** Where the mark is, when the study has more than one image. */
const address = (one: Annotation, study: Study, language: ReportLanguage): string =>
  study.series.flatMap(({ instances }) => instances).length > 1 ? where(one, study, language) : '';

function markText(one: Annotation, study: Study, language: ReportLanguage): string {
  const { t, aside, comma, stop } = wordsIn(language);
  const { kind, zone } = one.mark!;
  const said = t(`filmText.${kind}`, {
    zone: t(`zone.${zone.side}.${zone.level}`),
    side: t(`side.${zone.side}`),
  });
  const more = [one.label, address(one, study, language)].filter(Boolean).join(comma);
  return said + aside(more) + stop;
}

/** The view of the film that it was measured on, as the file has it. */
const viewOf = ({ place }: Annotation, study: Study): string | undefined =>
  study.series
    .flatMap(({ instances }) => instances)
    .find((one) => place.on === 'image' && one.sopInstanceUid === place.sopInstanceUid)?.viewPosition;

/** What a run saw of the film, and the outlines as they are now: where the ratio of the lungs' areas is from. */
export interface FilmOutlines {
  readonly runs: readonly Pick<AnalysisRun, 'film' | 'analysisId'>[];
  readonly findings: readonly Finding[];
}

/** "Area of the right lung over the left 1.09 (outlined by AI).": beside a ratio that the same analysis proposed. */
function lungText(one: Annotation, { runs, findings }: FilmOutlines, language: ReportLanguage): string {
  const { origin, place } = one;
  if (!origin || place.on !== 'image') return '';
  const film = runs.findLast(
    (run) => run.analysisId === origin.analysisId && run.film?.sopInstanceUid === place.sopInstanceUid,
  )?.film;
  const areas = film && lungAreas(findings, film);
  if (!areas) return '';
  const { t, aside, stop } = wordsIn(language);
  const text = `${t('lungAreas')} ${areas.ratio.toFixed(2)}${aside(t(`aiOutlined.${areas.review}`))}${stop}`;
  return language === 'zh' ? text : ` ${text}`;
}

/** Ratio with its grade or why it has none; widths only where they are millimetres, and where these come from. */
function ratioText(one: Annotation, study: Study, language: ReportLanguage): string {
  const { t, aside, comma, colon, stop } = wordsIn(language);
  const ratio = one.values.find(({ name }) => name === 'cardiothoracicRatio');
  if (!ratio) return '';
  const judged = one.review === 'accepted' || one.review === 'edited' ? t(`aiMeasured.${one.review}`) : '';
  const meaning = [
    one.label,
    t(`ctr.${cardiothoracicCategory(ratio.value, viewOf(one, study))}`),
    judged,
    address(one, study, language),
  ].filter(Boolean);
  const widths = one.values
    .filter(({ name, unit }) => name !== 'cardiothoracicRatio' && unit === 'mm')
    .map((value) => {
      const how = value.source && value.source !== 'pixel' ? t(`lengths.${value.source}`) : '';
      return `${t(`value.${value.name}`)} ${formatValue(value)}${aside(how)}`;
    });
  const head = `${t('kind.cardiothoracic')} ${formatValue(ratio)}${aside(meaning.join(comma))}`;
  return head + (widths.length > 0 ? colon + widths.join(comma) : '') + stop;
}

/** What films of the study hold as the reader has it; a heart is too large only where the film allows a grade. */
export const onFilm = (annotations: readonly Annotation[], study: Study): readonly OnFilm[] =>
  annotations.filter(isStanding).flatMap((one): readonly OnFilm[] => {
    if (one.mark) return [one.mark.kind];
    const ratio = one.values.find(({ name }) => name === 'cardiothoracicRatio')?.value;
    const grade = ratio === undefined ? undefined : gradeOf(ratio, viewOf(one, study)).grade;
    return grade === undefined || grade === 'normal' ? [] : ['enlargedHeart'];
  });

/** How many of them leave with the report, wait for the reader, or were rejected. */
export function filmCounts(annotations: readonly Annotation[]) {
  const film = annotations.filter(isFilmFinding);
  const of = (which: (one: Annotation) => boolean): number => film.filter(which).length;
  return {
    reported: of(isStanding),
    pending: of(({ review }) => review === 'pending'),
    rejected: of(({ review }) => review === 'rejected'),
  };
}

function filmText(one: Annotation, study: Study, outlines: FilmOutlines, language: ReportLanguage): string {
  if (one.mark) return markText(one, study, language);
  const ratio = ratioText(one, study, language);
  return ratio && ratio + lungText(one, outlines, language);
}

/** In the report by themselves, as findings are; what waits for the reader or was rejected is not. */
export const filmSentences = (
  annotations: readonly Annotation[],
  study: Study,
  outlines: FilmOutlines,
): readonly MoreSentence[] =>
  annotations.flatMap((one): MoreSentence[] => {
    if (!isFilmFinding(one) || !isStanding(one)) return [];
    const text = { zh: filmText(one, study, outlines, 'zh'), en: filmText(one, study, outlines, 'en') };
    return text.en === ''
      ? []
      : [{ section: 'findings', key: KEY + one.uid, text, findingUids: [], first: true }];
  });
