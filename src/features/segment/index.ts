/** Segments that the reader draws on any series: tools, list, undo, files. */
export { segmentActions, type SegmentAction } from './actions';
export {
  addSegment,
  hasCurrent,
  isSegmentTool,
  makeFinding,
  readSeries,
  removeSegment,
  selectSegment,
  takeTool,
  type SegmentTool,
} from './commands';
export { exportSegments, type FileSegment, importSegments, takeSegments } from './files';
export { SegmentMenu } from './SegmentMenu';
export { SegmentPanel, useSegmentCount } from './SegmentPanel';
export { closeSegments, restoreSegments, segmentsSnapshot, type SegmentsSnapshot } from './snapshot';
export { studySegments, useSegments } from './store';
export { startSegments } from './wiring';
