import { useOpen } from '../open';
import { editShape, setMode } from './mode';
import { accept, askReason } from './review';
import { currentFinding, nextFinding, previousFinding } from './select';
import { useFindings } from './store';

const inStudy = (act: (studyUid: string) => void) => (): void => {
  const { activeStudyUid } = useOpen.getState();
  if (activeStudyUid !== undefined) act(activeStudyUid);
};

/** Runs on the current finding of the study that is read; nothing when there is none. */
const onCurrent = (act: (uid: string) => void): (() => void) =>
  inStudy((studyUid) => {
    const uid = currentFinding(studyUid);
    if (uid !== undefined) act(uid);
  });

/** Starts work on the outline, or ends it whichever of the two brushes is in the hand. */
function toggleOutline(uid: string): void {
  const { mode } = useFindings.getState();
  if (mode === 'outlineAdd' || mode === 'outlineErase') setMode('none');
  else editShape(uid, 'outlineAdd');
}

/** Keys of the findings by `KeyboardEvent.key`, in lower case; the shell's keyboard calls them. */
export const findingsKeys: Readonly<Record<'n' | 'p' | 'a' | 'r' | 'e', () => void>> = {
  n: inStudy(nextFinding),
  p: inStudy(previousFinding),
  a: onCurrent(accept),
  r: onCurrent(askReason),
  e: onCurrent(toggleOutline),
};
