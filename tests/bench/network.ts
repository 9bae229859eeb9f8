/**
 * The page of the network benchmark: the engine's own worker on the windows that the bench script asks for.
 * Built by scripts/bench.mjs only; not part of the product.
 */
import { InferenceClient } from '../../src/inference/client';
import type { SliceResult } from '../../src/inference/contract';

export interface NetworkBench {
  readonly folder: string;
  readonly threads: number;
  /** Width and height of the window, pixels. */
  readonly width: number;
  readonly height: number;
  /** How many runs of one window each. */
  readonly runs: number;
}

declare global {
  interface Window {
    benchNetwork(job: NetworkBench): Promise<{ msPerWindow: number }>;
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

window.benchNetwork = async ({ folder, threads, width, height, runs }) => {
  const client = new InferenceClient();
  try {
    await client.load(new URL(folder, location.href).href, { providers: ['wasm'], threads });
    const slices = 3;
    const run = (): Promise<SliceResult> =>
      client.runSlices({
        data: texture(width * height * slices),
        dims: [width, height, slices],
        sliceStepMm: 2.5,
        windows: [{ k: 1, i: 0, j: 0, width, height }],
      });
    await run();
    let total = 0;
    for (let n = 0; n < runs; n++) total += (await run()).networkMs;
    return { msPerWindow: total / runs };
  } finally {
    client.dispose();
  }
};
