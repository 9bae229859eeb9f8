import { describe, expect, it } from 'vitest';
import { makeRandom } from '../phantom/random';
import { assign } from './assignment';

/** Cheapest sum by trying everything. */
function cheapest(costs: readonly (readonly number[])[], row = 0, used: readonly number[] = []): number {
  if (row === costs.length) return 0;
  return Math.min(
    ...costs[row].flatMap((cost, c) =>
      used.includes(c) ? [] : [cost + cheapest(costs, row + 1, [...used, c])],
    ),
  );
}

describe('assignment', () => {
  it('is as cheap as the cheapest of all, each column once', () => {
    const random = makeRandom(11);
    for (let n = 0; n < 60; n++) {
      const rows = 1 + Math.floor(random() * 5);
      const columns = rows + Math.floor(random() * 3);
      const costs = Array.from({ length: rows }, () =>
        Array.from({ length: columns }, () => Math.round(random() * 20)),
      );
      const taken = assign(costs);
      expect(new Set(taken).size).toBe(rows);
      expect(taken.reduce((sum, c, r) => sum + costs[r][c], 0)).toBe(cheapest(costs));
    }
  });
  it('gives up the nearest for the best of both', () => {
    // Greedy takes 1 for the first row and is left with 10 for the second.
    expect(
      assign([
        [1, 2],
        [1, 10],
      ]),
    ).toEqual([1, 0]);
  });
  it('takes no table with more rows than columns, and nothing of nothing', () => {
    expect(() => assign([[1], [2]])).toThrow(RangeError);
    expect(assign([])).toEqual([]);
  });
});
