import type {
  AnnotationKind,
  AnnotationValue,
  NoPixels,
  ValueName,
} from '../../domain/annotation/annotation';
import type { ChestMark } from '../../domain/chest-mark';
import { limbLean } from '../../domain/annotation/limb';
import { formatNumber, formatValue } from '../../domain/annotation/values';
import type { Say } from '../say';

/** Values that are shown on the image, a line each, in this order; the list beside it shows all. */
const shown: readonly (readonly ValueName[])[] = [
  ['length'],
  ['longAxis'],
  ['shortAxis'],
  ['angle'],
  ['cardiothoracicRatio'],
  ['hipKneeAnkle'],
  ['mechanicalAxisDeviation'],
  ['value'],
  ['mean', 'sd'],
  ['min', 'max'],
  ['area'],
];
/** Values that need no name beside their kind. */
const plain: ReadonlySet<ValueName> = new Set(['length', 'angle', 'value']);

export interface Worded {
  readonly kind: AnnotationKind;
  readonly label: string;
  readonly values: readonly AnnotationValue[];
  readonly noPixels?: NoPixels;
  readonly mark?: ChestMark;
}

/** The lines beside an annotation: the reader's label, then its numbers with unit and, for lengths, their caveat. */
export function wordsOf({ kind, label, values, noPixels, mark }: Worded, say: Say): readonly string[] {
  if (mark) {
    const { side, level } = mark.zone;
    return [...(label ? [label] : []), `${say(`mark.${mark.kind}`)}  ${say(`zone.${side}.${level}`)}`];
  }
  if (kind === 'text' || kind === 'arrow' || kind === 'vertebra') return label ? [label] : [];
  // The image's own values, then those of the PET over it.
  const groups = [undefined, ...new Set(values.flatMap(({ seriesUid }) => seriesUid ?? []))];
  const lines = groups.flatMap((seriesUid) =>
    linesOf(
      kind,
      values.filter((one) => one.seriesUid === seriesUid),
      say,
    ),
  );
  return [...(label ? [label] : []), ...lines, ...(noPixels ? [say(`noPixels.${noPixels}`)] : [])];
}

const linesOf = (kind: AnnotationKind, values: readonly AnnotationValue[], say: Say): readonly string[] =>
  shown.flatMap((names) => {
    const found = names.flatMap((name) => values.find((one) => one.name === name) ?? []);
    const last = found.at(-1);
    if (!last) return [];
    const words = found.map((value) => {
      const text = value === last ? formatValue(value) : formatNumber(value);
      return plain.has(value.name) ? text : `${say(`value.${value.name}`)} ${text}`;
    });
    const lean = kind === 'limb' ? limbLean(last) : undefined;
    if (lean) words.push(say(`lean.${lean}`));
    if (last.source === 'detector') words.push(say('atDetector'));
    return [words.join('  ')];
  });
