import { beforeAll, describe, expect, it } from 'vitest';
import { invertAffine } from '../domain/affine';
import { distance } from '../domain/geometry';
import { toCurrent, toPrior, type Registration } from '../domain/registration';
import type { Volume } from '../domain/volume';
import { rightMatches } from './bench.fixture';
import { vesselChest } from './chest.fixture';
import { makePair, pairSpec, type MadePair } from './pairs.fixture';
import { median } from './quantile';
import { register, type Examined, type RegistrationStage } from './register';

const ct = (volume: Volume): Examined => ({ volume, modality: 'CT' });

/** A made pair whose prior has coarse pixels, so that the test takes a second. */
const quickPair = (base: Volume, seed: number, thickness: number): MadePair =>
  makePair(base, { ...pairSpec(seed), pixel: 2.6, thickness });

const errors = (pair: MadePair, map: Pick<Registration, 'affine' | 'landmarks'>): number[] =>
  pair.nodules.map(({ now, before }) => distance(toPrior(map, now), before));

describe('registration of chest CTs made from each other', { timeout: 180_000 }, () => {
  let base: Volume;
  beforeAll(() => {
    base = vesselChest(1);
  }, 180_000);

  it('finds turn, shift and breath in another frame of reference, with thicker slices, and reports its way', () => {
    const pair = quickPair(base, 8, 4);
    const stages: [RegistrationStage, number][] = [];
    const got = register(ct(pair.current), ct(pair.prior), { onProgress: (...at) => stages.push(at) });
    // It has something to do: the nodules lie centimetres away.
    expect(median(pair.nodules.map(({ now, before }) => distance(now, before)))).toBeGreaterThan(15);
    const bent = errors(pair, got);
    expect(median(bent)).toBeLessThan(2);
    expect(Math.max(...bent)).toBeLessThan(5);
    // The landmarks bring it nearer than the affine map alone.
    expect(median(bent)).toBeLessThan(median(errors(pair, { ...got, landmarks: [] })));
    expect(got.verdict).toBe('good');
    expect(got.quality.after).toBeGreaterThan(got.quality.before + 0.2);
    expect(got.quality.border?.median).toBeLessThan(1.5);
    expect(got.quality.error.median).toBeLessThan(1.5);
    const done = stages.map(([, share]) => share);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.at(-1)).toBe(1);
    expect(new Set(stages.map(([stage]) => stage))).toEqual(new Set(['prepare', 'search', 'align', 'check']));
    // Those that stay, grow and shrink, the new one and the one that is gone.
    expect(rightMatches(pair, got)).toBe(pair.nodules.length);
    const inverse = invertAffine(got.affine);
    for (const { now } of pair.nodules)
      expect(distance(toCurrent(got, toPrior(got, now), inverse), now)).toBeLessThan(0.05);
  });

  it('refuses another patient, however well the lungs can be laid upon each other', () => {
    const got = register(ct(base), ct(vesselChest(2)));
    expect(got.quality.overlap).toBeGreaterThan(0.7);
    expect(got.verdict).toBe('refused');
    expect(got.faults).toContain('chance');
  });

  it('refuses what has nothing in common, and stops when told to', () => {
    const empty: Volume = { ...base, data: new Int16Array(base.data.length).fill(-1000) };
    const got = register(ct(base), ct(empty));
    expect(got.verdict).toBe('refused');
    expect(got.faults).toContain('fewLandmarks');
    const stop = new AbortController();
    expect(() =>
      register(ct(base), ct(base), {
        signal: stop.signal,
        onProgress: (stage) => stage === 'search' && stop.abort(new Error('enough')),
      }),
    ).toThrow('enough');
  });

  it('aligns MR of other contrast, seen from the side', () => {
    const pair = quickPair(base, 6, 2.2);
    // Dark is bright, and the slices are sagittal: i runs to the back, j to the feet, k to the left.
    const { grid, data } = pair.prior;
    const [ni, nj, nk] = grid.dims;
    const turned = new Int16Array(data.length);
    for (let k = 0; k < nk; k++)
      for (let j = 0; j < nj; j++)
        for (let i = 0; i < ni; i++)
          turned[j + nj * (nk - 1 - k + nk * i)] =
            1200 - Math.max(-1000, data[i + ni * (j + nj * k)]) ** 2 / 1000;
    const prior: Volume = {
      ...pair.prior,
      data: turned,
      grid: {
        dims: [nj, nk, ni],
        spacing: [grid.spacing[1], grid.spacing[2], grid.spacing[0]],
        origin: [grid.origin[0], grid.origin[1], grid.origin[2] + (nk - 1) * grid.spacing[2]],
        axes: [
          [0, 1, 0],
          [0, 0, -1],
          [1, 0, 0],
        ],
      },
    };
    const got = register({ volume: pair.current, modality: 'MR' }, { volume: prior, modality: 'MR' });
    expect(got.verdict).not.toBe('refused');
    expect(median(errors(pair, got))).toBeLessThan(3);
  });
});
