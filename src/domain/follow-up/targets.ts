/**
 * Lesions that are followed through earlier examinations, as RECIST 1.1 counts them (Eisenhauer, Eur J Cancer 2009;45:228):
 * which may be targets, what the reader made of each, and the answers of the form that follow. Diameters are longest
 * diameters in mm to 0.1.
 */
import type { Answers, Row } from '../guidelines/forms/form';
import { sumOf } from '../guidelines/forms/recist';
import { tenth } from '../guidelines/round';
import type { Followed, StudyFollowUp } from './followed';

/** What a lesion counts as. `out`: it is not counted. */
export const lesionRoles = ['target', 'nonTarget', 'out'] as const;
export type LesionRole = (typeof lesionRoles)[number];

export interface FollowedLesion {
  /** Tracking UID in the current examination; of one that is gone, in the examination that shows it. */
  readonly uid: string;
  /** In the list of that examination. */
  readonly number: number;
  /** `unseen`: no earlier examination shows its place. `merged`: several then, one now; their diameters are not of one thing. */
  readonly state: 'same' | 'new' | 'gone' | 'split' | 'merged' | 'unseen';
  /** Longest diameter by date YYYYMMDD; of pieces their sum (section 4.3.2 of the paper), 0 where it is gone. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Date of the examination that shows it, where it is gone. */
  readonly lastSeen?: string;
}

export interface FollowedLesions {
  /** Of the examinations, YYYYMMDD, oldest first; the last is the current one. */
  readonly dates: readonly string[];
  readonly lesions: readonly FollowedLesion[];
}

/** A lesion of the current examination that readers confirmed. */
export interface CurrentLesion {
  readonly uid: string;
  readonly number: number;
  /** mm; absent without a scale. */
  readonly longAxis?: number;
}

function stateOf({ change, pieces }: Followed): FollowedLesion['state'] {
  if (change === undefined) return 'unseen';
  return change === 'same' && pieces.length > 1 ? 'split' : change;
}

/**
 * @param study with what readers confirmed alone
 * @returns undefined without an earlier examination on another day
 */
export function lesionsFollowed(
  study: StudyFollowUp | undefined,
  current: readonly CurrentLesion[],
): FollowedLesions | undefined {
  const earlier = [...new Set(study?.priors.map(({ date }) => date))].filter((date) => date < study!.date);
  if (!study || earlier.length === 0) return undefined;
  const now = current.flatMap(({ uid, number }): readonly FollowedLesion[] => {
    const one = study.nodules[uid];
    // Pieces of one lesion stand on one line, that of the first.
    if (!one || one.pieces.find((piece) => current.some((c) => c.uid === piece)) !== uid) return [];
    const axes = one.pieces.map((piece) => current.find((c) => c.uid === piece)?.longAxis);
    const before = one.series.points.filter(({ date }) => earlier.includes(date));
    const sizes = Object.fromEntries(
      before.flatMap(({ date, longAxis }) => (longAxis === undefined ? [] : [[date, tenth(longAxis)]])),
    );
    if (axes.every((mm) => mm !== undefined))
      sizes[study.date] = sumOf(axes.map((mm) => ({ mm: tenth(mm!) })));
    return [{ uid, number, state: stateOf(one), sizes }];
  });
  const gone = study.gone.map(({ uid, number, date, point }): FollowedLesion => {
    const then = point.longAxis === undefined ? {} : { [date]: tenth(point.longAxis) };
    return { uid, number, state: 'gone', lastSeen: date, sizes: { ...then, [study.date]: 0 } };
  });
  return { dates: [...earlier.toSorted(), study.date], lesions: [...now, ...gone] };
}

/** Smaller than this at the baseline it is no target, mm. */
const MEASURABLE = 10;
/** All of these are nodules of the lung, and two targets are the most of an organ. */
const MOST = 2;

const atBaseline = ({ dates }: FollowedLesions, { sizes }: FollowedLesion): number | undefined =>
  sizes[dates[0]];

/** May it be a target: is it measured at the baseline and now? */
export const canBeTarget = (all: FollowedLesions, one: FollowedLesion): boolean =>
  atBaseline(all, one) !== undefined && one.sizes[all.dates.at(-1)!] !== undefined;

/** Not there at the baseline: new now, or since an examination in between. */
const isFresh = (all: FollowedLesions, one: FollowedLesion): boolean =>
  one.state === 'new' || (['same', 'split'].includes(one.state) && atBaseline(all, one) === undefined);

/** The two largest at the baseline of 10 mm and more are targets, what else was there is not; new ones are not counted. */
export function proposedRoles(all: FollowedLesions): Readonly<Record<string, LesionRole>> {
  const targets = all.lesions
    .filter((one) => canBeTarget(all, one) && atBaseline(all, one)! >= MEASURABLE)
    .toSorted((a, b) => atBaseline(all, b)! - atBaseline(all, a)!)
    .slice(0, MOST);
  const roleOf = (one: FollowedLesion): LesionRole => {
    if (targets.includes(one)) return 'target';
    return isFresh(all, one) || one.state === 'unseen' ? 'out' : 'nonTarget';
  };
  return Object.fromEntries(all.lesions.map((one) => [one.uid, roleOf(one)]));
}

/** Words of the reader's language; `targetTable` knows them in both. */
export interface LesionWords {
  readonly name: (one: FollowedLesion) => string;
  readonly organ: string;
}

const isOwn = (row: Row): boolean => row.lesion === undefined;

/**
 * The answers of a RECIST form that the roles give. Lines that the reader added by hand stay, and so does what was said
 * of non-target lesions as long as there are any.
 */
export function recistAnswers(
  all: FollowedLesions,
  roles: Readonly<Record<string, LesionRole>>,
  before: Answers,
  words: LesionWords,
): Answers {
  const [baseline] = all.dates;
  const now = all.dates.at(-1)!;
  const between = all.dates.slice(1, -1);
  const of = (role: LesionRole): readonly FollowedLesion[] =>
    all.lesions.filter(({ uid }) => (roles[uid] ?? 'out') === role);
  const targets = of('target').filter((one) => canBeTarget(all, one));
  const own = (Array.isArray(before.targets) ? (before.targets as readonly Row[]) : []).filter(isOwn);
  const rows = targets.map((one): Row => ({
    lesion: one.uid,
    number: one.number,
    ...(one.lastSeen && { lastSeen: one.lastSeen }),
    name: words.name(one),
    organ: words.organ,
    kind: 'lesion',
    before: one.sizes[baseline],
    ...Object.fromEntries(
      between.flatMap((date) => (one.sizes[date] === undefined ? [] : [[`d${date}`, one.sizes[date]]])),
    ),
    now: one.sizes[now],
    'before.from': words.name(one),
    'now.from': words.name(one),
  }));
  // A sum counts where every target was measured; of lines by hand only the reader knows.
  const sums = all.dates
    .slice(0, -1)
    .filter((date) => targets.every(({ sizes }) => sizes[date] !== undefined))
    .map((date) => sumOf(targets.map(({ sizes }) => ({ mm: sizes[date] }))));
  const nonTargets = of('nonTarget');
  const said = before.nonTarget;
  const judged = nonTargets.every(({ sizes }) => sizes[now] === 0) ? 'CR' : 'nonCrNonPd';
  return {
    exam: 'followUp',
    followed: all.lesions.map(({ uid }): Row => ({ lesion: uid, role: roles[uid] ?? 'out' })),
    baselineDate: baseline,
    date: now,
    targets: [...rows, ...own],
    ...(own.length === 0 && sums.length > 0 && { nadirSum: Math.min(...sums) }),
    nonTarget: nonTargets.length === 0 ? 'none' : said === 'PD' || said === 'NE' ? said : judged,
    fresh: all.lesions.some((one) => isFresh(all, one)) ? 'yes' : 'no',
  };
}

/** Roles as the form keeps them; undefined until the reader took them over. */
export function rolesIn(answers: Answers): Readonly<Record<string, LesionRole>> | undefined {
  const rows = answers.followed;
  if (!Array.isArray(rows)) return undefined;
  return Object.fromEntries(
    (rows as readonly Row[]).flatMap(({ lesion, role }) =>
      lesionRoles.some((one) => one === role) ? [[String(lesion), role as LesionRole]] : [],
    ),
  );
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Do the answers say what roles and measurements give? */
export const isUpToDate = (all: FollowedLesions, answers: Answers, words: LesionWords): boolean => {
  const roles = rolesIn(answers);
  if (!roles) return true;
  const given = recistAnswers(all, roles, answers, words);
  return Object.entries(given).every(([key, value]) => same(answers[key], value));
};

/** As `recistAnswers` after the reader gave a lesion another role: what he wrote himself meanwhile stays. */
export function withRoles(
  all: FollowedLesions,
  roles: Readonly<Record<string, LesionRole>>,
  before: Answers,
  words: LesionWords,
): Answers {
  const next = recistAnswers(all, roles, before, words);
  const was = rolesIn(before);
  if (!was) return next;
  const given = recistAnswers(all, was, before, words);
  const rowsOf = (answers: Answers): readonly Row[] => (answers.targets ?? []) as readonly Row[];
  const written = rowsOf(before).filter(
    (row) =>
      !isOwn(row) &&
      !same(
        row,
        rowsOf(given).find(({ lesion }) => lesion === row.lesion),
      ),
  );
  const kept = (['nadirSum', 'nonTarget', 'fresh'] as const).flatMap((key) =>
    before[key] !== undefined && !same(before[key], given[key]) ? [[key, before[key]] as const] : [],
  );
  return {
    ...next,
    ...Object.fromEntries(kept),
    targets: rowsOf(next).map((row) =>
      isOwn(row) ? row : (written.find(({ lesion }) => lesion === row.lesion) ?? row),
    ),
  };
}
