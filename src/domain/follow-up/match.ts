/** The same nodule in the current examination and in the prior, found through the registration. */
import { invertAffine } from '../affine';
import { distance, lpsToIjk, type Grid, type Vec3 } from '../geometry';
import { toCurrent, toPrior, type Registration } from '../registration';
import { assign } from './assignment';

export interface Spot {
  /** Tracking UID of its finding. */
  readonly uid: string;
  /** LPS mm in its own examination. */
  readonly at: Vec3;
  /** Mean diameter, mm. */
  readonly diameter: number;
}

/** What the reader says against the registration: this one of the current examination is that one; null: none. */
export interface ReaderLink {
  readonly current: string;
  readonly prior: string | null;
}

export type Match =
  /** @param distance mm between where the registration expects it and where it lies; NaN where the reader linked them */
  | { readonly kind: 'same'; readonly current: string; readonly prior: string; readonly distance: number }
  | { readonly kind: 'new'; readonly current: string }
  | { readonly kind: 'gone'; readonly prior: string }
  /** Nothing can be said: the other examination does not show its place. */
  | { readonly kind: 'priorNotThere'; readonly current: string }
  | { readonly kind: 'currentNotThere'; readonly prior: string }
  /** The first is the one that it is compared with. */
  | { readonly kind: 'split'; readonly prior: string; readonly currents: readonly string[] }
  | { readonly kind: 'merged'; readonly current: string; readonly priors: readonly string[] };

export interface MatchInput {
  readonly current: readonly Spot[];
  readonly prior: readonly Spot[];
  readonly registration: Registration;
  readonly links?: readonly ReaderLink[];
  /** Where the examinations were scanned; a place outside is not called empty. */
  readonly currentGrid?: Grid;
  readonly priorGrid?: Grid;
}

/** Error of saying where the middle of a nodule is, mm, and the share of its diameter by which growth may move it. */
const CENTRE_MM = 3;
const GROWTH_SHARE = 0.25;
/** Beyond this nothing is taken for the same, however poor the registration. */
const MOST_MM = 20;
/** Cost of a nodule that stays alone; a pair at its tolerance costs 1. */
const ALONE = 0.8;
/** How much a doubled diameter costs: between two candidates at like distance the one of like size is taken. */
const SIZE_COST = 0.15;

/**
 * How far from its expected place a nodule may lie, mm: it grows with what the registration says of its own error.
 * @param diameter the larger of the two, mm
 */
export function tolerance({ quality, verdict }: Registration, diameter: number): number {
  const own = 2 * quality.error.p90 * (verdict === 'good' ? 1 : 1.5);
  return Math.min(MOST_MM, CENTRE_MM + own + GROWTH_SHARE * diameter);
}

function covers(grid: Grid | undefined, p: Vec3): boolean {
  if (!grid) return true;
  return lpsToIjk(grid, p).every((at, c) => at >= -0.5 && at <= grid.dims[c] - 0.5);
}

/** The pairs of the cheapest assignment; pairs beyond their tolerance are none. */
function pairsOf(
  current: readonly Spot[],
  prior: readonly Spot[],
  { registration }: MatchInput,
): { current: Spot; prior: Spot; distance: number }[] {
  if (current.length === 0 || prior.length === 0) return [];
  const expected = current.map(({ at }) => toPrior(registration, at));
  const gap = (n: number, m: number): number => distance(expected[n], prior[m].at);
  const costs = current.map((one, n) => {
    const paired = prior.map((other, m) => {
      const most = tolerance(registration, Math.max(one.diameter, other.diameter));
      if (gap(n, m) > most) return 1e3;
      return gap(n, m) / most + SIZE_COST * Math.abs(Math.log2(one.diameter / other.diameter));
    });
    // A column of its own for every nodule that stays alone; its would-be partner stays alone, too.
    return [...paired, ...current.map((_, own) => (own === n ? 2 * ALONE : 1e3))];
  });
  return assign(costs).flatMap((m, n) =>
    m < prior.length && costs[n][m] < 1e3
      ? [{ current: current[n], prior: prior[m], distance: gap(n, m) }]
      : [],
  );
}

/** Does a nodule lie in the place of another, whose registered middle is `middle`? */
const within = (middle: Vec3, diameter: number, p: Vec3, slack: number): boolean =>
  distance(middle, p) <= diameter / 2 + slack;

/**
 * Every nodule of both examinations in exactly one match. The reader's links stand before all else.
 * @throws RangeError for a refused registration: nothing may be matched through it
 */
export function matchNodules(input: MatchInput): readonly Match[] {
  const { current, prior, registration, links = [], currentGrid, priorGrid } = input;
  if (registration.verdict === 'refused') throw new RangeError('matchNodules: the registration is refused');
  const linked = links.filter(
    (link) =>
      current.some(({ uid }) => uid === link.current) &&
      (link.prior === null || prior.some(({ uid }) => uid === link.prior)),
  );
  // A lesion may bear one tracking UID in both: each side has its own links.
  const freeCurrent = current.filter(({ uid }) => !linked.some((link) => link.current === uid));
  const freePrior = prior.filter(({ uid }) => !linked.some((link) => link.prior === uid));
  const pairs = pairsOf(freeCurrent, freePrior, input);

  const inverse = invertAffine(registration.affine);
  const slack = Math.min(4, 1 + registration.quality.error.median);
  const alone = freeCurrent.filter(({ uid }) => !pairs.some((pair) => pair.current.uid === uid));
  const lost = freePrior.filter(({ uid }) => !pairs.some((pair) => pair.prior.uid === uid));
  const used = new Set<string>();
  const take = (spots: readonly Spot[]): string[] => {
    const free = spots.filter(({ uid }) => !used.has(uid));
    for (const { uid } of free) used.add(uid);
    return free.map(({ uid }) => uid);
  };
  const matches: Match[] = pairs.map((pair): Match => {
    const pieces = take(
      alone.filter(({ at }) => within(pair.prior.at, pair.prior.diameter, toPrior(registration, at), slack)),
    );
    if (pieces.length > 0)
      return { kind: 'split', prior: pair.prior.uid, currents: [pair.current.uid, ...pieces] };
    const parts = take(
      lost.filter(({ at }) =>
        within(pair.current.at, pair.current.diameter, toCurrent(registration, at, inverse), slack),
      ),
    );
    if (parts.length > 0)
      return { kind: 'merged', current: pair.current.uid, priors: [pair.prior.uid, ...parts] };
    return { kind: 'same', current: pair.current.uid, prior: pair.prior.uid, distance: pair.distance };
  });
  for (const link of linked)
    matches.push(
      link.prior === null
        ? { kind: 'new', current: link.current }
        : { kind: 'same', current: link.current, prior: link.prior, distance: Number.NaN },
    );
  for (const { uid, at } of alone)
    if (!used.has(uid))
      matches.push({
        kind: covers(priorGrid, toPrior(registration, at)) ? 'new' : 'priorNotThere',
        current: uid,
      });
  for (const { uid, at } of lost)
    if (!used.has(uid))
      matches.push({
        kind: covers(currentGrid, toCurrent(registration, at, inverse)) ? 'gone' : 'currentNotThere',
        prior: uid,
      });
  return matches;
}
