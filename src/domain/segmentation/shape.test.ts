/** Margin, smoothing and filling between slices: what they do to volumes that are known. */
import { describe, expect, it, vi } from 'vitest';
import { voxelVolume, type Grid, type Vec3 } from '../geometry';
import { emptyMask } from '../mask-box';
import { countVoxels, maskHas, type VoxelMask } from '../volume';
import { sameVoxels, subtract, union } from './boolean';
import { fillBetween } from './fill-between';
import { islandsOf } from './islands';
import { margin } from './margin';
import { smooth } from './smooth';
import { ball, box, copyOf, gridOf, maskWhere, noiseOf, turnedGrid } from './test-shapes';

// Slow where many jobs share the machine.
vi.setConfig({ testTimeout: 60_000 });

const mm3 = (grid: Grid, mask: VoxelMask): number => countVoxels(mask) * voxelVolume(grid);
const ballMm3 = (r: number): number => (4 / 3) * Math.PI * r ** 3;
/** Is b inside a? */
const holds = (a: VoxelMask, b: VoxelMask): boolean => countVoxels(subtract(b, a)) === 0;

describe('margin', () => {
  it.each([
    ['even', gridOf([1, 1, 1], [60, 60, 60])],
    ['thick slices', gridOf([0.7, 0.7, 2.5], [90, 90, 26])],
    ['turned', turnedGrid([0.9, 0.8, 1.5], [70, 76, 42])],
  ])('moves the border of a ball by so many mm, to one voxel layer: %s', (_name, grid) => {
    const start = ball(grid, 12);
    const before = copyOf(start);
    // Voxels are reached from voxel centres: the border may fall short by half a voxel's diagonal, never run ahead.
    const layer = Math.hypot(...grid.spacing) / 2;
    for (const mm of [3, 6]) {
      const grown = margin(grid, start, mm).mask;
      expect(holds(ball(grid, 12 + mm), grown)).toBe(true);
      expect(holds(grown, ball(grid, 12 + mm - layer))).toBe(true);
      const shrunk = margin(grid, start, -mm).mask;
      expect(holds(ball(grid, 12 - mm + layer), shrunk)).toBe(true);
      expect(holds(shrunk, ball(grid, 12 - mm - layer))).toBe(true);
    }
    expect(start).toEqual(before);
  });

  it('grows a box by whole voxels at its faces, and shrinks it back', () => {
    const grid = gridOf([1, 1, 2], [40, 40, 20]);
    const brick = box(grid, [-5, -5, -6], [5, 5, 6]);
    const grown = margin(grid, brick, 2).mask;
    expect(grown.size).toEqual([15, 15, 9]);
    expect(sameVoxels(margin(grid, grown, -2).mask, brick)).toBe(true);
    expect(margin(grid, brick, 2, 'slice').mask.size).toEqual([15, 15, 7]);
    expect(margin(grid, brick, -2, 'slice').mask.size).toEqual([7, 7, 7]);
  });

  it('ends at the scan, where there is no border to shrink from', () => {
    const grid = gridOf([1, 1, 1], [20, 20, 20]);
    const low = box(grid, [-10, -3, -3], [0, 3, 3]);
    expect(margin(grid, low, 4).mask.start[0]).toBe(0);
    const shrunk = margin(grid, low, -2).mask;
    expect([shrunk.start[0], shrunk.size[0]]).toEqual([0, 9]);
    expect(margin(grid, low, -8).outcome).toBe('emptied');
    expect(margin(grid, emptyMask(), 3).outcome).toBe('nothingThere');
    expect(margin(grid, low, 0).outcome).toBe('unchanged');
  });

  it('of a segment that is done in several slabs is the same as in one', () => {
    const grid = gridOf([1, 1, 1.5], [40, 40, 30]);
    const two = union(ball(grid, 9, [-6, 0, -6]), box(grid, [2, -8, 0], [12, 3, 14]));
    for (const mm of [3, -2]) {
      const whole = margin(grid, two, mm).mask;
      // Two slices at a time, and one.
      for (const slab of [14_000, 1])
        expect(sameVoxels(margin(grid, two, mm, 'volume', slab).mask, whole), `${mm} in ${slab}`).toBe(true);
    }
  });
});

describe('smooth', () => {
  it('takes the roughness off a ball and keeps its volume within the bound', () => {
    const grid = gridOf([0.8, 0.8, 1.25], [70, 70, 46]);
    const noise = noiseOf(1);
    const rough = maskWhere(grid, (p) => Math.hypot(...p) <= 18 + noise());
    const before = copyOf(rough);
    const { mask, volumeChange, outcome } = smooth(grid, rough, { sigmaMm: 2 });
    expect(outcome).toBe('changed');
    expect(Math.abs(volumeChange)).toBeLessThanOrEqual(0.05);
    expect(volumeChange).toBeCloseTo(countVoxels(mask) / countVoxels(rough) - 1, 10);
    const off = (m: VoxelMask): number =>
      countVoxels(subtract(m, ball(grid, 18))) + countVoxels(subtract(ball(grid, 18), m));
    expect(off(mask)).toBeLessThan(off(rough) / 3);
    expect(islandsOf(mask)).toHaveLength(1);
    expect(rough).toEqual(before);
  });

  it('leaves a smooth ball where it is', () => {
    const grid = gridOf([1, 1, 1], [60, 60, 60]);
    const { mask } = smooth(grid, ball(grid, 20), { sigmaMm: 1.5 });
    expect(holds(ball(grid, 21), mask) && holds(mask, ball(grid, 19))).toBe(true);
  });

  it('of something small keeps the volume, by moving the cut', () => {
    const grid = gridOf([1, 1, 1], [40, 40, 40]);
    const small = ball(grid, 4);
    const free = smooth(grid, small, { sigmaMm: 3, maxChange: 1 });
    expect(free.volumeChange).toBeLessThan(-0.3);
    const bound = smooth(grid, small, { sigmaMm: 3, maxChange: 0.1 });
    expect(Math.abs(bound.volumeChange)).toBeLessThanOrEqual(0.1);
    expect(bound.mask.data.length).toBeGreaterThan(0);
  });

  it('names an empty segment, and does nothing with a width of 0', () => {
    const grid = gridOf();
    expect(smooth(grid, emptyMask(), { sigmaMm: 2 })).toMatchObject({
      outcome: 'nothingThere',
      volumeChange: 0,
    });
    expect(smooth(grid, ball(grid, 5), { sigmaMm: 0 }).outcome).toBe('unchanged');
  });
});

describe('fill between slices', () => {
  /** Only every `step`th slice of k, counted from the first. */
  const thinned = (mask: VoxelMask, step: number, axis = 2): VoxelMask => {
    const data = mask.data.slice();
    const [nx, ny] = mask.size;
    for (let v = 0; v < data.length; v++) {
      const at = [v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny))][axis];
      if (at % step !== 0) data[v] = 0;
    }
    return { ...mask, data };
  };

  it('gives a cone back to 3 % from its first and last slice', () => {
    const grid = gridOf([0.7, 0.7, 1.25], [80, 80, 41]);
    const radius = (z: number): number => 8 + ((z + 25) / 50) * 18;
    const cone = maskWhere(grid, (p) => Math.hypot(p[0], p[1]) <= radius(p[2]));
    const ends = thinned(cone, 40);
    const before = copyOf(ends);
    const { mask, filled, outcome } = fillBetween(grid, ends);
    expect(outcome).toBe('changed');
    expect(filled).toHaveLength(39);
    expect(countVoxels(mask) / countVoxels(cone)).toBeGreaterThan(0.97);
    expect(countVoxels(mask) / countVoxels(cone)).toBeLessThan(1.03);
    expect(countVoxels(subtract(mask, cone)) / countVoxels(cone)).toBeLessThan(0.03);
    expect(ends).toEqual(before);
  });

  it('follows a tube that moves aside by more than its width', () => {
    const grid = gridOf([1, 1, 2], [60, 60, 21]);
    const tube = maskWhere(grid, (p) => Math.hypot(p[0] - p[2], p[1]) <= 6);
    const { mask } = fillBetween(grid, thinned(tube, 20));
    expect(countVoxels(mask) / countVoxels(tube)).toBeCloseTo(1, 1);
    expect(countVoxels(subtract(mask, tube)) / countVoxels(tube)).toBeLessThan(0.05);
  });

  it('works along any axis, and on an ellipsoid drawn every fourth slice', () => {
    const grid = gridOf([1, 0.8, 1.5], [60, 60, 40]);
    const egg = maskWhere(grid, (p) => Math.hypot(p[0] / 20, p[1] / 15, p[2] / 22) <= 1);
    for (const axis of [0, 1, 2] as const) {
      const { mask } = fillBetween(grid, thinned(egg, 4, axis), axis);
      // Its last slices may lie beyond the last drawn one and are not invented.
      const drawn = mask.start[axis] + mask.size[axis];
      const truth = maskWhere(grid, (p) => {
        const index = Math.round(p[axis] / grid.spacing[axis] + Math.floor(grid.dims[axis] / 2));
        return Math.hypot(p[0] / 20, p[1] / 15, p[2] / 22) <= 1 && index < drawn;
      });
      expect(countVoxels(mask) / countVoxels(truth), `axis ${axis}`).toBeGreaterThan(0.95);
      expect(countVoxels(mask) / countVoxels(truth), `axis ${axis}`).toBeLessThan(1.03);
    }
  });

  it('splits one shape into two, keeps drawn slices, and fills only the gap that is asked for', () => {
    const grid = gridOf([1, 1, 1], [60, 40, 31]);
    const one = box(grid, [-15, -4, -15], [15, 4, -15]);
    const two = union(box(grid, [-15, -4, 0], [-5, 4, 0]), box(grid, [5, -4, 0], [15, 4, 0]));
    const drawn = union(union(one, two), box(grid, [-2, -2, 15], [2, 2, 15]));
    const { mask, filled } = fillBetween(grid, drawn, 2, 7);
    expect([filled[0], filled.length]).toEqual([1, 14]);
    expect(maskHas(mask, 30, 20, 15)).toBe(false);
    expect(maskHas(mask, 20, 20, 14)).toBe(true);
    expect(maskHas(mask, 40, 20, 14)).toBe(true);
    expect(holds(mask, drawn)).toBe(true);
    expect(maskHas(mask, 30, 20, 22)).toBe(false);
  });

  it('names why nothing was filled', () => {
    const grid = gridOf();
    expect(fillBetween(grid, emptyMask()).outcome).toBe('nothingThere');
    expect(fillBetween(grid, box(grid, [0, 0, 0], [4, 4, 0])).outcome).toBe('oneSlice');
    expect(fillBetween(grid, ball(grid, 5)).outcome).toBe('noGap');
  });
});

describe('volumes of phantoms', () => {
  it('a ball is as large as its formula says, to one layer of voxels', () => {
    const grid = gridOf([0.7, 0.7, 1.25], [80, 80, 44]);
    const layer = 4 * Math.PI * 20 ** 2 * (Math.hypot(...grid.spacing) / 2);
    expect(Math.abs(mm3(grid, ball(grid, 20)) - ballMm3(20))).toBeLessThan(layer);
  });
});
