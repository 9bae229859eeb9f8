/**
 * What is compared with what, and how the prior lies upon the current examination: the contract between the
 * comparison and everything that builds on it (nodule pairs, growth, report). Ids and small facts, never pixels.
 *
 * - Read `useCompare`, or the selectors `pairsOf`, `pairOf`, `readyPairs`.
 * - `startPair` begins a registration, `cancelPair` ends it, `forgetPair` lets it go; all survive being called twice.
 * - A place goes from one examination to the other by `pair.registration.toPrior` and `.toCurrent` as it was found, and
 *   by `placeInPrior` and `placeInCurrent` of `link.ts` as the reader sees it, nudged or linked by hand.
 */
import { create } from 'zustand';
import { invertAffine } from '../../domain/affine';
import type { PatientDoubt } from '../../domain/comparison';
import { distance, type Vec3 } from '../../domain/geometry';
import {
  toCurrent,
  toPrior,
  type Registration,
  type RegistrationFault,
  type RegistrationQuality,
} from '../../domain/registration';
import type { RegistrationStage } from '../../registration';

/** One side of a comparison: a series, and the day and time of its study as written (YYYYMMDD, HHMMSS). */
export interface PairSide {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly date: string;
  readonly time: string;
}

export type PairState =
  /** Another registration runs; this one is next. */
  | 'waiting'
  | 'running'
  | 'ready'
  /** Registered, to be used with a warning: `registration.faults` says of what. */
  | 'poor'
  /** No registration: `failure` says why. The reader may link by hand. */
  | 'failed';

export type PairFailure =
  /** Registered and found useless; must not be used. */
  | { readonly code: 'refused'; readonly faults: readonly RegistrationFault[] }
  | { readonly code: 'cancelled' }
  /** One of the two series makes no volume, or could not be read. */
  | { readonly code: 'unreadable'; readonly side: 'current' | 'prior'; readonly detail: string }
  | { readonly code: 'error'; readonly detail: string };

/** How far a place may be believed. */
export interface LocalTrust {
  /** What the landmarks around it add to the affine map, mm in the prior's frame. */
  readonly shift: Vec3;
  /** Landmarks that were found again within 44 mm of it. */
  readonly landmarks: number;
  /** Expected error, mm: the median error where at least three landmarks lie near, else the 90th percentile. */
  readonly error: number;
}

/** A registration that may be used. Functions take and return LPS mm. */
export interface PairRegistration {
  /** As `registerVolumes` gave it: plain data, for `matchNodules` and for keeping. */
  readonly found: Registration;
  readonly quality: RegistrationQuality;
  /** What to warn of; empty when good. */
  readonly faults: readonly RegistrationFault[];
  toPrior(point: Vec3): Vec3;
  toCurrent(point: Vec3): Vec3;
  /** @param point in the current examination */
  localAt(point: Vec3): LocalTrust;
}

export interface ComparePair {
  /** Of both series: `pairId`. */
  readonly id: string;
  readonly current: PairSide;
  readonly prior: PairSide;
  readonly state: PairState;
  /** Share 0..1 of the whole work; both volumes are read first. */
  readonly progress: { readonly stage: 'read' | RegistrationStage; readonly done: number };
  /** Present when `ready` or `poor`. */
  readonly registration?: PairRegistration;
  /** Present when `failed`. */
  readonly failure?: PairFailure;
  /** What the reader added by hand to where the prior lies, mm in the prior's frame. */
  readonly nudge: Vec3;
  /** The reader linked the two without a registration: the nudge alone leads from one to the other. */
  readonly byHand?: true;
  /** What speaks against one person; the reader has said yes to it. Every view and report has to say so. */
  readonly doubts: readonly PatientDoubt[];
}

export interface CompareState {
  /** In the order in which they were asked for. */
  readonly pairs: readonly ComparePair[];
}

export const useCompare = create<CompareState>()(() => ({ pairs: [] }));

export const pairId = (currentSeriesUid: string, priorSeriesUid: string): string =>
  `${currentSeriesUid}|${priorSeriesUid}`;

export const pairOf = ({ pairs }: CompareState, id: string | undefined): ComparePair | undefined =>
  pairs.find((pair) => pair.id === id);

/** Every comparison of a study as the current one, the latest prior first. */
export const pairsOf = ({ pairs }: CompareState, studyUid: string | undefined): readonly ComparePair[] =>
  pairs
    .filter(({ current }) => current.studyUid === studyUid)
    .toSorted((a, b) => (b.prior.date + b.prior.time).localeCompare(a.prior.date + a.prior.time));

/** Those of a study whose registration may be used. */
export const readyPairs = (state: CompareState, studyUid: string | undefined): readonly ComparePair[] =>
  pairsOf(state, studyUid).filter(({ registration }) => registration !== undefined);

export function changePair(id: string, change: Partial<ComparePair>): void {
  useCompare.setState(({ pairs }) => ({
    pairs: pairs.map((pair) => (pair.id === id ? { ...pair, ...change } : pair)),
  }));
}

/** Within this a landmark speaks for a place, mm. */
const NEAR_MM = 44;
const ENOUGH_NEAR = 3;

/** A registration with its functions. Not for one that was refused. */
export function pairRegistration(found: Registration): PairRegistration {
  const inverse = invertAffine(found.affine);
  const straight = { affine: found.affine, landmarks: [] };
  const { quality, faults } = found;
  return {
    found,
    quality,
    faults,
    toPrior: (point) => toPrior(found, point),
    toCurrent: (point) => toCurrent(found, point, inverse),
    localAt: (point) => {
      const [bent, plain] = [toPrior(found, point), toPrior(straight, point)];
      const landmarks = found.landmarks.filter(({ at }) => distance(at, point) < NEAR_MM).length;
      return {
        shift: [bent[0] - plain[0], bent[1] - plain[1], bent[2] - plain[2]],
        landmarks,
        error: landmarks >= ENOUGH_NEAR ? quality.error.median : quality.error.p90,
      };
    },
  };
}
