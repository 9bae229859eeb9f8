import {
  InferenceError,
  type SliceJob,
  type SliceProgress,
  type SliceResult,
  type SliceWindow,
} from './contract';
import type { ModelInput, ModelManifest } from './manifest';
import type { Network } from './network';
import { blendWeight, sliceOffset, tileWindow, windowBox } from './windows';

/** A run of the network should not take longer than this, so that a cancel is heard in time. */
const RUN_BUDGET_MS = 1000;
/** Pixels that neighbouring pieces of a split window share; they are blended over it. */
const OVERLAP = 48;
/** Windows of one shape that go to a graphics processor together. */
const GPU_BATCH = 4;
/** A slow machine splits windows no further than this: smaller ones would cost the network its context. */
const SLOW_PIXELS = 256 * 256;
/** Want of memory may. */
const SMALLEST_PIXELS = 96 * 96;
const LEVELS = 65535;

export interface EngineHooks {
  readonly onProgress: (progress: SliceProgress) => void;
  readonly cancelled: () => boolean;
  /** Opens the network on WASM after the graphics device failed. */
  readonly openWasm: () => Promise<Network>;
  /** Lets messages in between two runs. */
  readonly breathe: () => Promise<void>;
  readonly note: (text: string) => void;
}

const isMemoryError = (text: string): boolean =>
  /out of memory|bad_alloc|allocation failed|memory access out of bounds|OOM/i.test(text);

/**
 * Fills x with one window as the network wants it: channel c is the slice nearest to offsetsMm[c], values
 * clipped and scaled to 0..1; outside the volume the nearest pixel repeats.
 */
export function fillWindow(
  x: Float32Array,
  at: number,
  job: SliceJob,
  window: SliceWindow,
  input: ModelInput,
): void {
  const [nx, ny, nz] = job.dims;
  const { lo, hi } = input.normalise;
  const gain = 1 / (hi - lo);
  let out = at;
  for (const offset of input.slices.offsetsMm) {
    const k = Math.min(nz - 1, Math.max(0, window.k + sliceOffset(offset, job.sliceStepMm)));
    for (let b = 0; b < window.height; b++) {
      const j = Math.min(ny - 1, Math.max(0, window.j + b));
      const row = nx * (j + ny * k);
      for (let a = 0; a < window.width; a++) {
        const i = Math.min(nx - 1, Math.max(0, window.i + a));
        const value = job.data[row + i];
        x[out++] = value <= lo ? 0 : value >= hi ? 1 : (value - lo) * gain;
      }
    }
  }
}

/** Joins the pieces of one slice after the other into the quantised result. */
class Mosaic {
  readonly start: [number, number, number];
  readonly size: [number, number, number];
  readonly data: Uint16Array;
  private readonly sum: Float32Array;
  private readonly weight: Float32Array;
  private readonly sigmoid: boolean;

  constructor(job: SliceJob, sigmoid: boolean) {
    const box = windowBox(job.windows);
    const lo = box.start.map((v) => Math.max(0, v)) as [number, number, number];
    this.start = lo;
    this.size = box.size.map((v, c) => Math.min(job.dims[c], box.start[c] + v) - lo[c]) as [
      number,
      number,
      number,
    ];
    this.data = new Uint16Array(this.size[0] * this.size[1] * this.size[2]);
    this.sum = new Float32Array(this.size[0] * this.size[1]);
    this.weight = new Float32Array(this.size[0] * this.size[1]);
    this.sigmoid = sigmoid;
  }

  add(window: SliceWindow, raw: Float32Array, at: number, ramp: number): void {
    const [nx, ny] = this.size;
    for (let b = 0; b < window.height; b++) {
      const j = window.j + b - this.start[1];
      if (j < 0 || j >= ny) continue;
      const wb = blendWeight(b, window.height, ramp);
      for (let a = 0; a < window.width; a++) {
        const i = window.i + a - this.start[0];
        if (i < 0 || i >= nx) continue;
        const w = wb * blendWeight(a, window.width, ramp);
        const r = raw[at + a + window.width * b];
        this.sum[i + nx * j] += w * (this.sigmoid ? 1 / (1 + Math.exp(-r)) : r);
        this.weight[i + nx * j] += w;
      }
    }
  }

  finish(k: number): void {
    const from = this.sum.length * (k - this.start[2]);
    for (let v = 0; v < this.sum.length; v++) {
      if (this.weight[v] === 0) continue;
      const p = this.sum[v] / this.weight[v];
      this.data[from + v] = Math.round(Math.min(1, Math.max(0, p)) * LEVELS);
    }
    this.sum.fill(0);
    this.weight.fill(0);
  }
}

/**
 * Runs a slice network over a job's windows, slice by slice. A window that takes too long or too much memory
 * is split into overlapping pieces; a lost or failing graphics device is left for WASM and the run goes on
 * from the last finished piece.
 * @throws InferenceError aborted, outOfMemory, runFailed
 */
export async function runSlices(
  job: SliceJob,
  manifest: ModelManifest,
  first: Network,
  hooks: EngineHooks,
): Promise<SliceResult> {
  const begin = performance.now();
  const input = manifest.inputs[0];
  const channels = input.slices.offsetsMm.length;
  const notes: string[] = [];
  const note = (text: string): void => {
    notes.push(text);
    hooks.note(text);
  };
  const mosaic = new Mosaic(job, manifest.outputs[0].activation === 'sigmoid');
  let network = first;
  let ceiling = manifest.window.patch[0] * manifest.window.patch[1];
  let maxPixels = ceiling;
  let batch = network.provider === 'webgpu' ? GPU_BATCH : 1;
  let networkMs = 0;
  let slowestMs = 0;
  let msPerPixel = Infinity;
  let runs = 0;
  let pixelsDone = 0;
  const pixels = job.windows.reduce((n, w) => n + w.width * w.height, 0);

  const runBatch = async (pieces: readonly SliceWindow[]): Promise<Float32Array> => {
    const { width, height } = pieces[0];
    const plane = width * height;
    const x = new Float32Array(pieces.length * channels * plane);
    pieces.forEach((p, n) => fillWindow(x, n * channels * plane, job, p, input));
    const start = performance.now();
    const raw = await network.run(x, pieces.length, channels, height, width);
    const ms = performance.now() - start;
    networkMs += ms;
    slowestMs = Math.max(slowestMs, ms);
    runs++;
    // The fastest run so far says what the machine can do: a busy moment must not change how a scan is cut.
    msPerPixel = Math.min(msPerPixel, ms / (plane * pieces.length));
    maxPixels = Math.min(ceiling, Math.max(SLOW_PIXELS, RUN_BUDGET_MS / msPerPixel));
    return raw;
  };

  /** Decides what to do after a failed run; throws when nothing is left to try. */
  const recover = async (error: unknown, pieces: readonly SliceWindow[]): Promise<void> => {
    const text = error instanceof Error ? error.message : String(error);
    await hooks.breathe();
    const memory = isMemoryError(text);
    if (memory && network.lost() === undefined) {
      if (batch > 1) {
        batch = 1;
        note(`out of memory: one window at a time (${text})`);
        return;
      }
      const plane = pieces[0].width * pieces[0].height;
      if (plane > SMALLEST_PIXELS * 2) {
        ceiling = maxPixels = Math.max(SMALLEST_PIXELS, plane / 2);
        note(`out of memory: windows of at most ${Math.round(ceiling)} pixels (${text})`);
        return;
      }
    }
    if (network.provider === 'wasm') throw new InferenceError(memory ? 'outOfMemory' : 'runFailed', text);
    note(`WebGPU failed in the run, continued on WASM: ${network.lost() ?? text}`);
    void network.release();
    network = await hooks.openWasm();
    batch = 1;
    maxPixels = ceiling;
    msPerPixel = Infinity;
  };

  const queue = [...job.windows];
  let pending: SliceWindow[] = [];
  let split = false;
  let slice = queue.length > 0 ? queue[0].k : 0;
  while (queue.length > 0 || pending.length > 0) {
    if (hooks.cancelled()) throw new InferenceError('aborted', 'cancelled');
    // Enough for one batch: pieces of the next window or windows, all of one shape.
    while (queue.length > 0 && pending.length < batch && !split) {
      const pieces = tileWindow(queue[0], maxPixels, manifest.window.multipleOf, OVERLAP);
      const same = pending.length === 0 || sameShape(pending[0], pieces[0]);
      if (!same) break;
      queue.shift();
      pending.push(...pieces);
      split = pieces.length > 1;
    }
    const now = pending.slice(0, batch);
    let raw: Float32Array;
    try {
      raw = await runBatch(now);
    } catch (error) {
      await recover(error, now);
      // What is pending may be too large now: cut it again, by the new ceiling.
      pending = pending.flatMap((p) => tileWindow(p, maxPixels, manifest.window.multipleOf, OVERLAP));
      continue;
    }
    const plane = now[0].width * now[0].height;
    now.forEach((piece, n) => {
      if (piece.k !== slice) mosaic.finish(slice);
      slice = piece.k;
      mosaic.add(piece, raw, n * plane, OVERLAP);
    });
    pending = pending.slice(now.length);
    if (pending.length === 0) split = false;
    const left = [...queue, ...pending].reduce((n, w) => n + w.width * w.height, 0);
    pixelsDone = Math.max(pixelsDone, pixels - left);
    hooks.onProgress({
      done: Math.max(0, job.windows.length - queue.length - (pending.length > 0 ? 1 : 0)),
      total: job.windows.length,
      msLeft: pixelsDone > 0 ? ((performance.now() - begin) * left) / pixelsDone : undefined,
    });
    await hooks.breathe();
  }
  mosaic.finish(slice);
  return {
    start: mosaic.start,
    size: mosaic.size,
    data: mosaic.data,
    volume: job.data,
    provider: network.provider,
    threads: network.threads,
    adapter: network.adapter,
    networkMs,
    runs,
    slowestMs,
    totalMs: performance.now() - begin,
    notes,
  };
}

const sameShape = (a: SliceWindow, b: SliceWindow): boolean => a.width === b.width && a.height === b.height;
