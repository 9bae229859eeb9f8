import { describe, expect, it } from 'vitest';
import { everyNth, firstChoice, pagesOf, paperSize, suitableStep } from './plan';

describe('film sheet', () => {
  it('takes the first image and every n-th after it', () => {
    expect(everyNth(10, 4)).toEqual([0, 4, 8]);
    expect(everyNth(9, 4)).toEqual([0, 4, 8]);
    expect(everyNth(8, 4)).toEqual([0, 4]);
    expect(everyNth(3, 1)).toEqual([0, 1, 2]);
    expect(everyNth(0, 4)).toEqual([]);
  });

  it('fills page after page', () => {
    const choice = { ...firstChoice, rows: 2, columns: 3 };
    expect(pagesOf([1, 2, 3, 4, 5, 6, 7], choice)).toEqual([[1, 2, 3, 4, 5, 6], [7]]);
    expect(pagesOf([], choice)).toEqual([]);
  });

  it('knows its papers', () => {
    expect(paperSize({ paper: 'a4', landscape: true })).toEqual({ width: 297, height: 210 });
    expect(paperSize({ paper: '14x17', landscape: false })).toEqual({ width: 355.6, height: 431.8 });
  });

  it('suggests a step with which a stack takes two pages at most', () => {
    for (const count of [1, 40, 41, 99, 700]) {
      const every = suitableStep(count, firstChoice);
      expect(pagesOf(everyNth(count, every), firstChoice).length).toBeLessThanOrEqual(2);
    }
  });
});
