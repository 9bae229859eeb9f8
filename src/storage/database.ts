import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { RecentStudy, StudyWork } from './schema';

interface Tables extends DBSchema {
  work: { key: string; value: StudyWork };
  recent: { key: string; value: RecentStudy; indexes: { byTime: string } };
  settings: { key: string; value: unknown };
}

const NAME = 'lamplight';
const VERSION = 1;

/** Why storage failed, in terms that a message can explain. */
export type StorageFailure = 'full' | 'blocked' | 'unknown';

/** A read or write that did not happen. `detail` is the browser's own message. */
export class StorageError extends Error {
  constructor(
    readonly failure: StorageFailure,
    readonly detail: string,
  ) {
    super(`storage ${failure}: ${detail}`);
    this.name = 'StorageError';
  }
}

let opening: Promise<IDBPDatabase<Tables>> | undefined;

/** The one connection. Opened when first needed; given up when another tab brings a newer version. */
export function database(): Promise<IDBPDatabase<Tables>> {
  opening ??= openDB<Tables>(NAME, VERSION, {
    upgrade(db, oldVersion) {
      // One step per version, in order; a step that has been released is never edited.
      if (oldVersion < 1) {
        db.createObjectStore('work', { keyPath: 'studyUid' });
        db.createObjectStore('recent', { keyPath: 'studyUid' }).createIndex('byTime', 'openedAt');
        db.createObjectStore('settings');
      }
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

/** Closes and deletes everything that Lamplight keeps on this computer. */
export async function deleteEverything(): Promise<void> {
  if (opening) (await opening).close();
  opening = undefined;
  await deleteDB(NAME);
}

export function asStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const name = error instanceof Error ? error.name : '';
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (name === 'QuotaExceededError') return new StorageError('full', detail);
  // A private window or a policy that forbids storage; IndexedDB may also be absent altogether.
  if (name === 'SecurityError' || name === 'InvalidStateError' || name === 'ReferenceError')
    return new StorageError('blocked', detail);
  return new StorageError('unknown', detail);
}

/** Runs a database call; whatever goes wrong comes out as a StorageError. */
export async function withDatabase<T>(use: (db: IDBPDatabase<Tables>) => Promise<T>): Promise<T> {
  try {
    return await use(await database());
  } catch (error) {
    throw asStorageError(error);
  }
}
