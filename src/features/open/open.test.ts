import { describe, expect, it } from 'vitest';
import type { FileResult, Instance, Series, Study } from '../../domain/study';
import { firstToShow, mergeStudies } from './merge';
import { byReason, countResults, problemOf } from './outcome';
import { ageOf } from './words';

const instance = (uid: string, extra: Partial<Instance> = {}) =>
  ({
    sopInstanceUid: uid,
    instanceNumber: Number(uid),
    frames: 1,
    imageType: [],
    ...extra,
  }) as unknown as Instance;
const series = (uid: string, instances: Instance[], modality = 'CT') =>
  ({ seriesUid: uid, studyUid: 'S', modality, instances }) as unknown as Series;
const study = (uid: string, list: Series[]) => ({ studyUid: uid, series: list }) as unknown as Study;
const uids = (one: Series) => one.instances.map((i) => i.sopInstanceUid);

describe('adding what was read to what is open', () => {
  it('joins by study, series and instance, and keeps what is open', () => {
    const open = [study('S', [series('a', [instance('1'), instance('3')])])];
    const read = [
      study('S', [series('a', [instance('2')]), series('b', [instance('9')])]),
      study('T', [series('c', [instance('1')])]),
    ];
    const all = mergeStudies(open, read);
    expect(all.map((s) => s.studyUid)).toEqual(['S', 'T']);
    expect(all[0].series.map(uids)).toEqual([['1', '2', '3'], ['9']]);
    expect(open[0].series.length).toBe(1);
  });

  it('takes the order of a series that was read again whole', () => {
    const open = [study('S', [series('a', [instance('1')])])];
    const all = mergeStudies(open, [study('S', [series('a', [instance('2'), instance('1')])])]);
    expect(uids(all[0].series[0])).toEqual(['2', '1']);
  });

  it('shows the largest series of images first, not the scout and not a SEG', () => {
    const scout = series(
      'scout',
      Array.from({ length: 3 }, (_, n) => instance(`${n}`, { imageType: ['LOCALIZER'] })),
    );
    const chest = series('chest', [instance('1'), instance('2')]);
    const seg = series('seg', [instance('1', { frames: 400 })], 'SEG');
    expect(firstToShow([study('S', [scout, seg, chest])])?.seriesUid).toBe('chest');
    expect(firstToShow([study('S', [scout])])?.seriesUid).toBe('scout');
    expect(firstToShow([study('S', [seg])])).toBeUndefined();
    // Of two studies the newer, however many images the prior has.
    const dated = (uid: string, date: string, list: Series[]) => ({ ...study(uid, list), date, time: '' });
    const now = series('now', [instance('1')]);
    const prior = series('prior', [instance('1'), instance('2')]);
    const both = [dated('P', '20240301', [prior]), dated('N', '20250301', [now])];
    expect(firstToShow(both)?.seriesUid).toBe('now');
    expect(firstToShow([...both, dated('Z', '20260301', [scout])])?.seriesUid).toBe('now');
  });
});

describe('what became of the files', () => {
  const result = (status: FileResult['status'], reason?: FileResult['reason']): FileResult => ({
    path: 'x',
    status,
    reason,
  });

  it('says what is wrong with an opening that showed nothing', () => {
    expect(problemOf([])).toBe('nothing');
    expect(problemOf([result('skipped', 'notDicom'), result('skipped', 'system')])).toBe('notDicom');
    expect(problemOf([result('skipped', 'notDicom'), result('failed', 'damagedHeader')])).toBe('damaged');
    expect(problemOf([result('skipped', 'zipPassword'), result('skipped', 'system')])).toBe('locked');
    expect(problemOf([result('skipped', 'noPixels')])).toBe('noImages');
    expect(problemOf([result('skipped', 'duplicate')])).toBeUndefined();
    expect(problemOf([result('loaded'), result('failed', 'damagedHeader')])).toBeUndefined();
  });

  it('groups by reason, failures first', () => {
    const results = [
      result('skipped', 'notDicom'),
      result('skipped', 'notDicom'),
      result('loaded'),
      result('failed', 'truncatedPixels'),
    ];
    expect(byReason(results).map((g) => [g.reason, g.files.length])).toEqual([
      ['truncatedPixels', 1],
      ['notDicom', 2],
    ]);
    expect(countResults(results)).toMatchObject({ loaded: 1, skipped: 2, failed: 1 });
  });
});

describe('words', () => {
  it('reads ages', () => {
    const patient = { name: '', id: '', sex: '', birthDate: '' };
    expect(ageOf({ ...patient, age: '062Y' })).toEqual({ count: 62, unit: 'Y' });
    expect(ageOf({ ...patient, age: '' })).toBeUndefined();
  });
});
