/** Studies that were opened on this computer, as the store's own code writes them, put into a page's database. */
import type { Page } from 'playwright-core';
import { generationKey } from '../../src/storage/generations';
import { sealJson } from '../../src/storage/sealing';
import type { Row } from '../../src/storage/rows';
import { plainVault } from '../../src/storage/vault';

export const ownUid = (n: number): string => `1.2.826.0.1.3680043.10.1578.5000.${n + 1}`;

interface Packed {
  readonly table: string;
  readonly key: string;
  /** Bytes as text, and all rows as one text: a number each would take half a minute to cross. */
  readonly row: Omit<Row, 'data'> & { readonly data: string };
}

/**
 * Puts so many studies there: a line of the list each, a save of some work, and the note that every second one is signed
 * and the others are drafts. The page must have been opened before, so that its database is there.
 */
export async function putOwnStudies(page: Page, count: number): Promise<void> {
  const rows: Packed[] = [];
  const put = async (table: 'recents' | 'generations', key: string, value: unknown): Promise<void> => {
    const row = await sealJson(plainVault, table, key, value);
    rows.push({ table, key, row: { ...row, data: Buffer.from(row.data).toString('latin1') } });
  };
  for (let n = 0; n < count; n++) {
    const studyUid = ownUid(n);
    const day = String(1 + (n % 28)).padStart(2, '0');
    await put('recents', studyUid, {
      studyUid,
      patientName: `OWN^${n}=自^${n}`,
      patientId: `OWN-${n}`,
      date: `2025${String(1 + (n % 12)).padStart(2, '0')}${day}`,
      time: '101500',
      description: 'Chest',
      modalities: ['CT'],
      seriesCount: 2,
      imageCount: 300,
      synthetic: false,
      openedAt: new Date(Date.UTC(2025, 0, 1) + n * 60_000).toISOString(),
    });
    await put('generations', generationKey(studyUid, 1), {
      version: 2,
      studyUid,
      number: 1,
      savedAt: new Date(Date.UTC(2025, 0, 1)).toISOString(),
      parts: {},
    });
  }
  const notes = Object.fromEntries(
    Array.from({ length: count }, (...[, n]) => [ownUid(n), { status: n % 2 ? 'draft' : 'signed' }]),
  );
  await page.evaluate(
    async ({ packed, known }) => {
      const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const asked = indexedDB.open('lamplight');
        asked.addEventListener('success', () => resolve(asked.result));
        asked.addEventListener('error', () => reject(asked.error!));
      });
      const change = db.transaction(['recents', 'generations', 'settings'], 'readwrite');
      for (const { table, key, row } of JSON.parse(packed) as Packed[])
        change.objectStore(table).put({ ...row, data: bytesOf(row.data) }, key);
      change.objectStore('settings').put(known, 'choice:worklist:known');
      await new Promise((resolve, reject) => {
        change.addEventListener('complete', resolve);
        change.addEventListener('error', () => reject(change.error!));
      });
      db.close();
    },
    { packed: JSON.stringify(rows), known: notes },
  );
}
