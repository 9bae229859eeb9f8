/** Where files are put one after the other: a ZIP that is saved at the end, or a folder of the reader's choice. */
import { BlobReader, BlobWriter, ZipWriter } from '@zip.js/zip.js';

/** A place for files. A send to an archive is another one. */
export interface Sink {
  /** Name of what was made, for people. */
  readonly name: string;
  /** @param path with slashes, below the sink */
  put(path: string, blob: Blob, signal: AbortSignal): Promise<void>;
  /** Everything is there. */
  close(): Promise<void>;
  /** Called off, or failed: nothing half-made stays. */
  abandon(): Promise<void>;
}

/** Compressed already, or hardly smaller for the time it takes. */
const packed = /\.(pdf|docx|png|jpg|mp4)$/i;

/** @param save hands the ZIP to the browser */
export function zipSink(name: string, save: (name: string, blob: Blob) => void): Sink {
  const zip = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  return {
    name,
    async put(path, blob, signal) {
      await zip.add(path, new BlobReader(blob), { signal, level: packed.test(path) ? 0 : 6 });
    },
    async close() {
      save(name, await zip.close());
    },
    // The ZIP is memory of the page: it goes with the last hand on it.
    abandon: () => Promise.resolve(),
  };
}

type PickFolder = (options: {
  readonly mode: 'readwrite';
  readonly id?: string;
}) => Promise<FileSystemDirectoryHandle>;

const picker = (): PickFolder | undefined =>
  (globalThis as { showDirectoryPicker?: PickFolder }).showDirectoryPicker;

/** Can this browser write into a folder that the reader chooses? */
export const canPickFolder = (): boolean => picker() !== undefined;

/** Asks for a folder; undefined when the reader closed the browser's question. */
export async function pickFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await picker()!({ mode: 'readwrite', id: 'lamplight-export' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}

/** A folder of this name, or with the first number behind it that is free: nothing that is there is written over. */
async function freshFolder(parent: FileSystemDirectoryHandle, name: string) {
  for (let n = 1; ; n++) {
    const tried = n === 1 ? name : `${name}-${n}`;
    try {
      await parent.getDirectoryHandle(tried);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotFoundError')
        return { tried, folder: await parent.getDirectoryHandle(tried, { create: true }) };
      // A file of that name is in the way: the next number.
      if (!(error instanceof DOMException && error.name === 'TypeMismatchError')) throw error;
    }
  }
}

/** A new folder inside the one that the reader chose. */
export async function folderSink(parent: FileSystemDirectoryHandle, name: string): Promise<Sink> {
  const { tried, folder } = await freshFolder(parent, name);
  return {
    name: tried,
    async put(path, blob, signal) {
      signal.throwIfAborted();
      const parts = path.split('/');
      let at = folder;
      for (const part of parts.slice(0, -1)) at = await at.getDirectoryHandle(part, { create: true });
      const file = await at.getFileHandle(parts.at(-1)!, { create: true });
      const out = await file.createWritable();
      await blob.stream().pipeTo(out, { signal });
    },
    close: () => Promise.resolve(),
    abandon: () => parent.removeEntry(tried, { recursive: true }),
  };
}
