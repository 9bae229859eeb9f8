/** DICOMDIR (PS3.3 annex F): the files that a medium says it holds. Only their names are taken: images speak for themselves. */
import type { DirectoryReference } from './record';
import type { Tags } from './tags';

/** More than any medium holds; stops a damaged directory. */
const referenceLimit = 200_000;

/** Files named by the directory records (0004,1220) with Referenced File ID (0004,1500), each once. */
export function readDirectory(t: Tags): DirectoryReference[] {
  const found = new Map<string, DirectoryReference>();
  for (const record of t.items('x00041220')) {
    // A record that is not in use (0004,1410 = 0) was taken off the medium.
    if (record.uint16('x00041410') === 0) continue;
    const path = record
      .plain('x00041500')
      .split(/[\\/]/)
      .map((part) => part.trim())
      .filter((part) => part !== '' && part !== '.' && part !== '..')
      .join('/');
    if (path === '' || found.size >= referenceLimit) continue;
    found.set(path.toLowerCase(), { path, sopInstanceUid: record.plain('x00041511') });
  }
  return [...found.values()];
}
