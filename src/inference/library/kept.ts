import { MODEL_CACHE, RECORD } from '../folders';
import { asLibraryError, LibraryError, type ModelRecord } from './entry';

/** The cache of models. @throws LibraryError blocked */
export async function openModelCache(): Promise<Cache> {
  if (typeof caches === 'undefined') throw new LibraryError('blocked', 'no Cache storage here');
  try {
    return await caches.open(MODEL_CACHE);
  } catch (error) {
    throw asLibraryError(error);
  }
}

/** Addresses of everything that is kept below a folder. */
export async function keptUrls(cache: Cache, folder: string): Promise<string[]> {
  return (await cache.keys()).map((request) => request.url).filter((url) => url.startsWith(folder));
}

/** Removes everything below a folder. */
export async function dropFolder(cache: Cache, folder: string): Promise<void> {
  for (const url of await keptUrls(cache, folder)) await cache.delete(url);
}

/** A kept file's text; undefined when it is not kept. */
export async function keptText(cache: Cache, url: string): Promise<string | undefined> {
  return (await cache.match(url))?.text();
}

/** Our note on a model; an empty one when there is none or it is damaged. */
export async function readRecord(cache: Cache, folder: string): Promise<ModelRecord> {
  const text = await keptText(cache, folder + RECORD).catch(() => undefined);
  if (text === undefined) return {};
  try {
    return JSON.parse(text) as ModelRecord;
  } catch {
    return {};
  }
}

/** @throws LibraryError full */
export async function writeRecord(cache: Cache, folder: string, record: ModelRecord): Promise<void> {
  await put(cache, folder + RECORD, new Blob([JSON.stringify(record)], { type: 'application/json' }));
}

/**
 * Keeps a file. Its length goes into a header: cached responses are asked for it without reading them whole.
 * @throws LibraryError full
 */
export async function put(cache: Cache, url: string, blob: Blob): Promise<void> {
  const headers = {
    'content-type': blob.type || 'application/octet-stream',
    'content-length': String(blob.size),
  };
  try {
    await cache.put(url, new Response(blob, { headers }));
  } catch (error) {
    throw asLibraryError(error);
  }
}

/** Bytes of a kept file; 0 when it is not kept. */
export async function keptSize(cache: Cache, url: string): Promise<number> {
  const kept = await cache.match(url);
  if (!kept) return 0;
  const said = kept.headers.get('content-length');
  return said === null ? (await kept.blob()).size : Number(said);
}
