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

/** The entry's files, deepest folders included, in the order in which the browser lists them. */
async function walk(entry: FileSystemEntry, out: SourceFile[]): Promise<void> {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) {
    out.push(await fileOf(entry as FileSystemFileEntry, path));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // readEntries gives at most 100 at a time; an empty answer is the end.
    const batch = await new Promise<FileSystemEntry[] | undefined>((resolve) =>
      reader.readEntries(resolve, () => resolve(undefined)),
    );
    // The folder itself stands for what is in it and cannot be listed.
    if (!batch) out.push({ blob: new UnreadableBlob(), path });
    if (!batch || batch.length === 0) return;
    const found = await Promise.all(batch.map(filesOf));
    for (const files of found) out.push(...files);
  }
}

async function filesOf(entry: FileSystemEntry): Promise<SourceFile[]> {
  const out: SourceFile[] = [];
  await walk(entry, out);
  return out;
}

async function fileOf(entry: FileSystemFileEntry, path: string): Promise<SourceFile> {
  const file = await new Promise<File | undefined>((resolve) =>
    entry.file(resolve, () => resolve(undefined)),
  );
  return { blob: file ?? new UnreadableBlob(), path };
}

/** Stands for an entry that the browser would not open. openFiles reports it as unreadable. */
export class UnreadableBlob extends Blob {}
