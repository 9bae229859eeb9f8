/** The second stage here against the one it was trained with: a phantom made by a formula, in both (training/lung-nodule/phantom.py). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { Grid } from '../../domain/geometry';
import { readManifest } from '../../inference/manifest';
import { maxAbsError } from '../../inference/network';
import type { Candidate } from './candidates';
import { classify, combined, readClassifier } from './classify';
import { PatchCutter } from './patch';

const file = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const model = 'public/models/lung-nodule/';
const manifest = readManifest(JSON.parse(readFileSync(file(`${model}manifest.json`), 'utf8')));
const stage = manifest.stages.classify;
const classifier = readClassifier(manifest)!;

interface Fixture {
  readonly spacing: readonly [number, number, number];
  readonly shape: readonly [number, number, number];
  readonly sphere: { readonly centreMm: readonly number[]; readonly radiusMm: number };
  readonly candidate: {
    readonly voxels: number;
    readonly centre: readonly number[];
    readonly ends: readonly [number, number];
  };
  readonly patch: {
    readonly sum: number;
    readonly channelSums: readonly number[];
    readonly values: readonly (readonly [number, number, number, number])[];
  };
  readonly meanLogits: readonly number[];
  readonly labels: readonly string[];
}
const fixture = JSON.parse(
  readFileSync(file('training/lung-nodule/classify-fixture.json'), 'utf8'),
) as Fixture;

/** The phantom by its formula, its first slice nearest to the feet, and the candidate's voxels. */
function phantom(): { data: Int16Array; grid: Grid; candidate: Candidate } {
  const [dz, dy, dx] = fixture.spacing;
  const [nz, ny, nx] = fixture.shape;
  const { centreMm, radiusMm } = fixture.sphere;
  const data = new Int16Array(nx * ny * nz);
  const sum = [0, 0, 0];
  let count = 0;
  let v = 0;
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++, v++) {
        const mm2 = [z * dz, y * dy, x * dx].reduce((s, mm, c) => s + (mm - centreMm[c]) ** 2, 0);
        const ball = mm2 <= radiusMm ** 2;
        data[v] = ball ? 20 : 5 * y + 3 * x + 40 * z < 300 ? 60 : -880 + ((7 * z + 13 * y + 29 * x) % 61);
        if (!ball || !((x + y + z) % 10 >= 5 || z !== 11)) continue;
        count++;
        [x, y, z].forEach((at, c) => (sum[c] += at));
      }
  expect(count).toBe(fixture.candidate.voxels);
  const centre = sum.map((s) => s / count) as [number, number, number];
  const grid: Grid = {
    dims: [nx, ny, nz],
    spacing: [dx, dy, dz],
    origin: [0, 0, 0],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  };
  const candidate = { score: 0.5, meanLogit: 2, centre, ends: fixture.candidate.ends };
  // The second stage reads no more of a candidate than this.
  return { data, grid, candidate: candidate as unknown as Candidate };
}

describe('the second stage, as it was trained', () => {
  it('sees the same patch', () => {
    const { data, grid, candidate } = phantom();
    expect(candidate.centre).toEqual(
      [...fixture.candidate.centre].reverse().map((c) => expect.closeTo(c, 9) as number),
    );
    const patch = new PatchCutter({ data, grid }, manifest.inputs[0], classifier.layout).cut(candidate);
    for (const [c, i, j, value] of fixture.patch.values)
      expect(Math.abs(patch[c * 1024 + i * 32 + j] - value)).toBeLessThan(1e-6);
    const sums = fixture.patch.channelSums.map((_, c) =>
      patch.subarray(c * 1024, (c + 1) * 1024).reduce((a, b) => a + b, 0),
    );
    sums.forEach((sum, c) =>
      expect(Math.abs(sum - fixture.patch.channelSums[c]), `plane ${c}`).toBeLessThan(0.01),
    );
  });

  it('gives the same answers, and the score that both stages make', async () => {
    const session = await InferenceSession.create(file(model + stage.file), { intraOpNumThreads: 1 });
    const { data, grid, candidate } = phantom();
    let rows = new Float32Array(0);
    const client = {
      stage: async (name: string, x: Float32Array) => {
        expect(name).toBe('classify');
        const items = x.length / 10240;
        const found = await session.run({ x: new Tensor('float32', x, [items, 10, 32, 32]) });
        rows = found.logits.data as Float32Array<ArrayBuffer>;
        return { outputs: { logits: rows }, provider: 'wasm' as const, ms: 0, notes: [] };
      },
    };
    const { judged } = await classify([candidate], { data, grid }, manifest, classifier, client);
    const means = fixture.labels.map(
      (_, c) => [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, view) => sum + rows[view * 8 + c], 0) / 8,
    );
    expect(classifier.count).toBe(fixture.labels.length);
    means.forEach((logit, c) => expect(Math.abs(logit - fixture.meanLogits[c])).toBeLessThan(1e-3));
    const { bias, stage1, stage2 } = stage.combine!;
    const score = 1 / (1 + Math.exp(-(bias + stage1 * 2 + stage2 * fixture.meanLogits[0])));
    expect(judged[0].score).toBeCloseTo(score, 4);
    expect(combined(classifier, 2, fixture.meanLogits[0])).toBeCloseTo(score, 9);
    expect(judged[0].scores!.suspicion.value).toBeCloseTo(1 / (1 + Math.exp(-fixture.meanLogits[7])), 4);
    const [a, b, c] = fixture.meanLogits.slice(1, 4).map(Math.exp);
    expect(judged[0].scores!.type.solid.value).toBeCloseTo(a / (a + b + c), 4);
  });

  it('answers its stored test tensor', async () => {
    const test = stage.test!;
    const floats = (name: string) =>
      new Float32Array(new Uint8Array(readFileSync(file(model + name))).buffer);
    const session = await InferenceSession.create(file(model + stage.file), { intraOpNumThreads: 1 });
    const x = new Tensor('float32', floats(test.input), [...test.shape]);
    const found = (await session.run({ [stage.input.name]: x }))[stage.outputs[0].name];
    expect(maxAbsError(found.data as Float32Array, floats(test.output))).toBeLessThanOrEqual(test.maxAbsErr);
  });
});
