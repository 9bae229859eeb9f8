import { asideList, savedStudies } from './work';
import { CHOICE } from './choices';
import { clearAll } from './turn';
import { scrub } from './scrub';
import { deleteDatabase, withDatabase } from './database';
import { forgetHeads } from './generations';
import { forgetKeeping, keeping } from './keeping';
import type { Change, Table } from './rows';
import { isRow } from './sealing';

/** Kinds of what stays on this computer. `page`: the files of the page itself, so that it starts without the server. */
export const kinds = ['work', 'recent', 'audit', 'models', 'page', 'settings'] as const;
export type Kind = (typeof kinds)[number];

export interface KindUse {
  readonly kind: Kind;
  /** Studies, lines, models, files, settings. */
  readonly count: number;
  /** Bytes on the disk; of the page's and the models' files as they came over the network. */
  readonly bytes: number;
}

/** The cache of the inference engine; a test holds the two names together, as the rooms do not know each other. */
export const MODELS = 'lamplight-models';
/** The model's weights: what a person counts as a model. */
const isWeights = (url: string): boolean => new URL(url).pathname.endsWith('.onnx');

const rowSize = (value: unknown): number =>
  isRow(value) ? value.data.length : new Blob([JSON.stringify(value) ?? '']).size;

async function tableUse(table: Table): Promise<{ count: number; bytes: number }> {
  const { rows } = await keeping();
  const list = await rows.list(table);
  return { count: list.length, bytes: list.reduce((sum, { row }) => sum + rowSize(row), 0) };
}

async function workUse(): Promise<{ count: number; bytes: number }> {
  const [studies, aside] = [await savedStudies(), await tableUse('aside')];
  return {
    count: studies.length + (await asideList()).length,
    bytes: studies.reduce((sum, { bytes }) => sum + bytes, aside.bytes),
  };
}

async function settingsUse(): Promise<{ count: number; bytes: number }> {
  const values = await withDatabase((db) => db.getAll('settings'));
  return { count: values.length, bytes: values.reduce<number>((sum, value) => sum + rowSize(value), 0) };
}

const cacheNames = async (kind: 'models' | 'page'): Promise<string[]> => {
  if (typeof caches === 'undefined') return [];
  return (await caches.keys()).filter((name) => (name === MODELS) === (kind === 'models'));
};

async function cacheUse(kind: 'models' | 'page'): Promise<{ count: number; bytes: number }> {
  let [count, bytes] = [0, 0];
  for (const name of await cacheNames(kind)) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      if (!response) continue;
      if (kind === 'page' || isWeights(request.url)) count++;
      const said = Number(response.headers.get('content-length') ?? Number.NaN);
      const whole = response.headers.get('content-encoding') === null && Number.isFinite(said);
      bytes += whole ? said : (await response.blob()).size;
    }
  }
  return { count, bytes };
}

const uses: Readonly<Record<Kind, () => Promise<{ count: number; bytes: number }>>> = {
  work: workUse,
  recent: () => tableUse('recents'),
  audit: () => tableUse('audit'),
  models: () => cacheUse('models'),
  page: () => cacheUse('page'),
  settings: settingsUse,
};

/** What is stored, a line a kind; a kind that cannot be counted is left out. Of a locked store it waits. */
export async function storageByKind(): Promise<readonly KindUse[]> {
  const all = await Promise.allSettled(kinds.map(async (kind) => ({ kind, ...(await uses[kind]()) })));
  return all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

async function clearTables(cleared: readonly Table[]): Promise<void> {
  const { rows } = await keeping();
  const keys = await Promise.all(cleared.map((table) => rows.keys(table)));
  const remove = (table: Table, key: string): Change => ({ table, key, act: 'remove' });
  await rows.apply(cleared.flatMap((table, n) => keys[n]!.map((key) => remove(table, key))));
}

/**
 * Clears one kind. Of the settings the reader's choices go, and how things are kept stays. Throws StorageError.
 */
export async function clearKind(kind: Kind): Promise<void> {
  if (kind === 'work') {
    await clearTables(['generations', 'pieces', 'aside', 'dues']);
    forgetHeads();
  } else if (kind === 'recent') await clearTables(['recents']);
  else if (kind === 'audit') await clearTables(['audit']);
  else if (kind === 'settings')
    await withDatabase(async (db) => {
      for (const key of await db.getAllKeys('settings'))
        if (key === 'settings' || key.startsWith(CHOICE)) await db.delete('settings', key);
    });
  else await Promise.all((await cacheNames(kind)).map((name) => caches.delete(name)));
}

async function clearFolders(): Promise<void> {
  const root = (await globalThis.navigator?.storage?.getDirectory?.()) as
    (FileSystemDirectoryHandle & { keys: () => AsyncIterable<string> }) | undefined;
  if (!root) return;
  for await (const name of root.keys()) await root.removeEntry(name, { recursive: true });
}

/**
 * Deletes everything that Lamplight keeps on this computer: database, caches, files, the language, the service worker.
 * The page must be loaded anew after it. Throws StorageError when the database cannot be deleted; the rest is gone then.
 */
export async function deleteEverything(): Promise<void> {
  forgetHeads();
  forgetKeeping();
  const rest = [
    async () => {
      if (typeof caches === 'undefined') return;
      await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
    },
    clearFolders,
    async () => {
      const all = (await globalThis.navigator?.serviceWorker?.getRegistrations()) ?? [];
      await Promise.all(all.map((one) => one.unregister()));
    },
    () => {
      globalThis.localStorage?.clear();
      globalThis.sessionStorage?.clear();
      return Promise.resolve();
    },
  ].map((step) =>
    Promise.resolve()
      .then(step)
      .catch((error: unknown) => console.warn('storage: wipe:', error)),
  );
  await Promise.all(rest);
  // A database that is deleted leaves its bytes in the browser's files, too.
  await clearAll()
    .then(() => withDatabase((db) => db.clear('settings')))
    .then(scrub)
    .catch((error: unknown) => console.warn('storage: wipe:', error));
  await deleteDatabase();
}
