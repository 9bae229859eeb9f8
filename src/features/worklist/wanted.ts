/** The study of this computer whose folder the reader is asked for: what they choose may be another patient's. */
import type { WorklistRow } from '../../domain/worklist/row';
import { useOpen } from '../open';
import { set } from './store';

let wanted: WorklistRow | undefined;

const giveUp = (): void => {
  wanted = undefined;
};

/** The chooser is about to open for this study's folder. */
export function wantFolder(row: WorklistRow): void {
  wanted = row;
  set({ missed: undefined });
  // The chooser was closed without a choice: what is opened later was not asked for here.
  document.addEventListener('cancel', giveUp, { capture: true, once: true });
}

/** Says so when something was opened, and not what was asked for; returns how to stop. */
export const followWanted = (): (() => void) =>
  useOpen.subscribe(({ status, studies }, before) => {
    if (status === 'reading' && before.status !== 'reading') set({ missed: undefined });
    if (status !== 'idle' || before.status !== 'reading') return;
    const row = wanted;
    wanted = undefined;
    if (row && studies.length > 0 && !studies.some(({ studyUid }) => studyUid === row.key))
      set({ missed: row });
  });
