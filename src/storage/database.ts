import { deleteDB, openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { asStorageError, StorageError } from './failure';
import type { Change, Rows, Table } from './rows';
import type { RecentStudy, StudyWork } from './schema';

interface Tables extends DBSchema {
  /** Of version 1: read once and emptied (migrate.ts). */
  work: { key: string; value: StudyWork };
  recent: { key: string; value: RecentStudy; indexes: { byTime: string } };
  settings: { key: string; value: unknown };
  generations: { key: string; value: unknown };
  pieces: { key: string; value: unknown };
  recents: { key: string; value: unknown };
  audit: { key: string; value: unknown };
  aside: { key: string; value: unknown };
  dues: { key: string; value: unknown };
}

export const NAME = 'lamplight';
const VERSION = 3;

type Database = IDBPDatabase<Tables>;

/** One step per version, in order; a step that has been released is never edited. Data is moved in migrate.ts. */
const steps: readonly ((db: Database) => void)[] = [
  (db) => {
    db.createObjectStore('work', { keyPath: 'studyUid' });
    db.createObjectStore('recent', { keyPath: 'studyUid' }).createIndex('byTime', 'openedAt');
    db.createObjectStore('settings');
  },
  (db) => {
    for (const table of ['generations', 'pieces', 'recents', 'audit', 'aside'] as const)
      db.createObjectStore(table);
  },
  (db) => void db.createObjectStore('dues'),
];

let opening: Promise<Database> | undefined;

/** The one connection. Opened when first needed; given up when another tab brings a newer version. */
export function database(): Promise<Database> {
  opening ??= openDB<Tables>(NAME, VERSION, {
    upgrade(db, oldVersion) {
      for (const step of steps.slice(oldVersion)) step(db);
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      opening = undefined;
    },
    terminated() {
      opening = undefined;
    },
  }).catch((error: unknown) => {
    opening = undefined;
    throw asStorageError(error);
  });
  return opening;
}

/** Closes and deletes the database. */
export async function deleteDatabase(): Promise<void> {
  const open = opening;
  opening = undefined;
  (await open?.catch(() => undefined))?.close();
  await deleteDB(NAME);
}

/** Runs a database call; whatever goes wrong comes out as a StorageError. */
export async function withDatabase<T>(use: (db: Database) => Promise<T>): Promise<T> {
  try {
    return await use(await database());
  } catch (error) {
    throw asStorageError(error);
  }
}

/** All keys that begin with these letters. */
const within = (prefix: string): IDBKeyRange | undefined =>
  prefix === '' ? undefined : IDBKeyRange.bound(prefix, `${prefix}\uffff`);

/** The key in `settings` under which stands how things are kept. */
export const KEEP = 'keep';

type Writing = IDBPTransaction<Tables, (Table | 'settings')[], 'readwrite'>;

async function change(tx: Writing, one: Change): Promise<void> {
  const store = tx.objectStore(one.table);
  if (one.act === 'add') await store.add(one.row, one.key);
  else if (one.act === 'put') await store.put(one.row, one.key);
  else if (one.act === 'remove') await store.delete(one.key);
  else if ((await store.count(one.key)) > 0) throw new StorageError('elsewhere', 'the row is there already');
}

/** A tab that has not heard yet how another one changed the way of keeping must not write in the old way. */
async function sameEpoch(tx: Writing, epoch: number): Promise<void> {
  const now = (await tx.objectStore('settings').get(KEEP)) as { epoch?: unknown } | undefined;
  if ((now?.epoch ?? 0) !== epoch)
    throw new StorageError('locked', 'another tab has changed how work is kept');
}

/** Writes a setting that may tell of a patient; refused when another tab has changed the way of keeping. */
export const putSetting = (epoch: number, key: string, value: unknown): Promise<void> =>
  withDatabase(async (db) => {
    const tx = db.transaction('settings', 'readwrite');
    await sameEpoch(tx as unknown as Writing, epoch);
    await Promise.all([tx.store.put(value, key), tx.done]);
  });

/**
 * The rows on the disk. A change is there as a whole or not at all, also when the computer loses its power.
 * @param epoch of the way of keeping that the rows are written in
 */
export const diskRows = (epoch: number): Rows => ({
  read: (table, key) => withDatabase((db) => db.get(table, key)),
  keys: (table, prefix = '') => withDatabase((db) => db.getAllKeys(table, within(prefix))),
  list: (table, prefix = '') =>
    withDatabase(async (db) => {
      const tx = db.transaction(table);
      const [keys, rows] = await Promise.all([
        tx.store.getAllKeys(within(prefix)),
        tx.store.getAll(within(prefix)),
      ]);
      return keys.map((key, n) => ({ key, row: rows[n] as unknown }));
    }),
  apply: (changes) =>
    withDatabase(async (db) => {
      if (changes.length === 0) return;
      const used = [...new Set<Table | 'settings'>(changes.map(({ table }) => table)), 'settings' as const];
      const tx = db.transaction(used, 'readwrite', { durability: 'strict' });
      try {
        await Promise.all([sameEpoch(tx, epoch), ...changes.map((one) => change(tx, one))]);
        await tx.done;
      } catch (error) {
        throw await stop(tx, error);
      }
    }),
});

/** Stops a transaction after an error, and says which. */
async function stop(tx: Writing, error: unknown): Promise<unknown> {
  try {
    tx.abort();
  } catch {
    // It has stopped by itself.
  }
  // A transaction that was stopped for want of room says so only at its end.
  const end = await tx.done.then(
    () => undefined,
    (why: unknown) => why,
  );
  const name = error instanceof Error ? error.name : '';
  if (name === 'ConstraintError') return new StorageError('elsewhere', 'the row is there already');
  return name === 'AbortError' && end !== undefined ? end : error;
}
