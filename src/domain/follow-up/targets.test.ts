import { describe, expect, it } from 'vitest';
import { recistForm } from '../guidelines/forms/recist-form';
import type { Answers, Row } from '../guidelines/forms/form';
import { followStudy, type ComparedPrior } from './followed';
import type { Match } from './match';
import {
  isUpToDate,
  lesionsFollowed,
  proposedRoles,
  recistAnswers,
  rolesIn,
  withRoles,
  type LesionRole,
} from './targets';

const NOW = '20260301';
const same = (current: string, prior: string): Match => ({ kind: 'same', current, prior, distance: 1 });
/** An earlier examination: longest diameters by UID, and what became of them. */
const prior = (date: string, sizes: Record<string, number>, matches: readonly Match[]): ComparedPrior => ({
  studyUid: `s${date}`,
  seriesUid: `s${date}.1`,
  date,
  poor: false,
  matches,
  nodules: Object.entries(sizes).map(([uid, longAxis], n) => ({
    uid,
    lesionUid: uid,
    number: n + 1,
    reviewed: true,
    at: [0, 0, 0],
    point: { date, trackingUid: uid, longAxis },
  })),
});
const followed = (sizes: Record<string, number>, priors: readonly ComparedPrior[]) =>
  lesionsFollowed(
    followStudy(
      NOW,
      Object.entries(sizes).map(([trackingUid, longAxis]) => ({ date: NOW, trackingUid, longAxis })),
      priors,
    ),
    Object.entries(sizes).map(([uid, longAxis], n) => ({ uid, number: n + 1, longAxis })),
  )!;
const words = {
  name: ({ number, lastSeen }: { number: number; lastSeen?: string }) =>
    lastSeen ? `Nodule ${number} (2025-03-01)` : `Nodule ${number}`,
  organ: 'lung',
};
const filled = (all: ReturnType<typeof followed>, roles = proposedRoles(all), before: Answers = {}) =>
  recistAnswers(all, roles, before, words);
const rows = (answers: Answers): readonly Row[] => answers.targets as readonly Row[];

/** a 30 to 15, b 20 to 20, c 12 to 14, d 8 gone, e new. */
const one = () =>
  followed({ A: 15, B: 20, C: 14, E: 9 }, [
    prior('20250301', { a: 30, b: 20, c: 12, d: 8 }, [
      same('A', 'a'),
      same('B', 'b'),
      same('C', 'c'),
      { kind: 'gone', prior: 'd' },
      { kind: 'new', current: 'E' },
    ]),
  ]);

describe('lesions of a comparison as RECIST counts them', () => {
  it('proposes the two largest of 10 mm and more; the others are non-target, new ones not counted', () => {
    expect(proposedRoles(one())).toEqual({
      A: 'target',
      B: 'target',
      C: 'nonTarget',
      d: 'nonTarget',
      E: 'out',
    });
    const small = followed({ A: 9, B: 9 }, [
      prior('20250301', { a: 9.9, b: 10 }, [same('A', 'a'), same('B', 'b')]),
    ]);
    expect(proposedRoles(small)).toEqual({ A: 'nonTarget', B: 'target' });
  });

  it('fills in the form: sums, nadir, non-targets and the new lesion that makes it progress', () => {
    const answers = filled(one());
    expect(rows(answers).map(({ lesion, before, now }) => [lesion, before, now])).toEqual([
      ['A', 30, 15],
      ['B', 20, 20],
    ]);
    expect(answers).toMatchObject({ exam: 'followUp', nadirSum: 50, nonTarget: 'nonCrNonPd', fresh: 'yes' });
    expect(recistForm.result(answers)).toMatchObject({ state: 'given', code: 'PD' });
    // Without the new lesion: 50 to 35 mm is -30 %, a partial response.
    expect(recistForm.result({ ...answers, fresh: 'no' })).toMatchObject({ code: 'PR' });
  });

  it('counts a gone lesion as 0 mm; all gone is complete', () => {
    const all = followed({}, [prior('20250301', { a: 30 }, [{ kind: 'gone', prior: 'a' }])]);
    const answers = filled(all);
    expect(rows(answers)).toMatchObject([{ lesion: 'a', before: 30, now: 0, name: 'Nodule 1 (2025-03-01)' }]);
    expect(recistForm.result(answers)).toMatchObject({ code: 'CR' });
  });

  it('takes the nadir from every earlier examination, and has a column for each', () => {
    const all = followed({ A: 25 }, [
      prior('20250301', { a: 50 }, [same('A', 'a')]),
      prior('20250901', { x: 20 }, [same('A', 'x')]),
    ]);
    const answers = filled(all);
    expect(answers).toMatchObject({ nadirSum: 20, baselineDate: '20250301', date: NOW });
    // 20 to 25: 25 % and 5 mm above the nadir is progression, though half of the baseline.
    const result = recistForm.result(answers);
    expect(result).toMatchObject({ code: 'PD' });
    const [{ table }] = recistForm.sentences(answers, result, { zh: '', en: '' });
    expect(table!.head.map(({ en }) => en)).toEqual([
      '#',
      'Site',
      'Organ',
      'Measured',
      'Baseline 2025-03-01 mm',
      '2025-09-01 mm',
      'Now 2026-03-01 mm',
      'Change',
    ]);
    expect(table!.rows[0].map(({ zh }) => zh).slice(1)).toEqual([
      '结节1',
      '肺',
      '病灶（长径）',
      '50.0',
      '20.0',
      '25.0',
      '\u221250.0%',
    ]);
    expect(table!.foot!.map((row) => row[5].en)).toEqual(['20.0', '']);
  });

  it('adds up the pieces of what split, and leaves what merged to the reader', () => {
    const split = followed({ A: 8, B: 7 }, [
      prior('20250301', { a: 20 }, [{ kind: 'split', currents: ['A', 'B'], prior: 'a' }]),
    ]);
    expect(split.lesions).toMatchObject([{ uid: 'A', state: 'split', sizes: { 20250301: 20, [NOW]: 15 } }]);
    const merged = followed({ A: 30 }, [
      prior('20250301', { a: 12, b: 14 }, [{ kind: 'merged', current: 'A', priors: ['a', 'b'] }]),
    ]);
    expect(merged.lesions).toMatchObject([{ uid: 'A', state: 'merged', sizes: { [NOW]: 30 } }]);
    expect(proposedRoles(merged)).toEqual({ A: 'nonTarget' });
  });

  it('a lesion that is there since an examination in between is a new one', () => {
    const all = followed({ A: 12, B: 11 }, [
      prior('20250301', { a: 12 }, [same('A', 'a'), { kind: 'new', current: 'B' }]),
      prior('20250901', { x: 12, y: 10 }, [same('A', 'x'), same('B', 'y')]),
    ]);
    expect(proposedRoles(all)).toEqual({ A: 'target', B: 'out' });
    expect(filled(all).fresh).toBe('yes');
  });

  it('keeps what the reader wrote when another role is given, until the measurements are taken again', () => {
    const all = one();
    const first = filled(all);
    const hand: Row = { name: 'liver', kind: 'lesion', before: 10, now: 10 };
    const written: Answers = {
      ...first,
      targets: [{ ...rows(first)[0], now: 14 }, rows(first)[1], hand],
      nonTarget: 'PD',
      fresh: 'no',
    };
    expect(isUpToDate(all, first, words)).toBe(true);
    expect(isUpToDate(all, written, words)).toBe(false);
    const roles: Record<string, LesionRole> = { ...rolesIn(written), B: 'out' };
    const changed = withRoles(all, roles, written, words);
    expect(rows(changed).map(({ lesion, now }) => [lesion, now])).toEqual([
      ['A', 14],
      [undefined, 10],
    ]);
    expect(changed).toMatchObject({ nonTarget: 'PD', fresh: 'no' });
    expect(rows(filled(all, roles, changed))[0].now).toBe(15);
  });

  it('is nothing without an earlier day', () => {
    expect(lesionsFollowed(undefined, [])).toBeUndefined();
    const today = followStudy(NOW, [], [prior(NOW, { a: 10 }, [{ kind: 'gone', prior: 'a' }])]);
    expect(lesionsFollowed(today, [])).toBeUndefined();
  });
});
