import { create } from 'zustand';
import { StorageError, type StorageFailure, type WorkProblem } from '../storage';

interface AutosaveState {
  readonly state: 'idle' | 'pending' | 'saving' | 'saved' | 'failed';
  readonly failure?: StorageFailure;
  readonly detail?: string;
  /** The study whose earlier work was brought back, and when that had been saved (ISO). */
  readonly restored?: { readonly studyUid: string; readonly savedAt: string };
  /** What of a study's saved work was damaged and set aside. */
  readonly damaged?: { readonly studyUid: string; readonly problems: readonly WorkProblem[] };
  /** A change in a tab that only reads was taken back; counts, so that each is said. */
  readonly takenBack: number;
}

export const useAutosave = create<AutosaveState>(() => ({ state: 'idle', takenBack: 0 }));

export function failSaving(error: unknown): void {
  const failure = error instanceof StorageError ? error.failure : 'unknown';
  const detail = error instanceof Error ? error.message : String(error);
  useAutosave.setState({ state: 'failed', failure, detail });
}
