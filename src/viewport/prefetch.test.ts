import { describe, expect, it } from 'vitest';
import { nextFrame } from './prefetch';

/** The order in which frames are fetched when none arrives meanwhile. */
function order(count: number, centre: number, direction: 1 | 0 | -1): number[] {
  const left = new Set(Array.from({ length: count }, (...[, n]) => n));
  const out: number[] = [];
  for (;;) {
    const next = nextFrame(count, centre, direction, (index) => left.has(index));
    if (next < 0) return out;
    left.delete(next);
    out.push(next);
  }
}

describe('the order of fetching', () => {
  it('goes outwards from the frame that is seen', () => {
    expect(order(7, 3, 0)).toEqual([3, 4, 2, 5, 1, 6, 0]);
  });

  it('takes three ahead for one behind', () => {
    expect(order(12, 4, 1).slice(0, 7)).toEqual([4, 5, 6, 7, 3, 8, 9]);
    expect(order(12, 7, -1).slice(0, 7)).toEqual([7, 6, 5, 8, 4, 3, 2]);
  });

  it('fetches every frame once, from the ends too', () => {
    for (const centre of [0, 5, 9])
      for (const direction of [1, 0, -1] as const)
        expect(order(10, centre, direction).toSorted((a, b) => a - b)).toEqual([
          0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
        ]);
  });
});
