/** The seeded pairs and the bad pairs, registered and counted: called by scripts/bench-registration.mjs. */
import { matchNodules, type Match, type Spot } from '../domain/follow-up/match';
import { distance, type Vec3 } from '../domain/geometry';
import { makeRandom, normal } from '../domain/phantom/random';
import { toPrior, type Registration } from '../domain/registration';
import type { Volume } from '../domain/volume';
import { makePair, pairSpec, type MadePair, type Motion } from './pairs.fixture';
import { median, quantile } from './quantile';
import { register, type Examined } from './register';

export interface PairRow {
  readonly seed: number;
  readonly motion: Motion;
  readonly thickness: number;
  readonly noise: number;
  readonly verdict: Registration['verdict'];
  readonly faults: Registration['faults'];
  readonly agreement: number;
  readonly border: number | undefined;
  readonly saidError: number;
  /** Distances at the nodules, mm; and with the affine map alone. */
  readonly errors: readonly number[];
  readonly affineErrors: readonly number[];
  /** Nodules whose match (same, new, gone) is right, of all; undefined where matching is refused. */
  readonly right: number | undefined;
  readonly seconds: number;
}

const ct = (volume: Volume): Examined => ({ volume, modality: 'CT' });

/** Spread of where a reader or a network says the middle is, mm along each axis, and of the diameter, as a share. */
const CENTRE_SPREAD = 0.8;
const SIZE_SPREAD = 0.08;

/** How many nodules are matched as they were made, after each side was seen with its own errors. */
export function rightMatches(pair: MadePair, registration: Registration): number | undefined {
  if (registration.verdict === 'refused') return undefined;
  const random = makeRandom(pair.nodules.length + Math.round(1000 * pair.nodules[0].sizeNow));
  const seen = (uid: string, p: Vec3, size: number): Spot[] =>
    size > 0
      ? [
          {
            uid,
            at: [
              p[0] + CENTRE_SPREAD * normal(random),
              p[1] + CENTRE_SPREAD * normal(random),
              p[2] + CENTRE_SPREAD * normal(random),
            ],
            diameter: size * (1 + SIZE_SPREAD * normal(random)),
          },
        ]
      : [];
  const matches = matchNodules({
    current: pair.nodules.flatMap(({ now, sizeNow }, n) => seen(`${n}`, now, sizeNow)),
    prior: pair.nodules.flatMap(({ before, sizeThen }, n) => seen(`${n}`, before, sizeThen)),
    registration,
    currentGrid: pair.current.grid,
    priorGrid: pair.prior.grid,
  });
  const isRight = (match: Match): boolean =>
    match.kind === 'same'
      ? match.current === match.prior
      : (match.kind === 'new' && pair.nodules[Number(match.current)].fate === 'appears') ||
        (match.kind === 'gone' && pair.nodules[Number(match.prior)].fate === 'vanishes');
  return matches.filter(isRight).length;
}

export function pairRow(base: Volume, seed: number): { row: PairRow; pair: MadePair; got: Registration } {
  const spec = pairSpec(seed);
  const pair = makePair(base, spec);
  const got = register(ct(pair.current), ct(pair.prior));
  const errorsOf = (map: Pick<Registration, 'affine' | 'landmarks'>): number[] =>
    pair.nodules.map(({ now, before }: { now: Vec3; before: Vec3 }) => distance(toPrior(map, now), before));
  const row: PairRow = {
    seed,
    motion: spec.motion,
    thickness: spec.thickness,
    noise: spec.noise,
    verdict: got.verdict,
    faults: got.faults,
    agreement: got.quality.agreement,
    border: got.quality.border?.median,
    saidError: got.quality.error.median,
    errors: errorsOf(got),
    affineErrors: errorsOf({ ...got, landmarks: [] }),
    right: rightMatches(pair, got),
    seconds: got.ms / 1000,
  };
  return { row, pair, got };
}

export function summaryOf(rows: readonly PairRow[]): Record<string, unknown> {
  const of = (deformed: boolean): readonly number[] =>
    rows.filter(({ motion }) => (motion === 'breath') === deformed).flatMap(({ errors }) => errors);
  const figures = (errors: readonly number[]): Record<string, number> => ({
    nodules: errors.length,
    medianMm: median(errors),
    p95Mm: quantile(errors, 0.95),
    worstMm: Math.max(...errors),
  });
  return {
    pairs: rows.length,
    rigidOrAffine: figures(of(false)),
    deformed: figures(of(true)),
    /** Of all nodules of all pairs; a refused pair has none right. */
    matchedRight:
      rows.reduce((sum, { right = 0 }) => sum + right, 0) /
      (rows.flatMap(({ errors }) => errors).length || 1),
    refused: rows.filter(({ verdict }) => verdict === 'refused').length,
    warned: rows.filter(({ verdict }) => verdict === 'poor').length,
    seconds: median(rows.map(({ seconds }) => seconds)),
  };
}

/** A pair that must be refused or warned of. */
export function badRow(name: string, current: Examined, prior: Examined): Record<string, unknown> {
  const { verdict, faults, quality, ms } = register(current, prior);
  return {
    name,
    verdict,
    faults,
    agreement: quality.agreement,
    landmarks: quality.landmarks,
    seconds: ms / 1000,
  };
}
