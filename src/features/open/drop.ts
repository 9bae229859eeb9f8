import type { SourceFile } from '../../dicom/contract';
import type { FileResult } from '../../domain/study';

export interface Found {
  readonly files: readonly SourceFile[];
  /** Entries that the browser would not hand over. */
  readonly unreadable: readonly FileResult[];
}

/** Files of an `<input type=file>`, with their path in the folder where there is one. */
export const filesOfInput = (list: FileList | null): SourceFile[] =>
  [...(list ?? [])].map((file) => ({ blob: file, path: file.webkitRelativePath || file.name }));

/**
 * Everything in a drop, folders gone through to the bottom. The entries are taken at once, as the browser
 * empties a drop when its event ends; the going through happens in the function that comes back.
 */
export function findInDrop(transfer: DataTransfer) {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const entries = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));

  return async (onFound: (count: number) => void, signal: AbortSignal): Promise<Found> => {
    const files: SourceFile[] = [];
    const unreadable: FileResult[] = [];
    // A stack, not recursion: a CD may nest folders deeper than anyone expects.
    const waiting: FileSystemEntry[] = [];
    for (const { entry, file } of entries)
      if (entry) waiting.push(entry);
      else if (file) files.push({ blob: file, path: file.name });
    waiting.reverse();

    for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
      signal.throwIfAborted();
      const path = entry.fullPath.replace(/^\//, '');
      try {
        if (entry.isFile) files.push({ blob: await fileOf(entry as FileSystemFileEntry), path });
        else waiting.push(...(await childrenOf(entry as FileSystemDirectoryEntry)).reverse());
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        unreadable.push({ path, status: 'failed', reason: 'unreadable', detail });
      }
      if (files.length % 50 === 0) onFound(files.length);
    }
    return { files, unreadable };
  };
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

async function childrenOf(entry: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = entry.createReader();
  const all: FileSystemEntry[] = [];
  // Chrome hands out at most 100 at a time; an empty batch is the end.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return all;
    all.push(...batch);
  }
}
