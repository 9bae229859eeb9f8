import type { Annotation } from '../../domain/annotation/annotation';
import { shapes } from '../../domain/annotation/shapes';
import { withTyped } from '../history';
import { putStudy, useMeasure } from './store';

/** What of a study's annotations survives a reload. */
export interface AnnotationsSnapshot {
  readonly version: 1;
  readonly annotations: readonly Annotation[];
}

/** What to save for a study; undefined while nothing was ever drawn. */
export function annotationsSnapshot(studyUid: string): AnnotationsSnapshot | undefined {
  const annotations = useMeasure.getState().studies[studyUid];
  return annotations && { version: 1, annotations: withTyped('annotations', studyUid, annotations) };
}

/**
 * Puts saved annotations back, in place of what is there; nothing is measured again.
 * @throws TypeError when it is not a saved list: the caller sets the copy aside
 */
export function restoreAnnotations(studyUid: string, saved: AnnotationsSnapshot): void {
  if (saved.version !== 1 || !Array.isArray(saved.annotations))
    throw new TypeError('saved annotations: not version 1');
  for (const { uid, kind, points } of saved.annotations)
    if (typeof uid !== 'string' || !(kind in shapes) || !Array.isArray(points))
      throw new TypeError('saved annotations: one of them is none');
  putStudy(studyUid, saved.annotations);
}

/** Forgets a study's annotations: it is closed, or begun afresh. */
export function closeAnnotations(studyUid: string): void {
  putStudy(studyUid, []);
  useMeasure.setState((state) => {
    const studies = { ...state.studies };
    delete studies[studyUid];
    return { studies, preview: undefined };
  });
}
