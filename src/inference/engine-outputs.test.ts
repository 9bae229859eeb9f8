/** What a model's outputs come to on the scan, and what images the engine takes. */
import { describe, expect, it } from 'vitest';
import { InferenceError, type OutputResult, type RunJob } from './contract';
import { runModel } from './engine';
import { FakeNetwork, gridOf, heatmap, hooks, manifestOf, meanAnswer, type Answer } from './engine-fixtures';

describe('outputs', () => {
  const flat: RunJob = { images: [{ data: new Uint8Array(20 * 20 * 3).fill(7), grid: gridOf([20, 20, 3]) }] };

  it('scores: activation in each window, then mean or largest', async () => {
    let n = 0;
    const answer: Answer = () => ({ y: { data: Float32Array.from([0, n++]), shape: [2] } });
    const run = async (aggregate: string): Promise<OutputResult> => {
      n = 0;
      const labels = [{ id: 1, name: 'a', channel: 1 }];
      const manifest = manifestOf({
        window: { patch: [32, 32] },
        output: { kind: 'scores', activation: 'softmax', aggregate, labels },
      });
      return (await runModel(flat, manifest, new FakeNetwork('wasm', answer), hooks())).outputs[0];
    };
    const s = [0, 1, 2].map((x) => 1 / (1 + Math.exp(-x)));
    expect(await run('mean')).toMatchObject({ values: [expect.closeTo((s[0] + s[1] + s[2]) / 3, 6)] });
    expect(await run('max')).toMatchObject({ values: [expect.closeTo(s[2], 6)] });
  });

  it('boxes: from the windows to the scan, each once', async () => {
    // Finds a box at the same place of the scan from each window, whose place the image tells.
    const ramp = Float32Array.from({ length: 20 * 20 * 20 }, (_, v) => v);
    const answer: Answer = (x) => {
      const first = x[0];
      const [i, j, k] = [first % 20, Math.floor(first / 20) % 20, Math.floor(first / 400)];
      const corners = [4 - i, 5 - j, 6 - k, 9 - i, 12 - j, 14 - k, 0, 0, 0, 1, 1, 1];
      return {
        y: { data: Float32Array.from(corners), shape: [2, 6] },
        s: { data: Float32Array.from([3, -3]), shape: [2] },
        c: { data: Float32Array.from([1, 0]), shape: [2] },
      };
    };
    const manifest = manifestOf({
      input: { axes: 'NCDHW' },
      window: { patch: [16, 16, 16] },
      output: {
        kind: 'boxes',
        activation: 'sigmoid',
        labels: [
          { id: 5, name: 'other' },
          { id: 9, name: 'wanted' },
        ],
        boxes: { scores: 's', classes: 'c', coordinates: 'xyzxyz' },
      },
    });
    const images = [{ data: ramp, grid: gridOf([20, 20, 20]) }];
    const result = await runModel({ images }, manifest, new FakeNetwork('webgpu', answer), hooks());
    const [found] = result.outputs;
    if (found.kind !== 'boxes') throw new Error(found.kind);
    expect(found.boxes).toHaveLength(1);
    expect(found.boxes[0]).toMatchObject({ min: [3.5, 4.5, 5.5], max: [8.5, 11.5, 13.5], label: 9 });
    expect(found.boxes[0].score).toBeCloseTo(0.9526, 4);
  });

  it('labels by threshold with sigmoid: the best above its own', async () => {
    const logit = (p: number): number => Math.log(p / (1 - p));
    const values = [logit(0.6), logit(0.8), logit(0.3)];
    const answer: Answer = (_x, shape) => {
      const n = shape[1] * shape[2];
      return {
        y: {
          data: Float32Array.from({ length: 3 * n }, (_, v) => values[Math.floor(v / n)]),
          shape: [3, ...shape.slice(1)],
        },
      };
    };
    const run = async (thresholds: readonly (number | undefined)[]): Promise<number> => {
      const manifest = manifestOf({
        window: { patch: [32, 32] },
        operatingPoints: [{ name: 'usual', threshold: 0.7, default: true }],
        output: {
          kind: 'labelmap',
          activation: 'sigmoid',
          labels: thresholds.map((threshold, n) => ({
            id: n + 4,
            name: `l${n}`,
            ...(threshold === undefined ? {} : { threshold }),
          })),
        },
      });
      const [map] = (await runModel(flat, manifest, new FakeNetwork('wasm', answer), hooks())).outputs;
      if (map.kind !== 'labelmap') throw new Error(map.kind);
      return map.data[0];
    };
    expect(await run([undefined, undefined, undefined])).toBe(5);
    expect(await run([0.5, 0.9, undefined])).toBe(4);
    expect(await run([undefined, 0.9, 0.2])).toBe(6);
    expect(await run([undefined, 0.9, undefined])).toBe(0);
  });

  it('takes label numbers as they are, from the window whose centre is nearest', async () => {
    // The left window says 2, the right one 3: the image's value at the window's start tells which is which.
    const answer: Answer = (x, shape) => ({
      y: { data: new Float32Array(shape[1] * shape[2]).fill(x[0] === 0 ? 2 : 3), shape: shape.slice(1) },
    });
    const image = { data: Uint8Array.from({ length: 24 * 16 }, (_, v) => v % 24), grid: gridOf([24, 16, 1]) };
    const labels = [2, 3].map((id) => ({ id, name: `l${id}` }));
    const manifest = manifestOf({
      window: { patch: [16, 16], mirror: [2] },
      output: { kind: 'labelmap', activation: 'argmax', labels },
    });
    const result = await runModel({ images: [image] }, manifest, new FakeNetwork('wasm', answer), hooks());
    const [map] = result.outputs;
    if (map.kind !== 'labelmap') throw new Error(map.kind);
    expect(Array.from(map.data.subarray(0, 24))).toEqual(
      Array.from({ length: 24 }, (_, i) => (i < 12 ? 2 : 3)),
    );
    expect(result.notes[0]).toContain('not mirrored');
  });
});

describe('images', () => {
  const manifest = manifestOf({ window: { patch: [16, 16] } });
  const run = (images: RunJob['images']): Promise<unknown> =>
    runModel({ images }, manifest, new FakeNetwork('wasm', meanAnswer), hooks());

  it('refuses what is no image, and says why', async () => {
    const grid = gridOf([4, 4, 2]);
    await expect(run([{ data: new Uint8Array(31), grid }])).rejects.toThrow(/31 values for 4 x 4 x 2/);
    await expect(run([])).rejects.toBeInstanceOf(InferenceError);
    await expect(run([{ data: new Uint8Array(0), grid: gridOf([0, 4, 2]) }])).rejects.toMatchObject({
      code: 'imageInvalid',
    });
  });

  it('takes voxels that are no numbers as the lowest, and gives the image back as it was', async () => {
    const values = new Float32Array(16).fill(0.5);
    values.set([NaN, 0.25, Infinity]);
    const result = await runModel(
      { images: [{ data: values, grid: gridOf([4, 4, 1]) }] },
      manifest,
      new FakeNetwork('wasm', meanAnswer),
      hooks(),
    );
    const [a, b, c] = heatmap(result.outputs[0]).data[0];
    expect([a, b, c].map((v) => Math.round((v / 65535) * 100))).toEqual([25, 25, 50]);
    expect(values[0]).toBeNaN();
    expect(result.notes[0]).toContain('2 voxels');
  });

  it('takes an image without calibration as it is', async () => {
    const wantsMm = manifestOf({
      input: { orientation: 'IAR', spacing: [null, 0.5, 0.5] },
      window: { patch: [16, 16] },
    });
    const image = { data: new Uint8Array(16).fill(1), grid: gridOf([4, 4, 1]), calibrated: false };
    const result = await runModel({ images: [image] }, wantsMm, new FakeNetwork('wasm', meanAnswer), hooks());
    expect(result.modelDims).toEqual([1, 4, 4]);
    expect(result.notes[0]).toContain('no calibration');
  });
});
