/** The forms that the reader filled in for every open study. Nothing is filled in here. */
import { create } from 'zustand';
import type { Answers, FormId } from '../../domain/guidelines/forms';

/** What a number was taken over from with one click. */
export interface Taken {
  /** Of the finding, annotation or segment. */
  readonly uid: string;
  /** Its name when it was taken, in the reader's language then. */
  readonly name: string;
}

/** What a form is about, when the study has it. */
export interface Bound {
  readonly kind: 'finding' | 'annotation';
  readonly uid: string;
}

/** One filled-in form: nodule 1, nodule 2. */
export interface FormInstance {
  /** `<form>:<number>`, never used twice in a study: edits of the report are kept by it. */
  readonly id: string;
  readonly form: FormId;
  readonly number: number;
  readonly answers: Answers;
  /** By field. */
  readonly taken: Readonly<Record<string, Taken>>;
  readonly bound?: Bound;
}

export interface StudyForms {
  readonly instances: readonly FormInstance[];
  /** Next number of each form. */
  readonly next: Readonly<Partial<Record<FormId, number>>>;
}

interface FormsState {
  readonly studies: Readonly<Record<string, StudyForms>>;
  /** The form that is open in the panel, by study; not saved. */
  readonly open: Readonly<Record<string, string | undefined>>;
}

export const emptyForms: StudyForms = { instances: [], next: {} };

export const useForms = create<FormsState>()(() => ({ studies: {}, open: {} }));

export const studyForms = (studyUid: string | undefined): StudyForms =>
  (studyUid !== undefined && useForms.getState().studies[studyUid]) || emptyForms;

export const useStudyForms = (studyUid: string | undefined): StudyForms =>
  useForms((s) => (studyUid !== undefined ? s.studies[studyUid] : undefined)) ?? emptyForms;

export const instanceOf = (studyUid: string, id: string): FormInstance | undefined =>
  studyForms(studyUid).instances.find((one) => one.id === id);

export function patchForms(studyUid: string, patch: Partial<StudyForms>): void {
  useForms.setState((s) => ({
    studies: { ...s.studies, [studyUid]: { ...(s.studies[studyUid] ?? emptyForms), ...patch } },
  }));
}

/** Puts a form in place of the one with its id; nothing happens when it is gone. */
export function putInstance(studyUid: string, id: string, to: (now: FormInstance) => FormInstance): void {
  const { instances } = studyForms(studyUid);
  if (instances.some((one) => one.id === id))
    patchForms(studyUid, { instances: instances.map((one) => (one.id === id ? to(one) : one)) });
}

export const openForm = (studyUid: string, id: string | undefined): void =>
  useForms.setState((s) => ({ open: { ...s.open, [studyUid]: id } }));
