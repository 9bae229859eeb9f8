import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../geometry';
import { countVoxels } from '../volume';
import { sameVoxels } from './boolean';
import { growRegion } from './grow';
import { ball, fieldWhere, gridOf, maskWhere, noiseOf, turnedGrid } from './test-shapes';

const r = (p: Vec3): number => Math.hypot(...p);

describe('growing a region from a click', () => {
  it('takes a ball of other values, on CT, MR and SUV scales, with noise', () => {
    const grid = gridOf([0.8, 0.8, 1.25], [60, 60, 40]);
    const truth = countVoxels(ball(grid, 12));
    for (const [inside, outside, sd] of [
      [60, 20, 4],
      [900, 300, 40],
      [8, 1, 0.4],
    ]) {
      const noise = noiseOf(sd);
      const field = fieldWhere(grid, (p) => (r(p) <= 12 ? inside : outside) + noise());
      const grown = growRegion(field, [2, -3, 1], { radiusMm: 30, tolerance: 0.45 * (inside - outside) });
      expect(grown.outcome).toBe('grown');
      expect(grown.reachedRadius).toBe(false);
      expect(Math.abs(countVoxels(grown.mask) / truth - 1), `${inside} in ${outside}`).toBeLessThan(0.02);
    }
  });

  it('without a tolerance takes what the noise around the click allows', () => {
    const grid = gridOf([0.8, 0.8, 1.25], [60, 60, 40]);
    const noise = noiseOf(8);
    const field = fieldWhere(grid, (p) => (r(p) <= 12 ? 110 : 20) + noise());
    const grown = growRegion(field, [0, 0, 0], { radiusMm: 30 });
    expect(grown.to - grown.from).toBeGreaterThan(2 * 8);
    expect(grown.to - grown.from).toBeLessThan(2 * 60);
    expect(Math.abs(countVoxels(grown.mask) / countVoxels(ball(grid, 12)) - 1)).toBeLessThan(0.03);
  });

  it('stops at the radius and says so', () => {
    const grid = gridOf([1, 1, 1], [50, 50, 50]);
    const field = fieldWhere(grid, () => 40);
    const grown = growRegion(field, [0, 0, 0], { radiusMm: 10.1, tolerance: 5 });
    expect(sameVoxels(grown.mask, ball(grid, 10.1))).toBe(true);
    expect(grown.reachedRadius).toBe(true);
  });

  it('keeps to one slice, upright or along the turned grid', () => {
    const grid = gridOf([1, 1, 2], [50, 50, 30]);
    const field = fieldWhere(grid, (p) => (r(p) <= 10 ? 40 : 0));
    const flat = growRegion(field, [0, 0, 4], { radiusMm: 20, tolerance: 5, normal: [0, 0, 1] });
    expect(
      sameVoxels(
        flat.mask,
        maskWhere(grid, (p) => p[2] === 4 && r(p) <= 10),
      ),
    ).toBe(true);
    const side = growRegion(field, [3, 0, 0], { radiusMm: 20, tolerance: 5, normal: [1, 0, 0] });
    expect(side.mask.size[0]).toBe(1);
    const turned = turnedGrid([1, 1, 1.5], [50, 50, 34]);
    const oblique = growRegion(
      fieldWhere(turned, (p) => (r(p) <= 10 ? 40 : 0)),
      [0, 0, 0],
      { radiusMm: 20, tolerance: 5, normal: [0, 0, 1] },
    );
    // A disc of 10 mm, as thick as faces need to join it: between one and two voxels.
    const thickness = (countVoxels(oblique.mask) * 1.5) / (Math.PI * 100);
    expect(thickness).toBeGreaterThan(1);
    expect(thickness).toBeLessThan(2);
  });

  it('fills the holes that noise leaves, unless told not to, and does not cross a wall', () => {
    const grid = gridOf([1, 1, 1], [50, 50, 50]);
    const wall = (p: Vec3): boolean => p[0] === 5;
    const speck = (p: Vec3): boolean => r([p[0] + 3, p[1], p[2]]) < 1.5;
    const field = fieldWhere(grid, (p) => (wall(p) || speck(p) ? 500 : 40));
    const settings = { radiusMm: 15, tolerance: 5 };
    const grown = growRegion(field, [0, 0, 8], settings);
    expect(
      sameVoxels(
        grown.mask,
        maskWhere(grid, (p) => Math.hypot(p[0], p[1], p[2] - 8) <= 15 && p[0] < 5),
      ),
    ).toBe(true);
    const holed = growRegion(field, [0, 0, 8], { ...settings, fill: false });
    expect(countVoxels(grown.mask) - countVoxels(holed.mask)).toBe(countVoxels(maskWhere(grid, speck)));
  });

  it('names a click outside the volume and one where there is no number', () => {
    const grid = gridOf([1, 1, 1], [20, 20, 20]);
    const field = fieldWhere(grid, (p) => (p[0] > 3 ? Number.NaN : 1));
    expect(growRegion(field, [0, 0, 40], { radiusMm: 5 })).toMatchObject({ outcome: 'outsideVolume' });
    expect(growRegion(field, [Number.NaN, 0, 0], { radiusMm: 5 }).outcome).toBe('outsideVolume');
    const none = growRegion(field, [6, 0, 0], { radiusMm: 5 });
    expect(none.outcome).toBe('noValue');
    expect(none.mask.data).toHaveLength(0);
  });

  it('starts from the tissue when the very voxel is an outlier', () => {
    const grid = gridOf([1, 1, 1], [30, 30, 30]);
    const field = fieldWhere(grid, (p) => (r(p) === 0 ? 900 : r(p) <= 8 ? 40 : 0));
    const grown = growRegion(field, [0, 0, 0], { radiusMm: 12, tolerance: 10 });
    expect(sameVoxels(grown.mask, ball(grid, 8))).toBe(true);
  });
});
