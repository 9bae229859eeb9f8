import type { Command } from '../../features/commands';
import { findingsKeys, studyFindings } from '../../features/findings';
import { useOpen } from '../../features/open';
import { markKeyImage } from '../../features/out';
import { showKeyImage, studyReport } from '../../features/report';
import { activeShowing } from '../../viewport';
import { findingChosen, studyOpen } from './when';

const anyFinding: Command['barred'] = () =>
  studyOpen() ??
  (studyFindings(useOpen.getState().activeStudyUid).findings.length > 0 ? undefined : 'noFinding');

/**
 * Of the current finding, where it is on the image: puts its picture into the report or takes it out. Else marks the
 * image that is shown as a key image or takes the mark away. One undoable step.
 */
function toggleKeyImage(): void {
  const { activeStudyUid } = useOpen.getState();
  const { currentUid } = studyFindings(activeStudyUid);
  if (activeStudyUid === undefined) return;
  if (currentUid === undefined || activeShowing()?.marks.includes(currentUid) === false) {
    markKeyImage();
    return;
  }
  const hidden = studyReport(activeStudyUid).withoutImage.includes(currentUid);
  showKeyImage(activeStudyUid, currentUid, hidden);
}

const finding = (
  id: string,
  keys: readonly string[],
  run: () => unknown,
  barred: Command['barred'] = findingChosen,
): Command => ({ id: `finding.${id}`, group: 'findings', keys, run, barred });

export const findingCommands: readonly Command[] = [
  finding('next', ['n'], findingsKeys.n, anyFinding),
  finding('previous', ['p'], findingsKeys.p, anyFinding),
  finding('accept', ['a'], findingsKeys.a),
  finding('reject', ['r'], findingsKeys.r),
  finding('edit', ['e'], findingsKeys.e),
  finding('keyImage', ['k'], toggleKeyImage, studyOpen),
];
