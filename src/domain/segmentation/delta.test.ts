import { describe, expect, it } from 'vitest';
import { boxVoxels, emptyMask } from '../mask-box';
import type { VoxelMask } from '../volume';
import { sameVoxels, subtract, union } from './boolean';
import { applyDelta, deltaBytes, DeltaError, deltaOf, revertDelta } from './delta';
import { ball, box, copyOf, gridOf, maskWhere, noiseOf } from './test-shapes';

const grid = gridOf([1, 1, 1], [64, 64, 40]);
const a = ball(grid, 12);
const b = ball(grid, 9, [10, 4, 2]);
const noise = noiseOf(1);
const pepper = maskWhere(grid, () => noise() > 0);

describe('delta', () => {
  const cases: [string, VoxelMask, VoxelMask][] = [
    ['added', a, union(a, b)],
    ['erased', union(a, b), subtract(a, b)],
    ['first stroke', emptyMask(), b],
    ['emptied', b, emptyMask()],
    ['moved', a, b],
    ['scattered', a, pepper],
    ['same', a, a],
    ['nothing', emptyMask(), emptyMask()],
  ];

  it.each(cases)('applies and reverts: %s', (_name, before, after) => {
    const copies = [copyOf(before), copyOf(after)];
    const delta = deltaOf(before, after);
    expect(sameVoxels(applyDelta(before, delta), after)).toBe(true);
    expect(sameVoxels(revertDelta(after, delta), before)).toBe(true);
    expect([before, after]).toEqual(copies);
  });

  it.each(cases)('takes no more than a bit a voxel of the box that changed: %s', (_name, before, after) => {
    const delta = deltaOf(before, after);
    expect(delta.bytes.length).toBeLessThanOrEqual(Math.ceil(boxVoxels(delta.box) / 8));
    expect(deltaBytes(delta)).toBe(delta.bytes.length + 64);
  });

  it('has the box of the change, not of the segment, and picks the shorter form', () => {
    const dab = box(grid, [20, 20, 0], [23, 22, 0]);
    const delta = deltaOf(a, union(a, dab));
    expect(delta.box).toEqual({ start: dab.start, size: dab.size });
    expect(delta.bytes.length).toBeLessThanOrEqual(2);
    expect(deltaOf(a, pepper).form).toBe('bits');
    const ring = deltaOf(a, ball(grid, 13));
    expect(ring.form).toBe('runs');
    expect(ring.bytes.length).toBeLessThan(boxVoxels(ring.box) / 10);
  });

  it('looks only where it is told to', () => {
    const dab = box(grid, [20, 20, 0], [23, 22, 0]);
    expect(deltaOf(a, union(a, dab), dab)).toEqual(deltaOf(a, union(a, dab)));
  });

  it('refuses a segment that it was not taken from', () => {
    const delta = deltaOf(a, union(a, b));
    expect(() => applyDelta(b, delta)).toThrow(DeltaError);
    expect(() => revertDelta(a, delta)).toThrow(DeltaError);
    // As many voxels as the right one, elsewhere.
    expect(() => applyDelta(ball(grid, 12, [10, 4, 2]), delta)).toThrow(DeltaError);
  });
});
