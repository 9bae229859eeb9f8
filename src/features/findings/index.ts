/** The findings of a study as a doctor reviews them: list, card, marks, and the commands, each with its undo. */
export { addNodule, addOutlined, remove } from './add';
export { findingsAhead } from './ahead';
export { setLobe, setNote, setType } from './attributes';
export { dragAxes, editAxes } from './axes';
export { FindingsPanel } from './FindingsPanel';
export { regrow } from './grow';
export { importSegmentation, type ImportResult } from './importSeg';
export { findingsKeys } from './keys';
export { nodulesOnMap } from './mapPicture';
export { marksOf } from './marks';
export { editShape, setMode, toggleAddNodule } from './mode';
export { commitStroke, originalOutline, resizeOutline, setOutline } from './outline';
export { regridMask, sameGrid } from './regrid';
export { applyRun } from './rerun';
export { accept, askReason, confirmIn, reject, restore } from './review';
export { reviseFindings, type ReportedGroup } from './revise';
export { runShown, shownOf, useShown } from './shown';
export { hasSlider, stepThreshold } from './threshold';
export { hasSuspicion, toggleSuspicion } from './suspicion';
export { finishFirstPass, onRevealed, setSecondReader } from './firstPass';
export {
  currentFinding,
  deselect,
  isConfirmed,
  nextFinding,
  previousFinding,
  selectFinding,
  setFilter,
} from './select';
export { closeFindings, findingsSnapshot, restoreFindings, type FindingsSnapshot } from './snapshot';
export {
  hoverFinding,
  noteAnalysis,
  offerAnalysis,
  offerForms,
  resetFindings,
  studyFindings,
  useFindings,
  type AnalysisNote,
  type FindingFilter,
  type FindingsState,
  type StudyFindings,
} from './store';
export { reasonTexts } from './suitability';
export { setVolumeSource, volumeFor } from './volumes';
export { startFindings } from './wiring';
