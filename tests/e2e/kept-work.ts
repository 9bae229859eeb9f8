/** The work on a study as the page has it on the disk: rows out of its database, read by the store's own code. */
import type { Page } from 'playwright-core';
import { generationKey, numberOf, readGeneration, readPart } from '../../src/storage/generations';
import { memoryRows } from '../../src/storage/memory-rows';
import type { Row, Table } from '../../src/storage/rows';
import { plainVault } from '../../src/storage/vault';

interface PlainRow extends Omit<Row, 'data'> {
  readonly key: string;
  readonly table: Table;
  /** Bytes as text: they cross to the test as that. */
  readonly data: string;
}

const rowsOf = (page: Page, studyUid: string): Promise<readonly PlainRow[]> =>
  page.evaluate(async (uid) => {
    const none: readonly PlainRow[] = [];
    if (!(await indexedDB.databases()).some(({ name }) => name === 'lamplight')) return none;
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
    const found: PlainRow[] = [];
    const tables = (['generations', 'pieces'] as const).filter((one) => db.objectStoreNames.contains(one));
    // One transaction: a save may be under way.
    const transaction = tables.length > 0 ? db.transaction(tables) : undefined;
    for (const table of tables) {
      const store = transaction!.objectStore(table);
      const range = IDBKeyRange.bound(`${uid}/`, `${uid}/\uffff`);
      const [keys, rows] = await Promise.all([of(store.getAllKeys(range)), of(store.getAll(range))]);
      keys.forEach((key, n) => {
        const row = rows[n] as Omit<PlainRow, 'data'> & { readonly data: Uint8Array };
        const data = Array.from(row.data, (byte) => String.fromCharCode(byte)).join('');
        found.push({ ...row, table, key: String(key), data });
      });
    }
    db.close();
    return found;
  }, studyUid);

/** Parts of the last save by name, typed arrays as they are; none when nothing is kept. */
export async function keptParts(page: Page, studyUid: string): Promise<Readonly<Record<string, unknown>>> {
  const rows = memoryRows();
  const plain = await rowsOf(page, studyUid);
  for (const { table, key, data, ...row } of plain)
    await rows.apply([
      { table, key, act: 'put', row: { ...row, data: Uint8Array.from(Buffer.from(data, 'latin1')) } },
    ]);
  const numbers = plain.filter(({ table }) => table === 'generations').map(({ key }) => numberOf(key));
  if (numbers.length === 0) return {};
  const key = generationKey(studyUid, Math.max(...numbers));
  const { parts } = await readGeneration(plainVault, key, await rows.read('generations', key));
  const read = Object.entries(parts).map(
    async ([name, entry]) => [name, await readPart({ rows, vault: plainVault }, studyUid, entry)] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}
