/**
 * One nodule over two or more examinations: what changed between each two, how fast, and what the error of measuring
 * leaves of it. The rules are those of guidelines/doubling-time.ts and guidelines/lung-rads-growth.ts.
 */
import type { Finding } from '../finding';
import type { FollowedAnswers, NoduleAnswers } from '../guidelines/answers';
import {
  daysBetween,
  diameterChange,
  SIGNIFICANT,
  volumeChange,
  type VolumeChange,
} from '../guidelines/doubling-time';
import { calibrated } from '../guidelines/inputs';
import { lungRadsGrowth } from '../guidelines/lung-rads-growth';
import { tenth } from '../guidelines/round';
import { solidPartOf } from '../lesion';

/** What was measured at one examination; what was not, or has no scale, is absent. */
export interface TimePoint {
  /** Acquisition date, YYYYMMDD. */
  readonly date: string;
  readonly trackingUid: string;
  /** mm */
  readonly meanDiameter?: number;
  readonly longAxis?: number;
  readonly shortAxis?: number;
  /** mm3, as the finding has it. */
  readonly volume?: number;
  /** mm3, corrected for partial volume. */
  readonly correctedVolume?: number;
  /** Mean of all voxels, HU. */
  readonly meanHu?: number;
  /** Of the solid part of a part-solid nodule: mean diameter in mm, volume in mm3. */
  readonly solidDiameter?: number;
  readonly solidVolume?: number;
}

/** A finding as a time point; only what is calibrated is taken. */
export function timePointOf(
  finding: Pick<Finding, 'trackingUid' | 'type' | 'nodule' | 'measurements'>,
  date: string,
): TimePoint {
  const { measurements: m, trackingUid } = finding;
  const solid = solidPartOf(finding);
  return {
    date,
    trackingUid,
    meanDiameter: calibrated(m.meanDiameter, 'mm'),
    longAxis: calibrated(m.longAxis, 'mm'),
    shortAxis: calibrated(m.shortAxis, 'mm'),
    volume: calibrated(m.volume, 'mm3'),
    correctedVolume: calibrated(finding.nodule?.correctedVolume, 'mm3'),
    meanHu: calibrated(m.meanHu, "[hnsf'U]"),
    solidDiameter: calibrated(solid?.meanDiameter, 'mm'),
    solidVolume: calibrated(solid?.volume, 'mm3'),
  };
}

export type Measured = Exclude<keyof TimePoint, 'date' | 'trackingUid' | 'correctedVolume'>;

export interface Difference {
  readonly before: number;
  readonly now: number;
  /** now - before, in the unit of the quantity. */
  readonly absolute: number;
  /** absolute / before; undefined for HU, whose zero means nothing. */
  readonly relative?: number;
}

/** Days within which the doubling time lies, given the error of measuring; `most` is absent when there may be none. */
export interface DoublingRange {
  readonly least: number;
  readonly most?: number;
}

export interface Interval {
  readonly from: string;
  readonly to: string;
  readonly days: number;
  /** `volume` is the one that was compared. */
  readonly differences: Partial<Readonly<Record<Measured, Difference>>>;
  /** The volumes compared are those corrected for partial volume. */
  readonly corrected?: true;
  /** By volumes, or else by spheres of the mean diameters. */
  readonly change?: VolumeChange & { readonly basis: 'volume' | 'diameter'; readonly range?: DoublingRange };
  readonly solidChange?: VolumeChange & {
    readonly basis: 'volume' | 'diameter';
    readonly range?: DoublingRange;
  };
}

export interface GrowthSeries {
  /** Oldest first, one a date. */
  readonly points: readonly TimePoint[];
  /** Between neighbours in time. */
  readonly steps: readonly Interval[];
  /** From the first to the last; undefined with a single point. */
  readonly whole?: Interval;
  /** Of the last point by Lung-RADS v2022; undefined where the sizes do not tell. */
  readonly status?: Exclude<NoduleAnswers['status'], 'new'>;
}

const QUANTITIES: readonly Measured[] = [
  'meanDiameter',
  'longAxis',
  'shortAxis',
  'volume',
  'meanHu',
  'solidDiameter',
  'solidVolume',
];

/**
 * Points whose `volume` is one kind: corrected for partial volume where all of them have that, else as the findings have
 * it. The two kinds differ by a tenth, which must not pass for growth.
 */
export function comparable(points: readonly TimePoint[]): {
  points: readonly TimePoint[];
  corrected: boolean;
} {
  const corrected = points.length > 0 && points.every((point) => point.correctedVolume !== undefined);
  return {
    points: corrected ? points.map((point) => ({ ...point, volume: point.correctedVolume })) : points,
    corrected,
  };
}

function differencesOf(a: TimePoint, b: TimePoint): Interval['differences'] {
  const rows = QUANTITIES.flatMap((name): [Measured, Difference][] => {
    const before = a[name];
    const now = b[name];
    if (before === undefined || now === undefined) return [];
    const relative = name !== 'meanHu' && before > 0 ? (now - before) / before : undefined;
    return [[name, { before, now, absolute: now - before, relative }]];
  });
  return Object.fromEntries(rows);
}

/**
 * Days within which the doubling time lies when the ratio of two volumes may be off by the error of measuring (25 %,
 * specs/clinical-rules.md, 5); undefined for a nodule that did not grow.
 */
export function doublingRange(before: number, now: number, days: number): DoublingRange | undefined {
  if (!(before > 0 && now > before && days > 0)) return undefined;
  const error = Math.log(1 + SIGNIFICANT);
  const grown = Math.log(now / before);
  const least = (days * Math.LN2) / (grown + error);
  return grown > error ? { least, most: (days * Math.LN2) / (grown - error) } : { least };
}

/**
 * What is said of a change: a volume that fell by less than the error of measuring (25 %, the other way round 20 %) is no
 * more smaller than one that rose by less is larger.
 */
export const saidOf = ({ state, relative }: VolumeChange): VolumeChange['state'] =>
  state === 'shrinking' && 1 + relative > 1 / (1 + SIGNIFICANT) ? 'belowError' : state;

function changeBetween(
  volumes: readonly [number | undefined, number | undefined],
  diameters: readonly [number | undefined, number | undefined],
  days: number,
): Interval['change'] {
  const [basis, [before, now]] =
    volumes[0] !== undefined && volumes[1] !== undefined
      ? (['volume', volumes] as const)
      : (['diameter', diameters] as const);
  if (before === undefined || now === undefined) return undefined;
  const change = (basis === 'volume' ? volumeChange : diameterChange)({ before, now, days });
  const power = basis === 'volume' ? 1 : 3;
  return change && { ...change, basis, range: doublingRange(before ** power, now ** power, days) };
}

function intervalOf(from: TimePoint, to: TimePoint): Interval | undefined {
  const days = daysBetween(from.date, to.date);
  if (days === undefined || days <= 0) return undefined;
  const {
    points: [a, b],
    corrected,
  } = comparable([from, to]);
  return {
    from: a.date,
    to: b.date,
    days,
    differences: differencesOf(a, b),
    ...(corrected && { corrected }),
    change: changeBetween([a.volume, b.volume], [a.meanDiameter, b.meanDiameter], days),
    solidChange: changeBetween([a.solidVolume, b.solidVolume], [a.solidDiameter, b.solidDiameter], days),
  };
}

type Sized = TimePoint & { readonly meanDiameter: number };

const pairGrowth = (a: Sized, b: Sized): ReturnType<typeof lungRadsGrowth> =>
  lungRadsGrowth({
    before: a.meanDiameter,
    now: b.meanDiameter,
    days: daysBetween(a.date, b.date) ?? 0,
  });

/**
 * Growth by Lung-RADS over all points up to the last: more than 1.5 mm within 12 months is growing. More than 1.5 mm in
 * all, over at least two steps of which none can have held 1.5 mm within 12 months, is slow-growing. Undefined where a
 * rise over more than a year may have been either.
 */
function lungRadsStatus(points: readonly TimePoint[]): GrowthSeries['status'] {
  const sized = points.filter((point): point is Sized => point.meanDiameter !== undefined);
  const last = sized.at(-1);
  if (!last || last !== points.at(-1) || sized.length < 2) return undefined;
  const against = sized.slice(0, -1).map((one) => pairGrowth(one, last));
  if (against.includes('growing')) return 'growing';
  const newest = against[against.length - 1];
  const earlier = sized
    .slice(0, -1)
    .some((b, n) => sized.slice(0, n).some((a) => pairGrowth(a, b) === 'growing'));
  if (earlier || !against.includes('undetermined')) return newest === 'undetermined' ? undefined : newest;
  const steps = sized.slice(1).map((b, n) => pairGrowth(sized[n], b));
  const rises = sized.slice(1).filter((b, n) => tenth(b.meanDiameter) > tenth(sized[n].meanDiameter)).length;
  return rises >= 2 && !steps.includes('undetermined') ? 'slowGrowing' : undefined;
}

/**
 * The series of one nodule. Points without a valid date are left out; of two on one day the later in the list stays.
 * @param points in any order
 */
export function growthSeries(points: readonly TimePoint[]): GrowthSeries {
  const byDate = new Map(
    points.filter(({ date }) => daysBetween(date, date) === 0).map((point) => [point.date, point]),
  );
  const sorted = [...byDate.values()].toSorted((a, b) => a.date.localeCompare(b.date));
  const steps = sorted.slice(1).flatMap((point, n) => intervalOf(sorted[n], point) ?? []);
  const whole = sorted.length > 1 ? intervalOf(sorted[0], sorted[sorted.length - 1]) : undefined;
  return { points: sorted, steps, whole, status: lungRadsStatus(sorted) };
}

/** What the rules are told of the examination before the last: the same fields that a reader would enter. */
export function priorAnswers({ points, status }: GrowthSeries): FollowedAnswers {
  const [before, now] = points.slice(-2);
  if (!before || !now) return {};
  const { points: volumes, corrected } = comparable([before, now]);
  return {
    priorDiameter: before.meanDiameter,
    priorVolume: before.volume,
    priorSolidPart: before.solidDiameter,
    ...(corrected && { comparedVolumes: [volumes[0].volume!, volumes[1].volume!] as const }),
    // The rules find growth between two examinations themselves; that it is slow, only the series tells.
    ...(status === 'slowGrowing' ? { status } : {}),
  };
}
