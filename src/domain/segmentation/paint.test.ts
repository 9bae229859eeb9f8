import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../geometry';
import { boxVoxels, emptyMask } from '../mask-box';
import { countVoxels, maskHas } from '../volume';
import { sameVoxels } from './boolean';
import { combine, paint } from './paint';
import { ball, box, copyOf, fieldWhere, gridOf, maskWhere, turnedGrid } from './test-shapes';

const axial: Vec3 = [0, 0, 1];

describe('round brush', () => {
  it('as a disc paints the slice only, as a ball the voxels within its radius', () => {
    const grid = gridOf([0.8, 0.8, 2], [60, 60, 30]);
    const stroke = { points: [[0, 0, 0] as Vec3], radiusMm: 8.1, normal: axial, mode: 'add' as const };
    const disc = paint(grid, emptyMask(), stroke);
    expect(disc.mask.size[2]).toBe(1);
    const truth = maskWhere(grid, (p) => p[2] === 0 && Math.hypot(p[0], p[1]) <= 8.1);
    expect(sameVoxels(disc.mask, truth)).toBe(true);
    const round = paint(grid, emptyMask(), { ...stroke, tip: 'ball' });
    expect(sameVoxels(round.mask, ball(grid, 8.1))).toBe(true);
    expect(round.outcome).toBe('changed');
  });

  it('along a path on a turned grid is the capsule around it', () => {
    const grid = turnedGrid([0.9, 0.9, 1.5], [50, 50, 40]);
    const stroke = {
      points: [
        [-8, 0, 0],
        [8, 0, 0],
        [8, 0, 6],
      ] as Vec3[],
      radiusMm: 4,
      normal: axial,
    };
    const painted = paint(grid, emptyMask(), { ...stroke, tip: 'ball', mode: 'add' });
    const near = (p: Vec3, a: Vec3, b: Vec3): number => {
      const d = b.map((x, c) => x - a[c]);
      const l2 = d.reduce((s, x) => s + x * x, 0);
      const t = Math.min(1, Math.max(0, d.reduce((s, x, c) => s + x * (p[c] - a[c]), 0) / l2));
      return Math.hypot(...d.map((x, c) => p[c] - a[c] - t * x));
    };
    const truth = maskWhere(
      grid,
      (p) => Math.min(near(p, [-8, 0, 0], [8, 0, 0]), near(p, [8, 0, 0], [8, 0, 6])) <= 4,
    );
    expect(sameVoxels(painted.mask, truth)).toBe(true);
  });

  it('erases, names what is left, and leaves the segment that came in alone', () => {
    const grid = gridOf();
    const whole = ball(grid, 10);
    const before = copyOf(whole);
    const stroke = { points: [[0, 0, 0] as Vec3], radiusMm: 6, normal: axial, tip: 'ball' as const };
    const hollow = paint(grid, whole, { ...stroke, mode: 'erase' });
    expect(countVoxels(hollow.mask)).toBe(countVoxels(whole) - countVoxels(ball(grid, 6)));
    expect(paint(grid, whole, { ...stroke, radiusMm: 11, mode: 'erase' }).outcome).toBe('emptied');
    expect(paint(grid, emptyMask(), { ...stroke, mode: 'erase' }).outcome).toBe('nothingThere');
    expect(paint(grid, whole, { ...stroke, mode: 'add' })).toEqual({ mask: whole, outcome: 'unchanged' });
    expect(paint(grid, whole, { ...stroke, points: [[0, 0, 500]], mode: 'add' }).outcome).toBe('unchanged');
    expect(paint(grid, emptyMask(), { ...stroke, points: [], mode: 'add' }).outcome).toBe('nothingThere');
    expect(whole).toEqual(before);
  });

  it('with a band paints voxels of those values only, ends included, never where there is no number', () => {
    const grid = gridOf([1, 1, 1], [30, 30, 10]);
    const field = fieldWhere(grid, (p) => (p[1] > 3 ? Number.NaN : p[0] * 10));
    const stroke = { points: [[0, 0, 0] as Vec3], radiusMm: 9, normal: axial, mode: 'add' as const };
    const { mask } = paint(grid, emptyMask(), stroke, { data: field.data, from: 0, to: 50 });
    const truth = maskWhere(
      grid,
      (p) => p[2] === 0 && p[0] >= 0 && p[0] <= 5 && p[1] <= 3 && Math.hypot(p[0], p[1]) <= 9,
    );
    expect(sameVoxels(mask, truth)).toBe(true);
    const none = paint(grid, emptyMask(), stroke, { data: field.data, from: 900, to: 950 });
    expect(none.outcome).toBe('nothingThere');
  });
});

describe('two segments', () => {
  const grid = gridOf();
  const a = box(grid, [-10, -10, -10], [4, 4, 4]);
  const b = box(grid, [-4, -4, -4], [10, 10, 10]);
  const common = box(grid, [-4, -4, -4], [4, 4, 4]);

  it('are added, subtracted and intersected as sets, with the smallest box', () => {
    const before = [copyOf(a), copyOf(b)];
    const both = combine(a, b, 'add').mask;
    expect(countVoxels(both)).toBe(15 ** 3 * 2 - 9 ** 3);
    expect(boxVoxels(both)).toBe(21 ** 3);
    const less = combine(a, b, 'subtract').mask;
    expect(countVoxels(less)).toBe(15 ** 3 - 9 ** 3);
    expect([0, 1, 2].every((c) => less.start[c] === a.start[c])).toBe(true);
    expect(maskHas(less, 30, 30, 30)).toBe(false);
    expect(sameVoxels(combine(a, b, 'intersect').mask, common)).toBe(true);
    expect([a, b]).toEqual(before);
  });

  it('that share nothing or are empty give named results', () => {
    const far = box(grid, [20, 20, 20], [24, 24, 24]);
    expect(combine(a, far, 'intersect').outcome).toBe('emptied');
    expect(combine(a, far, 'subtract').outcome).toBe('unchanged');
    expect(combine(a, a, 'subtract').outcome).toBe('emptied');
    expect(combine(a, emptyMask(), 'add').outcome).toBe('unchanged');
    expect(combine(emptyMask(), a, 'subtract').outcome).toBe('nothingThere');
    expect(sameVoxels(combine(emptyMask(), a, 'add').mask, a)).toBe(true);
  });
});
