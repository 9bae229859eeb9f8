import type { Command } from '../../features/commands';
import {
  addNodule,
  currentFinding,
  editShape,
  findingsKeys,
  finishFirstPass,
  hasSlider,
  hasSuspicion,
  regrow,
  resizeOutline,
  setSecondReader,
  shownOf,
  stepThreshold,
  studyFindings,
  toggleSuspicion,
  useFindings,
} from '../../features/findings';
import { currentProposal, judge } from '../../features/measure';
import { useOpen } from '../../features/open';
import { markKeyImage } from '../../features/out';
import { showKeyImage, studyReport } from '../../features/report';
import { useRead } from '../../features/read';
import { useSettings } from '../../features/settings';
import { activeShowing } from '../../viewport';
import { goToPanel } from './focus';
import { findingChosen, hounsfield, studyOpen } from './when';

const anyFinding: Command['barred'] = () =>
  studyOpen() ??
  (shownOf(studyFindings(useOpen.getState().activeStudyUid)).length > 0 ? undefined : 'noFinding');

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

const inStudy = (act: (studyUid: string) => unknown) => (): unknown => {
  const { activeStudyUid } = useOpen.getState();
  return activeStudyUid === undefined ? false : act(activeStudyUid);
};

const onCurrent = (act: (uid: string) => unknown) =>
  inStudy((studyUid) => {
    const uid = currentFinding(studyUid);
    return uid === undefined ? false : act(uid);
  });

const slider: Command['barred'] = () =>
  studyOpen() ?? (hasSlider(useOpen.getState().activeStudyUid) ? undefined : 'noSlider');

const firstPass: Command['barred'] = () =>
  studyOpen() ??
  (studyFindings(useOpen.getState().activeStudyUid).pass === 'first' ? undefined : 'noFirstPass');

const crosshair: Command['barred'] = () =>
  hounsfield() ?? (useRead.getState().crosshair ? undefined : 'noCrosshair');

const outlining: Command['barred'] = () =>
  findingChosen() ??
  (['outlineAdd', 'outlineErase'].includes(useFindings.getState().mode) ? undefined : 'noOutline');

const resize = (by: 1 | -1) => onCurrent((uid) => void resizeOutline(uid, by));

/** A lesion on ultrasound that the reader clicked is chosen. */
const onUltrasound: Command['barred'] = () => {
  const { activeStudyUid } = useOpen.getState();
  const { findings, currentUid } = studyFindings(activeStudyUid);
  const current = findings.find((f) => f.trackingUid === currentUid);
  return findingChosen() ?? (current?.onFrame && current.origin.kind === 'reader' ? undefined : 'noGrown');
};

const suspicion: Command['barred'] = () => {
  const { activeStudyUid } = useOpen.getState();
  return (
    findingChosen() ??
    (activeStudyUid !== undefined && hasSuspicion(activeStudyUid) ? undefined : 'noSuspicion')
  );
};

const regrowBy = (by: 1 | -1) => onCurrent((uid) => void regrow(uid, by));

function toggleSecondReader(): void {
  const { activeStudyUid } = useOpen.getState();
  const reading = studyFindings(activeStudyUid).pass === 'first';
  setSecondReader(activeStudyUid, !(useSettings.getState().secondReader || reading));
}

/** One click by keyboard: the planes are walked to the nodule, and it is grown from where they cross. */
function addHere(): void {
  const { crosshair: point, activeSeriesUid } = useRead.getState();
  if (point && activeSeriesUid !== undefined) void addNodule(activeSeriesUid, point);
}

/** A finding, or a measurement that an analysis proposed. */
const anyChosen: Command['barred'] = () => studyOpen() ?? (waiting() ? undefined : findingChosen());

/** The proposal that was chosen, unless a finding is open in its place. */
const waiting = () => {
  const proposal = currentProposal();
  return proposal?.studyUid === useOpen.getState().activeStudyUid ? proposal : undefined;
};

const judged = (review: 'accepted' | 'rejected', otherwise: () => void) => (): void => {
  const proposal = waiting();
  if (proposal) judge(proposal.uid, review);
  else otherwise();
};

const finding = (
  id: string,
  keys: readonly string[],
  run: () => unknown,
  barred: Command['barred'] = findingChosen,
): Command => ({ id: `finding.${id}`, group: 'findings', keys, run, barred });

export const findingCommands: readonly Command[] = [
  finding('next', ['n'], findingsKeys.n, anyFinding),
  finding('previous', ['p'], findingsKeys.p, anyFinding),
  finding('accept', ['a'], judged('accepted', findingsKeys.a), anyChosen),
  finding('reject', ['r'], judged('rejected', findingsKeys.r), anyChosen),
  finding('edit', ['e'], findingsKeys.e),
  finding(
    'axes',
    ['shift+o'],
    onCurrent((uid) => editShape(uid, 'axes')),
  ),
  finding(
    'more',
    ['>'],
    inStudy((studyUid) => stepThreshold(studyUid, 1)),
    slider,
  ),
  finding(
    'fewer',
    ['<'],
    inStudy((studyUid) => stepThreshold(studyUid, -1)),
    slider,
  ),
  finding('reveal', ['shift+r'], inStudy(finishFirstPass), firstPass),
  finding('addHere', ['shift+p'], addHere, crosshair),
  finding('grow', ['+'], resize(1), outlining),
  finding('shrink', ['-'], resize(-1), outlining),
  finding('narrower', ['{'], regrowBy(-1), onUltrasound),
  finding('wider', ['}'], regrowBy(1), onUltrasound),
  finding('suspicion', [], toggleSuspicion, suspicion),
  finding('secondReader', ['shift+h'], toggleSecondReader, studyOpen),
  finding(
    'map',
    ['F9'],
    () =>
      goToPanel('findings', ['[data-testid="nodule-map-title"]'], ({ parentElement }) => {
        if (parentElement instanceof HTMLDetailsElement) parentElement.open = true;
      }),
    anyFinding,
  ),
  finding('guideline', ['\\'], () => goToPanel('findings', ['[data-testid="guideline-rule"]']), studyOpen),
  finding('keyImage', ['k'], toggleKeyImage, studyOpen),
];
