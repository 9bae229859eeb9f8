import { describe, expect, it } from 'vitest';
import { CpuAccumulator } from './accumulate';
import type { Grid } from '../domain/geometry';
import { InferenceError, type OutputResult, type RunJob, type RunProgress } from './contract';
import { runModel, type EngineHooks } from './engine';
import { FakeNetwork, hooks, manifestOf, meanAnswer, patternAnswer, type Answer } from './engine-fixtures';
import type { Accumulator, AccumulatorSpec } from './network';

const AXIAL: Grid['axes'] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
const gridOf = (dims: Grid['dims'], spacing: Grid['spacing'] = [1, 1, 2.5]): Grid => ({
  dims,
  spacing,
  origin: [0, 0, 0],
  axes: AXIAL,
});
const dims = [50, 40, 6] as const;
const data = Int16Array.from({ length: 50 * 40 * 6 }, (_, v) => (v * 37) % 1000);
/** The same box on slices 1 to 4, nothing on the others. */
const region = Int32Array.from(
  [0, 1, 2, 3, 4, 5].flatMap((k) => (k > 0 && k < 5 ? [13, 18, 29, 34] : [0, 0, 0, 0])),
);
const job: RunJob = { images: [{ data, grid: gridOf(dims) }], region };
const scale = [
  { id: 'clip', kwargs: { min: 0, max: 1000 } },
  { id: 'scale_linear', kwargs: { gain: 0.001 } },
];
const slices = manifestOf({
  input: { slices: { offsetsMm: [-2.5, 0, 2.5] }, preprocessing: scale },
  window: { patch: [512, 512], size: 'fit', multipleOf: 16, marginPx: 16, pad: { mode: 'edge' } },
});

/** What the mean network must answer at voxel (i, j, k). */
const expected = (i: number, j: number, k: number): number =>
  [k - 1, k, k + 1].reduce((sum, z) => sum + data[i + 50 * (j + 40 * z)] / 3000, 0);

function heatmap(output: OutputResult): Extract<OutputResult, { kind: 'heatmap' }> {
  if (output.kind !== 'heatmap') throw new Error(output.kind);
  return output;
}

function check(output: OutputResult): void {
  const map = heatmap(output);
  // The region's box with its margin, 48 x 48, which the left border and the lower one cut off.
  expect(map.start).toEqual([0, 2, 1]);
  expect(map.size).toEqual([48, 38, 4]);
  let [worst, seen] = [0, 0];
  for (let k = 0; k < 4; k++)
    for (let j = 2; j < 40; j++)
      for (let i = 0; i < 45; i++) {
        const found = map.data[0][i + 48 * (j - 2 + 38 * k)] / 65535;
        worst = Math.max(worst, Math.abs(found - expected(i, j, k + 1)));
        seen++;
      }
  expect(seen).toBeGreaterThan(0);
  expect(worst).toBeLessThan(1e-4);
}

describe('runModel with windows that fit a region', () => {
  it('gives every voxel the answer of its own slice and neighbours', async () => {
    const network = new FakeNetwork('wasm', meanAnswer);
    const result = await runModel(job, slices, network, hooks());
    check(result.outputs[0]);
    expect(network.runs).toEqual([1, 2, 3, 4].map(() => [1, 3, 48, 48]));
    expect([result.runs, result.windows, result.skipped]).toEqual([4, 4, 2]);
    expect(result.images[0].data).toBe(data);
    expect(result.peakBytes).toBeGreaterThan(1000);
    expect(network.disposed).toBe(4);
  });

  it('sends several windows at once to a graphics processor, with the same numbers', async () => {
    const network = new FakeNetwork('webgpu', meanAnswer);
    check((await runModel(job, slices, network, hooks())).outputs[0]);
    expect(network.runs).toEqual([[4, 3, 48, 48]]);
  });

  it('goes on one by one where a graph takes no batch', async () => {
    const network = new FakeNetwork('webgpu', meanAnswer);
    network.failure = (_run, d) => (d[0] > 1 ? 'Got invalid dimensions for input: x' : undefined);
    const result = await runModel(job, slices, network, hooks());
    check(result.outputs[0]);
    expect(result.notes[0]).toContain('one window at a time');
    expect(result.provider).toBe('webgpu');
  });

  it('runs nothing where the region is empty', async () => {
    const network = new FakeNetwork('wasm', meanAnswer);
    const result = await runModel({ ...job, region: new Int32Array(24) }, slices, network, hooks());
    expect(network.runs).toHaveLength(0);
    expect(heatmap(result.outputs[0]).size).toEqual([0, 0, 0]);
    expect(result.skipped).toBe(6);
  });

  it('fits one window around the region of a 3-D model, and tiles it where it is larger than the patch', async () => {
    const network = new FakeNetwork('wasm', meanAnswer);
    const window = { patch: [8, 64, 64], size: 'fit', multipleOf: [2, 8, 8], marginPx: 1 };
    const whole = manifestOf({ input: { axes: 'NCDHW', preprocessing: scale }, window });
    await runModel(job, whole, network, hooks());
    expect(network.runs).toEqual([[1, 1, 6, 24, 24]]);
    const tiled = manifestOf({
      input: { axes: 'NCDHW', preprocessing: scale },
      window: { ...window, patch: [4, 16, 16] },
    });
    const other = new FakeNetwork('wasm', meanAnswer);
    const map = heatmap((await runModel(job, tiled, other, hooks())).outputs[0]);
    expect(other.runs.every((d) => d.join() === '1,1,4,16,16')).toBe(true);
    const at = 20 - map.start[0] + map.size[0] * (25 - map.start[1] + map.size[1] * (2 - map.start[2]));
    expect(map.data[0][at] / 65535).toBeCloseTo(data[20 + 50 * (25 + 40 * 2)] / 1000, 4);
  });
});

/** Counts as a device: what was summed is gone when the network is. */
const deviceSums =
  (network: FakeNetwork) =>
  (spec: AccumulatorSpec): Accumulator => {
    const cpu = new CpuAccumulator(spec);
    const guard = <T>(work: () => Promise<T>): Promise<T> =>
      network.gone === undefined ? work() : Promise.reject(new Error('sums are lost'));
    return {
      add: (tensor, window) => guard(() => cpu.add(tensor, window)),
      finish: (from, to) => guard(() => cpu.finish(from, to)),
      bytes: cpu.bytes,
      dispose: () => undefined,
    };
  };

describe('recovery', () => {
  const all: RunJob = { images: job.images };
  const plain = manifestOf({
    input: { slices: { offsetsMm: [-2.5, 0, 2.5] }, preprocessing: scale },
    window: { patch: [40, 50], size: 'fixed' },
  });

  it('splits windows when memory runs out, blends the pieces, and says so', async () => {
    const grid = gridOf([200, 180, 3]);
    const big = Int16Array.from({ length: 200 * 180 * 3 }, (_, v) => (v * 31) % 1000);
    const network = new FakeNetwork('wasm', meanAnswer);
    network.failure = (_run, d) => (d[2] * d[3] > 150 * 150 ? 'std::bad_alloc' : undefined);
    const result = await runModel({ images: [{ data: big, grid }] }, slices, network, hooks());
    expect(result.notes.join()).toContain('out of memory');
    const map = heatmap(result.outputs[0]);
    const at = 100 + 200 * (90 + 180);
    const mean = [0, 1, 2].reduce((sum, k) => sum + big[100 + 200 * (90 + 180 * k)] / 3000, 0);
    expect(map.data[0][at] / 65535).toBeCloseTo(mean, 4);
  });

  it('opens a new device once, then WASM, and goes on from the last finished window', async () => {
    const dying = (after: number): FakeNetwork => {
      const gpu = new FakeNetwork('webgpu', meanAnswer);
      gpu.failure = (run) => {
        if (run < after) return undefined;
        gpu.gone = 'device destroyed';
        return 'buffer mapping failed';
      };
      return gpu;
    };
    const next = [dying(0), new FakeNetwork('wasm', meanAnswer)];
    const asked: boolean[] = [];
    const result = await runModel(
      all,
      plain,
      dying(1),
      hooks({
        reopen: (why, allowed) => {
          expect(why).toBe('device destroyed');
          asked.push(allowed);
          return Promise.resolve(next[asked.length - 1]);
        },
      }),
    );
    expect(asked).toEqual([true, false]);
    // The two that were left, in one run: small windows go to the processor in pairs.
    expect(next[1].runs).toEqual([[2, 3, 40, 50]]);
    expect(result.provider).toBe('wasm');
    expect(result.notes).toHaveLength(2);
    expect(result.notes[1]).toContain('continued on WASM: device destroyed');
    const map = heatmap(result.outputs[0]);
    for (const k of [1, 2, 3, 4])
      expect(map.data[0][10 + 50 * (7 + 40 * k)] / 65535).toBeCloseTo(expected(10, 7, k), 4);
  });

  it('runs windows again whose sums died with the device, from the last finished plane', async () => {
    const volume = manifestOf({
      input: { axes: 'NCDHW', preprocessing: scale },
      window: { patch: [4, 16, 16], overlap: 0.5 },
    });
    const wanted = await runModel(all, volume, new FakeNetwork('wasm', patternAnswer(1)), hooks());
    const gpu = new FakeNetwork('webgpu', patternAnswer(1));
    gpu.accumulator = deviceSums(gpu);
    gpu.failure = (run) => {
      if (run < 30) return undefined;
      gpu.gone = 'device destroyed';
      return 'lost';
    };
    const fresh = new FakeNetwork('webgpu', patternAnswer(1));
    fresh.accumulator = deviceSums(fresh);
    const result = await runModel(all, volume, gpu, hooks({ reopen: () => Promise.resolve(fresh) }));
    expect(result.windows).toBe(48);
    // 24 windows a layer: the second layer's are run again, and the first's, whose last planes were open.
    expect(fresh.runs.length).toBe(48);
    expect(heatmap(result.outputs[0]).data[0]).toEqual(heatmap(wanted.outputs[0]).data[0]);
    expect(gpu.released).toBe(true);
  });

  it('tells plainly when a fixed window does not fit in memory', async () => {
    const volume = manifestOf({ input: { axes: 'NCDHW' }, window: { patch: [6, 16, 16] } });
    const gpu = new FakeNetwork('webgpu', meanAnswer);
    const wasm = new FakeNetwork('wasm', meanAnswer);
    gpu.failure = wasm.failure = () => 'out of memory';
    const reopen = (_why: string, allowed: boolean): Promise<FakeNetwork> => {
      expect(allowed).toBe(false);
      return Promise.resolve(wasm);
    };
    const failed = runModel(all, volume, gpu, hooks({ reopen }));
    await expect(failed).rejects.toMatchObject({ code: 'outOfMemory' });
    await expect(failed).rejects.toThrow(/6 x 16 x 16/);
  });

  it('reports a failure that it cannot mend', async () => {
    const broken = new FakeNetwork('wasm', meanAnswer);
    broken.failure = () => 'no kernel for node';
    await expect(runModel(job, slices, broken, hooks())).rejects.toMatchObject({ code: 'runFailed' });
  });
});

describe('progress and cancel', () => {
  it('counts windows up to the total and the time left down to nothing', async () => {
    const seen: RunProgress[] = [];
    await runModel(
      job,
      slices,
      new FakeNetwork('wasm', meanAnswer),
      hooks({ onProgress: (p) => seen.push(p) }),
    );
    const windows = seen.filter((p) => p.stage === 'windows');
    expect(windows.map((p) => p.done)).toEqual([1, 2, 3, 4]);
    expect(windows.at(-1)).toMatchObject({ total: 4, msLeft: 0 });
  });

  it('stops between windows', async () => {
    let done = 0;
    const over: Partial<EngineHooks> = {
      onProgress: (p) => (done += p.stage === 'windows' ? 1 : 0),
      cancelled: () => done === 2,
    };
    const network = new FakeNetwork('wasm', meanAnswer);
    await expect(runModel(job, slices, network, hooks(over))).rejects.toMatchObject({ code: 'aborted' });
    expect(network.runs).toHaveLength(2);
  });
});

describe('slabs and regions', () => {
  const volume = (more: object = {}) =>
    manifestOf({
      input: { axes: 'NCDHW', preprocessing: scale },
      window: { patch: [4, 16, 16], mirror: [2], ...more },
      outputs: [
        { name: 'y', kind: 'heatmap', activation: 'sigmoid', labels: [{ id: 1, name: 'a' }] },
        { name: 'y', kind: 'labelmap', activation: 'softmax', labels: [{ id: 1, name: 'b' }] },
      ],
    });

  it('gives the same with slabs as without', async () => {
    const run = (budgetBytes?: number) =>
      runModel(
        { images: job.images, budgetBytes },
        volume(),
        new FakeNetwork('wasm', patternAnswer(2)),
        hooks(),
      );
    const whole = await run();
    for (const budget of [60_000, 20_000]) {
      const cut = await run(budget);
      expect(cut.runs).toBeGreaterThan(whole.runs);
      expect(cut.outputs).toEqual(whole.outputs);
      expect(cut.windows).toBe(whole.windows);
    }
  });

  it('skips windows that touch no box and leaves the rest as it was', async () => {
    const run = (region?: Int32Array) =>
      runModel(
        { images: job.images, region },
        volume({ mirror: [] }),
        new FakeNetwork('wasm', patternAnswer(2)),
        hooks(),
      );
    const whole = await run();
    const corner = new Int32Array(24);
    corner.set([0, 0, 3, 3]);
    const part = await run(corner);
    expect([part.windows, part.skipped]).toEqual([1, whole.windows - 1]);
    const [map] = part.outputs;
    expect(heatmap(map).size).toEqual([16, 16, 4]);
    const [all] = whole.outputs;
    // No other window reaches the first voxel.
    expect(heatmap(map).data[0][0]).toBe(heatmap(all).data[0][0]);
    await expect(run(new Int32Array(8))).rejects.toMatchObject({ code: 'imageInvalid' });
  });
});

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
