/** The prior beside the current examination: who is compared with whom, and how one lies upon the other. */
export { CompareBar } from './CompareBar';
export { CompareDialog } from './CompareDialog';
export { CompareNotice } from './CompareNotice';
export { compareWith } from './choose';
export { swapWhileHeld } from './flicker';
export { startCompare } from './follow';
export { leaveCompare } from './leave';
export { showPair } from './show';
export { isLinkable, nudge, resetNudge, toggleLinked, type NudgeWay } from './nudge';
export { useCompareView, type CompareView } from './view';
export { placeInCurrent, placeInPrior } from './link';
export { cancelPair, forgetPair, forgetStudy, startPair, type PairSeries } from './pair';
export {
  pairId,
  pairOf,
  pairsOf,
  readyPairs,
  useCompare,
  type ComparePair,
  type CompareState,
  type LocalTrust,
  type PairFailure,
  type PairRegistration,
  type PairSide,
  type PairState,
} from './store';
