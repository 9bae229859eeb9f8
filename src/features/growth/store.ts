/**
 * What is known of the earlier examinations of each open study: their nodules and which of them are which now. Plain
 * facts that go with the work; the registration that they came from does not, and is not needed again.
 */
import { create } from 'zustand';
import type { ComparedPrior, ReaderLink, StudyFollowUp } from '../../domain/follow-up';

/** An earlier examination that lies upon the current one, and how far its nodules are known. */
export interface PriorReading {
  readonly studyUid: string;
  /** YYYYMMDD */
  readonly date: string;
  readonly state:
    /** Nobody has looked for nodules there. */
    | {
        readonly kind: 'unread';
        readonly segmentations: number;
        /** Can it be analysed? */
        readonly suitable: boolean;
        readonly fault?: string;
      }
    /** Share 0..1, where it is known. */
    | { readonly kind: 'running'; readonly done?: number }
    | { readonly kind: 'read' };
}

export interface StudyGrowth {
  /** What the reader said of pairs, by Study Instance UID of the earlier examination. */
  readonly links: Readonly<Record<string, readonly ReaderLink[]>>;
  /** Matched, as last known. */
  readonly priors: readonly ComparedPrior[];
  /** Those whose registration stands now. */
  readonly readings: readonly PriorReading[];
  /** With everything that was found; for list and card. */
  readonly all?: StudyFollowUp;
  /** With what readers confirmed alone; for guideline, report and objects. */
  readonly reviewed?: StudyFollowUp;
}

export const emptyGrowth: StudyGrowth = { links: {}, priors: [], readings: [] };

interface GrowthState {
  readonly studies: Readonly<Record<string, StudyGrowth>>;
}

export const useGrowth = create<GrowthState>()(() => ({ studies: {} }));

export const studyGrowth = (studyUid: string | undefined): StudyGrowth =>
  (studyUid !== undefined && useGrowth.getState().studies[studyUid]) || emptyGrowth;

export const useStudyGrowth = (studyUid: string | undefined): StudyGrowth =>
  useGrowth((s) => (studyUid === undefined ? undefined : s.studies[studyUid])) ?? emptyGrowth;

export const patchGrowth = (studyUid: string, patch: Partial<StudyGrowth>): void =>
  useGrowth.setState((s) => ({
    studies: { ...s.studies, [studyUid]: { ...(s.studies[studyUid] ?? emptyGrowth), ...patch } },
  }));

/** Forgets a study's comparison when it is closed. */
export const closeGrowth = (studyUid: string): void =>
  useGrowth.setState((s) => {
    const { [studyUid]: _, ...studies } = s.studies;
    return { studies };
  });
