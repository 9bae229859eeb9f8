import { BoxesOutput } from './boxes';
import { InferenceError, type OutputResult, type RunJob, type RunResult } from './contract';
import { DenseOutput } from './dense';
import type { ModelManifest } from './manifest';
import { modelImage } from './model-image';
import type { Box, ModelSpace, Triple } from './model-space';
import type { Network } from './network';
import { Limits, type EngineHooks } from './recovery';
import { Region } from './region';
import { Runner } from './runner';
import { ScoresOutput } from './scores';
import { givenWindows, planWindows, sizeOf } from './windows';

export type { EngineHooks } from './recovery';

/** What the sums of overlapping windows may take unless the job says otherwise. */
const BUDGET_BYTES = 512 * 2 ** 20;

/** The smallest box inside the model's image that holds all windows. */
function bounds(windows: readonly Box[], space: ModelSpace): Box {
  const lo: [number, number, number] = [...space.dims];
  const hi: [number, number, number] = [0, 0, 0];
  for (const { start, size } of windows)
    for (let c = 0; c < 3; c++) {
      lo[c] = Math.min(lo[c], Math.max(0, start[c]));
      hi[c] = Math.max(hi[c], Math.min(space.dims[c], start[c] + size[c]));
    }
  return windows.length === 0
    ? { start: [0, 0, 0], size: [0, 0, 0] }
    : { start: lo, size: [hi[0] - lo[0], hi[1] - lo[1], hi[2] - lo[2]] };
}

/** Every set of flips of the axes to mirror, none first. A 2-D model has no D to flip. */
function flipsOf(mirror: readonly number[], planar: boolean): boolean[][] {
  const axes = [0, 1, 2].filter((c) => mirror.includes(c) && !(planar && c === 0));
  return Array.from({ length: 2 ** axes.length }, (_, n) =>
    [0, 1, 2].map((c) => axes.includes(c) && ((n >> axes.indexOf(c)) & 1) === 1),
  );
}

/**
 * Runs a model over a job's images: into the model's space, window by window through the network, summed, and
 * back to the scan's grid. A device that is lost, a run that fails and want of memory are mended where that can
 * be done, and `notes` say so.
 * @throws InferenceError imageInvalid, manifestInvalid, aborted, outOfMemory, runFailed
 */
export async function runModel(
  job: RunJob,
  manifest: ModelManifest,
  first: Network,
  hooks: EngineHooks,
): Promise<RunResult> {
  const begin = performance.now();
  const notes: string[] = [];
  const note = (text: string): void => {
    notes.push(text);
    hooks.note(text);
  };
  let paused = begin;
  const pauseIn =
    (stage: 'resample' | 'restore') =>
    async (done: number, total: number): Promise<void> => {
      // A turn of the event loop costs more than a slice does.
      if (performance.now() - paused < 50 && done < total) return;
      await hooks.breathe();
      paused = performance.now();
      if (hooks.cancelled()) throw new InferenceError('aborted', 'cancelled');
      hooks.onProgress({ stage, done, total });
    };

  const input = manifest.inputs[0];
  const planar = input.axes.length === 4;
  const image = await modelImage(job.images, input, { note, pause: pauseIn('resample') });
  const { space } = image;
  const { grid } = job.images[0];
  const plan = job.windows
    ? givenWindows(job.windows, space, planar)
    : planWindows(space, manifest.window, planar, job.region && new Region(job.region, space));
  const domain = bounds(plan.windows, space);

  const dense: DenseOutput[] = [];
  const others: (ScoresOutput | BoxesOutput)[] = [];
  const outputs = manifest.outputs.map((output) => {
    if (output.kind === 'scores') return others[others.push(new ScoresOutput(output)) - 1];
    if (output.kind === 'boxes') return others[others.push(new BoxesOutput(output, space)) - 1];
    return dense[dense.push(new DenseOutput(output, manifest, space, domain, plan.windows)) - 1];
  });
  let flips = flipsOf(job.mirror ?? manifest.window.mirror, planar);
  if (flips.length > 1 && manifest.outputs.every((o) => o.kind !== 'boxes' && o.activation === 'argmax')) {
    note('the network gives label numbers, which cannot be averaged: not mirrored');
    flips = flips.slice(0, 1);
  }

  const patch: Triple = sizeOf(manifest.window.patch, planar);
  const limits = new Limits(first, hooks, note, {
    patch: patch[0] * patch[1] * patch[2],
    fit: manifest.window.size === 'fit',
    planar,
    alone: manifest.outputs.some((o) => o.kind === 'boxes'),
  });
  const ownBytes = (): number => image.bytes + dense.reduce((n, d) => n + d.bytes, 0);
  const budgetBytes = job.budgetBytes ?? BUDGET_BYTES;
  const runner = new Runner(
    { manifest, image, windows: plan.windows, domain, flips, dense, others, budgetBytes },
    limits,
    hooks,
    ownBytes,
  );
  await runner.run();
  for (const output of dense) if (output.note) note(output.note);

  const mm3 = grid.spacing[0] * grid.spacing[1] * grid.spacing[2];
  const results: OutputResult[] = [];
  for (const output of outputs)
    results.push(
      output instanceof DenseOutput ? await output.result(mm3, pauseIn('restore')) : output.result(),
    );
  const { network } = limits;
  return {
    outputs: results,
    images: job.images,
    modelDims: space.dims,
    modelSpacing: space.spacing,
    windows: plan.windows.length,
    skipped: plan.skipped,
    networkMs: runner.networkMs,
    runs: runner.runs,
    totalMs: performance.now() - begin,
    slowestMs: runner.slowestMs,
    peakBytes: Math.max(runner.peakBytes, network.heapBytes() + ownBytes()),
    notes,
    provider: network.provider,
    threads: network.threads,
    adapter: network.adapter,
    kernels: network.kernels,
  };
}
