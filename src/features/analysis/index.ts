/** Analyses as a doctor meets them: may it run, run it, watch it, stop it; and the runs that were. */
export { analyseAhead, analysing, type RunAhead } from './ahead';
export { AnalyseMenu } from './AnalyseMenu';
export { openAnalyse } from './box';
export { AnalysisStatus } from './AnalysisStatus';
export { closeAnalysis } from './close';
export { analyseActive, analyseNodules, cancelAnalysis, restoreRuns, runsSnapshot } from './commands';
export { endWords } from './ended';
export { LiveBar } from './live/LiveBar';
export { liveBarred, proposalBarred, takeProposal, toggleLive } from './live/control';
export { refreshAnalyses } from './list';
export { wholeShare } from './progress';
export { providerText } from './RunFacts';
export { RunWarnings } from './RunWarnings';
export { isBusy, useAnalysis, type AnalysisState, type StudyAnalysis } from './store';
