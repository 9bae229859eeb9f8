import { describe, expect, it } from 'vitest';
import { followedAnswers, followStudy, reviewedOnly, type ComparedPrior, type PriorNodule } from './followed';
import type { TimePoint } from './growth';

const point = (date: string, uid: string, meanDiameter: number, volume: number): TimePoint => ({
  date,
  trackingUid: uid,
  meanDiameter,
  volume,
});
const nodule = (date: string, uid: string, d: number, volume: number, reviewed = true): PriorNodule => ({
  uid,
  lesionUid: uid,
  number: 1,
  reviewed,
  at: [0, 0, 0],
  point: point(date, uid, d, volume),
});
const prior = (date: string, nodules: readonly PriorNodule[], matches: ComparedPrior['matches']) => ({
  studyUid: date,
  seriesUid: date,
  date,
  nodules,
  matches,
  poor: false,
});

const before = prior(
  '20250101',
  [nodule('20250101', 'A', 6, 110), nodule('20250101', 'C', 5, 65)],
  [
    { kind: 'same', current: 'a', prior: 'A', distance: 1 },
    { kind: 'new', current: 'b' },
    { kind: 'gone', prior: 'C' },
  ],
);
const now = [point('20260101', 'a', 8, 260), point('20260101', 'b', 5, 65)];

describe('a followed study', () => {
  it('carries the lesion’s name, what changed and by how much', () => {
    const study = followStudy('20260101', now, [before])!;
    expect(study.nodules.a).toMatchObject({ lesionUid: 'A', change: 'same', against: '20250101' });
    expect(study.nodules.a.before).toEqual([{ uid: 'A', number: 1, reviewed: true }]);
    expect(study.nodules.a.series.whole?.change).toMatchObject({ state: 'growing', basis: 'volume' });
    expect(study.nodules.b).toMatchObject({ lesionUid: 'b', change: 'new', before: [] });
    expect(study.gone).toMatchObject([{ uid: 'C', date: '20250101' }]);
    expect(followStudy('20260101', now, [])).toBeUndefined();
  });

  it('keeps the name of an examination before, and follows it over three', () => {
    const older = prior(
      '20240101',
      [nodule('20240101', '1', 5, 60)],
      [{ kind: 'same', current: 'a', prior: '1', distance: 1 }],
    );
    const named = { ...before, nodules: before.nodules.map((one) => ({ ...one, lesionUid: '1' })) };
    const { a } = followStudy('20260101', now, [older, named])!.nodules;
    expect(a.lesionUid).toBe('1');
    expect(a.series.points.map(({ volume }) => volume)).toEqual([60, 110, 260]);
  });

  it('tells a guideline the sizes then, and that it is new; of pieces nothing', () => {
    const study = followStudy('20260101', now, [before])!;
    expect(followedAnswers(study, 'a')).toEqual({ priorDiameter: 6, priorVolume: 110 });
    expect(followedAnswers(study, 'b')).toEqual({ status: 'new' });
    const split = prior(
      '20250101',
      [before.nodules[0]],
      [{ kind: 'split', prior: 'A', currents: ['a', 'b'] }],
    );
    const pieces = followStudy('20260101', now, [split])!;
    expect(pieces.nodules.a).toMatchObject({ change: 'split', lesionUid: 'A', pieces: ['a', 'b'] });
    expect(pieces.nodules.b).toMatchObject({ change: 'split', lesionUid: 'b' });
    expect(followedAnswers(pieces, 'a')).toEqual({});
  });

  it('says nothing of a nodule that no reader has confirmed', () => {
    const nodules = before.nodules.map((one) => ({ ...one, reviewed: false }));
    const study = followStudy('20260101', now, [reviewedOnly({ ...before, nodules })])!;
    expect(study.nodules.a).toMatchObject({ lesionUid: 'a', before: [] });
    expect(study.nodules.a.change).toBeUndefined();
    expect(study.nodules.b.change).toBe('new');
    expect(study.gone).toEqual([]);
    const merged = prior(
      '20250101',
      [nodule('20250101', 'A', 6, 110), nodule('20250101', 'C', 5, 65, false)],
      [{ kind: 'merged', current: 'a', priors: ['A', 'C'] }],
    );
    expect(reviewedOnly(merged).matches).toMatchObject([{ kind: 'same', current: 'a', prior: 'A' }]);
  });
});
