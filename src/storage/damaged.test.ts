/** One row of each table damaged, in the open and encrypted: the page starts, what is not damaged opens, nothing is thrown. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  asideList,
  auditStore,
  changeDue,
  compareSaved,
  deleteEverything,
  dueStudies,
  keepSealed,
  loadChoice,
  loadWork,
  recentStudies,
  rememberStudy,
  saveChoice,
  savedStudies,
  saveWork,
  setAside,
  storageByKind,
  unlock,
} from './index';
import { database, KEEP } from './database';
import { forgetHeads } from './generations';
import { PASS, study } from './kept.fixture';
import { forgetKeeping } from './keeping';

const damages: Readonly<Record<string, (row: { data: Uint8Array }) => unknown>> = {
  'a bit': (row) => ({ ...row, data: row.data.map((byte, n) => (n === 1 ? byte ^ 1 : byte)) }),
  'half of it gone': (row) => ({ ...row, data: row.data.slice(0, row.data.length >> 1) }),
  'a text': () => 'broken',
  'no bytes': (row) => ({ ...row, data: null }),
};
const tables = ['generations', 'pieces', 'recents', 'audit', 'aside', 'dues'] as const;
const cases = [false, true].flatMap((sealed) =>
  tables.flatMap((table) => Object.keys(damages).map((how) => [table, how, sealed] as const)),
);

describe('a damaged row', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    // What cannot be read is told there, too.
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    await deleteEverything();
    for (const uid of ['1.2.3', '1.2.4']) {
      await saveWork({ studyUid: uid, parts: { report: { text: uid } } });
      await rememberStudy({ ...study, studyUid: uid });
      await setAside(uid, 'report', { text: uid }, 'why');
      await changeDue(uid, () => ({ studyUid: uid, months: 12 }));
    }
    const at = '2026-01-01T00:00:00.000Z';
    await auditStore.append([
      { at, kind: 'one' },
      { at, kind: 'two' },
    ]);
    await saveChoice('views', ['mine']);
  });

  it.each(cases)('of %s: %s (encrypted: %s)', async (table, how, sealed) => {
    if (sealed) await keepSealed(PASS);
    const db = await database();
    const [key] = await db.getAllKeys(table);
    await db.put(table, damages[how]!((await db.get(table, key!)) as { data: Uint8Array }), key);
    forgetHeads();
    forgetKeeping();
    if (sealed) await unlock(PASS);

    const read = await Promise.all(['1.2.3', '1.2.4'].map((uid) => loadWork(uid)));
    const hit = table === 'generations' || table === 'pieces';
    expect(read.filter((work) => work?.problems === undefined)).toHaveLength(hit ? 1 : 2);
    for (const work of read)
      if (!work?.problems) expect(work?.parts.report).toEqual({ text: work?.studyUid });
    // What was damaged is put aside with its reason, and is no longer in the way.
    expect(await asideList()).toHaveLength(hit ? 3 : table === 'aside' ? 1 : 2);
    expect(await recentStudies()).toHaveLength(table === 'recents' ? 1 : 2);
    expect(await dueStudies()).toHaveLength(table === 'dues' ? 1 : 2);
    const log = await auditStore.read();
    expect(log).toMatchObject(table === 'audit' ? { broken: 1 } : { broken: 0 });
    expect(log.entries).toHaveLength(table === 'audit' ? 1 : 2);
    expect(await loadChoice('views')).toEqual(['mine']);
    expect((await savedStudies()).length).toBeGreaterThanOrEqual(1);
    expect((await compareSaved([])).gone).toEqual([]);
    expect((await storageByKind()).map(({ kind }) => kind)).toContain('work');
    // And it is saved again; a due line that cannot be read is written anew.
    for (const uid of ['1.2.3', '1.2.4'])
      await saveWork({ studyUid: uid, parts: { report: { text: 'again' } } });
    expect((await loadWork('1.2.3'))?.parts.report).toEqual({ text: 'again' });
    for (const uid of ['1.2.3', '1.2.4']) await changeDue(uid, () => ({ studyUid: uid, months: 24 }));
    expect(await dueStudies()).toHaveLength(2);
  });

  it('of how things are kept: the spare takes its place, and the passphrase still opens the store', async () => {
    await keepSealed(PASS);
    const db = await database();
    await db.put('settings', 'broken', KEEP);
    forgetHeads();
    forgetKeeping();
    expect(await unlock(PASS)).toBe(true);
    expect((await loadWork('1.2.3'))?.parts.report).toEqual({ text: '1.2.3' });
    await saveWork({ studyUid: '1.2.3', parts: { report: { text: 'again' } } });
  });
});
