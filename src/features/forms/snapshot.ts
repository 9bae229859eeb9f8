import { formNamed } from '../../domain/guidelines/forms';
import { withTyped } from '../history';
import { emptyForms, patchForms, studyForms, useForms, type FormInstance, type StudyForms } from './store';

export interface FormsSnapshot extends StudyForms {
  readonly version: 1;
}

/** What to save for a study; undefined while no form was ever begun. */
export function formsSnapshot(studyUid: string): FormsSnapshot | undefined {
  const forms = withTyped('forms', studyUid, studyForms(studyUid));
  return forms === emptyForms ? undefined : { version: 1, ...forms };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isInstance = (value: unknown): value is FormInstance =>
  isRecord(value) &&
  typeof value.id === 'string' &&
  typeof value.number === 'number' &&
  typeof value.form === 'string' &&
  formNamed(value.form) !== undefined &&
  isRecord(value.answers) &&
  isRecord(value.taken);

/**
 * Puts saved forms back.
 * @throws TypeError when they are not: the caller sets the copy aside
 */
export function restoreForms(studyUid: string, saved: unknown): void {
  const kept = saved as Partial<FormsSnapshot> | null;
  if (kept?.version !== 1 || !Array.isArray(kept.instances) || !isRecord(kept.next))
    throw new TypeError('saved forms: not version 1');
  if (!kept.instances.every(isInstance)) throw new TypeError('saved forms: unknown form');
  patchForms(studyUid, { instances: kept.instances, next: kept.next });
}

/** Forgets a study's forms. */
export function closeForms(studyUid: string): void {
  useForms.setState((s) => {
    const { [studyUid]: _, ...studies } = s.studies;
    const { [studyUid]: __, ...open } = s.open;
    return { studies, open };
  });
}
