/** The read feature: the reading room, its toolbar, and the commands that others may give it. */
export { ReadingRoom } from './ReadingRoom';
export { ReadToolbar } from './ReadToolbar';
export { setButtons } from './room';
export { lengthsKnown, setScreen, toggleFilm, trueSize } from './screen';
export { useRead, type Layout, type ReadState } from './store';
export {
  activePlane,
  contentOf,
  hanging,
  linkSpaces,
  middleOf,
  onViewportEvent,
  setAnnotations,
  setCover,
  setMarks,
  setRoles,
  roomWidth,
  setFormMarks,
  setLiveMarks,
  setSegmentMarks,
  takeDrops,
} from './room';
export {
  actualSize,
  autoWindow,
  captureKeyImage,
  closeReading,
  finishDrawing,
  goTo,
  addedByClick,
  growsLesions,
  handPress,
  handShown,
  handStep,
  hangStudy,
  invertImage,
  fetchAgain,
  letGoOfDrawing,
  mirrorImage,
  nudgeAxis,
  presetsNow,
  resetView,
  rotateImage,
  scaleBrush,
  scrollBy,
  setActive,
  setGrid,
  setLayout,
  setLinks,
  setPreset,
  setSlab,
  setTool,
  setView,
  setWindow,
  showIn,
  showSeries,
  toggleLayout,
  toggleMarks,
  toggleMaximise,
  toggleOverlays,
  touch,
  updateStudies,
} from './commands';
export { coverMore, fuseRefused, setFusion, swapHand, toggleFusion } from './fuse';
export { closeCells, forgetRoom, keepRoom, restoreRoom, roomSnapshot, type KeptRoom } from './keep';
export { contentsOf, hangingsFor, hangsByItself, inputOf } from './hangings';
export type {
  Cover,
  DrawnByHand,
  Mark,
  PaneName,
  Role,
  SpaceLinks,
  Tool,
  ViewPlane,
  ViewportEvent,
} from '../../viewport/index';
