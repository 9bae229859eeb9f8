/** Whether suspicion scores are shown; off until the reader asks, and off again at the next visit. */
import { create } from 'zustand';
import { findByUid, studyFindings } from './store';

export const useSuspicion = create<{ readonly shown: boolean }>()(() => ({ shown: false }));
export const toggleSuspicion = (): void => useSuspicion.setState(({ shown }) => ({ shown: !shown }));

/** Has the current finding of a study a score to be shown? */
export function hasSuspicion(studyUid: string): boolean {
  const { currentUid } = studyFindings(studyUid);
  const current = currentUid === undefined ? undefined : findByUid(currentUid, studyUid);
  return current?.ultrasound?.suspicion !== undefined;
}
