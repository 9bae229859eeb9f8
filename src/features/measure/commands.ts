/** What the reader does to annotations. Each is one step of the one history. */
import { newUid } from '../../dicom/writers';
import type { Annotation } from '../../domain/annotation/annotation';
import type { ChestMark } from '../../domain/chest-mark';
import { nextNumber } from '../../domain/annotation/name';
import { i18n } from '../../i18n';
import type { DrawnByHand } from '../../viewport';
import { drafted, run } from '../history';
import { nameOf } from './names';
import {
  dropAnnotation,
  findAnnotation,
  putAnnotation,
  putStudy,
  setCurrent,
  studyAnnotations,
  useMeasure,
  type AnnotationPreview,
} from './store';

const said = (
  name: 'draw' | 'change' | 'rename' | 'recolour' | 'remove' | 'accept' | 'reject',
  one: Annotation,
): string => i18n.t(`measure:done.${name}`, { name: nameOf(one, studyAnnotations(one.studyUid)) });

/** Now, and later than any other: the order of making is kept by it. */
const timeAfter = (annotations: readonly Annotation[]): string =>
  new Date(Math.max(Date.now(), ...annotations.map(({ madeAt }) => Date.parse(madeAt) + 1))).toISOString();

/** Those that it is numbered among: its kind, and of quick marks what they mark. */
const alike = ({ kind, mark }: Pick<Annotation, 'kind' | 'mark'>, all: readonly Annotation[]) =>
  all.filter((one) => one.kind === kind && one.mark?.kind === mark?.kind);

/** Adds what the hand has drawn, numbered among its kind, and makes it the current one. */
export function draw(drawn: DrawnByHand & Pick<Annotation, 'mark'>): Annotation {
  const annotations = studyAnnotations(drawn.studyUid);
  const annotation: Annotation = {
    ...drawn,
    label: drawn.label ?? '',
    uid: newUid(),
    number: nextNumber(drawn.kind, alike(drawn, annotations)),
    madeAt: timeAfter(annotations),
  };
  run({
    label: said('draw', annotation),
    do: () => {
      putAnnotation(annotation);
      setCurrent(annotation.uid);
    },
    undo: () => dropAnnotation(annotation),
  });
  return annotation;
}

type Fields = Partial<
  Pick<
    Annotation,
    'points' | 'values' | 'histogram' | 'noPixels' | 'label' | 'colour' | 'mark' | 'number' | 'review'
  >
>;

/** One step: some fields become others. Only those are put back, whatever else has changed meanwhile. */
function step(
  name: 'change' | 'rename' | 'recolour' | 'accept' | 'reject',
  before: Annotation,
  change: Fields,
): void {
  const keys = Object.keys(change) as (keyof Fields)[];
  const put = (from: Fields): void => {
    const now = findAnnotation(before.uid);
    if (!now) return;
    putAnnotation({ ...now, ...Object.fromEntries(keys.map((key) => [key, from[key]])) });
    setCurrent(before.uid);
  };
  const lay = (all: readonly Annotation[]) =>
    all.map((one) => (one.uid === before.uid ? { ...one, ...change } : one));
  if (drafted<readonly Annotation[]>('annotations', before.studyUid, lay)) return;
  run({ label: said(name, before), do: () => put(change), undo: () => put(before) });
}

const samePoints = (a: Annotation['points'], b: Annotation['points']): boolean =>
  a.length === b.length && a.every((p, n) => p[0] === b[n][0] && p[1] === b[n][1]);

/** The hand drags an annotation: shown as it would be, and one step when it lets go. */
export function change(next: AnnotationPreview, done: boolean): void {
  if (!done) {
    useMeasure.setState({ preview: next });
    return;
  }
  useMeasure.setState({ preview: undefined });
  const before = findAnnotation(next.uid);
  if (!before || samePoints(before.points, next.points)) return;
  const { points, values, histogram, noPixels } = next;
  // A proposal that the reader moves is the reader's correction of it.
  const review = before.review && ({ review: 'edited' } as const);
  step('change', before, { points, values, histogram, noPixels, ...review });
}

/** Another kind of quick mark, or another zone. */
export function changeMark(uid: string, mark: ChestMark): void {
  const before = findAnnotation(uid);
  if (!before?.mark || JSON.stringify(before.mark) === JSON.stringify(mark)) return;
  const others = alike({ kind: 'mark', mark }, studyAnnotations(before.studyUid));
  const number = before.mark.kind === mark.kind ? before.number : nextNumber('mark', others);
  step('change', before, { mark, number });
}

/** The reader's word on what an analysis proposed; nothing for what the reader drew, or when it stands so already. */
export function judge(uid: string, review: 'accepted' | 'rejected'): void {
  const before = findAnnotation(uid);
  if (!before?.review || before.review === review) return;
  step(review === 'accepted' ? 'accept' : 'reject', before, { review });
}

/** The proposal that is current; undefined when none is or the reader drew the current one. */
export const currentProposal = (): Annotation | undefined => {
  const uid = currentAnnotation();
  const one = uid === undefined ? undefined : findAnnotation(uid);
  return one?.review && one;
};

/** Names an annotation, or changes its words; an empty name gives the numbered one back. */
export function rename(uid: string, label: string): void {
  const before = findAnnotation(uid);
  const wanted = label.trim();
  if (before && before.label !== wanted) step('rename', before, { label: wanted });
}

/** Gives it a colour (CSS); undefined: the reader's own colour of the theme. */
export function recolour(uid: string, colour: string | undefined): void {
  const before = findAnnotation(uid);
  if (before && before.colour !== colour) step('recolour', before, { colour });
}

export function remove(uid: string): void {
  const annotation = findAnnotation(uid);
  if (!annotation) return;
  run({
    label: said('remove', annotation),
    do: () => dropAnnotation(annotation),
    undo: () => {
      putAnnotation(annotation);
      setCurrent(uid);
    },
  });
}

/** Deletes all annotations of a study; one step brings all of them back. */
export function removeAll(studyUid: string): void {
  const annotations = studyAnnotations(studyUid);
  if (annotations.length === 0) return;
  run({
    label: i18n.t('measure:done.removeAll', { count: annotations.length }),
    do: () => putStudy(studyUid, []),
    undo: () => putStudy(studyUid, annotations),
  });
}

/** Makes an annotation the current one; undefined: none. No step of the history. */
export const pick = setCurrent;

/** The annotation that is current, of whichever study. */
export const currentAnnotation = (): string | undefined => useMeasure.getState().currentUid;

/** Deletes the current annotation; false when there is none. */
export function removeCurrent(): boolean {
  const uid = currentAnnotation();
  if (uid === undefined) return false;
  remove(uid);
  return true;
}
