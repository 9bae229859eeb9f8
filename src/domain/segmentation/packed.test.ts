import { describe, expect, it } from 'vitest';
import { emptyMask } from '../mask-box';
import { packMask, unpackMask } from './packed';
import { ball, box, gridOf, maskWhere, noiseOf } from './test-shapes';

const grid = gridOf([1, 1, 1], [64, 64, 40]);
const noise = noiseOf(3);

describe('packed mask', () => {
  it.each([
    ['ball', ball(grid, 12)],
    ['full box', box(grid, [2, 2, 2], [20, 30, 10])],
    ['scattered', maskWhere(grid, () => noise() > 0)],
    ['nothing', emptyMask([3, 4, 5])],
  ])('comes back: %s', (_name, mask) => {
    expect(unpackMask(structuredClone(packMask(mask)))).toEqual(mask);
  });

  it('takes few bytes for what hangs together', () => {
    const mask = ball(grid, 12);
    expect(packMask(mask).runs.length).toBeLessThan(mask.data.length / 8);
  });

  it('refuses runs that are not those of the box', () => {
    const packed = packMask(ball(grid, 5));
    expect(() => unpackMask({ ...packed, runs: packed.runs.slice(0, -3) })).toThrow(RangeError);
  });
});
