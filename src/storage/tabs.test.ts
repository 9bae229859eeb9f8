/** Two tabs of one page: each has its own copy of the store's modules, and both have the same disk. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';

type Store = typeof import('./index') & Pick<typeof import('./database'), 'database'>;

async function tab(): Promise<Store> {
  vi.resetModules();
  const store = await import('./index');
  const { database } = await import('./database');
  return { ...store, database };
}

const [ONE, TWO] = ['the first passphrase', 'another passphrase'];
const work = { studyUid: '1.2.3', parts: { report: { text: 'Planted^Report' } } };
const plain = async (store: Store): Promise<string> => {
  const db = await store.database();
  const all = await Promise.all([...db.objectStoreNames].map((name) => db.getAll(name)));
  return JSON.stringify(all, (...[, v]: [string, unknown]) =>
    v instanceof Uint8Array ? Buffer.from(v).toString('latin1') : v,
  );
};

// Making a key of a passphrase is slow on purpose.
describe('the way of keeping, changed in one of two tabs', { timeout: 60_000 }, () => {
  let a: Store;
  let b: Store;
  beforeEach(async () => {
    await (await tab()).deleteEverything();
    [a, b] = [await tab(), await tab()];
    await a.saveWork(work);
    await b.loadWork('1.2.3');
  });

  it('is refused to the one that comes second, and nothing is locked away under its key', async () => {
    const both = await Promise.allSettled([a.keepSealed(ONE), b.keepSealed(TWO)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const pass = both[0].status === 'fulfilled' ? ONE : TWO;
    const later = await tab();
    expect(await later.isLocked()).toBe(true);
    expect(await later.unlock(pass)).toBe(true);
    expect((await later.loadWork('1.2.3'))?.parts).toEqual(work.parts);
  });

  it('is written over by no setting that the other tab remembers', async () => {
    await a.keepSealed(ONE);
    // It has the old way in mind: no word of the new one has reached it.
    await expect(b.setIdleMinutes(5)).rejects.toMatchObject({ failure: 'locked' });
    await expect(b.saveChoice('servers', [{ password: 'Planted^Secret' }])).rejects.toMatchObject({
      failure: 'locked',
    });
    await expect(b.saveWork(work)).rejects.toMatchObject({ failure: 'locked' });
    expect(await plain(await tab())).not.toContain('Planted');
    const later = await tab();
    expect(await later.unlock(ONE)).toBe(true);
    expect((await later.loadWork('1.2.3'))?.parts).toEqual(work.parts);
  });

  it('leaves a new passphrase as it is when the other tab sets its minutes, and asks that one for it', async () => {
    await a.keepSealed(ONE);
    expect(await b.followKeeping(a.openKeys())).toBe(true);
    expect(await a.changePassphrase(ONE, TWO)).toBe(true);
    await b.setIdleMinutes(5);
    expect(await b.unlock(ONE)).toBe(false);
    expect(await b.unlock(TWO)).toBe(true);
    const later = await tab();
    expect(await later.unlock(ONE)).toBe(false);
    expect(await later.unlock(TWO)).toBe(true);
    expect((await later.keepRecord()).idleMinutes).toBe(5);
  });

  it('goes on in the other tab in the same way: encrypted, in the open, not at all', async () => {
    await a.keepSealed(ONE);
    expect(await b.followKeeping(undefined)).toBe(false);
    expect(await b.followKeeping(a.openKeys())).toBe(true);
    await b.saveWork({ ...work, parts: { ...work.parts, more: 'Planted^More' } });
    expect(await plain(b)).not.toContain('Planted');
    expect((await a.loadWork('1.2.3'))?.parts.more).toBe('Planted^More');

    expect(await a.keepOpen(ONE)).toBe(true);
    expect(await b.followKeeping(a.openKeys())).toBe(true);
    expect((await b.loadWork('1.2.3'))?.parts.more).toBe('Planted^More');

    await a.keepNothing();
    expect(await b.followKeeping(undefined)).toBe(true);
    await b.saveWork(work);
    expect((await b.loadWork('1.2.3'))?.parts).toEqual(work.parts);
    expect(await plain(await tab())).not.toContain('Planted');
  });

  it('takes everything away when nothing is to be kept, also when the page died in the middle of it', async () => {
    const { clear } = IDBObjectStore.prototype;
    const died = vi.spyOn(IDBObjectStore.prototype, 'clear').mockImplementation(() => {
      throw new Error('the page is gone');
    });
    await expect(a.keepNothing()).rejects.toThrow('the page is gone');
    expect(await plain(b)).toContain('Planted');
    died.mockRestore();
    expect(IDBObjectStore.prototype.clear).toBe(clear);
    const later = await tab();
    expect((await later.keepRecord()).mode).toBe('nothing');
    expect(await later.savedStudies()).toEqual([]);
    expect(await plain(later)).not.toContain('Planted');
  });
});
