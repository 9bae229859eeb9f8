/** Numbers by which annotations without a label are named: "Length 2". */
import type { Annotation, AnnotationKind } from './annotation';

type Numbered = Pick<Annotation, 'uid' | 'kind' | 'madeAt' | 'number'>;

/**
 * The number of an annotation among those of its kind: the one that it was given; its place by time of making
 * where it was given none (work that was saved before there were numbers).
 */
export function numberOf(annotation: Numbered, all: readonly Numbered[]): number {
  if (annotation.number !== undefined) return annotation.number;
  const before = all.filter(
    (other) =>
      other.kind === annotation.kind &&
      other.uid !== annotation.uid &&
      (other.madeAt < annotation.madeAt ||
        (other.madeAt === annotation.madeAt && other.uid < annotation.uid)),
  );
  return before.length + 1;
}

/** The number for a new annotation of a kind: one more than the highest in use. */
export const nextNumber = (kind: AnnotationKind, all: readonly Numbered[]): number =>
  all.reduce((most, other) => (other.kind === kind ? Math.max(most, numberOf(other, all)) : most), 0) + 1;
