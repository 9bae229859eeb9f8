/** Every nodule of the current examination with what it was at each earlier one: the table that a comparison shows. */
import { growthSeries, type GrowthSeries, type TimePoint } from './growth';
import type { Match } from './match';

/** What was measured in one examination, by the tracking UIDs that its matches name. */
export interface Examination {
  /** Acquisition date, YYYYMMDD. */
  readonly date: string;
  readonly points: readonly TimePoint[];
}

/** An earlier examination, registered to the current one and matched with it. */
export interface EarlierExamination extends Examination {
  readonly matches: readonly Match[];
}

export interface FollowedNodule {
  /** Tracking UIDs in the current examination: several where it split. */
  readonly uids: readonly string[];
  /** Against the latest earlier examination that shows its place; undefined when none does. */
  readonly change?: 'same' | 'new' | 'split' | 'merged';
  readonly series: GrowthSeries;
}

export interface LostNodule {
  /** In the examination in which it was last seen. */
  readonly uid: string;
  readonly lastSeen: string;
}

export interface FollowUp {
  readonly nodules: readonly FollowedNodule[];
  /** Seen in the latest earlier examination, and not now. */
  readonly gone: readonly LostNodule[];
}

/**
 * Several pieces as one point: their volumes together. Diameters and HU of pieces make none of the whole, and one
 * volume that is missing leaves the sum unknown.
 */
function together(points: readonly TimePoint[], date: string): TimePoint | undefined {
  if (points.length <= 1) return points[0];
  const sum = (name: 'volume' | 'correctedVolume' | 'solidVolume'): number | undefined =>
    points.every((point) => point[name] !== undefined)
      ? points.reduce((total, point) => total + point[name]!, 0)
      : undefined;
  return {
    date,
    trackingUid: points[0].trackingUid,
    volume: sum('volume'),
    correctedVolume: sum('correctedVolume'),
    solidVolume: sum('solidVolume'),
  };
}

const pointsOf = ({ points, date }: Examination, uids: readonly string[]): TimePoint | undefined =>
  together(
    uids.flatMap((uid) => points.find(({ trackingUid }) => trackingUid === uid) ?? []),
    date,
  );

/** UIDs of a match on the side of the current examination, and on the other. */
function sides(match: Match): { current: readonly string[]; prior: readonly string[] } {
  if (match.kind === 'split') return { current: match.currents, prior: [match.prior] };
  if (match.kind === 'merged') return { current: [match.current], prior: match.priors };
  return {
    current: 'current' in match ? [match.current] : [],
    prior: 'prior' in match ? [match.prior] : [],
  };
}

/** Pieces of one nodule in any of the comparisons are followed as one. */
function groups(current: Examination, priors: readonly EarlierExamination[]): string[][] {
  let all = current.points.map(({ trackingUid }) => [trackingUid]);
  for (const match of priors.flatMap(({ matches }) => matches)) {
    if (match.kind !== 'split') continue;
    const touched = all.filter((group) => group.some((uid) => match.currents.includes(uid)));
    if (touched.length > 1) all = [...all.filter((group) => !touched.includes(group)), touched.flat()];
  }
  return all;
}

const CHANGES = ['same', 'new', 'split', 'merged'] as const;
const isChange = (kind: Match['kind']): kind is (typeof CHANGES)[number] =>
  CHANGES.some((change) => change === kind);

/**
 * @param priors in any order; each matched with the current examination, not with each other
 */
export function followUp(current: Examination, priors: readonly EarlierExamination[]): FollowUp {
  const latestFirst = priors.toSorted((a, b) => b.date.localeCompare(a.date));
  const nodules = groups(current, priors).map((uids): FollowedNodule => {
    const own = (match: Match): boolean => sides(match).current.some((uid) => uids.includes(uid));
    const earlier = priors.flatMap((prior) => {
      const theirs = prior.matches.filter(own).flatMap((match) => sides(match).prior);
      return pointsOf(prior, theirs) ?? [];
    });
    const now = pointsOf(current, uids);
    const kinds = latestFirst
      .map(({ matches }) =>
        matches
          .filter(own)
          .map(({ kind }) => kind)
          .filter(isChange),
      )
      .find((found) => found.length > 0);
    return {
      uids,
      // Pieces of one that were matched apart are a split all the same.
      change: kinds && (kinds.includes('split') ? 'split' : (kinds.find((kind) => kind !== 'new') ?? 'new')),
      series: growthSeries(now ? [...earlier, now] : earlier),
    };
  });
  const [latest] = latestFirst;
  const gone = (latest?.matches ?? []).flatMap((match) =>
    match.kind === 'gone' ? [{ uid: match.prior, lastSeen: latest.date }] : [],
  );
  return { nodules, gone };
}
