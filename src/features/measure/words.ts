/** Values of an annotation in words: name, number with unit, and what a reader must know of them. */
import type { Annotation, AnnotationValue } from '../../domain/annotation/annotation';
import { cardiothoracicCategory } from '../../domain/annotation/cardiothoracic-category';
import { limbLean } from '../../domain/annotation/limb';
import { formatValue } from '../../domain/annotation/values';
import type { LengthSource } from '../../domain/calibration';
import type { Series, Study } from '../../domain/study';
import { i18n } from '../../i18n';
import { uptakeSource } from '../../viewport';

export interface ValueWords {
  readonly value: AnnotationValue;
  readonly name: string;
  /** "12.3 mm". */
  readonly text: string;
  /** What it means or what limits it: "varus", "mild enlargement", "at detector"; may be empty. */
  readonly remark: string;
}

const viewOf = ({ place }: Annotation, series: Series | undefined): string | undefined =>
  place.on === 'image'
    ? series?.instances.find((one) => one.sopInstanceUid === place.sopInstanceUid)?.viewPosition
    : undefined;

function meaning(value: AnnotationValue, one: Annotation, series: Series | undefined): string | undefined {
  if (value.name === 'cardiothoracicRatio')
    return i18n.t(`measure:ctr.${cardiothoracicCategory(value.value, viewOf(one, series))}`);
  const lean = one.kind === 'limb' ? limbLean(value) : undefined;
  return lean && i18n.t(`read:view.lean.${lean}`);
}

/** Every value of an annotation. */
export function wordsOf(one: Annotation, series: Series | undefined): readonly ValueWords[] {
  return one.values.map((value) => ({
    value,
    name: i18n.t(`measure:value.${value.name}`),
    text: formatValue(value),
    remark: [
      meaning(value, one, series),
      value.source === 'detector' ? i18n.t('measure:atDetector') : undefined,
    ]
      .filter(Boolean)
      .join(i18n.t('measure:comma')),
  }));
}

/** Where the lengths come from; undefined for annotations without lengths. */
export const sourceOf = ({ values }: Annotation): LengthSource | undefined =>
  values.find(({ source }) => source !== undefined)?.source;

/** Where its uptake comes from, a line for each PET that it was measured on. */
export function uptakeSourcesOf({ values }: Annotation, study: Study | undefined): readonly string[] {
  const uids = new Set(values.flatMap(({ seriesUid }) => seriesUid ?? []));
  return [...uids].flatMap((uid) => {
    const series = study?.series.find((one) => one.seriesUid === uid);
    return (series && uptakeSource(series, (key, more) => i18n.t(`read:view.${key}`, { ...more }))) ?? [];
  });
}
