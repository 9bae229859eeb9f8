import { describe, expect, it } from 'vitest';
import { daysBetween, diameterChange, volumeChange } from './doubling-time';
import { sphereDiameter, sphereVolume, tenth, wholeMm } from './round';

describe('volume doubling time', () => {
  it('6 to 8 mm in 90 days: 113.1 to 268.1 mm3, +137 %, 72 days', () => {
    expect(sphereVolume(6)).toBeCloseTo(113.1, 1);
    expect(sphereVolume(8)).toBeCloseTo(268.1, 1);
    const change = diameterChange({ before: 6, now: 8, days: 90 })!;
    expect(Math.round(change.relative * 100)).toBe(137);
    expect(Math.round(change.doublingDays!)).toBe(72);
    expect(change).toMatchObject({ state: 'growing', meaning: 'suspicious' });
  });
  it('100 to 200 mm3 in 100 days: 100 days', () => {
    expect(volumeChange({ before: 100, now: 200, days: 100 })!.doublingDays).toBeCloseTo(100, 9);
  });
  it('100 to 125 in 90 days: 279.6 days, exactly 25 % is growth', () => {
    const change = volumeChange({ before: 100, now: 125, days: 90 })!;
    expect(change.doublingDays).toBeCloseTo(279.6, 1);
    expect(change.state).toBe('growing');
  });
  it('250 to 310 in 100 days: +24 %, no growth, raw 322.2 days', () => {
    const change = volumeChange({ before: 250, now: 310, days: 100 })!;
    expect(Math.round(change.relative * 100)).toBe(24);
    expect(change).toMatchObject({ state: 'belowError' });
    expect(change.meaning).toBeUndefined();
    expect(change.doublingDays).toBeCloseTo(322.2, 1);
  });
  it('310 to 250: shrinking, no doubling time', () => {
    expect(volumeChange({ before: 310, now: 250, days: 100 })).toEqual({
      relative: expect.closeTo(-0.1935, 4),
      state: 'shrinking',
    });
  });
  it('has no doubling time for the same volume, and none of nothing', () => {
    expect(volumeChange({ before: 250, now: 250, days: 100 })).toEqual({ relative: 0, state: 'unchanged' });
    for (const bad of [{ before: 0 }, { now: 0 }, { days: 0 }, { days: -5 }, { now: Number.NaN }])
      expect(volumeChange({ before: 100, now: 200, days: 100, ...bad })).toBeUndefined();
  });
  it.each([
    [399.9, 'suspicious'],
    [400, 'indeterminate'],
    [600, 'indeterminate'],
    [600.1, 'likelyBenign'],
  ])('doubled in %f days: %s', (days, meaning) => {
    // ln 2 cancels to within binary fractions; the bounds are tested a hair inside.
    const change = volumeChange({ before: 100, now: 200, days })!;
    expect(change.doublingDays).toBeCloseTo(days, 9);
    expect(change.meaning).toBe(meaning);
  });
});

describe('dates and sizes', () => {
  it('counts days over a leap year and refuses what is no date', () => {
    expect(daysBetween('20240101', '20250101')).toBe(366);
    expect(daysBetween('20230101', '20240101')).toBe(365);
    expect(daysBetween('20240301', '20240201')).toBe(-29);
    for (const bad of ['', '2024', '20240231', '20241301', 'abcdefgh'])
      expect(daysBetween(bad, '20240301'), bad).toBeUndefined();
  });
  it('turns volumes into diameters: the ACR prints 34, 113, 268, 524, 1767, 14137 mm3', () => {
    for (const [mm, mm3] of [
      [4, 34],
      [6, 113],
      [8, 268],
      [10, 524],
      [15, 1767],
      [30, 14137],
    ]) {
      expect(Math.round(sphereVolume(mm))).toBe(mm3);
      expect(sphereDiameter(sphereVolume(mm))).toBeCloseTo(mm, 9);
    }
  });
  it('rounds as it is printed', () => {
    expect(tenth(5.96)).toBe(6);
    expect(wholeMm(5.5)).toBe(6);
    expect(wholeMm(5.46)).toBe(5);
    expect(wholeMm((6.1 + 4.9) / 2)).toBe(6);
  });
});
