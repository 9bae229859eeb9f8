/** The read feature: the reading room, its toolbar, and the commands that others may give it. */
export { ReadingRoom } from './ReadingRoom';
export { ReadToolbar } from './ReadToolbar';
export { useRead, type ReadState } from './store';
export {
  captureKeyImage,
  closeReading,
  goTo,
  onViewportEvent,
  resetView,
  scaleBrush,
  scrollBy,
  setLayout,
  setMarks,
  setPreset,
  setTool,
  showSeries,
  toggleLayout,
  toggleMarks,
  toggleMaximise,
  toggleOverlays,
} from './commands';
export type { Layout, Mark, PaneName, Tool, ViewportEvent, WindowPreset } from '../../viewport/index';
