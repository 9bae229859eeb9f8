/** What stays on this computer: the doctor's work by study, recent studies (no pixels), small settings. */
import { asStorageError, withDatabase } from './database';
import { defaultSettings, type RecentStudy, type Settings, type StudyWork } from './schema';

export { StorageError, deleteEverything, type StorageFailure } from './database';
export { defaultSettings, type RecentStudy, type ScreenScale, type Settings, type StudyWork } from './schema';

const RECENT_LIMIT = 20;

/** Saves the work on a study, over what was there. Typed arrays stay typed arrays. Throws StorageError. */
export async function saveWork(work: Omit<StudyWork, 'savedAt'>): Promise<StudyWork> {
  const saved: StudyWork = { ...work, savedAt: new Date().toISOString() };
  await withDatabase((db) => db.put('work', saved));
  return saved;
}

/** The saved work on a study; undefined when there is none. Throws StorageError. */
export function loadWork(studyUid: string): Promise<StudyWork | undefined> {
  return withDatabase((db) => db.get('work', studyUid));
}

/** Throws StorageError. */
export function deleteWork(studyUid: string): Promise<void> {
  return withDatabase((db) => db.delete('work', studyUid));
}

/** Puts a study at the head of the list of recent ones; the oldest beyond 20 leave it. Throws StorageError. */
export function rememberStudy(study: RecentStudy): Promise<void> {
  return withDatabase(async (db) => {
    const tx = db.transaction('recent', 'readwrite');
    await tx.store.put(study);
    let surplus = (await tx.store.count()) - RECENT_LIMIT;
    for (let cursor = await tx.store.index('byTime').openCursor(); cursor && surplus > 0; surplus--) {
      await cursor.delete();
      cursor = await cursor.continue();
    }
    await tx.done;
  });
}

/** Recent studies, newest first. Throws StorageError. */
export async function recentStudies(): Promise<RecentStudy[]> {
  return (await withDatabase((db) => db.getAllFromIndex('recent', 'byTime'))).reverse();
}

/** Takes a study off the list and deletes the work that was saved on it. Throws StorageError. */
export function forgetStudy(studyUid: string): Promise<void> {
  return withDatabase(async (db) => {
    const tx = db.transaction(['recent', 'work'], 'readwrite');
    await tx.objectStore('recent').delete(studyUid);
    await tx.objectStore('work').delete(studyUid);
    await tx.done;
  });
}

/** Kept settings over the defaults. Throws StorageError. */
export async function loadSettings(): Promise<Settings> {
  const kept = (await withDatabase((db) => db.get('settings', 'settings'))) as Partial<Settings> | undefined;
  return { ...defaultSettings, ...kept };
}

/** Throws StorageError. */
export async function saveSettings(settings: Settings): Promise<void> {
  await withDatabase((db) => db.put('settings', settings, 'settings'));
}

/** What a feature keeps for itself under a name of its own; undefined when there is nothing. Throws StorageError. */
export function loadChoice(name: string): Promise<unknown> {
  return withDatabase((db) => db.get('settings', `choice:${name}`));
}

/** Kept by structured clone. Throws StorageError. */
export async function saveChoice(name: string, value: unknown): Promise<void> {
  await withDatabase((db) => db.put('settings', value, `choice:${name}`));
}

export interface StorageEstimate {
  /** Bytes in use by this page, and bytes that the browser allows it. */
  readonly used: number;
  readonly quota: number;
}

/** How much room there is; undefined when the browser does not say. */
export async function storageEstimate(): Promise<StorageEstimate | undefined> {
  try {
    const { usage, quota } = await navigator.storage.estimate();
    return usage === undefined || quota === undefined ? undefined : { used: usage, quota };
  } catch {
    return undefined;
  }
}

/** Asks the browser not to clear the work when space runs low. False when it declines or cannot. */
export async function keepStorage(): Promise<boolean> {
  try {
    return await navigator.storage.persist();
  } catch (error) {
    console.warn(asStorageError(error).message);
    return false;
  }
}
