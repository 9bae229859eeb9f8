/** The read feature: the reading room, its toolbar, and the commands that others may give it. */
export { ReadingRoom } from './ReadingRoom';
export { ReadToolbar } from './ReadToolbar';
export { setButtons } from './room';
export { useRead, type Layout, type ReadState } from './store';
export { contentOf, hanging, onViewportEvent, setAnnotations, setMarks, setSegmentMarks, takeDrops } from './room';
export {
  captureKeyImage,
  closeReading,
  finishDrawing,
  goTo,
  hangStudy,
  invertImage,
  letGoOfDrawing,
  mirrorImage,
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
  showIn,
  showSeries,
  toggleLayout,
  toggleMarks,
  toggleMaximise,
  toggleOverlays,
  updateStudy,
} from './commands';
export type { DrawnByHand, Mark, PaneName, Tool, ViewportEvent, WindowPreset } from '../../viewport/index';
