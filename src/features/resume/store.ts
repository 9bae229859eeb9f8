import { create } from 'zustand';
import type { StudyWorkFile } from '../../dicom/objects';

/** What became of the work in a report; keys of `resume:message.*`. */
export type ResumeOutcome = 'taken' | 'same' | 'kept' | 'damaged' | 'otherStudy';

interface ResumeState {
  /** Work out of a file that differs from what is here: the reader must say which counts. */
  readonly question?: { readonly studyUid: string; readonly file: StudyWorkFile };
  readonly outcome?: {
    readonly key: ResumeOutcome;
    readonly studyUid: string;
    /** ISO time of the work. */
    readonly savedAt?: string;
    /** Technical, untranslated. */
    readonly detail?: string;
  };
}

export const useResume = create<ResumeState>(() => ({}));

export const closeOutcome = (): void => useResume.setState({ outcome: undefined });
