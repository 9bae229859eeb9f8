import { describe, expect, it } from 'vitest';
import { dot, ijkToLps, sub, type Grid, type Vec3 } from '../../domain/geometry';
import { cropPlanes, LEAST, wholeBox, withEnd } from './crop';

/** Turned by 30 degrees about z, and its slices run from head to feet. */
const grid: Grid = {
  dims: [10, 20, 8],
  spacing: [0.5, 0.7, 2],
  origin: [5, -3, 40],
  axes: [
    [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6), 0],
    [-Math.sin(Math.PI / 6), Math.cos(Math.PI / 6), 0],
    [0, 0, -1],
  ],
};

describe('crop box', () => {
  it('cuts nothing while it is whole', () => expect(cropPlanes(grid, wholeBox)).toEqual([]));

  it('keeps exactly the voxels between its ends', () => {
    // Half the columns, the first three quarters of the slices.
    const planes = cropPlanes(grid, withEnd(withEnd(wholeBox, 0, 0, 0.5), 2, 1, 0.75));
    expect(planes).toHaveLength(2);
    for (let i = 0; i < 10; i++)
      for (let k = 0; k < 8; k++) {
        const at: Vec3 = ijkToLps(grid, [i, 7, k]);
        const kept = planes.every(({ origin, normal }) => dot(sub(at, origin), normal) > 0);
        expect(kept, `${i} ${k}`).toBe(i >= 5 && k < 6);
      }
  });

  it('never lets its ends pass each other', () => {
    const [x] = withEnd(withEnd(wholeBox, 0, 1, 0.4), 0, 0, 0.9);
    expect(x[0]).toBeCloseTo(0.4 - LEAST);
    expect(x[1]).toBe(0.4);
  });
});
