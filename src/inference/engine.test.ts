import { describe, expect, it } from 'vitest';
import { InferenceError, type SliceJob, type SliceWindow } from './contract';
import { fillWindow, runSlices, type EngineHooks } from './engine';
import type { ModelManifest } from './manifest';
import type { Network } from './network';
import { sliceOffset, tileStarts, tileWindow, windowBox } from './windows';

const manifest: ModelManifest = {
  schema: 'lamplight-model/1',
  id: 'm',
  version: '1',
  status: 'research',
  weights: [],
  inputs: [
    {
      name: 'x',
      axes: 'NCHW',
      modality: 'CT',
      slices: { offsetsMm: [-2.5, 0, 2.5] },
      normalise: { type: 'clip_linear', lo: 0, hi: 1000 },
    },
  ],
  window: { patch: [512, 512], multipleOf: 16, marginPx: 16 },
  outputs: [{ name: 'y', kind: 'heatmap', activation: 'none' }],
  post: [],
  operatingPoints: [{ name: 'p', threshold: 0.5, default: true }],
  test: { input: 'i', output: 'o', shape: [1, 3, 16, 16], maxAbsErr: 1 },
};

/** A network that answers with the mean of its channels, pixel by pixel. */
class MeanNetwork implements Network {
  readonly provider: 'webgpu' | 'wasm';
  readonly threads = 1;
  readonly adapter = '';
  runs: number[] = [];
  failure: ((run: number) => string | undefined) | undefined;
  gone: string | undefined;
  constructor(provider: 'webgpu' | 'wasm') {
    this.provider = provider;
  }
  run(x: Float32Array, n: number, c: number, h: number, w: number): Promise<Float32Array> {
    const failure = this.failure?.(this.runs.length);
    this.runs.push(n * h * w);
    if (failure) return Promise.reject(new Error(failure));
    const out = new Float32Array(n * h * w);
    for (let b = 0; b < n; b++)
      for (let p = 0; p < h * w; p++)
        for (let q = 0; q < c; q++) out[b * h * w + p] += x[(b * c + q) * h * w + p] / c;
    return Promise.resolve(out);
  }
  lost(): string | undefined {
    return this.gone;
  }
  release(): Promise<void> {
    return Promise.resolve();
  }
}

const dims = [50, 40, 6] as const;
const data = Int16Array.from({ length: 50 * 40 * 6 }, (_, v) => (v * 37) % 1000);
const windows: SliceWindow[] = [1, 2, 3, 4].map((k) => ({ k, i: -3, j: 2, width: 48, height: 48 }));
const job: SliceJob = { data, dims, sliceStepMm: 2.5, windows };

const hooks = (over: Partial<EngineHooks> = {}): EngineHooks => ({
  onProgress: () => undefined,
  cancelled: () => false,
  openWasm: () => Promise.reject(new Error('not wanted')),
  breathe: () => Promise.resolve(),
  note: () => undefined,
  ...over,
});

/** What the mean network must answer at voxel (i, j, k). */
const expected = (i: number, j: number, k: number): number =>
  [k - 1, k, k + 1].reduce((sum, z) => sum + data[i + 50 * (j + 40 * z)] / 3000, 0);

function check(result: Awaited<ReturnType<typeof runSlices>>): void {
  expect(result.start).toEqual([0, 2, 1]);
  expect(result.size).toEqual([45, 38, 4]);
  let worst = 0;
  for (let k = 0; k < 4; k++)
    for (let j = 0; j < 38; j++)
      for (let i = 0; i < 45; i++) {
        const found = result.data[i + 45 * (j + 38 * k)] / 65535;
        worst = Math.max(worst, Math.abs(found - expected(i, j + 2, k + 1)));
      }
  expect(worst).toBeLessThan(1e-4);
}

describe('windows', () => {
  it('takes the nearest slice, of two the farther, in the direction of the scan', () => {
    expect([0.625, 1, 1.25, 2, 2.5, 3, 5, 5.5].map((dz) => sliceOffset(2.5, dz))).toEqual([
      4, 3, 2, 1, 1, 1, 1, 0,
    ]);
    expect(sliceOffset(-2.5, 1.25)).toBe(-2);
    expect(sliceOffset(-2.5, -1.25)).toBe(2);
    expect(sliceOffset(0, 1)).toBe(0);
  });
  it('spreads tiles evenly and covers everything', () => {
    expect(tileStarts(100, 100, 8)).toEqual([0]);
    for (const [length, piece] of [
      [300, 128],
      [512, 272],
      [97, 64],
    ]) {
      const starts = tileStarts(length, piece, 32);
      expect(starts[0]).toBe(0);
      expect(starts.at(-1)).toBe(length - piece);
      for (let n = 1; n < starts.length; n++)
        expect(starts[n] - starts[n - 1]).toBeLessThanOrEqual(piece - 32);
    }
  });
  it('splits a window into pieces of the wanted size', () => {
    const whole: SliceWindow = { k: 3, i: 10, j: -4, width: 384, height: 288 };
    expect(tileWindow(whole, 384 * 288, 16, 32)).toEqual([whole]);
    const pieces = tileWindow(whole, 40_000, 16, 32);
    expect(pieces.length).toBeGreaterThan(2);
    for (const p of pieces) {
      expect(p.width * p.height).toBeLessThanOrEqual(40_000);
      expect([p.width % 16, p.height % 16, p.k]).toEqual([0, 0, 3]);
    }
    expect(windowBox(pieces)).toEqual(windowBox([whole]));
  });
  it('repeats the border pixel outside the volume', () => {
    const x = new Float32Array(3 * 16 * 16);
    fillWindow(x, 0, job, { k: 0, i: -8, j: -8, width: 16, height: 16 }, manifest.inputs[0]);
    expect(x[0]).toBeCloseTo(data[0] / 1000, 6);
    expect(x[256]).toBe(x[0]);
    expect(x[512]).toBeCloseTo(data[50 * 40] / 1000, 6);
  });
});

describe('runSlices', () => {
  it('gives every voxel the answer of its own slice and neighbours', async () => {
    const network = new MeanNetwork('wasm');
    const result = await runSlices(job, manifest, network, hooks());
    check(result);
    expect(network.runs).toHaveLength(4);
    expect(result.runs).toBe(4);
    expect(result.volume).toBe(data);
  });

  it('sends several windows at once to a graphics processor, with the same numbers', async () => {
    const network = new MeanNetwork('webgpu');
    check(await runSlices(job, manifest, network, hooks()));
    expect(network.runs).toEqual([4 * 48 * 48]);
  });

  it('splits windows when memory runs out, blends the pieces, and says so', async () => {
    const big: SliceWindow[] = windows.map((w) => ({ ...w, i: 0, j: 0, width: 160, height: 160 }));
    const network = new MeanNetwork('wasm');
    network.failure = (run) => (run === 0 ? 'std::bad_alloc' : undefined);
    const result = await runSlices({ ...job, windows: big }, manifest, network, hooks());
    expect(network.runs.slice(1).every((n) => n < 160 * 160)).toBe(true);
    expect(result.notes.join()).toContain('out of memory');
    expect(result.data[20 + 50 * 20] / 65535).toBeCloseTo(expected(20, 20, 1), 3);
  });

  it('goes on with WASM from the last finished window when the graphics device is lost', async () => {
    const six: SliceWindow[] = [0, 1, 2, 3, 4, 5].map((k) => ({ ...windows[0], k }));
    const gpu = new MeanNetwork('webgpu');
    gpu.failure = (run) => {
      if (run === 0) return undefined;
      gpu.gone = 'device destroyed';
      return 'buffer mapping failed';
    };
    const wasm = new MeanNetwork('wasm');
    const notes: string[] = [];
    const result = await runSlices(
      { ...job, windows: six },
      manifest,
      gpu,
      hooks({ openWasm: () => Promise.resolve(wasm), note: (t) => notes.push(t) }),
    );
    expect(gpu.runs).toHaveLength(2);
    expect(wasm.runs).toHaveLength(2);
    expect(result.provider).toBe('wasm');
    expect(notes[0]).toContain('device destroyed');
    expect(result.data[10 + 45 * (5 + 38 * 3)] / 65535).toBeCloseTo(expected(10, 7, 3), 4);
  });

  it('stops between windows, and reports a failure that it cannot mend', async () => {
    let done = 0;
    const stopped = runSlices(job, manifest, new MeanNetwork('wasm'), {
      ...hooks(),
      onProgress: () => done++,
      cancelled: () => done === 2,
    });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    const broken = new MeanNetwork('wasm');
    broken.failure = () => 'no kernel for node';
    await expect(runSlices(job, manifest, broken, hooks())).rejects.toBeInstanceOf(InferenceError);
    await expect(runSlices(job, manifest, broken, hooks())).rejects.toMatchObject({ code: 'runFailed' });
  });

  it('counts windows up to the total and the time left down to nothing', async () => {
    const seen: number[] = [];
    let last: number | undefined;
    await runSlices(job, manifest, new MeanNetwork('wasm'), {
      ...hooks(),
      onProgress: (p) => {
        seen.push(p.done);
        last = p.msLeft;
      },
    });
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(last).toBe(0);
  });
});
