/**
 * The models on this device: those that came with the page, of which a copy may be kept, and imported ones, which
 * exist nowhere else. A damaged one is listed with what is wrong, so that it can be removed.
 */
import type { Probe, ProbeSample } from './contract';
import {
  importedFolder,
  isImportedFolder,
  pageBase,
  pendingFolder,
  shippedFolder,
  weightsKey,
} from './folders';
import { asLibraryError, LibraryError, type ModelEntry, type ModelRecord } from './library/entry';
import {
  dropFolder,
  keptSize,
  keptText,
  keptUrls,
  openModelCache,
  put,
  readRecord,
  writeRecord,
} from './library/kept';
import { readManifest, type ModelManifest } from './manifest';
import { sha256 } from './store';

export { MODEL_CACHE, importedFolder, pendingFolder, shippedFolder } from './folders';
export { LibraryError, type LibraryFailure, type ModelEntry, type ModelRecord } from './library/entry';

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Of the weights of all its networks. */
const allBytes = ({ weights, stages }: ModelManifest): number =>
  [...weights, ...Object.values(stages)].reduce((sum, file) => sum + file.bytes, 0);

/** A text file of the page's own folder, or the copy kept from an earlier time; what is fetched is kept. */
async function ownText(cache: Cache | undefined, url: string): Promise<string> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const blob = await response.blob();
    if (cache) await put(cache, url, blob).catch(() => undefined);
    return await blob.text();
  } catch (error) {
    const kept = cache && (await keptText(cache, url));
    if (kept === undefined) throw error;
    return kept;
  }
}

async function shippedIds(cache: Cache | undefined): Promise<string[]> {
  const index: unknown = JSON.parse(await ownText(cache, new URL('models/index.json', pageBase()).href));
  const ids = typeof index === 'object' && index !== null && 'models' in index ? index.models : [];
  return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : [];
}

/** Ids of imported models, by what is kept of them: one without a manifest must be found too. */
async function importedIds(cache: Cache): Promise<string[]> {
  const root = new URL('../', importedFolder('x')).href;
  const pending = pendingFolder();
  const urls = (await keptUrls(cache, root)).filter((url) => !url.startsWith(pending));
  return [...new Set(urls.map((url) => decodeURIComponent(url.slice(root.length).split('/')[0])))];
}

async function entryOf(
  cache: Cache | undefined,
  id: string,
  origin: ModelEntry['origin'],
): Promise<ModelEntry> {
  const folder = origin === 'shipped' ? shippedFolder(id) : importedFolder(id);
  let manifest: ModelManifest | undefined;
  let manifestError: string | undefined;
  try {
    const url = `${folder}manifest.json`;
    const text =
      origin === 'shipped' ? await ownText(cache, url) : cache ? await keptText(cache, url) : undefined;
    if (text === undefined) throw new Error('manifest.json is missing');
    manifest = readManifest(JSON.parse(text));
    if (origin === 'imported' && cache) await checkWeightsKept(cache, folder, manifest);
  } catch (error) {
    manifestError = reason(error);
  }
  const record = cache ? await readRecord(cache, folder) : {};
  let keptBytes = 0;
  if (cache) for (const url of await keptUrls(cache, folder)) keptBytes += await keptSize(cache, url);
  return {
    ...record,
    id,
    name: manifest?.name ?? manifest?.id ?? id,
    version: manifest?.version ?? '',
    origin,
    folder,
    manifest,
    manifestError,
    bytes: manifest ? allBytes(manifest) : 0,
    kept: manifest !== undefined && (await weightsKept(cache, folder, manifest, origin)),
    keptBytes,
  };
}

/** Is there a weights file here to run? A shipped model's may be fetched for one provider only. */
async function weightsKept(
  cache: Cache | undefined,
  folder: string,
  manifest: ModelManifest,
  origin: ModelEntry['origin'],
): Promise<boolean> {
  for (const { file, sha256 } of manifest.weights) {
    const key = origin === 'shipped' ? weightsKey(folder, sha256) : folder + file;
    if (await cache?.match(key)) return true;
  }
  return false;
}

async function checkWeightsKept(cache: Cache, folder: string, manifest: ModelManifest): Promise<void> {
  for (const { file } of manifest.weights)
    if (!(await cache.match(folder + file))) throw new Error(`${file} is missing`);
}

/** All models, shipped ones first; a damaged one with its error. Without storage only the shipped ones. Never rejects. */
export async function listModels(): Promise<ModelEntry[]> {
  const cache = await openModelCache().catch(() => undefined);
  const shipped = await shippedIds(cache).catch((error: unknown) => {
    console.warn('models/index.json:', error);
    return [];
  });
  const imported = cache ? (await importedIds(cache)).sort() : [];
  const out: ModelEntry[] = [];
  for (const id of shipped) out.push(await entryOf(cache, id, 'shipped'));
  for (const id of imported) out.push(await entryOf(cache, id, 'imported'));
  return out;
}

/** A model ready to be kept: what completeDraft gives. */
export interface ModelFiles {
  readonly manifest: ModelManifest;
  /** Every file that the manifest names, by its name; not the manifest itself. */
  readonly files: ReadonlyMap<string, Blob>;
  readonly record: ModelRecord;
}

/**
 * Keeps a model on this device where nothing lists it, to be tried; one that was there goes. Returns its folder.
 * @throws LibraryError
 */
export async function installPending(model: ModelFiles): Promise<string> {
  const cache = await openModelCache();
  const folder = pendingFolder();
  await dropFolder(cache, folder);
  // Asked for before anything large is written; a browser that declines may clear the models when space runs low.
  await navigator.storage?.persist?.().catch(() => false);
  try {
    for (const [name, blob] of model.files) await put(cache, folder + name, blob);
    await writeRecord(cache, folder, { ...model.record, importedAt: new Date().toISOString() });
    await put(cache, `${folder}manifest.json`, jsonBlob(model.manifest));
  } catch (error) {
    await dropFolder(cache, folder).catch(() => undefined);
    throw asLibraryError(error);
  }
  return folder;
}

/**
 * Lists the model that was tried, under its id; an imported one of the same id is replaced: ask before.
 * `probe` is kept with it. Its folder is returned.
 * @throws LibraryError missing when nothing is pending
 */
export async function acceptPending(probe?: Probe): Promise<string> {
  const cache = await openModelCache();
  const from = pendingFolder();
  const text = await keptText(cache, `${from}manifest.json`);
  if (text === undefined) throw new LibraryError('missing', 'no model waits to be added');
  const manifest = readManifest(JSON.parse(text));
  const to = importedFolder(manifest.id);
  try {
    if (probe?.sample) await keepSample(cache, from, manifest, probe.sample);
    const record = await readRecord(cache, from);
    await writeRecord(cache, from, { ...record, ...(probe && probed(probe)) });
    await dropFolder(cache, to);
    // The manifest last: what was broken off in the middle is listed as damaged, not as whole.
    const urls = (await keptUrls(cache, from)).sort(
      (a, b) => Number(a.endsWith('/manifest.json')) - Number(b.endsWith('/manifest.json')),
    );
    for (const url of urls) {
      const kept = await cache.match(url);
      if (kept) await cache.put(to + url.slice(from.length), kept);
      await cache.delete(url);
    }
  } catch (error) {
    throw asLibraryError(error);
  }
  return to;
}

const SAMPLE = { input: 'test-input.bin', output: 'test-output.bin' } as const;
/** Share of the largest value that WebGPU may differ by from what WASM answered. */
const SAMPLE_TOLERANCE = 0.01;

/** Gives a model without a test of its own one: WebGPU, on whatever device, must answer as WASM did. */
async function keepSample(
  cache: Cache,
  folder: string,
  manifest: ModelManifest,
  sample: ProbeSample,
): Promise<void> {
  let largest = 0;
  for (const value of sample.output) largest = Math.max(largest, Math.abs(value));
  if (!(largest > 0 && Number.isFinite(largest))) return;
  const bytes = (values: Float32Array): Uint8Array<ArrayBuffer> => new Uint8Array(values.slice().buffer);
  const [input, output] = [bytes(sample.input), bytes(sample.output)];
  await put(cache, folder + SAMPLE.input, new Blob([input]));
  await put(cache, folder + SAMPLE.output, new Blob([output]));
  const test: ModelManifest['test'] = {
    input: SAMPLE.input,
    shape: [...sample.shape],
    output: SAMPLE.output,
    outputShape: [...sample.outputShape],
    outputName: sample.outputName,
    maxAbsErr: SAMPLE_TOLERANCE * largest,
    madeOn: 'wasm',
    inputSha256: await sha256(input),
    outputSha256: await sha256(output),
  };
  await put(cache, `${folder}manifest.json`, jsonBlob({ ...manifest, test }));
}

/** Forgets the model that was tried. */
export async function discardPending(): Promise<void> {
  await dropFolder(await openModelCache(), pendingFolder());
}

/** Keeps and lists a model at once. Returns its folder. @throws LibraryError */
export async function installModel(model: ModelFiles, probe?: Probe): Promise<string> {
  await installPending(model);
  return acceptPending(probe);
}

/** Removes an imported model altogether; of a shipped one only the copy on this device. @throws LibraryError */
export async function removeModel(entry: Pick<ModelEntry, 'folder'>): Promise<void> {
  try {
    await dropFolder(await openModelCache(), entry.folder);
  } catch (error) {
    throw asLibraryError(error);
  }
}

/** Keeps what a test on this device found. @throws LibraryError */
export async function keepProbe(entry: Pick<ModelEntry, 'folder'>, probe: Probe): Promise<void> {
  const cache = await openModelCache();
  const record = await readRecord(cache, entry.folder);
  await writeRecord(cache, entry.folder, { ...record, ...probed(probe) });
}

/** A text file of a model's folder, as its card; undefined when there is none. */
export async function modelText(folder: string, file: string): Promise<string | undefined> {
  const cache = await openModelCache().catch(() => undefined);
  if (isImportedFolder(folder)) return cache && keptText(cache, folder + file);
  return ownText(cache, folder + file).catch(() => undefined);
}

/** What is noted of a test: its numbers, not its tensors. */
const probed = (probe: Probe): Pick<ModelRecord, 'probe' | 'probedAt'> => ({
  probe: { ...probe, sample: undefined },
  probedAt: new Date().toISOString(),
});

const jsonBlob = (value: unknown): Blob =>
  new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' });
