import { describe, expect, it } from 'vitest';
import type { Grid } from '../domain/geometry';
import { manifestOf } from './engine-fixtures';
import { modelSpace } from './model-space';
import { Region } from './region';
import { planWindows } from './windows';

const grid: Grid = {
  dims: [40, 30, 20],
  spacing: [1, 1, 2],
  origin: [0, 0, 0],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};
/** Columns 4 to 9, rows 10 to 19 on slices 6 to 8. */
const boxes = new Int32Array(80);
for (const k of [6, 7, 8]) boxes.set([4, 10, 10, 20], 4 * k);

describe('a region seen by a sagittal model', () => {
  // D from the left to the right, H to the feet, W to the front: all against the scan's axes.
  const { inputs, window } = manifestOf({
    input: { orientation: 'RIA', spacing: [null, 1, null] },
    window: { patch: [64, 64], size: 'fit', multipleOf: 8 },
  });
  const space = modelSpace(grid, true, inputs[0]);
  const region = new Region(boxes, space);

  it('has its box on the planes that cut it', () => {
    expect(space.dims).toEqual([40, 40, 30]);
    // Column 4 is plane 35; slices 6 to 8 are 2 mm each, from the top 11 to 13: rows 22 to 27 of 1 mm.
    expect(region.box(35, 36)).toEqual([
      [35, 36],
      [22, 28],
      [10, 20],
    ]);
    expect(region.box(36, 37)).toBeUndefined();
    expect(region.box(0, 40)?.[0]).toEqual([30, 36]);
  });

  it('gets windows there and nowhere else', () => {
    const plan = planWindows(space, window, true, region);
    expect(plan.windows.map((w) => w.start[0])).toEqual([30, 31, 32, 33, 34, 35]);
    expect(plan.skipped).toBe(34);
    // 6 x 10 voxels, rounded up to multiples of 8.
    expect(plan.windows[0]).toEqual({ start: [30, 22, 10], size: [1, 8, 16] });
  });

  it('is touched by a window that covers only part of one of its voxels', () => {
    expect(region.touches({ start: [35, 27, 10], size: [1, 1, 1] })).toBe(true);
    expect(region.touches({ start: [35, 28, 10], size: [1, 4, 4] })).toBe(false);
    expect(region.touches({ start: [36, 0, 0], size: [4, 40, 30] })).toBe(false);
  });
});
