/**
 * The nodules of an examination as they are followed through the earlier ones: what the card, the guideline, the report
 * and the objects say of growth. Plain data: it is kept with the work and frozen in what is signed.
 */
import type { NoduleType } from '../finding';
import type { FollowedAnswers } from '../guidelines/answers';
import type { Vec3 } from '../geometry';
import { priorAnswers, type GrowthSeries, type TimePoint } from './growth';
import { followUp, type FollowedNodule } from './history';
import type { OtherModel } from './makers';
import type { Match } from './match';

/** A nodule of an earlier examination. */
export interface PriorNodule {
  /** Tracking UID in its own examination. */
  readonly uid: string;
  /** That of the lesion, where its examination was itself compared with an earlier one; else `uid`. */
  readonly lesionUid: string;
  /** Its number in its own list. */
  readonly number: number;
  readonly type?: NoduleType;
  /** A reader made or confirmed it: only then it may speak in a report. */
  readonly reviewed: boolean;
  /** LPS mm in its own examination. */
  readonly at: Vec3;
  readonly point: TimePoint;
}

/** An earlier examination that was read, registered and matched with the current one. */
export interface ComparedPrior {
  readonly studyUid: string;
  readonly seriesUid: string;
  /** Acquisition date, YYYYMMDD. */
  readonly date: string;
  readonly nodules: readonly PriorNodule[];
  readonly matches: readonly Match[];
  /** Registered with a warning. */
  readonly poor: boolean;
  /** Its nodules and the current ones were not outlined by one model of one version. */
  readonly otherModel?: OtherModel;
}

export interface Followed {
  /** Tracking UID under which the lesion goes through all examinations. */
  readonly lesionUid: string;
  readonly change?: FollowedNodule['change'];
  /** Date of the examination that `change` is said against, YYYYMMDD. */
  readonly against?: string;
  /** Its nodules there: several where they merged. */
  readonly before: readonly Pick<PriorNodule, 'uid' | 'number' | 'reviewed'>[];
  /** Tracking UIDs of all its pieces now, this one among them. */
  readonly pieces: readonly string[];
  readonly series: GrowthSeries;
}

export interface GoneNodule extends PriorNodule {
  /** Date of the examination that shows it, YYYYMMDD. */
  readonly date: string;
}

export interface StudyFollowUp {
  /** Acquisition date of the current examination, YYYYMMDD. */
  readonly date: string;
  /** Of the earlier ones, the latest first. */
  readonly priors: readonly Pick<ComparedPrior, 'studyUid' | 'date' | 'poor' | 'otherModel'>[];
  /** By tracking UID in the current examination. */
  readonly nodules: Readonly<Record<string, Followed>>;
  readonly gone: readonly GoneNodule[];
}

/** The tracking UID that a nodule has in objects: that of its lesion where it is followed. */
export const trackingUidOf = (
  { trackingUid }: { readonly trackingUid: string },
  followed: Pick<StudyFollowUp, 'nodules'> | undefined,
): string => followed?.nodules[trackingUid]?.lesionUid ?? trackingUid;

const sidesOf = (match: Match, uid: string): readonly string[] | undefined => {
  if (match.kind === 'split') return match.currents.includes(uid) ? [match.prior] : undefined;
  if (!('current' in match) || match.current !== uid) return undefined;
  if (match.kind === 'merged') return match.priors;
  return match.kind === 'same' ? [match.prior] : [];
};

/** Only with what readers confirmed: of a match with something unreviewed nothing is said. */
export function reviewedOnly(prior: ComparedPrior): ComparedPrior {
  const known = new Set(prior.nodules.filter(({ reviewed }) => reviewed).map(({ uid }) => uid));
  const matches = prior.matches.flatMap((match): readonly Match[] => {
    if (match.kind === 'merged') {
      const priors = match.priors.filter((uid) => known.has(uid));
      if (priors.length === match.priors.length) return [match];
      return priors.length === 1
        ? [{ kind: 'same', current: match.current, prior: priors[0], distance: Number.NaN }]
        : [];
    }
    return !('prior' in match) || known.has(match.prior) ? [match] : [];
  });
  return { ...prior, matches, nodules: prior.nodules.filter(({ reviewed }) => reviewed) };
}

/**
 * @param points of the current examination, a nodule each
 * @param priors in any order; none: undefined, for there is nothing to follow
 */
export function followStudy(
  date: string,
  points: readonly TimePoint[],
  priors: readonly ComparedPrior[],
): StudyFollowUp | undefined {
  if (priors.length === 0) return undefined;
  const latestFirst = priors.toSorted((a, b) => b.date.localeCompare(a.date));
  const found = followUp(
    { date, points },
    priors.map((prior) => ({
      date: prior.date,
      points: prior.nodules.map(({ point }) => point),
      matches: prior.matches,
    })),
  );
  const nodules: Record<string, Followed> = {};
  for (const { uids, change, series } of found.nodules)
    uids.forEach((uid, n) => {
      // Against the latest examination that shows its place.
      const [against] = latestFirst.flatMap((prior) => {
        const match = prior.matches.find((one) => sidesOf(one, uid) && one.kind !== 'priorNotThere');
        const before = match && sidesOf(match, uid)!;
        return before
          ? [{ date: prior.date, before: prior.nodules.filter((one) => before.includes(one.uid)) }]
          : [];
      });
      const earlier = latestFirst.flatMap((prior) =>
        prior.nodules.filter((one) =>
          prior.matches.some((match) => sidesOf(match, uid)?.includes(one.uid) ?? false),
        ),
      );
      nodules[uid] = {
        // One piece goes on under the lesion's name; the others are lesions from now on.
        lesionUid: n === 0 ? (earlier[0]?.lesionUid ?? uid) : uid,
        ...(change && { change }),
        ...(against && { against: against.date }),
        before: (against?.before ?? []).map(({ uid: one, number, reviewed }) => ({
          uid: one,
          number,
          reviewed,
        })),
        pieces: uids,
        series,
      };
    });
  const [latest] = latestFirst;
  const gone = found.gone.flatMap(({ uid }) => {
    const nodule = latest.nodules.find((one) => one.uid === uid);
    return nodule ? [{ ...nodule, date: latest.date }] : [];
  });
  return {
    date,
    priors: latestFirst.map(({ studyUid, date: day, poor, otherModel }) => ({
      studyUid,
      date: day,
      poor,
      ...(otherModel && { otherModel }),
    })),
    nodules,
    gone,
  };
}

/**
 * What the comparison tells a guideline of a nodule against the latest earlier examination; of pieces and of what
 * merged nothing, for their sizes are not of one thing.
 */
export function followedAnswers(study: StudyFollowUp, uid: string): FollowedAnswers {
  const one = study.nodules[uid];
  const [latest] = study.priors;
  if (!one || one.against !== latest?.date) return {};
  if (one.change === 'new') return { status: 'new' };
  if (one.change !== 'same' || one.series.points.at(-2)?.date !== latest.date) return {};
  return Object.fromEntries(
    Object.entries(priorAnswers(one.series)).filter(([, value]) => value !== undefined),
  );
}
