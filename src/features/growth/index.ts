/** The same nodule then and now: pairs, growth, and what guideline, report and objects are told of them. */
export { withComparison } from './answers';
export { ChangeBadge } from './ChangeBadge';
export { sayPair } from './change';
export { startGrowth } from './follow';
export { usePairDrag } from './drag';
export { GrowthCard } from './GrowthCard';
export { PriorBar } from './PriorBar';
export { growthSnapshot, restoreGrowth } from './snapshot';
export { type GrowthSource, type RegisteredPrior } from './source';
export { closeGrowth, studyGrowth, useGrowth, useStudyGrowth } from './store';
