/** The reader's measurements as sentences of the report: each is there when it was taken in, and follows its numbers. */
import { isFilmFinding, isStanding, type Annotation } from '../../domain/annotation/annotation';
import { formatValue } from '../../domain/annotation/values';
import type { MoreSentence, ReportLanguage } from '../../domain/report-facts';
import type { Study } from '../../domain/study';
import { i18n } from '../../i18n';
import { addressText } from '../../report';

const KEY = 'measure:';

/** Uid of the annotation that a sentence says; undefined for other sentences. */
export const measureUid = (key: string): string | undefined =>
  key.startsWith(KEY) ? key.slice(KEY.length) : undefined;

/** "Se2, Im71"; empty on a plane that is no image. */
export function where({ place, seriesUid }: Annotation, study: Study, language: ReportLanguage): string {
  if (place.on !== 'image') return '';
  const series = study.series.find((one) => one.seriesUid === seriesUid);
  const instance = series?.instances.find((one) => one.sopInstanceUid === place.sopInstanceUid);
  const frame = instance && instance.frames > 1 ? place.frame : undefined;
  return addressText({ series: series?.number, image: instance?.instanceNumber, frame }, language);
}

/** "左肾囊肿（Se2, Im71）：长径 23.4 mm，短径 18.0 mm。": the reader's name for it, else its kind. */
export function measuredText(one: Annotation, study: Study, language: ReportLanguage): string {
  const t = i18n.getFixedT(language, 'measure');
  const zh = language === 'zh';
  const values = one.values.map((value) => {
    // Lengths on a detector are larger than in the patient: the report must not hide it.
    const remark = value.source === 'detector' ? t('atDetector') : '';
    const note = remark && (zh ? `（${remark}）` : ` (${remark})`);
    return `${t(`value.${value.name}`)} ${formatValue(value)}${note}`;
  });
  const at = where(one, study, language);
  const name = one.label || t(`kind.${one.kind}`);
  const head = name + (at && (zh ? `（${at}）` : ` (${at})`));
  return zh ? `${head}：${values.join('，')}。` : `${head}: ${values.join(', ')}.`;
}

/**
 * Can it be taken into a report? Arrows and texts have no numbers; what stands there by itself is not taken, and what
 * an analysis proposed must be accepted first.
 */
export const isMeasured = (one: Annotation): boolean =>
  one.values.length > 0 && !isFilmFinding(one) && isStanding(one);

/** Sentences of those that were taken in and are still there. */
export const measuredSentences = (
  annotations: readonly Annotation[],
  taken: readonly string[],
  study: Study,
): readonly MoreSentence[] =>
  annotations
    .filter((one) => taken.includes(one.uid) && isMeasured(one))
    .map((one) => ({
      section: 'findings',
      key: KEY + one.uid,
      text: { zh: measuredText(one, study, 'zh'), en: measuredText(one, study, 'en') },
      findingUids: [],
    }));
