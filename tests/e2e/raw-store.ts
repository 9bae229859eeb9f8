/** The page's database as it lies on the disk, read and changed past the page: how damage is made. */
import type { Page } from 'playwright-core';

export interface RawRow {
  readonly key: string;
  readonly size: number;
}

/** Keys of a table with the bytes of their rows; empty when there is no database. */
export const rawRows = (page: Page, table: string): Promise<RawRow[]> =>
  page.evaluate(async (name) => {
    if (!(await indexedDB.databases()).some((one) => one.name === 'lamplight')) return [];
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open('lamplight');
      asked.addEventListener('success', () => resolve(asked.result));
      asked.addEventListener('error', () => reject(asked.error!));
    });
    const found: { key: string; size: number }[] = [];
    await new Promise<void>((resolve) => {
      if (!db.objectStoreNames.contains(name)) return resolve();
      const asked = db.transaction(name).objectStore(name).openCursor();
      asked.addEventListener('success', () => {
        const cursor = asked.result;
        if (!cursor) return resolve();
        const value = cursor.value as { data?: Uint8Array } | undefined;
        found.push({ key: String(cursor.key), size: value?.data?.length ?? -1 });
        cursor.continue();
      });
    });
    db.close();
    return found;
  }, table);

/** What happens to a row. */
export type Damage = 'cut' | 'flip' | 'number' | 'text' | 'noData' | 'gone';

/** Damages the rows of a table that match: all of them, or the last one. */
export const damage = (
  page: Page,
  table: string,
  how: Damage,
  which: 'all' | 'last' | 'largest' = 'last',
): Promise<number> =>
  page.evaluate(
    async ({ table: name, how: way, which: chosen }) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const asked = indexedDB.open('lamplight');
        asked.addEventListener('success', () => resolve(asked.result));
        asked.addEventListener('error', () => reject(asked.error!));
      });
      const of = <T>(asked: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          asked.addEventListener('success', () => resolve(asked.result));
          asked.addEventListener('error', () => reject(asked.error!));
        });
      const store = db.transaction(name, 'readwrite').objectStore(name);
      const keys = await of(store.getAllKeys());
      const rows = (await of(store.getAll())) as { data: Uint8Array }[];
      const order = keys.map((...[, n]) => n);
      const largest = order.toSorted((a, b) => rows[b]!.data.length - rows[a]!.data.length)[0]!;
      const picked = chosen === 'all' ? order : [chosen === 'last' ? keys.length - 1 : largest];
      for (const n of picked) {
        const row = rows[n]!;
        const { data } = row;
        if (way === 'gone') await of(store.delete(keys[n]!));
        else if (way === 'number') await of(store.put(7, keys[n]!));
        else if (way === 'text') await of(store.put('broken', keys[n]!));
        else if (way === 'noData') await of(store.put({ ...row, data: null }, keys[n]!));
        else if (way === 'cut')
          await of(store.put({ ...row, data: data.slice(0, Math.floor(data.length / 2)) }, keys[n]!));
        else {
          const other = data.slice();
          other[Math.floor(data.length / 2)]! ^= 255;
          await of(store.put({ ...row, data: other }, keys[n]!));
        }
      }
      db.close();
      return picked.length;
    },
    { table, how, which },
  );

/** Puts a database of version 1 there, with the work on one study. The page must not have opened its own yet. */
export const writeVersion1 = (
  page: Page,
  work: { readonly studyUid: string; readonly parts: Readonly<Record<string, unknown>> },
  recent: Readonly<Record<string, unknown>>,
): Promise<void> =>
  page.evaluate(
    async ({ work: kept, recent: line }) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const asked = indexedDB.open('lamplight', 1);
        asked.addEventListener('upgradeneeded', () => {
          asked.result.createObjectStore('work', { keyPath: 'studyUid' });
          asked.result.createObjectStore('recent', { keyPath: 'studyUid' }).createIndex('byTime', 'openedAt');
          asked.result.createObjectStore('settings');
        });
        asked.addEventListener('success', () => resolve(asked.result));
        asked.addEventListener('error', () => reject(asked.error!));
      });
      const tx = db.transaction(['work', 'recent'], 'readwrite');
      tx.objectStore('work').put({ ...kept, savedAt: '2026-01-02T03:04:05.000Z' });
      tx.objectStore('work').put({
        ...kept,
        studyUid: '1.2.3#unreadable',
        savedAt: '2026-01-01T00:00:00.000Z',
      });
      tx.objectStore('recent').put(line);
      await new Promise<void>((resolve, reject) => {
        tx.addEventListener('complete', () => resolve());
        tx.addEventListener('error', () => reject(tx.error!));
      });
      db.close();
    },
    { work, recent },
  );

/** Writes into a database of its own until the origin has no room for another kilobyte. */
export const fillUp = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open('filler', 1);
      asked.addEventListener('upgradeneeded', () =>
        asked.result.createObjectStore('rows', { autoIncrement: true }),
      );
      asked.addEventListener('success', () => resolve(asked.result));
      asked.addEventListener('error', () => reject(asked.error!));
    });
    const put = (size: number) =>
      new Promise<boolean>((resolve) => {
        const bytes = new Uint8Array(size);
        for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
        const tx = db.transaction('rows', 'readwrite');
        tx.objectStore('rows').put(bytes);
        tx.addEventListener('complete', () => resolve(true));
        tx.addEventListener('abort', () => resolve(false));
      });
    let written = 0;
    // Far below the size at which the browser puts values into files of their own.
    for (const size of [32_768, 4096, 256])
      for (let n = 0; n < 2000 && (await put(size)); n++) written += size;
    db.close();
    return written;
  });

/** Takes away what filled the disk. */
export const makeRoom = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const asked = indexedDB.deleteDatabase('filler');
        asked.addEventListener('success', () => resolve());
        asked.addEventListener('error', () => reject(asked.error!));
      }),
  );

/** The bytes of the rows of a table that have some, as they lie on the disk; at most 200 of each. */
export const bytesOf = (page: Page, table: string): Promise<number[][]> =>
  page.evaluate(async (name) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open('lamplight');
      asked.addEventListener('success', () => resolve(asked.result));
      asked.addEventListener('error', () => reject(asked.error!));
    });
    const rows = await new Promise<{ data?: Uint8Array }[]>((resolve, reject) => {
      const asked = db.transaction(name).objectStore(name).getAll() as IDBRequest<{ data?: Uint8Array }[]>;
      asked.addEventListener('success', () => resolve(asked.result));
      asked.addEventListener('error', () => reject(asked.error!));
    });
    db.close();
    return rows.flatMap(({ data }) => (data && data.length >= 40 ? [[...data.subarray(0, 200)]] : []));
  }, table);
