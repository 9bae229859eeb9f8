/** The public face of the analyses. */
export { AnalysisError } from './contract';
export type { Analysis, AnalysisErrorCode, LoadVolumeOptions, RunInput } from './contract';
export { measureShape, newTrackingUid } from './describe';
export { growNodule, measurePreview, remeasure, sideInLungs, typeOf } from './edit';
export type { FindingChanges, GrowContext } from './edit';
export { contrastOf } from './headers';
export { allAnalyses } from './list';
export { analysisOf, isModelAnalysis, modelAnalysisId } from './model/analysis';
export { analyses } from './registry';
export { calibrationOf, runAnalysis } from './run';
