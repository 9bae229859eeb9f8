import { describe, expect, it } from 'vitest';
import type { Grid, Vec3 } from '../domain/geometry';
import { canHoldWhole, isWhole, mprBudget, reduced, reductionFor } from './mprBudget';

const grid = (dims: Vec3): Grid => ({
  dims,
  spacing: [0.7, 0.7, 1],
  origin: [0, 0, 0],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
});

describe('memory of the planes, before they are made', () => {
  it('lets 600 CT slices through on 4 GB, and reduces what does not fit', () => {
    expect(reductionFor(grid([512, 512, 600]), 2, mprBudget(4))).toMatchObject({ inPlane: 1, slices: 1 });
    expect(reductionFor(grid([512, 512, 600]), 2, mprBudget(2))).toMatchObject({ inPlane: 2, slices: 1 });
    expect(reductionFor(grid([1024, 1024, 2000]), 2, mprBudget(4))).toMatchObject({ inPlane: 2, slices: 2 });
    expect(mprBudget(undefined)).toBe(mprBudget(4));
  });

  it('over the budget a volume may still be held whole, when its frames fit in the cache and its sides in a texture', () => {
    const large = grid([512, 512, 600]);
    expect(isWhole(reductionFor(large, 2, mprBudget(2)))).toBe(false);
    expect(canHoldWhole(large, 2, 512 * 512 * 600 * 2)).toBe(true);
    expect(canHoldWhole(large, 2, 512 * 512 * 600 * 2 - 1)).toBe(false);
    expect(canHoldWhole(grid([64, 64, 3000]), 1, 1e12)).toBe(false);
  });

  it('never asks for a texture larger than there are', () => {
    expect(reductionFor(grid([64, 64, 3000]), 1, mprBudget(8)).slices).toBeGreaterThan(1);
  });

  it('keeps the first voxel where it was', () => {
    const small = reduced(grid([513, 512, 601]), { inPlane: 2, slices: 2 });
    expect(small).toMatchObject({ dims: [257, 256, 301], spacing: [1.4, 1.4, 2], origin: [0, 0, 0] });
  });
});
