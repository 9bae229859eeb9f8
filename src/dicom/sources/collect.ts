/** From the browser's drops and pickers to source files, with paths. */
import type { SourceFile } from '../contract';

/** Files of an input element; folders keep their inner paths. */
export function collectPicked(files: FileList | readonly File[]): SourceFile[] {
  return Array.from(files, (file) => ({ blob: file, path: file.webkitRelativePath || file.name }));
}

/**
 * Files of a drop, folders walked to the bottom.
 * The entries are taken before the first await: the drop's item list is emptied when its event ends.
 * A file that cannot be opened is left to openFiles to report: it comes as a blob that is unreadable.
 */
export async function collectDropped(data: DataTransfer): Promise<SourceFile[]> {
  const entries: FileSystemEntry[] = [];
  const loose: File[] = [];
  for (const item of Array.from(data.items)) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry?.();
    const file = entry ? null : item.getAsFile();
    if (entry) entries.push(entry);
    else if (file) loose.push(file);
  }
  if (entries.length === 0 && loose.length === 0) loose.push(...Array.from(data.files));
  const out = collectPicked(loose);
  for (const entry of entries) await walk(entry, out);
  return out;
}

async function walk(entry: FileSystemEntry, out: SourceFile[]): Promise<void> {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) {
    const file = await new Promise<File | undefined>((resolve) =>
      (entry as FileSystemFileEntry).file(resolve, () => resolve(undefined)),
    );
    out.push(file ? { blob: file, path } : { blob: new UnreadableBlob(), path });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // readEntries gives at most 100 at a time; an empty answer is the end.
    const batch = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    );
    if (batch.length === 0) return;
    for (const child of batch) await walk(child, out);
  }
}

/** Stands for an entry that the browser would not open. openFiles reports it as unreadable. */
export class UnreadableBlob extends Blob {}
