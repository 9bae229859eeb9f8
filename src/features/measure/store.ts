/**
 * The reader's annotations of every open study: small immutable facts, no pixels. Only this folder writes here; others
 * call the commands of `index.ts` and read through `useMeasure`.
 */
import { create } from 'zustand';
import type { Annotation, AnnotationKind } from '../../domain/annotation/annotation';

/** What a hand on the images is making of one of them; not part of the work until it lets go. */
export type AnnotationPreview = Pick<Annotation, 'uid' | 'points' | 'values' | 'histogram' | 'noPixels'>;

export interface MeasureState {
  /** By study, in the order of making. */
  readonly studies: Readonly<Record<string, readonly Annotation[]>>;
  /** The one that is lit on the images and open in the list, of whichever study. */
  readonly currentUid?: string;
  readonly preview?: AnnotationPreview;
  /** The measuring tool that was in the hand last: it is on the menu's button. */
  readonly lastTool: AnnotationKind;
  /** A short message: a key of the catalogue `measure:message.*`. */
  readonly message?: 'copied' | 'notCopied' | 'seriesGone';
}

export const noAnnotations: readonly Annotation[] = [];

export const useMeasure = create<MeasureState>(() => ({ studies: {}, lastTool: 'length' }));

export const studyAnnotations = (studyUid: string | undefined): readonly Annotation[] =>
  (studyUid !== undefined && useMeasure.getState().studies[studyUid]) || noAnnotations;

/** The same, rendered again when one changes. */
export const useAnnotations = (studyUid: string | undefined): readonly Annotation[] =>
  useMeasure((s) => (studyUid !== undefined ? s.studies[studyUid] : undefined)) ?? noAnnotations;

export const setCurrent = (currentUid: string | undefined): void => {
  if (useMeasure.getState().currentUid !== currentUid) useMeasure.setState({ currentUid });
};

/** Replaces a study's annotations; none is current when the current one is not among them. */
export function putStudy(studyUid: string, annotations: readonly Annotation[]): void {
  const before = studyAnnotations(studyUid);
  useMeasure.setState(({ studies, currentUid }) => ({
    studies: { ...studies, [studyUid]: annotations },
    currentUid:
      before.some(({ uid }) => uid === currentUid) && !annotations.some(({ uid }) => uid === currentUid)
        ? undefined
        : currentUid,
    message: undefined,
  }));
}

export const findAnnotation = (uid: string): Annotation | undefined =>
  Object.values(useMeasure.getState().studies)
    .flat()
    .find((one) => one.uid === uid);

/** Puts an annotation in place of the one with its identity, or among the others by the time of its making. */
export function putAnnotation(annotation: Annotation): void {
  const annotations = studyAnnotations(annotation.studyUid);
  const at = annotations.findIndex((one) => one.uid === annotation.uid);
  const later = annotations.findIndex((one) => one.madeAt > annotation.madeAt);
  putStudy(
    annotation.studyUid,
    at >= 0
      ? annotations.with(at, annotation)
      : annotations.toSpliced(later < 0 ? annotations.length : later, 0, annotation),
  );
}

export const dropAnnotation = ({ uid, studyUid }: Annotation): void =>
  putStudy(
    studyUid,
    studyAnnotations(studyUid).filter((one) => one.uid !== uid),
  );
