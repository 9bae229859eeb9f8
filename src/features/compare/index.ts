/** The prior beside the current examination: who is compared with whom, and how one lies upon the other. */
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
