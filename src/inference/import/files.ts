/** From what was dropped to files by path: ZIPs are opened, also in folders. */
import {
  BlobReader,
  BlobWriter,
  configure,
  ERR_ENCRYPTED,
  ERR_INVALID_PASSWORD,
  type FileEntry,
  ZipReader,
} from '@zip.js/zip.js';
import inflaterUrl from '@zip.js/zip.js/dist/zip-module.wasm?url';
import { ImportRefusal, refuse, type ImportFile } from './draft';
import { isObject, type Json, type JsonObject } from './json';

// As in src/dicom/sources: native streams, and an inflater that is a file of this origin.
configure({ useWebWorkers: false, wasmURI: inflaterUrl });

/** Sum of the inflated entries of an archive; more is taken for a bomb. */
const ZIP_LIMIT = 8 * 1024 ** 3;

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
const endsWith = (path: string, ending: string): boolean => path.toLowerCase().endsWith(ending);

export const isOnnx = (path: string): boolean => endsWith(path, '.onnx') && !isSystem(path);
const isZip = (path: string): boolean => endsWith(path, '.zip');
/** What macOS and Windows leave beside files. */
const isSystem = (path: string): boolean => /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|\._)/i.test(path);

const filesOf = async (reader: ZipReader<Blob>): Promise<FileEntry[]> =>
  (await reader.getEntries()).filter((e): e is FileEntry => !e.directory);

/**
 * Does a drop hold a model rather than images? An .onnx file among the files, or in a ZIP; only the list of a ZIP
 * is read. False for what cannot be read: opening it says why.
 */
export async function holdsModel(files: readonly ImportFile[]): Promise<boolean> {
  if (files.some((f) => isOnnx(f.path))) return true;
  for (const { path, blob } of files) {
    if (!isZip(path)) continue;
    const reader = new ZipReader(new BlobReader(blob));
    try {
      if ((await filesOf(reader)).some((e) => isOnnx(e.filename))) return true;
    } catch {
      continue;
    } finally {
      await reader.close().catch(() => undefined);
    }
  }
  return false;
}

/** All files, those of ZIPs in their place under the ZIP's own path. @throws ImportRefusal for a ZIP that cannot be read */
export async function expand(dropped: readonly ImportFile[], signal?: AbortSignal): Promise<ImportFile[]> {
  const out: ImportFile[] = [];
  for (const file of dropped) {
    signal?.throwIfAborted();
    if (isSystem(file.path)) continue;
    if (isZip(file.path)) out.push(...(await unzip(file, signal)));
    else out.push(file);
  }
  return out;
}

async function unzip(archive: ImportFile, signal?: AbortSignal): Promise<ImportFile[]> {
  const reader = new ZipReader(new BlobReader(archive.blob));
  const out: ImportFile[] = [];
  try {
    const entries = (await filesOf(reader)).filter((e) => !isSystem(e.filename));
    if (entries.some((e) => e.encrypted)) return refuse({ key: 'zipLocked', file: archive.path });
    const total = entries.reduce((sum, e) => sum + e.uncompressedSize, 0);
    if (total > ZIP_LIMIT) throw new Error(`${total} bytes is over the limit`);
    for (const entry of entries) {
      const blob = await entry.getData(new BlobWriter(), { signal, checkSignature: true });
      out.push({ path: `${archive.path}/${entry.filename}`, blob });
    }
  } catch (error) {
    if (error instanceof ImportRefusal) throw error;
    signal?.throwIfAborted();
    const detail = reason(error);
    if (detail === ERR_ENCRYPTED || detail === ERR_INVALID_PASSWORD)
      return refuse({ key: 'zipLocked', file: archive.path });
    return refuse({ key: 'zipDamaged', file: archive.path, detail });
  } finally {
    await reader.close().catch(() => undefined);
  }
  return out;
}

/** The shortest path that ends so: the outermost of several. */
export function findEnding(files: readonly ImportFile[], ending: string): ImportFile | undefined {
  return files
    .filter((f) => `/${f.path}`.toLowerCase().endsWith(`/${ending}`))
    .sort((a, b) => a.path.length - b.path.length)[0];
}

/** @throws ImportRefusal unreadable */
export async function bytesOf(file: ImportFile): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.blob.arrayBuffer());
  } catch (error) {
    return refuse({ key: 'unreadable', file: file.path, detail: reason(error) });
  }
}

/** A JSON file that holds an object. @throws ImportRefusal notJson, unreadable */
export async function readJson(file: ImportFile): Promise<JsonObject> {
  const text = new TextDecoder().decode(await bytesOf(file)).replace(/^\uFEFF/, '');
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    return refuse({ key: 'notJson', file: file.path, detail: reason(error) });
  }
  return isObject(value) ? value : refuse({ key: 'notJson', file: file.path, detail: 'no object' });
}
