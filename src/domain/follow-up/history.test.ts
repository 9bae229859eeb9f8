import { describe, expect, it } from 'vitest';
import type { TimePoint } from './growth';
import { followUp, type EarlierExamination, type Examination } from './history';
import type { Match } from './match';

const point = (date: string, trackingUid: string, volume: number, meanDiameter = 8): TimePoint => ({
  date,
  trackingUid,
  volume,
  meanDiameter,
});
const exam = (date: string, volumes: Readonly<Record<string, number>>): Examination => ({
  date,
  points: Object.entries(volumes).map(([uid, volume]) => point(date, uid, volume)),
});
const earlier = (
  date: string,
  volumes: Readonly<Record<string, number>>,
  matches: readonly Match[],
): EarlierExamination => ({ ...exam(date, volumes), matches });
const same = (current: string, prior: string): Match => ({ kind: 'same', current, prior, distance: 1 });

describe('follow-up over several examinations', () => {
  it('is one series a nodule, over every examination that shows it', () => {
    const { nodules, gone } = followUp(exam('20240701', { a: 400, b: 90 }), [
      earlier('20240101', { A1: 200, C1: 60 }, [
        same('a', 'A1'),
        { kind: 'new', current: 'b' },
        { kind: 'gone', prior: 'C1' },
      ]),
      earlier('20240401', { A2: 300 }, [same('a', 'A2'), { kind: 'new', current: 'b' }]),
    ]);
    const [a, b] = nodules;
    expect(a.change).toBe('same');
    expect(a.series.points.map(({ trackingUid }) => trackingUid)).toEqual(['A1', 'A2', 'a']);
    expect(a.series.whole!.change).toMatchObject({ state: 'growing', relative: 1 });
    expect(a.series.whole!.change!.doublingDays).toBeCloseTo(182, 9);
    expect(b).toMatchObject({ uids: ['b'], change: 'new' });
    expect(b.series.points).toHaveLength(1);
    // What had vanished by the latest examination is no news.
    expect(gone).toEqual([]);
  });

  it('says nothing of a place that no earlier examination shows, and goes by the latest that does', () => {
    const { nodules, gone } = followUp(exam('20240701', { a: 100, b: 100 }), [
      earlier('20230101', { A: 100 }, [same('a', 'A'), { kind: 'priorNotThere', current: 'b' }]),
      earlier('20240101', { Z: 50 }, [
        { kind: 'priorNotThere', current: 'a' },
        { kind: 'priorNotThere', current: 'b' },
        { kind: 'gone', prior: 'Z' },
      ]),
    ]);
    expect(nodules.map(({ change }) => change)).toEqual(['same', undefined]);
    expect(gone).toEqual([{ uid: 'Z', lastSeen: '20240101' }]);
  });

  it('compares the pieces together with the one that they were, and the one with what it grew together from', () => {
    const split = followUp(exam('20240701', { a: 120, b: 80 }), [
      earlier('20240101', { A: 100 }, [{ kind: 'split', prior: 'A', currents: ['a', 'b'] }]),
    ]);
    expect(split.nodules).toHaveLength(1);
    expect(split.nodules[0]).toMatchObject({ uids: ['a', 'b'], change: 'split' });
    expect(split.nodules[0].series.whole!.differences.volume).toMatchObject({ before: 100, now: 200 });
    // Two diameters make no third.
    expect(split.nodules[0].series.whole!.differences.meanDiameter).toBeUndefined();

    const merged = followUp(exam('20240701', { a: 200 }), [
      earlier('20240101', { A: 60, B: 100 }, [{ kind: 'merged', current: 'a', priors: ['A', 'B'] }]),
    ]);
    expect(merged.nodules[0].change).toBe('merged');
    expect(merged.nodules[0].series.whole!.differences.volume).toMatchObject({ before: 160, now: 200 });
    expect(merged.nodules[0].series.whole!.change).toMatchObject({ basis: 'volume', state: 'growing' });
  });

  it('has nothing to compare without an earlier examination', () => {
    const { nodules, gone } = followUp(exam('20240701', { a: 100 }), []);
    expect(nodules).toMatchObject([{ uids: ['a'] }]);
    expect(nodules[0].change).toBeUndefined();
    expect(nodules[0].series.whole).toBeUndefined();
    expect(gone).toEqual([]);
  });
});
