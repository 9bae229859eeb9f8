/**
 * What a browser deletes from a database stays in its files until it writes them anew. Chromium (LevelDB) does that once
 * some MB have been written after it and enough rows have been asked for that newer files do not have: here they are
 * written, and taken away again. A few large rows do not do it. Measured in tests/e2e/lock.e2e.ts.
 */
import { withDatabase } from './database';

/** Before and after every key of ours, so that all files of a table take part. */
const EACH = 10;
const keys = Array.from({ length: EACH }, (...[, n]) => [`\u0000${n}`, `\uffff${n}`]).flat();
/** Of a row, bytes. */
const FILLER = 8000;
/** About 1.3 MB each. Eight were enough for a small store. */
const ROUNDS = 24;

/** False when the browser has no room for it: old bytes may stay until it writes over them by itself. Never rejects. */
export async function scrub(): Promise<boolean> {
  try {
    await withDatabase(async (db) => {
      const stores = [...db.objectStoreNames];
      const each = async (change: (store: Filled, key: string) => Promise<unknown>): Promise<void> => {
        const tx = db.transaction(stores, 'readwrite', { durability: 'relaxed' });
        const all = stores.flatMap((name) => {
          const store = tx.objectStore(name) as unknown as Filled;
          return keys.map((key) => change(store, key));
        });
        await Promise.all([...all, tx.done]);
      };
      try {
        for (let round = 0; round < ROUNDS; round++) {
          await each((store, key) => {
            const filler = crypto.getRandomValues(new Uint8Array(FILLER));
            return store.keyPath === null
              ? store.put(filler, key)
              : store.put({ [store.keyPath]: key, filler });
          });
          await each((store, key) => store.delete(key));
        }
      } finally {
        await each((store, key) => store.delete(key));
      }
    });
    return true;
  } catch (error) {
    console.warn('storage: not scrubbed:', error);
    return false;
  }
}

interface Filled {
  readonly keyPath: string | null;
  readonly put: (value: unknown, key?: string) => Promise<unknown>;
  readonly delete: (key: string) => Promise<unknown>;
}
