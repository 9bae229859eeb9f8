/** Which template fits a series: by its modality, and by what its body part, descriptions and protocol say. */
import type { Series, Study } from '../../domain/study';
import type { ReportTemplate } from './template';

type Described = Pick<Series, 'modality' | 'bodyPart' | 'description' | 'protocol'>;

/** A Chinese word anywhere; a Latin one from its beginning, so that ARM is not found in CHARM. */
const names = (words: string, part: string): boolean =>
  /^[\x20-\x7e]+$/.test(part)
    ? new RegExp(`(^|[^A-Z])${part.toUpperCase().replace(/[^A-Z0-9 ]/g, '.')}`).test(words)
    : words.includes(part);

const wordsOf = (study: Pick<Study, 'description'>, series: Described): string =>
  [series.bodyPart, series.description, series.protocol, study.description].join(' ').toUpperCase();

/**
 * The first template whose modality fits and one of whose parts is named; the hospital's own go before the built-in
 * ones. Nothing is guessed from the modality alone: without a word of the body part it is the general one.
 * @param templates in the order of preference; the last one is the general one
 */
export function chooseTemplate(
  templates: readonly ReportTemplate[],
  study: Pick<Study, 'description'>,
  series: Described,
): ReportTemplate {
  const words = wordsOf(study, series);
  const named = (part: string): boolean => names(words, part);
  // One that names a part suits better than one for any part.
  const suiting = templates.filter(
    (t) => t.modalities.includes(series.modality) && (t.parts.length === 0 || t.parts.some(named)),
  );
  return suiting.find((t) => t.parts.length > 0) ?? suiting[0] ?? templates[templates.length - 1];
}
