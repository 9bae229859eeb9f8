import { describe, expect, it } from 'vitest';
import { RowBook } from './book';
import { daysOf, filterFor, noFilter, type WorklistFilter } from './filter';
import { Arrangement, byPriority, type Pace, type WorklistSort } from './order';
import { HERE, type KnownWork, type Listed, type WorklistRow } from './row';
import { statusOf } from './status';
import { neighbour, upcoming } from './walk';
import { searchFor, wordsOf } from './words';

const study = (studyUid: string, more: Partial<Listed> = {}): Listed => ({
  studyUid,
  source: 'pacs',
  patientName: `NAME^${studyUid}`,
  patientId: `P${studyUid}`,
  birthDate: '19600101',
  sex: 'F',
  date: '20260110',
  time: '101500',
  description: 'Chest',
  modalities: ['CT'],
  accession: `A${studyUid}`,
  ...more,
});

const urgent: KnownWork = {
  status: 'aiRan',
  urgent: { by: 'ai', reason: { kind: 'size', part: 'nodule', mm: 16, limit: 15 } },
};

const bookOf = (list: readonly Listed[], work: Record<string, KnownWork> = {}): RowBook => {
  const book = new RowBook((uid) => work[uid]);
  book.add(list);
  return book;
};

const still: Pace = { now: () => 0, rest: () => Promise.resolve(), slice: 1 };
const now = new Date(2026, 0, 15, 23, 30);

const shown = async (
  rows: readonly WorklistRow[],
  filter: Partial<WorklistFilter> = {},
  sort: WorklistSort = byPriority,
): Promise<string[]> => {
  const { indices } = await new Arrangement(rows, still).arrange({ ...noFilter, ...filter }, sort, now);
  return [...indices].map((n) => rows[n].key);
};

describe('studies of several sources', () => {
  it('are one row each, with the servers first and this computer filling the gaps', () => {
    const book = bookOf([study('1', { source: HERE, description: 'Old words', imageCount: 3 })]);
    book.add([study('1', { description: 'New words', modalities: ['CT', 'SR'] }), study('2')]);
    expect(book.rows).toHaveLength(2);
    expect(book.row('1')).toMatchObject({
      sources: ['pacs', HERE],
      description: 'New words',
      modalities: ['CT', 'SR'],
      imageCount: 3,
    });
  });

  it('leave the list when the source that named them does not any more', () => {
    const book = bookOf([study('1'), study('2'), study('3')]);
    book.add([study('2', { source: HERE })]);
    book.keepOnly('pacs', new Set(['3']));
    expect(book.rows.map(({ key, sources }) => [key, sources])).toEqual([
      ['2', [HERE]],
      ['3', ['pacs']],
    ]);
    book.add([study('4')]);
    expect(book.row('4')?.key).toBe('4');
    expect(book.rows).toHaveLength(3);
  });

  it('say how far the work on them is', () => {
    const work: Record<string, KnownWork> = {};
    const book = bookOf([study('1'), study('2')], work);
    const before = book.rows;
    work['2'] = { status: 'signed' };
    book.touch(['2', 'not there']);
    expect(before[1].status).toBe('new');
    expect(book.row('2')?.status).toBe('signed');
    expect(book.rows[0]).toBe(before[0]);
  });
});

describe('a search', () => {
  const words = wordsOf(study('1', { patientName: 'ZHANG^SAN=张^三', description: '胸部 CT 平扫' }));
  const finds = (text: string): boolean => searchFor(text)?.(words) ?? true;

  it('goes by any writing of the name, id, accession and description, every word of it', () => {
    for (const text of ['张三', '张', 'zhang', 'ZHANGSAN', 'zhang^san', 'P1', 'a1', '平扫 张', '  ', 'ｐ１'])
      expect(finds(text), text).toBe(true);
    for (const text of ['李', 'p2', '张 四']) expect(finds(text), text).toBe(false);
  });

  it('takes wildcards for a whole field', () => {
    for (const text of ['张*', '*三', '张?', 'zh*n', '*平扫', 'P?', 'p*'])
      expect(finds(text), text).toBe(true);
    for (const text of ['三*', '张??', '?', 'hang*', 'a.']) expect(finds(text), text).toBe(false);
  });
});

describe('a filter', () => {
  const row = (more: Partial<Listed>, work?: KnownWork): WorklistRow =>
    bookOf([study('1', more)], work && { '1': work }).rows[0];
  const lets = (filter: Partial<WorklistFilter>, one: WorklistRow): boolean =>
    filterFor({ ...noFilter, ...filter }, now)(one, wordsOf(one));

  it('knows the days by the clock on the wall', () => {
    expect(daysOf({ date: 'today', from: '', to: '' }, now)).toEqual({ from: '20260115', to: '20260115' });
    expect(daysOf({ date: 'yesterday', from: '', to: '' }, now)).toEqual({
      from: '20260114',
      to: '20260114',
    });
    expect(daysOf({ date: 'week', from: '', to: '' }, now)).toEqual({ from: '20260109', to: '20260115' });
    expect(daysOf({ date: 'yesterday', from: '', to: '' }, new Date(2026, 2, 1, 0, 5)).from).toBe('20260228');
  });

  it('by date, range, modality, status, source, urgency', () => {
    expect(lets({ date: 'week' }, row({ date: '20260109' }))).toBe(true);
    expect(lets({ date: 'week' }, row({ date: '20260108' }))).toBe(false);
    expect(lets({ date: 'range', from: '20250101' }, row({ date: '20260108' }))).toBe(true);
    expect(lets({ date: 'range', to: '20250101' }, row({ date: '20260108' }))).toBe(false);
    expect(lets({ date: 'today' }, row({ date: '' }))).toBe(false);
    expect(lets({ modalities: ['MR', 'CT'] }, row({}))).toBe(true);
    expect(lets({ modalities: ['MR'] }, row({}))).toBe(false);
    expect(lets({ states: ['signed'] }, row({}))).toBe(false);
    expect(lets({ sources: [HERE] }, row({}))).toBe(false);
    expect(lets({ urgentOnly: true }, row({}, urgent))).toBe(true);
    expect(lets({ urgentOnly: true }, row({}, { ...urgent, status: 'signed' }))).toBe(false);
  });
});

describe('an order', () => {
  const days = ['20260101', '20260105', '20260103', '20260104', ''];
  const list = days.map((date, n) =>
    study(`${n}`, { date, patientName: ['李', '王', 'ZHU', 'ann', '陈'][n] }),
  );
  const { rows } = bookOf(list, { '0': urgent, '1': { status: 'signed' }, '4': { status: 'draft' } });

  it('by priority has what is urgent first, then what waits by date, then what is signed', async () => {
    expect(await shown(rows)).toEqual(['0', '3', '2', '4', '1']);
  });

  it('by name goes by letters, then by pinyin; turned the other way round', async () => {
    expect(await shown(rows, {}, { by: 'name', turned: false })).toEqual(['3', '2', '4', '0', '1']);
    expect(await shown(rows, {}, { by: 'name', turned: true })).toEqual(['1', '0', '4', '2', '3']);
  });

  it('by date has the newest first, what has none last', async () => {
    expect(await shown(rows, {}, { by: 'date', turned: false })).toEqual(['1', '3', '2', '0', '4']);
  });

  it('counts what is shown', async () => {
    const { counts } = await new Arrangement(rows, still).arrange(
      { ...noFilter, states: ['signed', 'aiRan'] },
      byPriority,
      now,
    );
    expect(counts).toEqual({
      all: 5,
      shown: 2,
      urgent: 1,
      states: { new: 0, aiRan: 1, draft: 0, signed: 1 },
    });
  });

  it('of many rows lets the page draw between, and stops when told to', async () => {
    const many = bookOf(
      Array.from({ length: 3000 }, (_none, n) => study(`${n}`, { patientName: `N${(n * 7919) % 3000}` })),
    ).rows;
    let ticks = 0;
    let rests = 0;
    const pace: Pace = {
      now: () => ticks++,
      rest: () => {
        rests++;
        return Promise.resolve();
      },
      slice: 4,
    };
    const arrangement = new Arrangement(many, pace);
    const { indices } = await arrangement.arrange(noFilter, { by: 'name', turned: false }, now);
    const names = [...indices].map((n) => many[n].patientName);
    expect(names).toEqual(names.toSorted());
    expect(rests).toBeGreaterThan(10);
    const stop = new AbortController();
    const asked = arrangement.arrange({ ...noFilter, text: 'n' }, byPriority, now, stop.signal);
    stop.abort();
    await expect(asked).rejects.toThrow();
  });
});

describe('going through the list', () => {
  const { rows } = bookOf(
    ['1', '2', '3', '4'].map((uid) => study(uid)),
    { '2': { status: 'signed' }, '4': { status: 'draft' } },
  );
  const go = (from: string | undefined, step: 1 | -1, opens?: (row: WorklistRow) => boolean) =>
    neighbour(rows, from, step, opens)?.key;

  it('passes over what is signed, and ends at the ends', () => {
    expect([go('1', 1), go('3', -1), go('4', 1), go('1', -1)]).toEqual(['3', '1', undefined, undefined]);
    expect(go('1', 1, ({ key }) => key !== '3')).toBe('4');
  });

  it('begins with the first that waits', () => {
    expect([go(undefined, 1), go('not there', 1), go('not there', -1)]).toEqual(['1', '1', undefined]);
  });

  it('gives AI the new ones after the one at hand, then those before it', () => {
    expect(upcoming(rows, '3', 5, () => true).map(({ key }) => key)).toEqual(['1']);
    expect(upcoming(rows, undefined, 1, () => true).map(({ key }) => key)).toEqual(['1']);
    expect(upcoming(rows, 'not there', 5, ({ key }) => key !== '1').map(({ key }) => key)).toEqual(['3']);
  });
});

describe('how far the work on a study is', () => {
  const ai = { origin: { kind: 'analysis' }, review: 'pending' };
  const found = (...findings: object[]) => ({ runs: [{}], findings: { findings } });

  it('is told from what was saved', () => {
    expect(statusOf({})).toBe('new');
    expect(statusOf({ room: {} })).toBe('new');
    expect(statusOf(found(ai))).toBe('aiRan');
    expect(statusOf(found())).toBe('aiRan');
    expect(statusOf(found(ai, { ...ai, review: 'accepted' }))).toBe('draft');
    expect(statusOf(found({ origin: { kind: 'reader' }, review: 'pending' }))).toBe('draft');
    expect(statusOf({ annotations: { annotations: [{}] } })).toBe('draft');
    expect(statusOf({ annotations: { annotations: [] } })).toBe('new');
    expect(statusOf({ guideline: { answers: { age: 60 } } })).toBe('draft');
    expect(statusOf({ report: { edits: [], versions: [{ status: 'preliminary' }] } })).toBe('draft');
    expect(statusOf({ report: { versions: [{ status: 'final' }] }, ...found(ai) })).toBe('signed');
    expect(statusOf({ report: { versions: [{ status: 'final' }, { status: 'addendum' }] } })).toBe('signed');
    expect(statusOf({ report: 'damaged', findings: 3, runs: {} })).toBe('new');
  });
});
