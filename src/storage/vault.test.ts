import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { deleteDB, openDB } from 'idb';
import {
  asideList,
  auditStore,
  changeDue,
  changePassphrase,
  deleteEverything,
  dueStudies,
  forgetStudy,
  isLocked,
  keepNothing,
  keepOpen,
  keepSealed,
  loadChoice,
  loadWork,
  recentStudies,
  rememberStudy,
  saveChoice,
  saveWork,
  unlock,
} from './index';
import { database, deleteDatabase } from './database';
import { forgetHeads } from './generations';
import { forgetKeeping } from './keeping';
import { PASS, study as plain } from './kept.fixture';
import { clearKind, MODELS } from './kinds';

const study = {
  ...plain,
  patientName: 'Planted^Name',
  patientId: '4711',
  description: 'Chest',
  imageCount: 3,
};
const due = { studyUid: '1.2.3', patient: 'Planted^Name', marks: {} };
const parts = { report: { text: 'Planted^Report' }, mask: { data: new Uint8Array(5000).fill(1) } };

/** As when the page is loaded again. */
const reload = (): void => {
  forgetHeads();
  forgetKeeping();
};

async function fill(): Promise<void> {
  await saveWork({ studyUid: '1.2.3', parts });
  await saveWork({ studyUid: '1.2.3', parts: { ...parts, more: 1 } });
  await rememberStudy(study);
  await auditStore.append([
    { at: '2026-01-01T00:00:00.000Z', kind: 'x', studyUid: '1.2.3', facts: { who: 'Planted' } },
  ]);
  await saveChoice('servers', [{ password: 'Planted^Secret' }]);
  await changeDue('1.2.3', () => due);
}

async function whole(): Promise<void> {
  expect((await loadWork('1.2.3'))?.parts).toEqual({ ...parts, more: 1 });
  expect(await recentStudies()).toEqual([study]);
  expect((await auditStore.read()).entries).toMatchObject([{ facts: { who: 'Planted' } }]);
  expect(await loadChoice('servers')).toEqual([{ password: 'Planted^Secret' }]);
  expect(await dueStudies()).toEqual([due]);
}

/** Every text and byte of the database, to look in. */
async function everything(): Promise<string> {
  const db = await database();
  let all = '';
  for (const name of db.objectStoreNames)
    for (const key of await db.getAllKeys(name)) {
      const value: unknown = await db.get(name, key);
      all += `${String(key)} ${JSON.stringify(value, (...[, v]: [string, unknown]) =>
        v instanceof Uint8Array ? Buffer.from(v).toString('latin1') : v,
      )}\n`;
    }
  return all;
}

// Making a key of a passphrase is slow on purpose.
describe('an encrypted store', { timeout: 60_000 }, () => {
  beforeEach(deleteEverything);

  it('has nothing of a patient in the open, and opens with the passphrase only', async () => {
    await fill();
    expect(await everything()).toContain('Planted');
    await keepSealed(PASS);
    const all = await everything();
    for (const word of ['Planted', '1.2.3', '4711']) expect(all).not.toContain(word);
    await whole();
    reload();
    expect(await isLocked()).toBe(true);
    expect(await unlock('a wrong one')).toBe(false);
    expect(await unlock(PASS)).toBe(true);
    await whole();
  });

  it('changes its passphrase, and is opened for good again', async () => {
    await fill();
    await keepSealed(PASS);
    expect(await changePassphrase('a wrong one', 'another one')).toBe(false);
    expect(await changePassphrase(PASS, 'another one')).toBe(true);
    reload();
    expect(await unlock(PASS)).toBe(false);
    expect(await unlock('another one')).toBe(true);
    expect(await keepOpen('a wrong one')).toBe(false);
    expect(await keepOpen('another one')).toBe(true);
    await whole();
    reload();
    expect(await isLocked()).toBe(false);
    await whole();
    expect(await everything()).toContain('Planted');
  });

  it('goes on when the page died while it was being encrypted', async () => {
    await fill();
    await keepSealed(PASS);
    // As if it had died before the end: the record says so, and one study lies in the open.
    await keepOpen(PASS);
    const db = await database();
    const open = await Promise.all(
      (['generations', 'pieces', 'recents'] as const).map(async (table) => ({
        table,
        keys: await db.getAllKeys(table),
        rows: await db.getAll(table),
      })),
    );
    await keepSealed(PASS);
    const record = (await db.get('settings', 'keep')) as object;
    for (const { table, keys, rows } of open) {
      await db.clear(table);
      for (const [n, key] of keys.entries()) await db.put(table, rows[n], key);
    }
    await db.put('settings', { ...record, turning: 'sealed' }, 'keep');
    reload();
    expect(await unlock(PASS)).toBe(true);
    await whole();
    expect(await everything()).not.toContain('Planted');
  });

  it('says of a row that was moved or changed that it cannot be read', async () => {
    await fill();
    await keepSealed(PASS);
    const db = await database();
    const [key] = await db.getAllKeys('recents');
    await db.put('recents', await db.get('recents', key!), 'elsewhere');
    expect(await recentStudies()).toEqual([study]);
    expect(await asideList()).toMatchObject([{ from: 'recents', reason: 'cannot be decrypted' }]);
  });

  it('keeps nothing where nothing is to be kept', async () => {
    await fill();
    await keepNothing();
    expect(await everything()).not.toContain('Planted');
    await fill();
    await whole();
    expect(await everything()).not.toContain('Planted');
    reload();
    expect(await loadWork('1.2.3')).toBeUndefined();
  });

  it('is not written in the old way by a tab that has not heard', async () => {
    await fill();
    const db = await database();
    const record = (await db.get('settings', 'keep')) as object | undefined;
    await db.put('settings', { version: 1, mode: 'open', idleMinutes: 0, ...record, epoch: 9 }, 'keep');
    await expect(saveWork({ studyUid: '1.2.3', parts: { a: 1 } })).rejects.toMatchObject({
      failure: 'locked',
    });
  });
});

describe('a store of version 1', () => {
  beforeEach(async () => {
    await deleteEverything();
    await deleteDB('lamplight');
  });

  it('is moved as it was, also when the page died in between', async () => {
    const old = await openDB('lamplight', 1, {
      upgrade(db) {
        db.createObjectStore('work', { keyPath: 'studyUid' });
        db.createObjectStore('recent', { keyPath: 'studyUid' }).createIndex('byTime', 'openedAt');
        db.createObjectStore('settings');
      },
    });
    const savedAt = '2026-01-02T03:04:05.000Z';
    await old.put('work', { studyUid: '1.2.3', parts, savedAt });
    await old.put('work', { studyUid: '1.2.4', parts: 7 });
    await old.put('work', { studyUid: '1.2.3#unreadable', parts: { report: 'x' }, savedAt });
    await old.put('recent', study);
    await old.put('settings', { panelWidth: 500 }, 'settings');
    old.close();
    expect(await loadWork('1.2.3')).toMatchObject({ parts, savedAt });
    expect(await recentStudies()).toEqual([study]);
    const aside = await asideList();
    expect(aside.map(({ what }) => what).toSorted()).toEqual(['1.2.3#unreadable', '1.2.4']);
    const db = await database();
    expect(await db.getAllKeys('work')).toEqual([]);
    // The page died after the work was written, before the old row was gone: the newer work stays.
    await saveWork({ studyUid: '1.2.3', parts: { report: 'newer' } });
    await db.put('work', { studyUid: '1.2.3', parts, savedAt });
    reload();
    expect((await loadWork('1.2.3'))?.parts).toEqual({ report: 'newer' });
  });
});

describe('the due list', () => {
  beforeEach(deleteEverything);

  it('goes with the work on its study, with all work, and with everything', async () => {
    const other = { ...due, studyUid: '1.2.4' };
    await fill();
    await changeDue('1.2.4', () => other);
    await forgetStudy('1.2.3');
    expect(await dueStudies()).toEqual([other]);
    await clearKind('work');
    expect(await dueStudies()).toEqual([]);
    await fill();
    await deleteEverything();
    expect(await dueStudies()).toEqual([]);
  });

  it('is not written when nothing changes, and a line is taken away by itself', async () => {
    await changeDue('1.2.3', () => due);
    const kept = await everything();
    await changeDue('1.2.3', (line) => line as typeof due);
    expect(await everything()).toBe(kept);
    await changeDue('1.2.3', () => undefined);
    expect(await dueStudies()).toEqual([]);
  });

  it('comes to a store of version 2, which keeps what it has', async () => {
    await fill();
    const now = await database();
    const rows = await Promise.all(
      before.map(async (table) => ({
        table,
        keys: await now.getAllKeys(table),
        values: await now.getAll(table),
      })),
    );
    await deleteDatabase();
    const old = await openDB('lamplight', 2, {
      upgrade(db) {
        db.createObjectStore('work', { keyPath: 'studyUid' });
        db.createObjectStore('recent', { keyPath: 'studyUid' }).createIndex('byTime', 'openedAt');
        for (const table of before) db.createObjectStore(table);
      },
    });
    for (const { table, keys, values } of rows)
      for (const [n, value] of values.entries()) await old.put(table, value, keys[n]);
    old.close();
    reload();
    expect(await dueStudies()).toEqual([]);
    expect((await database()).version).toBe(3);
    await changeDue('1.2.3', () => due);
    await whole();
  });
});

/** The tables of version 2 that it shares with version 3. */
const before = ['settings', 'generations', 'pieces', 'recents', 'audit', 'aside'] as const;

it('knows the models’ cache by its name', async () => {
  const { MODEL_CACHE } = await import('../inference/folders');
  expect(MODELS).toBe(MODEL_CACHE);
});
