/** Analyses as a doctor meets them: may it run, run it, watch it, stop it; and the runs that were. */
export { AnalyseMenu } from './AnalyseMenu';
export { AnalysisStatus } from './AnalysisStatus';
export {
  analyse,
  analyseActive,
  cancelAnalysis,
  closeAnalysis,
  dismissAnalysis,
  restoreRuns,
  runsSnapshot,
  seriesToAnalyse,
  suitabilityOf,
} from './commands';
export { providerText } from './RunFacts';
export { latestRun, useAnalysis, type AnalysisState, type StudyAnalysis } from './store';
