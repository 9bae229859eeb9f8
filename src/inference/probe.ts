import { InferenceError, type EngineOptions, type Probe, type ProbeSide } from './contract';
import { maxAbsError } from './network';
import { heapBytes } from './runtime';
import { ModelSession, product, windowShape } from './session';
import { loadManifest } from './store';

/** A test of more values than this would cost more than it tells: 64 MiB. */
const MOST_VALUES = 2 ** 24;

/** Noise between -1 and 1 that is the same every time (a linear congruential generator, Numerical Recipes). */
function noise(length: number): Float32Array {
  const x = new Float32Array(length);
  let state = 20261122;
  for (let n = 0; n < length; n++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    x[n] = state / 2147483648 - 1;
  }
  return x;
}

/**
 * Tries a model on each provider with one window of noise: does it run, how fast, how much memory, and do the two
 * agree. WASM first: without it a model is of no use.
 * @throws InferenceError when it does not run on WASM
 */
export async function probe(
  folder: string,
  options: EngineOptions,
  onProgress: (done: number, total: number) => void,
  breathe: () => Promise<void>,
  cancelled: () => boolean,
): Promise<Probe> {
  const manifest = await loadManifest(folder);
  const x = noise(product(windowShape(manifest)));
  const steps = 5;
  const step = async (n: number): Promise<void> => {
    onProgress(n, steps);
    await breathe();
    if (cancelled()) throw new InferenceError('aborted', 'cancelled');
  };

  await step(0);
  const onWasm = new ModelSession(folder, options, manifest, () => undefined);
  const wasm = await onWasm.openWasm();
  const golden = await onWasm.compareTest(wasm);
  await step(1);
  const reference = await timed(() => onWasm.dummy(wasm, x));
  await step(2);
  const again = await timed(() => onWasm.dummy(wasm, x));
  const sides: ProbeSide[] = [
    {
      provider: 'wasm',
      ok: true,
      adapter: '',
      threads: wasm.threads,
      firstMs: reference.ms,
      windowMs: again.ms,
      heapBytes: heapBytes(),
    },
  ];
  await wasm.release();
  await step(3);

  let agreement: Probe['agreement'];
  const onGpu = new ModelSession(folder, options, manifest, () => undefined);
  if ((await onGpu.tryWebGpu()) && onGpu.network) {
    const gpu = onGpu.network;
    const first = await timed(() => onGpu.dummy(gpu, x));
    await step(4);
    const next = await timed(() => onGpu.dummy(gpu, x));
    let maxAbsErr = 0;
    let largest = 0;
    for (const { name, data } of reference.value) {
      const found = first.value.find((o) => o.name === name);
      maxAbsErr = Math.max(maxAbsErr, found ? maxAbsError(found.data, data) : Infinity);
      for (const value of data) largest = Math.max(largest, Math.abs(value));
    }
    agreement = { maxAbsErr, relative: largest > 0 ? maxAbsErr / largest : maxAbsErr };
    sides.push({
      provider: 'webgpu',
      ok: true,
      adapter: gpu.adapter,
      threads: gpu.threads,
      firstMs: first.ms,
      windowMs: next.ms,
    });
    await gpu.release();
  } else
    sides.push({ provider: 'webgpu', ok: false, reason: onGpu.notes.join('; '), adapter: '', threads: 0 });
  onProgress(steps, steps);
  const first = reference.value.find((o) => o.name === manifest.outputs[0].name);
  return {
    sides,
    agreement,
    golden,
    outputs: reference.value.map(({ name, dims }) => ({ name, dims })),
    sample:
      manifest.test || !first || x.length + first.data.length > MOST_VALUES
        ? undefined
        : {
            input: x,
            shape: windowShape(manifest),
            outputName: first.name,
            output: first.data,
            outputShape: first.dims,
          },
  };
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const start = performance.now();
  const value = await work();
  return { value, ms: performance.now() - start };
}
