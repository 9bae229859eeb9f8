/** The public face of the analyses. */
export { AnalysisError } from './contract';
export type { Analysis, AnalysisErrorCode, LoadVolumeOptions, RunInput } from './contract';
export { growNodule, measurePreview, remeasure, sideInLungs, typeOf } from './edit';
export type { FindingChanges, GrowContext } from './edit';
export { analyses } from './registry';
export { calibrationOf, checkSuitability, contrastOf, runAnalysis } from './run';
