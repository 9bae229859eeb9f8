/** A DICOMDIR against the files that came with it. */
import type { FileResult } from '../../domain/study';
import type { DirectoryReference } from '../header/record';

export interface Directory {
  /** Of the DICOMDIR itself. */
  readonly path: string;
  readonly references: readonly DirectoryReference[];
}

/** Names on a CD come back with other capitals, a version (";1"), a dot or an extension, by what reads the disc. */
const plain = (path: string): string =>
  path
    .toLowerCase()
    .replace(/;\d+$/, '')
    .replace(/\.(dcm)?$/, '');

/**
 * Files that the directories name and that are not there.
 * @param isOpen is the instance open, under whatever name? Files are often copied out of their folders.
 */
export function missingFiles(
  directories: readonly Directory[],
  given: readonly FileResult[],
  isOpen: (sopInstanceUid: string) => boolean,
): FileResult[] {
  if (directories.length === 0) return [];
  const there = new Set(given.map(({ path }) => plain(path)));
  const said = new Set<string>();
  const out: FileResult[] = [];
  for (const { path, references } of directories) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    for (const reference of references) {
      const named = folder + reference.path;
      const key = plain(named);
      if (there.has(key) || said.has(key)) continue;
      if (reference.sopInstanceUid !== '' && isOpen(reference.sopInstanceUid)) continue;
      said.add(key);
      out.push({ path: named, status: 'failed', reason: 'notThere', detail: path });
    }
  }
  return out;
}
