import type { IDBPDatabase } from 'idb';
import { asideChange } from './aside';
import { writeGeneration, type Place } from './generations';
import type { Rows } from './rows';
import type { StudyWork } from './schema';
import { sealJson } from './sealing';
import type { Vault } from './vault';

const isWork = (value: unknown): value is StudyWork => {
  const work = value as { studyUid?: unknown; parts?: unknown } | null;
  return typeof work?.studyUid === 'string' && typeof work.parts === 'object' && work.parts !== null;
};

/**
 * Moves what version 1 kept into the tables of version 2. Each row goes only after its work has been written and read
 * back, so that a page which dies in between begins again where it was. Throws StorageError when there is no room; what is
 * no work is set aside.
 * @param db open at version 2
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tables of version 1 are known here alone
export async function migrateOld(db: IDBPDatabase<any>, rows: Rows, vault: Vault): Promise<void> {
  const place: Place = { rows, vault };
  for (const key of (await db.getAllKeys('work')) as string[]) {
    const work: unknown = await db.get('work', key);
    await moveWork(place, key, work);
    await db.delete('work', key);
  }
  for (const key of (await db.getAllKeys('recent')) as string[]) {
    const name = await vault.name(key);
    const row = await sealJson(vault, 'recents', name, await db.get('recent', key));
    await rows.apply([{ table: 'recents', key: name, act: 'put', row }]);
    await db.delete('recent', key);
  }
}

async function moveWork(place: Place, key: string, work: unknown): Promise<void> {
  const at = new Date().toISOString();
  // Version 1 put aside what could not be read under a name of its own.
  const unreadable = key.endsWith('#unreadable');
  const studyUid = unreadable ? key.slice(0, -'#unreadable'.length) : key;
  const keep = async (reason: string) => {
    const what = { at, studyUid, from: 'work', what: key, reason, value: plainOf(work) } as const;
    await place.rows.apply([await asideChange(place, what)]);
  };
  if (unreadable) return keep('set aside by an earlier version');
  if (!isWork(work)) return keep('no work');
  // It was moved before, and the page died before the row was gone.
  if ((await place.rows.keys('generations', `${await place.vault.name(studyUid)}/`)).length > 0) return;
  try {
    await writeGeneration(place, work.studyUid, work.parts, work.savedAt);
  } catch (error) {
    // Something that is no plain data. What the disk refuses stays where it is and is tried again.
    if (!(error instanceof TypeError)) throw error;
    await keep(error.message);
  }
}

/** What can be kept of it. */
const plainOf = (value: unknown): unknown => {
  try {
    return JSON.parse(JSON.stringify(value)) as unknown;
  } catch {
    return String(value);
  }
};
