/** The reader's choice of guideline for every open study, and the answers it goes by. Nothing is filled in here. */
import { create } from 'zustand';
import { noChoice, type GuidelineChoice, type StudyAnswers } from '../../domain/guidelines';

/** Where an answer was taken from with one click; absent when the reader typed or chose it. */
export type AnswerSource = 'patientAge' | 'birthDate' | 'patientSex' | 'list';

export interface StudyGuidelineChoice extends GuidelineChoice {
  readonly taken: Readonly<Partial<Record<keyof StudyAnswers, AnswerSource>>>;
}

export const emptyChoice: StudyGuidelineChoice = { ...noChoice, taken: {} };

export const useGuideline = create<{ readonly studies: Readonly<Record<string, StudyGuidelineChoice>> }>()(
  () => ({ studies: {} }),
);

export const studyChoice = (studyUid: string | undefined): StudyGuidelineChoice =>
  (studyUid !== undefined && useGuideline.getState().studies[studyUid]) || emptyChoice;

export const useChoice = (studyUid: string | undefined): StudyGuidelineChoice =>
  useGuideline((s) => (studyUid !== undefined ? s.studies[studyUid] : undefined)) ?? emptyChoice;

export function patchChoice(studyUid: string, patch: Partial<StudyGuidelineChoice>): void {
  useGuideline.setState((s) => ({
    studies: { ...s.studies, [studyUid]: { ...(s.studies[studyUid] ?? emptyChoice), ...patch } },
  }));
}
