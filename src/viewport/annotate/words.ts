import type {
  Annotation,
  AnnotationKind,
  AnnotationValue,
  ValueName,
} from '../../domain/annotation/annotation';
import { formatValue } from '../../domain/annotation/values';
import type { Say } from '../say';

/** Values that are shown on the image, in this order; the list beside it shows all. */
const shown: readonly ValueName[] = [
  'length',
  'longAxis',
  'shortAxis',
  'angle',
  'cardiothoracicRatio',
  'hipKneeAnkle',
  'mechanicalAxisDeviation',
  'value',
  'mean',
  'sd',
  'area',
];
/** Values that need no name beside their kind. */
const plain: ReadonlySet<ValueName> = new Set(['length', 'angle', 'value', 'cardiothoracicRatio']);

/** The lines beside an annotation: the reader's label, then its numbers with unit and, for lengths, their caveat. */
export function wordsOf(
  {
    kind,
    label,
    values,
  }: {
    readonly kind: AnnotationKind;
    readonly label: string;
    readonly values: readonly AnnotationValue[];
    readonly annotation?: Annotation;
  },
  say: Say,
): readonly string[] {
  const lines = shown.flatMap((name) => {
    const value = values.find((one) => one.name === name);
    if (!value) return [];
    const text = formatValue(value);
    const named = plain.has(name) ? text : `${say(`value.${name}`)} ${text}`;
    return [value.source === 'detector' ? `${named} ${say('atDetector')}` : named];
  });
  if (kind === 'text' || kind === 'arrow' || kind === 'vertebra') return label ? [label] : [];
  return label ? [label, ...lines] : lines;
}
