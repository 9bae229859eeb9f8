/** The disk is full at each place where something is written: it is said, nothing is half there, and what was there opens. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  asideList,
  auditStore,
  changePassphrase,
  deleteEverything,
  keepRecord,
  keepSealed,
  loadChoice,
  loadSettings,
  loadWork,
  recentStudies,
  rememberStudy,
  saveChoice,
  saveSettings,
  saveWork,
  setAside,
  setIdleMinutes,
  unlock,
} from './index';
import { forgetHeads } from './generations';
import { PASS, study } from './kept.fixture';
import { forgetKeeping } from './keeping';

const work = (mark: string) => ({
  studyUid: '1.2.3',
  parts: { report: { mark }, mask: new Uint8Array(5000).fill(mark.length) },
});
const line = (kind: string) => ({ at: '2026-01-01T00:00:00.000Z', kind });

/** Every write to a table is refused from the nth on. */
function full(table: string, from = 0): void {
  let count = 0;
  for (const name of ['put', 'add'] as const) {
    const real = IDBObjectStore.prototype[name];
    vi.spyOn(IDBObjectStore.prototype, name).mockImplementation(function (
      this: IDBObjectStore,
      ...given: Parameters<typeof real>
    ) {
      if (this.name === table && count++ >= from) throw new DOMException('no room', 'QuotaExceededError');
      return real.apply(this, given);
    });
  }
}

async function before(): Promise<void> {
  await saveWork(work('old'));
  await rememberStudy(study);
  await auditStore.append([line('old')]);
  await saveChoice('views', ['old']);
  await saveSettings({ ...(await loadSettings()), panelWidth: 300 });
}

/** What was there before, as a page that is opened anew reads it. */
async function whole(sealed: boolean): Promise<void> {
  vi.restoreAllMocks();
  forgetHeads();
  forgetKeeping();
  if (sealed) expect(await unlock(PASS)).toBe(true);
  const read = await loadWork('1.2.3');
  expect(read?.parts).toEqual(work('old').parts);
  expect(read?.problems).toBeUndefined();
  expect((await recentStudies()).map(({ openedAt }) => openedAt)).toEqual([study.openedAt]);
  expect(await auditStore.read()).toEqual({ entries: [line('old')], broken: 0 });
  expect(await loadChoice('views')).toEqual(['old']);
  expect((await loadSettings()).panelWidth).toBe(300);
  expect((await keepRecord()).idleMinutes).toBe(10);
  expect(await asideList()).toEqual([]);
}

const places: readonly (readonly [string, string, () => Promise<unknown>])[] = [
  ['the pieces of a save', 'pieces', () => saveWork(work('new work'))],
  ['the save itself', 'generations', () => saveWork(work('new work'))],
  ['the list of recent studies', 'recents', () => rememberStudy({ ...study, openedAt: '2026-02-02' })],
  ['the log', 'audit', () => auditStore.append([line('new'), line('newer')])],
  ['what is set aside', 'aside', () => setAside('1.2.3', 'report', { mark: 'x' }, 'why')],
  ['a choice', 'settings', () => saveChoice('views', ['new'])],
  ['the settings', 'settings', async () => saveSettings({ ...(await loadSettings()), panelWidth: 400 })],
  ['how things are kept', 'settings', () => setIdleMinutes(5)],
];

describe.each([false, true])('a full disk (encrypted: %s)', { timeout: 60_000 }, (sealed) => {
  beforeEach(async () => {
    await deleteEverything();
    await before();
    if (sealed) await keepSealed(PASS);
  });
  afterEach(() => vi.restoreAllMocks());

  it.each(places)('at %s', async (...[, table, act]) => {
    full(table);
    await expect(act()).rejects.toMatchObject({ failure: 'full' });
    await whole(sealed);
    // Once there is room it is written.
    await act();
  });
});

describe('a full disk while the way of keeping is changed', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    await deleteEverything();
    await before();
  });
  afterEach(() => vi.restoreAllMocks());

  it.each([
    ['pieces', 0],
    ['pieces', 1],
    ['generations', 0],
    ['recents', 0],
    ['audit', 0],
  ] as const)('at %s, write %i: goes on where it was, with the passphrase', async (table, from) => {
    full(table, from);
    await expect(keepSealed(PASS)).rejects.toMatchObject({ failure: 'full' });
    await whole(true);
  });

  it('at the record: stays as it was, and so does a passphrase that was to be changed', async () => {
    full('settings');
    await expect(keepSealed(PASS)).rejects.toMatchObject({ failure: 'full' });
    await whole(false);
    await keepSealed(PASS);
    full('settings');
    await expect(changePassphrase(PASS, 'quite another one')).rejects.toMatchObject({ failure: 'full' });
    await whole(true);
  });
});
