import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  compareSaved,
  deleteEverything,
  deleteWork,
  forgetStudy,
  loadSettings,
  loadWork,
  recentStudies,
  rememberStudy,
  saveSettings,
  saveWork,
  StorageError,
} from './index';
import { asStorageError } from './failure';

const finding = {
  trackingUid: '1.2.3',
  number: 1,
  mask: { start: [4, 5, 6], size: [2, 1, 1], data: new Uint8Array([1, 0]) },
};

const recent = (n: number) => ({
  studyUid: `1.${n}`,
  patientName: `患者${n}`,
  patientId: `${n}`,
  date: '20260101',
  description: 'Chest',
  modalities: ['CT'],
  seriesCount: 2,
  imageCount: 300,
  synthetic: false,
  openedAt: new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString(),
});

describe('storage', () => {
  beforeEach(deleteEverything);

  it('keeps the work on a study with its typed arrays', async () => {
    await saveWork({
      studyUid: '1.2',
      parts: { findings: [finding], report: { edits: { a: '右肺上叶结节' } } },
    });
    const work = await loadWork('1.2');
    expect(work!.parts.findings).toEqual([finding]);
    expect((work!.parts.findings as (typeof finding)[])[0].mask.data).toBeInstanceOf(Uint8Array);
    expect(work!.parts.report).toEqual({ edits: { a: '右肺上叶结节' } });
    expect(Date.parse(work!.savedAt)).toBeGreaterThan(0);
    await deleteWork('1.2');
    expect(await loadWork('1.2')).toBeUndefined();
  });

  it('lists every study that was opened, newest first', async () => {
    for (let n = 0; n < 450; n++) await rememberStudy(recent(n));
    const list = await recentStudies();
    expect(list.map((s) => s.studyUid)).toEqual(Array.from({ length: 450 }, (_, n) => `1.${449 - n}`));
  });

  it('says which studies have saved work that is not known of, and of which known ones it is gone', async () => {
    for (const studyUid of ['1.1', '1.2', '1.3']) await saveWork({ studyUid, parts: { report: 'a' } });
    await saveWork({ studyUid: '1.1', parts: { report: 'b' } });
    await deleteWork('1.2');
    expect(await compareSaved(['1.1', '1.2', '1.4'])).toEqual({ gone: ['1.2', '1.4'], fresh: ['1.3'] });
  });

  it('lists a study once, however often it is opened', async () => {
    await rememberStudy(recent(1));
    await rememberStudy({ ...recent(1), openedAt: '2026-02-01T00:00:00.000Z' });
    expect((await recentStudies()).map((s) => s.openedAt)).toEqual(['2026-02-01T00:00:00.000Z']);
  });

  it('forgets a study with the work on it', async () => {
    await rememberStudy(recent(1));
    await saveWork({ studyUid: '1.1', parts: {} });
    await forgetStudy('1.1');
    expect(await recentStudies()).toEqual([]);
    expect(await loadWork('1.1')).toBeUndefined();
  });

  it('gives settings a default each', async () => {
    const first = await loadSettings();
    expect(first.panelWidth).toBe(340);
    await saveSettings({ ...first, panelWidth: 420 });
    expect(await loadSettings()).toEqual({ ...first, panelWidth: 420 });
  });

  it('says why a save failed', async () => {
    // A function cannot be cloned: stands for any value that the database refuses.
    const refused = saveWork({ studyUid: '1.3', parts: { report: () => 0 } });
    await expect(refused).rejects.toBeInstanceOf(StorageError);
    expect(asStorageError(new DOMException('no room', 'QuotaExceededError')).failure).toBe('full');
    expect(asStorageError(new DOMException('private', 'SecurityError')).failure).toBe('blocked');
  });
});
