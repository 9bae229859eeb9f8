/** Annotations out of a file. */
import type { Annotation } from '../../domain/annotation/annotation';
import { nextNumber } from '../../domain/annotation/name';
import { i18n } from '../../i18n';
import { run } from '../history';
import { dropAnnotation, findAnnotation, putAnnotation, studyAnnotations } from './store';

/** Which of these are not here yet; an annotation is known by its UID. */
export const notHere = (annotations: readonly Annotation[]): readonly Annotation[] =>
  annotations.filter(({ uid }) => findAnnotation(uid) === undefined);

/** Adds those that are not here yet, numbered among their kinds; one undoable step. Returns how many. */
export function takeAnnotations(annotations: readonly Annotation[]): number {
  const taken: Annotation[] = [];
  for (const one of notHere(annotations)) {
    const all = [...studyAnnotations(one.studyUid), ...taken];
    taken.push({ ...one, number: one.number ?? nextNumber(one.kind, all) });
  }
  if (taken.length === 0) return 0;
  run({
    label: i18n.t('measure:done.take', { count: taken.length }),
    do: () => taken.forEach(putAnnotation),
    undo: () => taken.forEach(dropAnnotation),
  });
  return taken.length;
}
