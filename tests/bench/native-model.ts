/** A shipped model on native onnxruntime, behind the engine that runs it in the page: for benchmarks without a browser. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { PipelineInput } from '../../src/analyses/contract';
import type { LoadedModel, StageResult } from '../../src/inference/contract';
import { runModel } from '../../src/inference/engine';
import { readManifest } from '../../src/inference/manifest';
import type { Network, NetworkTensor } from '../../src/inference/network';

export interface NativeModel {
  readonly client: PipelineInput['client'];
  readonly model: LoadedModel;
}

/** Items of a stage that go through its network at once. */
const ITEMS = 64;

const values = (tensor: Tensor): Float32Array => {
  if (!(tensor.data instanceof Float32Array)) throw new TypeError(`${tensor.type} tensor: float32 expected`);
  return tensor.data;
};

/**
 * Opens the model's network and its stages. Windows, sums and what follows are the engine's own; the networks alone run
 * on native onnxruntime.
 * @param folder of the model on disk
 * @throws Error when a file is missing or onnxruntime cannot open it
 */
export async function openNative(folder: string, threads: number): Promise<NativeModel> {
  const manifest = readManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  const weights = manifest.weights.find(({ ep }) => ep !== 'webgpu')!;
  const open = (file: string): Promise<InferenceSession> =>
    InferenceSession.create(join(folder, file), { intraOpNumThreads: threads, interOpNumThreads: 1 });
  const session = await open(weights.file);
  const stages = new Map<string, InferenceSession>();
  for (const [name, { file }] of Object.entries(manifest.stages)) stages.set(name, await open(file));
  const place = { provider: 'wasm', threads, adapter: '' } as const;
  const network: Network = {
    ...place,
    async run(x, dims) {
      const found = await session.run({ [manifest.inputs[0].name]: new Tensor('float32', x, [...dims]) });
      const wrap = (tensor: Tensor): NetworkTensor => ({
        dims: tensor.dims,
        read: () => Promise.resolve(values(tensor)),
        dispose: () => undefined,
      });
      return Object.fromEntries(Object.entries(found).map(([name, t]) => [name, wrap(t as Tensor)]));
    },
    lost: () => undefined,
    heapBytes: () => 0,
    release: () => session.release(),
  };
  const hooks = {
    onProgress: () => undefined,
    cancelled: () => false,
    reopen: (why: string) => Promise.reject(new Error(why)),
    breathe: () => Promise.resolve(),
    note: () => undefined,
  };
  const stage = async (
    name: string,
    x: Float32Array,
    shape = manifest.stages[name].input.shape as readonly number[],
  ): Promise<StageResult> => {
    const start = performance.now();
    const one = shape.reduce((a, b) => a * b, 1);
    const items = x.length / one;
    const outputs: Record<string, Float32Array> = {};
    for (let from = 0; from < items; from += ITEMS) {
      const to = Math.min(items, from + ITEMS);
      const batch = new Tensor('float32', x.subarray(from * one, to * one), [to - from, ...shape]);
      const found = await stages.get(name)!.run({ [manifest.stages[name].input.name]: batch });
      for (const { name: output } of manifest.stages[name].outputs) {
        const part = values(found[output] as Tensor);
        const row = part.length / (to - from);
        outputs[output] ??= new Float32Array(items * row);
        outputs[output].set(part, from * row);
      }
    }
    return { outputs, provider: 'wasm', ms: performance.now() - start, notes: [] };
  };
  return {
    // Kept open for the next run: a benchmark has many.
    client: { run: (job) => runModel(job, manifest, network, hooks), stage, dispose: () => undefined },
    model: { ...place, manifest, sha256: weights.sha256, notes: [], timings: {} },
  };
}
