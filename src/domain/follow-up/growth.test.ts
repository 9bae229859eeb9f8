import { describe, expect, it } from 'vitest';
import { noduleInputs } from '../guidelines/inputs';
import { doublingRange, growthSeries, priorAnswers, type TimePoint, saidOf } from './growth';

const at = (date: string, rest: Partial<TimePoint>): TimePoint => ({
  date,
  trackingUid: `u${date}`,
  ...rest,
});

describe('growth between two examinations', () => {
  it('6 to 8 mm in 90 days: +2 mm, +33 %, 72 days by spheres (published)', () => {
    const { whole, status } = growthSeries([
      at('20240331', { meanDiameter: 8 }),
      at('20240101', { meanDiameter: 6 }),
    ]);
    expect(whole).toMatchObject({ from: '20240101', to: '20240331', days: 90 });
    expect(whole!.differences.meanDiameter).toMatchObject({ before: 6, now: 8, absolute: 2 });
    expect(whole!.differences.meanDiameter!.relative).toBeCloseTo(1 / 3, 9);
    expect(whole!.change).toMatchObject({ basis: 'diameter', state: 'growing', meaning: 'suspicious' });
    expect(Math.round(whole!.change!.doublingDays!)).toBe(72);
    expect(status).toBe('growing');
  });

  it('goes by volumes where there are some, and puts the error of measuring around the doubling time', () => {
    // 100 to 200 mm3 in 100 days doubles in 100; off by 25 % either way 160 or 250 mm3: 147.5 and 75.6 days.
    const { whole } = growthSeries([
      at('20240101', { volume: 100, meanDiameter: 9 }),
      at('20240410', { volume: 200, meanDiameter: 9 }),
    ]);
    expect(whole!.change!.basis).toBe('volume');
    expect(whole!.change!.doublingDays).toBeCloseTo(100, 9);
    expect(whole!.change!.range!.least).toBeCloseTo((100 * Math.LN2) / Math.log(2.5), 6);
    expect(whole!.change!.range!.most).toBeCloseTo((100 * Math.LN2) / Math.log(1.6), 6);
  });

  it('compares volumes of one kind: corrected for partial volume where both are, else as the findings have them', () => {
    const then = at('20240101', { volume: 120, correctedVolume: 100 });
    const now = at('20240410', { volume: 300, correctedVolume: 200 });
    const corrected = growthSeries([then, now]).whole!;
    expect(corrected.corrected).toBe(true);
    expect(corrected.differences.volume).toMatchObject({ before: 100, now: 200, absolute: 100, relative: 1 });
    expect(corrected.change!.doublingDays).toBeCloseTo(100, 9);
    expect(priorAnswers(growthSeries([then, now]))).toMatchObject({
      priorVolume: 120,
      comparedVolumes: [100, 200],
    });
    const { correctedVolume: _, ...older } = then;
    const mixed = growthSeries([older, now]);
    expect(mixed.whole!.corrected).toBeUndefined();
    expect(mixed.whole!.differences.volume).toMatchObject({ before: 120, now: 300 });
    expect(priorAnswers(mixed)).not.toHaveProperty('comparedVolumes');
    // Each step by what its own two have.
    const { steps } = growthSeries([older, now, at('20250101', { volume: 310, correctedVolume: 220 })]);
    expect(steps.map((step) => step.differences.volume!.before)).toEqual([120, 200]);
  });

  it('250 to 310 mm3 is no growth, raw 322.2 days, and may be none at all; exactly 25 % is growth', () => {
    const none = growthSeries([at('20240101', { volume: 250 }), at('20240410', { volume: 310 })]).whole!;
    expect(none.change).toMatchObject({ state: 'belowError' });
    expect(none.change!.doublingDays).toBeCloseTo(322.2, 1);
    expect(none.change!.range!.most).toBeUndefined();
    const quarter = growthSeries([at('20240101', { volume: 100 }), at('20240331', { volume: 125 })]).whole!;
    expect(quarter.change).toMatchObject({ state: 'growing' });
    expect(quarter.change!.doublingDays).toBeCloseTo(279.6, 1);
  });

  it('310 to 250: smaller, without a doubling time', () => {
    const { change } = growthSeries([
      at('20240101', { volume: 310 }),
      at('20240410', { volume: 250 }),
    ]).whole!;
    expect(change).toMatchObject({ state: 'shrinking' });
    expect(change!.doublingDays).toBeUndefined();
    expect(change!.range).toBeUndefined();
    expect(doublingRange(310, 250, 100)).toBeUndefined();
  });

  it('keeps the solid part apart, and HU without a percentage', () => {
    const { whole } = growthSeries([
      at('20240101', { volume: 900, solidVolume: 50, solidDiameter: 4.6, meanHu: -600 }),
      at('20240410', { volume: 910, solidVolume: 100, solidDiameter: 5.8, meanHu: -520 }),
    ]);
    expect(whole!.change).toMatchObject({ state: 'belowError' });
    expect(whole!.solidChange).toMatchObject({ state: 'growing', basis: 'volume' });
    expect(whole!.solidChange!.doublingDays).toBeCloseTo(100, 9);
    expect(whole!.differences.meanHu).toEqual({ before: -600, now: -520, absolute: 80, relative: undefined });
  });
});

describe('more than two examinations', () => {
  const series = (...points: readonly (readonly [string, number])[]): ReturnType<typeof growthSeries> =>
    growthSeries(points.map(([date, meanDiameter]) => at(date, { meanDiameter })));

  it('are one series, oldest first, one a day, without what has no date', () => {
    const { points, steps, whole } = series(
      ['20240701', 7],
      ['20240101', 6],
      ['', 9],
      ['20240231', 9],
      ['20240401', 6.4],
      ['20240401', 6.5],
    );
    expect(points.map(({ date, meanDiameter }) => [date, meanDiameter])).toEqual([
      ['20240101', 6],
      ['20240401', 6.5],
      ['20240701', 7],
    ]);
    expect(steps.map(({ days }) => days)).toEqual([91, 91]);
    expect(whole!.days).toBe(182);
  });

  it('tell slow growth from growth, and from what cannot be told', () => {
    expect(series(['20200101', 6], ['20201201', 7], ['20211101', 8], ['20221001', 9]).status).toBe(
      'slowGrowing',
    );
    expect(series(['20200101', 6], ['20210101', 6.2], ['20210701', 8]).status).toBe('growing');
    // Not against the last, but against the one before it within the year.
    expect(series(['20200101', 6], ['20200701', 7.4], ['20201201', 7.8]).status).toBe('growing');
    expect(series(['20200101', 6], ['20220101', 8], ['20220701', 8.1]).status).toBeUndefined();
    expect(series(['20200101', 6], ['20220101', 8]).status).toBeUndefined();
    expect(series(['20200101', 6], ['20210101', 6.5], ['20220101', 7.5]).status).toBe('stable');
    expect(series(['20200101', 9], ['20200701', 7]).status).toBe('smaller');
    // It grew fast once, and rests since.
    expect(series(['20200101', 6], ['20200601', 9], ['20220601', 9.2]).status).toBe('stable');
    expect(series(['20200101', 6]).status).toBeUndefined();
  });

  it('give the rules what a reader would enter', () => {
    const slow = series(['20200101', 6], ['20201201', 7], ['20211101', 8]);
    const answers = priorAnswers(slow);
    expect(answers).toMatchObject({ priorDiameter: 7, status: 'slowGrowing' });
    const measurement = (value: number): { value: number; unit: string } => ({ value, unit: 'mm' });
    const inputs = noduleInputs(
      {
        trackingUid: 'u',
        type: 'solid',
        measurements: { meanDiameter: measurement(9), longAxis: measurement(9) },
      } as unknown as Parameters<typeof noduleInputs>[0],
      priorAnswers(series(['20210101', 7], ['20210601', 9])),
      { comparison: 'prior', priorDate: '20210101' },
      '20210601',
    );
    expect(inputs).toMatchObject({ growth: 'growing', status: 'growing', interval: 151 });
    expect(priorAnswers(series(['20210101', 7]))).toEqual({});
  });
});

describe('what is said of a change', () => {
  it('is nothing within the error of measuring, up or down', () => {
    const said = (now: number) =>
      saidOf(growthSeries([at('20250101', { volume: 100 }), at('20260101', { volume: now })]).whole!.change!);
    expect([98, 81, 79, 124, 126].map(said)).toEqual([
      'belowError',
      'belowError',
      'shrinking',
      'belowError',
      'growing',
    ]);
  });
});
