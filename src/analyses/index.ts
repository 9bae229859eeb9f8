/** The public face of the analyses. */
export { AnalysisError } from './contract';
export type { Analysis, AnalysisErrorCode, LoadVolumeOptions, RunInput } from './contract';
export { measureShape, newTrackingUid } from './describe';
export {
  factsOfAxes,
  growNodule,
  measurePreview,
  noduleFacts,
  placeInLungs,
  remeasure,
  typeOf,
} from './edit';
export type { FindingChanges, GrowContext } from './edit';
export { describeOnFrame, FrameLesionError, type FrameShape } from './frame-lesion';
export { contrastOf } from './headers';
export { allAnalyses } from './list';
export { analysisOf, isModelAnalysis, modelAnalysisId } from './model/analysis';
export { analyses } from './registry';
export { calibrationOf, runAnalysis } from './run';
export { imagesOf, joinRuns } from './join';
export { LiveSession } from './live';
export type { ImageName, WorkerRun } from './contract';
