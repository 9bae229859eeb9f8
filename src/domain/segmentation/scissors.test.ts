import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../geometry';
import { emptyMask } from '../mask-box';
import { countVoxels } from '../volume';
import { sameVoxels } from './boolean';
import { outlineMask, scissors } from './scissors';
import { ball, copyOf, gridOf, maskWhere, turnedGrid } from './test-shapes';

const grid = gridOf([0.7, 0.7, 1.25], [64, 64, 40]);
/** A square of half side h around (x, y) on the axial plane z. */
const square = (h: number, z = 0, x = 0.05, y = 0.05): Vec3[] => [
  [x - h, y - h, z],
  [x + h, y - h, z],
  [x + h, y + h, z],
  [x - h, y + h, z],
];

describe('scissors', () => {
  const whole = ball(grid, 15);
  const within = (p: Vec3, h: number): boolean => Math.abs(p[0] - 0.05) < h && Math.abs(p[1] - 0.05) < h;

  it('cut a shaft through all slices, inside or outside', () => {
    const before = copyOf(whole);
    const outline = { polygon: square(5), normal: [0, 0, 1] as Vec3, depth: 'through' as const };
    const shaft = maskWhere(grid, (p) => Math.hypot(...p) <= 15 && within(p, 5));
    const inside = scissors(grid, whole, outline, 'eraseInside');
    expect(countVoxels(inside.mask)).toBe(countVoxels(whole) - countVoxels(shaft));
    expect(sameVoxels(scissors(grid, whole, outline, 'eraseOutside').mask, shaft)).toBe(true);
    expect(whole).toEqual(before);
  });

  it('cut one slice and leave the others', () => {
    const outline = { polygon: square(5, 2.5), normal: [0, 0, 1] as Vec3, depth: 'slice' as const };
    const onSlice = (p: Vec3): boolean => Math.abs(p[2] - 2.5) < 0.6;
    const inside = scissors(grid, whole, outline, 'eraseInside').mask;
    const outside = scissors(grid, whole, outline, 'eraseOutside').mask;
    const ballWhere = (keep: (p: Vec3) => boolean) =>
      maskWhere(grid, (p) => Math.hypot(...p) <= 15 && keep(p));
    expect(
      sameVoxels(
        inside,
        ballWhere((p) => !onSlice(p) || !within(p, 5)),
      ),
    ).toBe(true);
    expect(
      sameVoxels(
        outside,
        ballWhere((p) => !onSlice(p) || within(p, 5)),
      ),
    ).toBe(true);
  });

  it('seen from the side and along the rows do the same as along the slices', () => {
    const line = (axis: number): Vec3[] =>
      square(5).map(([a, b]) => (axis === 0 ? [0, a, b] : axis === 1 ? [a, 0, b] : [a, b, 0]) as Vec3);
    for (const axis of [0, 1, 2]) {
      const [u, v] = [0, 1, 2].filter((c) => c !== axis);
      const normal = [0, 1, 2].map((c) => (c === axis ? 1 : 0)) as unknown as Vec3;
      const truth = maskWhere(grid, (p) => Math.abs(p[u] - 0.05) < 5 && Math.abs(p[v] - 0.05) < 5);
      const got = outlineMask(grid, { polygon: line(axis), normal, depth: 'through' });
      expect(sameVoxels(got, truth), `axis ${axis}`).toBe(true);
    }
  });

  it('hold what is inside a notched outline on a turned grid', () => {
    const turned = turnedGrid([0.9, 0.8, 1.4], [40, 40, 30]);
    // An L: the upper right quarter is missing.
    const polygon: Vec3[] = [
      [-10, -10, 0],
      [10, -10, 0],
      [10, 0.03, 0],
      [0.03, 0.03, 0],
      [0.03, 10, 0],
      [-10, 10, 0],
    ];
    const inL = (p: Vec3): boolean =>
      Math.abs(p[0]) < 10 && Math.abs(p[1]) < 10 && !(p[0] > 0.03 && p[1] > 0.03);
    const got = outlineMask(turned, { polygon, normal: [0, 0, 1], depth: 'through' });
    expect(sameVoxels(got, maskWhere(turned, inL))).toBe(true);
  });

  it('fill the outline, and name what they do not do', () => {
    const outline = { polygon: square(5), normal: [0, 0, 1] as Vec3, depth: 'slice' as const };
    const filled = scissors(grid, emptyMask(), outline, 'fillInside');
    expect(
      sameVoxels(
        filled.mask,
        maskWhere(grid, (p) => p[2] === 0 && within(p, 5)),
      ),
    ).toBe(true);
    const away = { ...outline, polygon: square(2, 0, 19, 19) };
    expect(scissors(grid, whole, away, 'eraseInside').outcome).toBe('unchanged');
    expect(scissors(grid, whole, { ...away, depth: 'through' }, 'eraseOutside').outcome).toBe('emptied');
    expect(scissors(grid, emptyMask(), outline, 'eraseInside').outcome).toBe('nothingThere');
    const line = { ...outline, polygon: square(5).slice(0, 2) };
    expect(scissors(grid, whole, line, 'eraseOutside').outcome).toBe('unchanged');
  });
});
