import { describe, expect, it } from 'vitest';
import { emptyMask } from '../mask-box';
import { countVoxels } from '../volume';
import { sameVoxels, subtract, union } from './boolean';
import { fillHoles, islandAtClick, islandsOf, keepLargest, removeSmall } from './islands';
import { ball, box, copyOf, gridOf } from './test-shapes';

const grid = gridOf([1, 1, 2], [60, 60, 30]);
const large = ball(grid, 9, [-12, 0, 0]);
const small = box(grid, [10, 0, 0], [12, 2, 2]); // 3 x 3 x 2 voxels of 2 mm3: 36 mm3
const dot = box(grid, [20, 20, 20], [20, 20, 20]); // 2 mm3
const all = union(union(large, small), dot);

describe('islands', () => {
  it('keeps the largest', () => {
    const before = copyOf(all);
    expect(islandsOf(all)).toEqual([countVoxels(large), 18, 1]);
    expect(sameVoxels(keepLargest(all).mask, large)).toBe(true);
    expect(all).toEqual(before);
    expect(keepLargest(large)).toEqual({ mask: large, outcome: 'unchanged' });
    expect(keepLargest(emptyMask()).outcome).toBe('nothingThere');
  });

  it('keeps or removes the one at a click, and says when the click hit none', () => {
    expect(sameVoxels(islandAtClick(grid, all, [11, 1.2, 1.7], 'keep').mask, small)).toBe(true);
    expect(islandsOf(islandAtClick(grid, all, [20.3, 20, 20], 'remove').mask)).toHaveLength(2);
    expect(islandAtClick(grid, all, [5, 5, 0], 'keep')).toEqual({ mask: all, outcome: 'notOnSegment' });
    expect(islandAtClick(grid, all, [500, 5, 0], 'keep').outcome).toBe('notOnSegment');
    expect(islandAtClick(grid, small, [10, 0, 0], 'remove').outcome).toBe('emptied');
  });

  it('removes those under a volume in mm3', () => {
    expect(islandsOf(removeSmall(grid, all, 3).mask)).toEqual([countVoxels(large), 18]);
    expect(islandsOf(removeSmall(grid, all, 36).mask)).toEqual([countVoxels(large), 18]);
    expect(islandsOf(removeSmall(grid, all, 36.1).mask)).toEqual([countVoxels(large)]);
    expect(removeSmall(grid, all, 1e6).outcome).toBe('emptied');
  });

  it('does not join what touches at corners only', () => {
    const pair = union(box(grid, [0, 0, 0], [1, 1, 0]), box(grid, [2, 2, 0], [3, 3, 0]));
    expect(islandsOf(pair)).toEqual([4, 4]);
  });
});

describe('holes', () => {
  const shell = subtract(ball(grid, 10), ball(grid, 5));

  it('that are closed on all sides are filled', () => {
    const before = copyOf(shell);
    expect(sameVoxels(fillHoles(shell).mask, ball(grid, 10))).toBe(true);
    expect(shell).toEqual(before);
  });

  it('that a channel opens are filled slice by slice only', () => {
    const drilled = subtract(shell, box(grid, [0, 0, 0], [0, 0, 30]));
    expect(fillHoles(drilled).outcome).toBe('unchanged');
    const closed = fillHoles(drilled, 2).mask;
    // The channel's mouth at the pole is a hole of its slice too, where anything of the ball surrounds it.
    expect(countVoxels(ball(grid, 10)) - countVoxels(closed)).toBeLessThanOrEqual(1);
  });

  it('across another axis are those of that plane', () => {
    const tube = subtract(box(grid, [-5, -5, -6], [5, 5, 6]), box(grid, [-2, -9, -2], [2, 9, 2]));
    expect(fillHoles(tube).outcome).toBe('unchanged');
    expect(fillHoles(tube, 2).outcome).toBe('unchanged');
    expect(sameVoxels(fillHoles(tube, 1).mask, box(grid, [-5, -5, -6], [5, 5, 6]))).toBe(true);
    expect(fillHoles(emptyMask()).outcome).toBe('nothingThere');
  });
});
