/** The screen and the second stage here against those that were trained: a phantom made by a formula, in both (training/lung-nodule/phantom.py). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { Grid } from '../../domain/geometry';
import { readManifest } from '../../inference/manifest';
import { maxAbsError } from '../../inference/network';
import type { Candidate } from './candidates';
import { classify, combined, readClassifier } from './classify';
import type { Lungs } from './lungs';
import { PatchCutter } from './patch';
import { readScreen, Screen } from './screen';

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
});

const screenFixture = JSON.parse(readFileSync(file('training/lung-nodule/screen-fixture.json'), 'utf8')) as {
  /** First and end of the lungs' voxels along z, y, x. */
  readonly lungs: readonly (readonly [number, number])[];
  readonly box: readonly number[];
  readonly halfSum: number;
  readonly cells: number;
  readonly logitSum: number;
  readonly logitMax: number;
  readonly windows: readonly {
    readonly sure: number;
    readonly near: number;
    /** z, y0, y1, x0, x1. */
    readonly boxes: readonly (readonly [number, number, number, number, number])[];
  }[];
};

/** The fixture's lungs on the grid that findLungs gives, seen from the other end where `flip` says so. */
function boxLungs(flip: boolean): Lungs {
  const [nz, ny, nx] = fixture.shape;
  const size = [nx / 2, ny / 2, nz] as const;
  const side = new Uint8Array(size[0] * size[1] * size[2]);
  const [[z0, z1], [y0, y1], [x0, x1]] = screenFixture.lungs;
  for (let z = z0; z < z1; z++)
    for (let y = y0 / 2; y < y1 / 2; y++)
      for (let x = x0 / 2; x < x1 / 2; x++) {
        const [i, k] = flip ? [size[0] - 1 - x, nz - 1 - z] : [x, z];
        side[i + size[0] * (y + size[1] * k)] = 1;
      }
  return { step: 2, size, side, rightMl: 0, leftMl: 0, cut: false, found: true };
}

/** The phantom stored the other way round along i and k. */
function turned({ data, grid }: { data: Int16Array; grid: Grid }): { data: Int16Array; grid: Grid } {
  const [nx, ny, nz] = grid.dims;
  const out = new Int16Array(data.length);
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++)
        out[i + nx * (j + ny * k)] = data[nx - 1 - i + nx * (j + ny * (nz - 1 - k))];
  const axes = [
    [-1, 0, 0],
    [0, 1, 0],
    [0, 0, -1],
  ] as const;
  return { data: out, grid: { ...grid, axes } };
}

describe('the screen, as it was trained', () => {
  for (const flip of [false, true])
    it(`sends the detector to the same windows, ${flip ? 'stored the other way round' : 'as stored'}`, async () => {
      const rules = readScreen(manifest)!;
      const straight = phantom();
      const volume = flip ? turned(straight) : straight;
      const [nx, , nz] = volume.grid.dims;
      const lungs = boxLungs(flip);
      const screen = new Screen(volume, manifest.inputs[0], rules, lungs);
      expect(screen.frame).toEqual(screenFixture.box);
      expect(screen.planes).toHaveLength(nz - screenFixture.lungs[0][0]);
      const [channels, h, w] = screen.shape;
      const x = screen.items();
      // The middle channel of every slice with lung; the first slices have none.
      let sum = 0;
      for (let n = 0; n < screen.planes.length; n++)
        for (let v = 0; v < h * w; v++) sum += x[(n * channels + 1) * h * w + v];
      expect(Math.abs(sum - screenFixture.halfSum)).toBeLessThan(0.05);
      const { file: name } = manifest.stages.screen;
      const session = await InferenceSession.create(file(model + name), { intraOpNumThreads: 1 });
      const found = await session.run({
        x: new Tensor('float32', x, [screen.planes.length, channels, h, w]),
      });
      const logits = found.logits.data as Float32Array;
      for (const { sure, near, boxes } of screenFixture.windows) {
        const again = new Screen(volume, manifest.inputs[0], { ...rules, sure, near }, lungs);
        const windows = again.windows(logits, lungs);
        const asModel = Array.from({ length: windows.length / 6 }, (_, n) => {
          const [i0, j0, k0, i1, j1] = windows.subarray(6 * n, 6 * n + 6);
          return flip ? [nz - 1 - k0, j0, j1, nx - i1, nx - i0] : [k0, j0, j1, i0, i1];
        });
        expect(asModel).toEqual(boxes);
      }
      expect(screenFixture.windows[1].boxes.length).toBeGreaterThan(3);
    });

  it('names what its manifest lacks', () => {
    const { stages, config } = manifest;
    expect(readScreen({ stages: {}, config })).toBeUndefined();
    expect(() => readScreen({ stages, config: {} })).toThrow(/screen\.cellPx/);
  });
});

describe('stored test tensors', () => {
  it.each(Object.entries(manifest.stages))('%s answers its own', async (_name, own) => {
    const test = own.test!;
    const floats = (name: string) =>
      new Float32Array(new Uint8Array(readFileSync(file(model + name))).buffer);
    const session = await InferenceSession.create(file(model + own.file), { intraOpNumThreads: 1 });
    const x = new Tensor('float32', floats(test.input), [...test.shape]);
    const found = (await session.run({ [own.input.name]: x }))[own.outputs[0].name];
    expect(maxAbsError(found.data as Float32Array, floats(test.output))).toBeLessThanOrEqual(test.maxAbsErr);
  });
});
