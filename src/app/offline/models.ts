/** Fetches the models that came with the page before they are asked for, into the store in which analyses look. */
import { listModels, type ModelEntry } from '../../inference/library';
import { weightsFor, type ModelManifest } from '../../inference/manifest';
import { MODEL_CACHE, weightsKey } from '../../inference/folders';
import { loadTensor, loadWeights } from '../../inference/store';
import { useMachine } from '../machine';
import type { KeptModel } from './store';

type Weights = Parameters<typeof loadWeights>[1];
type Named = Readonly<Record<'input' | 'output', string>> &
  Readonly<{ inputSha256?: string; outputSha256?: string }>;

/** The weights that this computer runs, its other networks' too. Without a graphics card those for the processor. */
function weightsOf(manifest: ModelManifest): Weights[] {
  const providers =
    useMachine.getState().provider === 'webgpu' ? (['webgpu', 'wasm'] as const) : (['wasm'] as const);
  const own = providers.map((provider) => weightsFor(manifest, provider));
  return [...new Set([...own, ...Object.values(manifest.stages)])];
}

/** Files with which a model is tested before it runs on a graphics card. */
function testsOf(manifest: ModelManifest): { file: string; sha256?: string }[] {
  const tests: (Named | undefined)[] = [
    manifest.test,
    ...Object.values(manifest.stages).map((one) => one.test),
  ];
  return tests
    .filter((one) => one !== undefined)
    .flatMap((one) => [
      { file: one.input, sha256: one.inputSha256 },
      { file: one.output, sha256: one.outputSha256 },
    ]);
}

interface Shipped {
  readonly entry: ModelEntry;
  readonly manifest: ModelManifest;
  readonly facts: KeptModel;
}

const cacheOfModels = (): Promise<Cache | undefined> =>
  typeof caches === 'undefined'
    ? Promise.resolve(undefined)
    : caches.open(MODEL_CACHE).catch(() => undefined);

async function factsOf(entry: ModelEntry, manifest: ModelManifest): Promise<KeptModel> {
  const cache = await cacheOfModels();
  let [done, total] = [0, 0];
  for (const { sha256, bytes } of weightsOf(manifest)) {
    total += bytes;
    if (await cache?.match(weightsKey(entry.folder, sha256))) done += bytes;
  }
  return { id: entry.id, name: entry.name, version: entry.version, done, total };
}

/** The models that came with the page. Their manifests are asked of the server first: never silently old. */
export async function shippedModels(): Promise<Shipped[]> {
  const found: Shipped[] = [];
  for (const entry of await listModels())
    if (entry.origin === 'shipped' && entry.manifest)
      found.push({ entry, manifest: entry.manifest, facts: await factsOf(entry, entry.manifest) });
  return found;
}

/**
 * Fetches the next file that a model lacks, checks its sha256 and keeps it.
 * @returns what is kept now
 * @throws InferenceError modelMissing, shaMismatch
 */
export async function fetchNext({ entry, manifest }: Shipped): Promise<KeptModel> {
  const cache = await cacheOfModels();
  for (const weights of weightsOf(manifest)) {
    if (await cache?.match(weightsKey(entry.folder, weights.sha256))) continue;
    await loadWeights(entry.folder, weights, () => undefined);
    return factsOf(entry, manifest);
  }
  return factsOf(entry, manifest);
}

/** The small files beside the weights. */
export async function fetchTests({ entry, manifest }: Shipped): Promise<void> {
  const cache = await cacheOfModels();
  for (const { file, sha256 } of testsOf(manifest))
    if (!(await cache?.match(entry.folder + file))) await loadTensor(entry.folder, file, sha256);
}
