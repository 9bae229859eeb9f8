import { describe, expect, it } from 'vitest';
import { ijkToLps, lpsToIjk, type Grid, type Vec3 } from '../../domain/geometry';
import type { StageResult } from '../../inference/contract';
import { manifestOf } from '../../inference/engine-fixtures';
import type { ModelManifest } from '../../inference/manifest';
import type { Candidate } from './candidates';
import { classify, combined, meanOfViews, readClassifier, scoresOf } from './classify';
import { PatchCutter, readLayout, writeViews } from './patch';

const LABELS = [
  'nodule',
  'solid',
  'partSolid',
  'nonSolid',
  'spiculation',
  'lobulation',
  'calcified',
  'suspicion',
];
const input = {
  name: 'x',
  shape: [10, 32, 32],
  fieldsMm: [0.65, 1.5],
  offsetsMm: [-5, -2.5, 0, 2.5, 5],
  clip: [-1000, 400],
};
const stage = {
  file: 'classify.onnx',
  sha256: 'c'.repeat(64),
  bytes: 10,
  input,
  outputs: [{ name: 'logits', labels: LABELS }],
  views: 8,
  combine: { bias: -2, stage1: 0.5, stage2: 0.75 },
};
const model: ModelManifest = {
  ...manifestOf({ input: { orientation: 'SPL' }, window: { patch: [64, 64] } }),
  stages: { classify: stage },
};

const DIMS: Vec3 = [60, 50, 24];
const SPACING: Vec3 = [0.7, 0.8, 1.25];

/** A scan whose HU are a formula of the place; stored as it is, or mirrored and from the head down. */
function scan(hu: (p: Vec3) => number, flip: boolean): { data: Int16Array; grid: Grid } {
  const s = flip ? -1 : 1;
  const grid: Grid = {
    dims: DIMS,
    spacing: SPACING,
    origin: flip ? [59 * 0.7, 0, 23 * 1.25] : [0, 0, 0],
    axes: [
      [s, 0, 0],
      [0, 1, 0],
      [0, 0, s],
    ],
  };
  const data = new Int16Array(DIMS[0] * DIMS[1] * DIMS[2]);
  let v = 0;
  for (let k = 0; k < DIMS[2]; k++)
    for (let j = 0; j < DIMS[1]; j++)
      for (let i = 0; i < DIMS[0]; i++, v++) data[v] = Math.round(hu(ijkToLps(grid, [i, j, k])));
  return { data, grid };
}

/** A candidate at a point with slices between two heights, mm. */
function candidate(grid: Grid, at: Vec3, z: readonly [number, number]): Pick<Candidate, 'centre' | 'ends'> {
  const centre = lpsToIjk(grid, at) as [number, number, number];
  const ends = z.map((h) => Math.round(lpsToIjk(grid, [at[0], at[1], h])[2])).sort((a, b) => a - b);
  return { centre, ends: ends as [number, number] };
}

describe('the patch of a candidate', () => {
  const layout = readLayout(input);
  const at: Vec3 = [20.3, 18.1, 12.6];

  it('is bilinear in the plane: exact on a ramp, in the middle of its fields', () => {
    const { data, grid } = scan(([x, y]) => -1000 + 20 * x + 10 * y, false);
    const out = new PatchCutter({ data, grid }, model.inputs[0], layout).cut(candidate(grid, at, [5, 20]));
    for (const [i, j] of [
      [0, 0],
      [3, 29],
      [31, 16],
    ]) {
      const [y, x] = [i, j].map((n, c) => at[1 - c] + (n - 15.5) * 0.65);
      // HU are stored as whole numbers: half of one at most.
      expect(Math.abs(out[i * 32 + j] * 1400 - (20 * x + 10 * y))).toBeLessThan(1);
    }
    // The wide field ends beyond the scan: its border repeats.
    const wide = out.subarray(5 * 1024, 6 * 1024);
    expect(wide[31]).toBeCloseTo(((59 * 0.7 * 20) as number) / 1400, 2);
  });

  it("shows slices by height, never beyond the candidate's own", () => {
    const { data, grid } = scan(([, , z]) => -1000 + 40 * z, false);
    const cut = (z: readonly [number, number]) => {
      const out = new PatchCutter({ data, grid }, model.inputs[0], layout).cut(candidate(grid, at, z));
      return [0, 1, 2, 3, 4].map((q) => Math.round((out[q * 1024] * 1400) / 40 / 1.25));
    };
    // Slice 10.08 and -4, -2, 0, 2, 4 slices.
    expect(cut([0, 28])).toEqual([6, 8, 10, 12, 14]);
    expect(cut([10, 13.75])).toEqual([8, 8, 10, 11, 11]);
  });

  it('is the same however the scan is stored', () => {
    const hu = ([x, y, z]: Vec3): number => -700 + 300 * Math.sin(x / 3) + 200 * Math.cos(y / 2 + z / 4);
    const [a, b] = [false, true].map((flip) => {
      const { data, grid } = scan(hu, flip);
      return new PatchCutter({ data, grid }, model.inputs[0], layout).cut(candidate(grid, at, [5, 20]));
    });
    expect(Math.max(...a.map((value, n) => Math.abs(value - b[n])))).toBeLessThan(1e-5);
    expect(Math.max(...a) - Math.min(...a)).toBeGreaterThan(0.3);
  });

  it('has eight views, all different, each with the same values', () => {
    const patch = Float32Array.from({ length: 2 * 9 }, (_, n) => n);
    const out = new Float32Array(8 * 18);
    writeViews(out, 0, patch, 3);
    const views = Array.from({ length: 8 }, (_, n) => [...out.subarray(n * 18, (n + 1) * 18)]);
    expect(new Set(views.map((v) => v.join())).size).toBe(8);
    expect(views[0]).toEqual([...patch]);
    for (const view of views) {
      expect(view.slice(0, 9).sort((a, b) => a - b)).toEqual([...patch.subarray(0, 9)]);
      expect(view.slice(9)).toEqual(view.slice(0, 9).map((v) => v + 9));
    }
    // The transpose, as it is.
    expect(views[4].slice(0, 9)).toEqual([0, 3, 6, 1, 4, 7, 2, 5, 8]);
  });
});

describe('the second stage', () => {
  const { data, grid } = scan(([x]) => -900 + 10 * x, false);
  const classifier = readClassifier(model)!;
  const given = (meanLogit: number, rejected?: Candidate['rejected']): Candidate =>
    ({
      score: 0.5,
      meanLogit,
      rejected,
      ...candidate(grid, [20, 18, 12], [8, 16]),
    }) as Candidate;

  it('weighs every candidate that no rule rejected, with the mean of its views', async () => {
    const asked: number[] = [];
    const client = {
      stage: (name: string, x: Float32Array): Promise<StageResult> => {
        expect(name).toBe('classify');
        const items = x.length / 10240;
        asked.push(items);
        // Item n of each candidate answers 0..7 plus ten times the candidate: means 3.5 and 13.5.
        const logits = Float32Array.from({ length: items * 8 }, (_, v) =>
          v % 8 === 0 ? ((v / 8) % 8) + 10 * Math.floor(v / 64) : v % 8 === 2 ? 1 : -1,
        );
        return Promise.resolve({ outputs: { logits }, provider: 'wasm', ms: 1, notes: [] });
      },
    };
    const all = [given(4), given(3, 'elongated'), given(-1)];
    const { judged } = await classify(all, { data, grid }, model, classifier, client);
    expect(asked).toEqual([16]);
    expect(judged[0].score).toBeCloseTo(1 / (1 + Math.exp(-(-2 + 0.5 * 4 + 0.75 * 3.5))), 6);
    expect(judged[1]).toBe(all[1]);
    expect(judged[2].score).toBeCloseTo(1 / (1 + Math.exp(-(-2 - 0.5 + 0.75 * 13.5))), 6);
    const { type, suspicion } = judged[0].scores!;
    expect(type.solid.value + type.partSolid.value + type.nonSolid.value).toBeCloseTo(1, 9);
    expect(type.partSolid.value).toBeCloseTo(Math.exp(2) / (2 + Math.exp(2)), 6);
    expect(suspicion.value).toBeCloseTo(1 / (1 + Math.exp(1)), 6);
    expect(suspicion.meaning).toContain('not a probability of disease');
    const { judged: none, result } = await classify([all[1]], { data, grid }, model, classifier, client);
    expect([none, result, asked.length]).toEqual([[all[1]], undefined, 1]);
  });

  it('is described by the manifest, which must say all of it', () => {
    expect(readClassifier({ stages: {} })).toBeUndefined();
    const bad = (change: object) => () =>
      readClassifier({ stages: { classify: { ...stage, ...change } as ModelManifest['stages'][string] } });
    expect(bad({ views: 4 })).toThrow(/stages\.classify\.views/);
    expect(bad({ combine: { bias: 1, stage1: 1 } })).toThrow(/combine\.stage2/);
    expect(bad({ outputs: [{ name: 'y', labels: LABELS.slice(1) }] })).toThrow(/nodule is missing/);
    expect(bad({ input: { ...input, shape: [5, 32, 32] } })).toThrow(/input: shape: \[10, n, n\]/);
    expect(bad({ input: { ...input, clip: undefined } })).toThrow(/clip/);
  });

  it('takes figures from a row by the names of its labels', () => {
    const turned = { at: { ...classifier.at, suspicion: 0, nodule: 7 } };
    expect(scoresOf([2, 0, 0, 0, 0, 0, 0, -3], turned).suspicion.value).toBeCloseTo(
      1 / (1 + Math.exp(-2)),
      9,
    );
    expect(
      meanOfViews(
        Float32Array.from({ length: 16 }, (_, n) => n),
        2,
      ),
    ).toEqual([Float64Array.of(7, 8)]);
    expect(combined(classifier, 0, 0)).toBeCloseTo(1 / (1 + Math.exp(2)), 9);
  });
});
