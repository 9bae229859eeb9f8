import { expect, it } from 'vitest';
import { emptyMask } from '../mask-box';
import { maskStatistics } from '../measurement';
import { ball, gridOf, maskWhere, noiseOf } from './test-shapes';
import { valueStatistics } from './values';

const grid = gridOf([1, 1, 1], [40, 30, 20]);
const noise = noiseOf(5);
const data = Int16Array.from({ length: 40 * 30 * 20 }, () => Math.round(200 * noise()));

it('agrees with the statistics that findings are measured by', () => {
  for (const mask of [ball(grid, 8), maskWhere(grid, () => noise() > 0.2)]) {
    const [own, other] = [valueStatistics({ grid, data }, mask)!, maskStatistics({ grid, data }, mask)];
    expect([own.count, own.min, own.max]).toEqual([other.count, other.min, other.max]);
    expect(own.mean).toBeCloseTo(other.mean, 9);
    expect(own.sd).toBeCloseTo(other.sd, 9);
  }
  expect(valueStatistics({ grid, data }, emptyMask())).toBeUndefined();
});
