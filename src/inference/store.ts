import { InferenceError } from './contract';
import { isImportedFolder, MODEL_CACHE, weightsKey } from './folders';
import { ManifestError, readManifest, type ModelManifest, type ModelWeights } from './manifest';

/** Cache storage exists in secure contexts only; without it every load fetches. */
const openCache = async (): Promise<Cache | undefined> =>
  typeof caches === 'undefined' ? undefined : caches.open(MODEL_CACHE).catch(() => undefined);

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Lower-case hex sha256 of bytes. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (b) => b.toString(16).padStart(2, '0')).join('');
}

async function fetchBytes(
  url: string,
  onProgress?: (done: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new InferenceError('modelMissing', `${url}: ${reason(error)}`);
  }
  if (!response.ok || !response.body)
    throw new InferenceError('modelMissing', `${url}: HTTP ${response.status}`);
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    parts.push(piece.value);
    length += piece.value.length;
    onProgress?.(length);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

async function keptFile(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const kept = await (await openCache())?.match(url);
  if (!kept) throw new InferenceError('modelMissing', `${url}: not on this computer any more`);
  return new Uint8Array(await kept.arrayBuffer());
}

/** A small file of the model's folder: from the network, or the copy kept from an earlier time when offline. */
async function fetchOrKept(folder: string, file: string): Promise<Uint8Array<ArrayBuffer>> {
  const url = folder + file;
  if (isImportedFolder(folder)) return keptFile(url);
  const cache = await openCache();
  try {
    const bytes = await fetchBytes(url);
    await cache?.put(url, new Response(bytes)).catch(() => undefined);
    return bytes;
  } catch (error) {
    const kept = await cache?.match(url);
    if (!kept) throw error;
    return new Uint8Array(await kept.arrayBuffer());
  }
}

/**
 * Reads and validates `folder`/manifest.json. `folder` ends with a slash.
 * @throws InferenceError modelMissing, manifestInvalid
 */
export async function loadManifest(folder: string): Promise<ModelManifest> {
  const bytes = await fetchOrKept(folder, 'manifest.json');
  try {
    return readManifest(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    const field = error instanceof ManifestError ? '' : 'not JSON: ';
    throw new InferenceError('manifestInvalid', `${folder}manifest.json: ${field}${reason(error)}`);
  }
}

/**
 * The bytes of a weights file, checked against its sha256. The copy on the device is checked too: a damaged
 * one is dropped and fetched again.
 * @throws InferenceError modelMissing, shaMismatch
 */
export async function loadWeights(
  folder: string,
  weights: Pick<ModelWeights, 'file' | 'sha256' | 'bytes'>,
  onProgress: (done: number, total: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  if (isImportedFolder(folder)) {
    const bytes = await keptFile(folder + weights.file);
    onProgress(bytes.length, bytes.length);
    return checked(bytes, weights);
  }
  const cache = await openCache();
  const key = weightsKey(folder, weights.sha256);
  const kept = await cache?.match(key);
  if (kept) {
    const bytes = new Uint8Array(await kept.arrayBuffer());
    if ((await sha256(bytes)) === weights.sha256) {
      onProgress(bytes.length, bytes.length);
      return bytes;
    }
    await cache?.delete(key);
  }
  const bytes = await fetchBytes(folder + weights.file, (done) =>
    onProgress(done, Math.max(done, weights.bytes)),
  );
  await checked(bytes, weights);
  // A full disk must not stop the analysis: the model is then simply fetched again next time.
  await cache?.put(key, new Response(bytes)).catch(() => undefined);
  return bytes;
}

async function checked(
  bytes: Uint8Array<ArrayBuffer>,
  expected: { readonly file: string; readonly sha256: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const found = await sha256(bytes);
  if (found !== expected.sha256)
    throw new InferenceError(
      'shaMismatch',
      `${expected.file}: sha256 ${found}, manifest says ${expected.sha256}`,
    );
  return bytes;
}

/**
 * A stored float32 test tensor, little endian.
 * @throws InferenceError modelMissing, shaMismatch
 */
export async function loadTensor(folder: string, file: string, sha256?: string): Promise<Float32Array> {
  const bytes = await fetchOrKept(folder, file);
  if (sha256 !== undefined) await checked(bytes, { file, sha256 });
  return new Float32Array(bytes.buffer, 0, bytes.byteLength >> 2);
}
