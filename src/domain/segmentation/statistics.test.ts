import { describe, expect, it } from 'vitest';
import { emptyMask } from '../mask-box';
import { percentile, segmentStatistics } from './statistics';
import { ball, box, fieldWhere, gridOf } from './test-shapes';

const calibration = {
  inPlane: 'PixelSpacing (0028,0030)',
  betweenSlices: 'ImagePositionPatient (0020,0032)',
};
const HU = "[hnsf'U]";

describe('statistics of a segment', () => {
  it('of a ramp in a box are what arithmetic says', () => {
    const grid = gridOf([1, 1, 2], [40, 40, 20]);
    const field = fieldWhere(grid, (p) => 10 * p[0] - 600);
    const brick = box(grid, [-10, -5, -4], [10, 5, 4]);
    const got = segmentStatistics(field, brick, HU, calibration);
    if (got.outcome !== 'measured') throw new Error(got.outcome);
    expect(got.voxels).toBe(21 * 11 * 5);
    expect(got.volumeMm3).toBe(21 * 11 * 5 * 2);
    expect(got.volumeMl).toBeCloseTo(2.31, 10);
    expect([got.min, got.max, got.median, got.mean]).toEqual([-700, -500, -600, expect.closeTo(-600, 9)]);
    // Population SD of 21 even steps of 10.
    expect(got.sd).toBeCloseTo(10 * Math.sqrt((21 ** 2 - 1) / 12), 8);
    expect(got.percentiles[25]).toBeCloseTo(-650, 0);
    expect(got.percentiles[95]).toBeCloseTo(-510, 0);
    expect(got.valueUnit).toBe(HU);
    expect(got.calibration).toBe(calibration);
  });

  it('are the same for whole numbers and floats, and never 0 for nothing', () => {
    const grid = gridOf([1, 1, 1], [40, 40, 40]);
    const field = fieldWhere(grid, (p) => Math.round(p[0] * 3 - p[1] * 7 + p[2]));
    const whole = { grid, data: Int16Array.from(field.data) };
    const some = ball(grid, 11);
    expect(segmentStatistics(whole, some, '1', calibration)).toEqual(
      segmentStatistics(field, some, '1', calibration),
    );
    expect(segmentStatistics(field, emptyMask(), '1', calibration)).toEqual({ outcome: 'nothingThere' });
  });

  it('give the axes of the largest slice and the volume of a ball to a layer of voxels', () => {
    const grid = gridOf([0.7, 0.7, 1.25], [80, 80, 44]);
    const got = segmentStatistics(
      fieldWhere(grid, () => 1),
      ball(grid, 15),
      '1',
      calibration,
    );
    if (got.outcome !== 'measured') throw new Error(got.outcome);
    expect(Math.abs(got.longAxisMm - 30)).toBeLessThan(0.7);
    expect(got.axesSlice).toBe(22);
    const layer = 4 * Math.PI * 15 ** 2 * (Math.hypot(...grid.spacing) / 2);
    expect(Math.abs(got.volumeMm3 - (4 / 3) * Math.PI * 15 ** 3)).toBeLessThan(layer);
  });

  it('refuse a mask outside the volume by name', () => {
    const grid = gridOf([1, 1, 1], [20, 20, 20]);
    const outside = { start: [18, 0, 0], size: [4, 1, 1], data: Uint8Array.of(1, 1, 1, 1) } as const;
    expect(() =>
      segmentStatistics(
        fieldWhere(grid, () => 0),
        outside,
        HU,
        calibration,
      ),
    ).toThrow(expect.objectContaining({ code: 'outsideVolume' }));
  });

  it('percentiles interpolate between ranks, as numpy does', () => {
    // numpy.percentile([1, 2, 4, 8], [0, 25, 50, 90, 100])
    expect([0, 25, 50, 90, 100].map((share) => percentile([1, 2, 4, 8], share))).toEqual([
      1,
      1.75,
      3,
      expect.closeTo(6.8, 10),
      8,
    ]);
    expect(percentile([5], 95)).toBe(5);
  });
});
