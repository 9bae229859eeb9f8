import { describe, expect, it } from 'vitest';
import { CpuAccumulator } from './accumulate';
import type { OutputResult, RunJob, RunProgress } from './contract';
import { runModel, type EngineHooks } from './engine';
import {
  FakeNetwork,
  gridOf,
  heatmap,
  hooks,
  manifestOf,
  meanAnswer,
  patternAnswer,
} from './engine-fixtures';
import type { Accumulator, AccumulatorSpec } from './network';

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
