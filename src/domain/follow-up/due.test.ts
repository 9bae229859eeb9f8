import { describe, expect, it } from 'vitest';
import { addDays, addMonths, daysBetween, dayOn, isDay } from './days';
import { dueItems, windowOf, type DueAsk } from './due';
import { lungSteps } from './lung';
import { at, perhaps, undated } from './step';

const text = (word: string) => ({ zh: word, en: word });
const ask = (steps: DueAsk['steps']): DueAsk => ({
  id: 'lungRads',
  region: 'chest',
  steps,
  rule: text('Lung-RADS v2022'),
  category: text('3'),
  advice: text('LDCT in 6 months'),
  finding: { trackingUid: '1.2', label: text('Nodule 1') },
});

describe('days', () => {
  it.each([
    ['20260523', 6, '20261123'],
    ['20260131', 1, '20260228'],
    ['20240131', 1, '20240229'],
    ['20240229', 12, '20250228'],
    ['20240229', 48, '20280229'],
    ['20260831', 6, '20270228'],
    ['20261130', 3, '20270228'],
    ['20261231', 24, '20281231'],
    ['20260331', -1, '20260228'],
    ['20260115', -1, '20251215'],
    ['20260115', 0, '20260115'],
  ])('%s and %d months is %s', (date, months, then) => expect(addMonths(date, months)).toBe(then));

  it('counts days over the ends of months, leap days and changes of the clock', () => {
    expect(addDays('20240228', 1)).toBe('20240229');
    expect(addDays('20261231', 1)).toBe('20270101');
    expect(daysBetween('20260101', '20270101')).toBe(365);
    expect(daysBetween('20240101', '20250101')).toBe(366);
    expect(daysBetween('20260329', '20260330')).toBe(1);
    expect(daysBetween('20260330', '20260329')).toBe(-1);
    expect(dayOn(new Date(2026, 0, 5, 23, 59))).toBe('20260105');
  });

  it('takes no day that there is not', () => {
    for (const date of ['', '20250229', '20261301', '2026-01-01', 'unknown']) {
      expect(isDay(date)).toBe(false);
      expect(() => addMonths(date, 1)).toThrow(RangeError);
    }
  });
});

describe('due items', () => {
  it('have one day where the rule names one, and a range where it names two', () => {
    expect(windowOf('20261123', at('ldct', 6))).toEqual({
      earliest: '20270523',
      recommended: '20270523',
      latest: '20270523',
    });
    expect(windowOf('20260831', at('ct', 6, 12))).toEqual({ earliest: '20270228', latest: '20270831' });
  });

  it('have no day without an interval, and none without the date of the examination', () => {
    expect(dueItems('20261123', [ask([undated('workup')])])[0].window).toBeUndefined();
    for (const date of ['', '00000000', '20250230'])
      expect(dueItems(date, [ask([at('ldct', 6)])])).toMatchObject([{ act: 'ldct', months: [6, 6] }]);
    expect(dueItems('', [ask([at('ldct', 6)])])[0]).not.toHaveProperty('window');
  });

  it('say what for, by which rule, and keep their key', () => {
    const [first, second] = dueItems('20261123', [ask([at('ct', 6, 12), perhaps(at('ct', 18, 24))])]);
    expect(first).toMatchObject({
      key: 'lungRads/ct/6-12',
      rule: text('Lung-RADS v2022'),
      category: text('3'),
    });
    expect(first).not.toHaveProperty('optional');
    expect(second).toMatchObject({ key: 'lungRads/ct/18-24', optional: true });
    expect(second.finding?.trackingUid).toBe('1.2');
  });
});

describe('intervals of the lung rules', () => {
  const months = (key: keyof typeof lungSteps) => lungSteps[key].map((step) => step.months);
  // clinical-rules.md, sections 1 to 3.
  it.each([
    ['lr.12', [[12, 12]]],
    ['lr.3', [[6, 6]]],
    ['lr.4a', [[3, 3]]],
    ['lr.4b', [undefined]],
    ['lr.0.infection', [[1, 3]]],
    ['lr.0.incomplete', [undefined]],
    ['cl.12', [[12, 12]]],
    ['cl.6', [[6, 6]]],
    ['cl.3', [[3, 3]]],
    ['cl.now', [[0, 0]]],
    ['fl.none', []],
    ['fl.optional12', [[12, 12]]],
    [
      'fl.6to12.then',
      [
        [6, 12],
        [18, 24],
      ],
    ],
    [
      'fl.3to6.consider',
      [
        [3, 6],
        [18, 24],
      ],
    ],
    ['fl.gt8', [[3, 3]]],
    ['fl.non.confirm', [[6, 12]]],
    ['fl.part.confirm', [[3, 6]]],
    [
      'fl.multiple.lt6',
      [
        [3, 6],
        [24, 24],
        [48, 48],
      ],
    ],
    ['cn.optional', []],
    ['cn.12', [[12, 12]]],
    [
      'cn.3to6',
      [
        [3, 6],
        [9, 12],
        [24, 24],
      ],
    ],
    [
      'cn.p.lt5',
      [
        [3, 6],
        [9, 12],
        [18, 24],
      ],
    ],
    ['cn.p.5to65', [undefined]],
    ['cn.non.le5', [[6, 6]]],
    [
      'cn.part.le8',
      [
        [3, 3],
        [6, 6],
        [12, 12],
        [24, 24],
      ],
    ],
  ] as const)('%s', (key, wanted) => expect(months(key)).toEqual(wanted));

  it('mark what the rule only says to consider', () => {
    const optional = (key: keyof typeof lungSteps) => lungSteps[key].map((step) => step.optional === true);
    expect(optional('fl.6to12.consider')).toEqual([false, true]);
    expect(optional('fl.6to12.then')).toEqual([false, false]);
    expect(optional('fl.multiple.lt6')).toEqual([false, true, true]);
    expect(optional('fl.optional12')).toEqual([true]);
  });
});
