import { describe, expect, it } from 'vitest';
import { placeOn, scaleOf } from './operating-scale';

const froc = [
  { threshold: 0.7, falsePerScan: 8, sensitivity: 0.92, ci: [0.87, 0.95] as const },
  { threshold: 0.93, falsePerScan: 1, sensitivity: 0.75, ci: [0.68, 0.82] as const },
  { threshold: 0.85, falsePerScan: 4, sensitivity: 0.86, ci: [0.8, 0.91] as const },
];
const point = (threshold: number, scans: Record<string, number>) => ({
  name: 'x',
  threshold,
  sensitivity: { sensitivity: 0.8, ci: [0.7, 0.9] },
  falseFindingsPerScan: scans,
});

describe('scaleOf', () => {
  it('puts the strictest point first', () => {
    expect(scaleOf({ froc, operatingPoints: [] }).map((p) => p.falsePerScan)).toEqual([1, 4, 8]);
  });

  it('takes the operating points where there is no FROC, with the worst scan', () => {
    const scale = scaleOf({ operatingPoints: [point(0.8, { a: 4, b: 0, c: 9 }), point(0.9, { a: 2 })] });
    expect(scale).toEqual([
      { threshold: 0.9, falsePerScan: 2, sensitivity: 0.8, ci: [0.7, 0.9] },
      { threshold: 0.8, falsePerScan: 9, sensitivity: 0.8, ci: [0.7, 0.9] },
    ]);
  });

  it('leaves out what states no false marks', () => {
    expect(scaleOf({ operatingPoints: [{ name: 'x', threshold: 0.5 }, point(0.9, {})] })).toEqual([]);
  });
});

describe('placeOn', () => {
  it('is the nearest point', () => {
    const scale = scaleOf({ froc, operatingPoints: [] });
    expect([0.99, 0.93, 0.86, 0.1].map((t) => placeOn(scale, t))).toEqual([0, 0, 1, 2]);
    expect(placeOn([], 0.5)).toBe(-1);
  });
});
