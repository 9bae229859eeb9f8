/**
 * The page of the network benchmark: the engine's own worker on images that the bench script asks for. Built by
 * scripts/bench.mjs only; not part of the product.
 */
import '../../src/domain/own-scripts';
import { InferenceClient } from '../../src/inference/client';
import type { RunResult } from '../../src/inference/contract';

export interface NetworkBench {
  readonly folder: string;
  readonly threads: number;
  /** Voxels of the image along i, j, k. */
  readonly dims: readonly [number, number, number];
  /** How often the image is run after a first time that does not count. */
  readonly times: number;
  /** Windows and mirrored windows that the network looks at in one image; its runs when absent: one each. */
  readonly looks?: number;
  /** By onnxruntime, also what Lamplight's own kernels can compute. */
  readonly withoutKernels?: boolean;
}

declare global {
  interface Window {
    benchNetwork(
      job: NetworkBench,
    ): Promise<{ msPerWindow: number; medianMs: number; windows: number; peakBytes: number }>;
  }
}

/** Hounsfield-like values that repeat from run to run; the native side makes the same. */
function texture(length: number): Int16Array {
  const data = new Int16Array(new SharedArrayBuffer(length * 2));
  let state = 1;
  for (let v = 0; v < length; v++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    data[v] = (state % 1400) - 1000;
  }
  return data;
}

const axes = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
] as const;

window.benchNetwork = async ({ folder, threads, dims, times, looks, withoutKernels }) => {
  const client = new InferenceClient();
  try {
    await client.load(new URL(folder, location.href).href, {
      providers: ['wasm'],
      threads,
      withoutKernels,
    });
    const grid = { dims, spacing: [1, 1, 1], origin: [0, 0, 0], axes } as const;
    const run = (): Promise<RunResult> =>
      client.run({ images: [{ data: texture(dims[0] * dims[1] * dims[2]), grid, calibrated: false }] });
    await run();
    let total = 0;
    const each: number[] = [];
    let windows = 0;
    let peakBytes = 0;
    for (let n = 0; n < times; n++) {
      const result = await run();
      total += result.networkMs;
      each.push(result.networkMs / (looks ?? result.runs));
      windows += looks ?? result.runs;
      peakBytes = Math.max(peakBytes, result.peakBytes);
    }
    const medianMs = each.toSorted((a, b) => a - b)[each.length >> 1];
    return { msPerWindow: total / windows, medianMs, windows: windows / times, peakBytes };
  } finally {
    client.dispose();
  }
};
