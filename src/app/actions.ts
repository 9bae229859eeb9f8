import { findingsKeys, setMode, studyFindings } from '../features/findings';
import { redo, undo } from '../features/history';
import {
  resetView,
  scaleBrush,
  scrollBy,
  setPreset,
  setTool,
  toggleLayout,
  toggleMarks,
  toggleMaximise,
  toggleOverlays,
} from '../features/read';
import { useOpen } from '../features/open';
import { showKeyImage, studyReport } from '../features/report';
import { toggleHelp } from './panel';

/** Slices that Page up and Page down go. */
const PAGE = 10;
/** A step of the brush's radius. */
const BRUSH = 1.25;

/** Lets go of whatever the hand holds: an outline, a nodule about to be added, a tool. */
function letGo(): void {
  setMode('none');
  setTool('window');
}

/** Puts the current finding's picture into the report, or takes it out; one undoable step. */
function toggleKeyImage(): void {
  const { activeStudyUid } = useOpen.getState();
  const { currentUid } = studyFindings(activeStudyUid);
  if (activeStudyUid === undefined || currentUid === undefined) return;
  const hidden = studyReport(activeStudyUid).withoutImage.includes(currentUid);
  showKeyImage(activeStudyUid, currentUid, hidden);
}

/** What every key of the list does, by its name. */
export const actions: Readonly<Record<string, () => void>> = {
  ArrowUp: () => scrollBy(-1),
  ArrowLeft: () => scrollBy(-1),
  ArrowDown: () => scrollBy(1),
  ArrowRight: () => scrollBy(1),
  PageUp: () => scrollBy(-PAGE),
  PageDown: () => scrollBy(PAGE),
  Home: () => scrollBy(-Infinity),
  End: () => scrollBy(Infinity),
  '1': () => setPreset('lung'),
  '2': () => setPreset('mediastinum'),
  '3': () => setPreset('bone'),
  '4': () => setPreset('soft'),
  '0': resetView,
  h: toggleMarks,
  o: toggleOverlays,
  f: () => toggleMaximise(),
  l: toggleLayout,
  w: () => setTool('window'),
  s: () => setTool('scroll'),
  c: () => setTool('crosshair'),
  m: () => setTool('addNodule'),
  b: () => setTool('brush'),
  x: () => setTool('eraser'),
  '[': () => scaleBrush(1 / BRUSH),
  ']': () => scaleBrush(BRUSH),
  ...findingsKeys,
  k: toggleKeyImage,
  z: undo,
  'ctrl+z': undo,
  'shift+z': redo,
  'ctrl+shift+z': redo,
  'ctrl+y': redo,
  '?': toggleHelp,
  Escape: letGo,
};
