/** The seeded pairs and the bad pairs, registered and counted: called by scripts/bench-registration.mjs. */
import { distance, type Vec3 } from '../domain/geometry';
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
  readonly seconds: number;
}

const ct = (volume: Volume): Examined => ({ volume, modality: 'CT' });

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
