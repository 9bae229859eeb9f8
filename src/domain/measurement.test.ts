import { describe, expect, it } from 'vitest';
import type { Grid, Vec3 } from './geometry';
import {
  axesOf,
  formatForDisplay,
  largestSlice,
  measureAxes,
  measureMask,
  MeasurementError,
  roundForDisplay,
} from './measurement';
import type { Volume, VoxelMask } from './volume';

const calibration = {
  inPlane: 'PixelSpacing (0028,0030)',
  betweenSlices: 'ImagePositionPatient (0020,0032)',
};

const gridOf = (spacing: Vec3, dims: Vec3 = [80, 80, 80]): Grid => ({
  dims,
  spacing,
  origin: [-20, 30, -500],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
});

/** Voxels whose centre lies in an ellipsoid with half axes in mm, turned by `angle` in the plane. */
function ellipsoid(grid: Grid, half: Vec3, angle: number, off: Vec3): VoxelMask {
  const [nx, ny, nz] = grid.dims;
  const data = new Uint8Array(nx * ny * nz);
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++) {
        const x = (i - nx / 2 - off[0]) * grid.spacing[0];
        const y = (j - ny / 2 - off[1]) * grid.spacing[1];
        const z = (k - nz / 2 - off[2]) * grid.spacing[2];
        const u = (x * c + y * s) / half[0];
        const v = (y * c - x * s) / half[1];
        if (u * u + v * v + (z / half[2]) ** 2 <= 1) data[i + nx * (j + ny * k)] = 1;
      }
  return { start: [0, 0, 0], size: [nx, ny, nz], data };
}

const volumeOf = (grid: Grid, hu: (v: number) => number): Volume => ({
  seriesUid: '1.2',
  frameOfReferenceUid: '1.3',
  grid,
  data: Int16Array.from({ length: grid.dims[0] * grid.dims[1] * grid.dims[2] }, (_, v) => hu(v)),
  sopInstanceUids: Array.from({ length: grid.dims[2] }, (_, k) => `1.4.${k}`),
  frameNumbers: Array.from({ length: grid.dims[2] }, () => 1),
});

const spacings: Vec3[] = [
  [0.5, 0.5, 0.5],
  [0.7, 0.7, 1.25],
  [0.9, 0.9, 2.5],
];
const offsets: Vec3[] = [
  [0, 0, 0],
  [0.3, 0.45, 0.2],
  [0.5, 0.5, 0.5],
];

describe('spheres of known size', () => {
  for (const spacing of spacings)
    for (const diameter of [4, 6, 8, 15, 25])
      it(`${diameter} mm at ${spacing.join(' x ')} mm`, () => {
        for (const off of offsets) {
          const grid = gridOf(spacing);
          const mask = ellipsoid(grid, [diameter / 2, diameter / 2, diameter / 2], 0, off);
          const { measurements: m } = measureMask(
            volumeOf(grid, () => 30),
            mask,
            calibration,
          );
          // The largest slice may lie half a slice beside the middle, where the true circle is smaller.
          const beside = Math.min(diameter / 2, spacing[2] / 2);
          const least = 2 * Math.sqrt((diameter / 2) ** 2 - beside ** 2);
          const slack = spacing[0];
          for (const axis of [m.longAxis, m.shortAxis, m.meanDiameter]) {
            expect(axis.value).toBeGreaterThan(least - slack);
            expect(axis.value).toBeLessThan(diameter + slack);
            expect(axis.unit).toBe('mm');
          }
          // One layer of half a voxel on the surface bounds the error of a voxel count; in practice far less.
          const truth = (Math.PI / 6) * diameter ** 3;
          expect(Math.abs(m.volume.value - truth) / truth).toBeLessThan(
            (3 * spacing[2]) / diameter / 2 + 0.03,
          );
          expect(m.volume.unit).toBe('mm3');
        }
      });
});

describe('turned ellipses', () => {
  for (const degrees of [0, 17, 30, 45, 73, 90, 120])
    it(`20 x 10 mm at ${degrees} degrees`, () => {
      const grid = gridOf([0.7, 0.7, 1]);
      const mask = ellipsoid(grid, [10, 5, 6], (degrees * Math.PI) / 180, [0.2, 0.4, 0]);
      const axes = axesOf(grid, mask, []);
      const m = measureAxes(axes, calibration, 'mask');
      expect(Math.abs(m.longAxis.value - 20)).toBeLessThan(0.7);
      expect(Math.abs(m.shortAxis.value - 10)).toBeLessThan(0.7);
      expect(m.meanDiameter.value).toBeCloseTo((m.longAxis.value + m.shortAxis.value) / 2, 9);
      const [p, q] = axes.long;
      const [r, t] = axes.short;
      const dot = (q[0] - p[0]) * (t[0] - r[0]) + (q[1] - p[1]) * (t[1] - r[1]);
      expect(Math.abs(dot) / (m.longAxis.value * m.shortAxis.value)).toBeLessThan(1e-6);
    });
});

describe('odd masks', () => {
  const grid = gridOf([0.7, 0.7, 1], [20, 20, 5]);
  const maskOf = (on: readonly Vec3[]): VoxelMask => {
    const data = new Uint8Array(2000);
    for (const [i, j, k] of on) data[i + 20 * (j + 20 * k)] = 1;
    return { start: [0, 0, 0], size: [20, 20, 5], data };
  };
  it('one voxel has axes of about half a pixel and its own volume', () => {
    const { measurements: m } = measureMask(
      volumeOf(grid, () => -600),
      maskOf([[5, 6, 2]]),
      calibration,
    );
    expect(m.longAxis.value).toBeGreaterThan(0.2);
    expect(m.longAxis.value).toBeLessThanOrEqual(0.7);
    expect(m.volume.value).toBeCloseTo(0.49, 9);
    expect(m.sdHu.value).toBe(0);
  });
  it('measures the larger of two parts on the slice, and ignores a hole', () => {
    const ring: Vec3[] = [];
    for (let i = 4; i <= 12; i++) for (let j = 4; j <= 12; j++) if (i !== 8 || j !== 8) ring.push([i, j, 2]);
    const m = measureAxes(axesOf(grid, maskOf([...ring, [18, 18, 2]]), []), calibration, 'mask');
    expect(m.longAxis.value).toBeLessThan(9.5);
    // Across the middle: a hole would break the chord in two.
    expect(m.shortAxis.value).toBeGreaterThan(6.5);
  });
  it('HU statistics are those of the mask alone', () => {
    const volume = volumeOf(grid, (v) => (v % 20) * 10);
    const { measurements: m } = measureMask(
      volume,
      maskOf([
        [2, 3, 1],
        [4, 3, 1],
        [6, 3, 1],
      ]),
      calibration,
    );
    expect([m.minHu.value, m.meanHu.value, m.maxHu.value]).toEqual([20, 40, 60]);
    expect(m.sdHu.value).toBeCloseTo(Math.sqrt(800 / 3), 9);
    expect(m.meanHu.unit).toBe("[hnsf'U]");
    expect(m.meanHu.method).toContain('not eroded');
  });
  it('refuses an empty mask and one outside the volume', () => {
    expect(() =>
      measureMask(
        volumeOf(grid, () => 0),
        maskOf([]),
        calibration,
      ),
    ).toThrow(MeasurementError);
    const outside: VoxelMask = { start: [19, 0, 0], size: [2, 1, 1], data: Uint8Array.of(1, 1) };
    expect(() =>
      measureMask(
        volumeOf(grid, () => 0),
        outside,
        calibration,
      ),
    ).toThrow(MeasurementError);
  });
  it('takes the middle one of equally large slices', () => {
    expect(
      largestSlice(
        maskOf([
          [1, 1, 1],
          [1, 1, 2],
          [1, 1, 3],
        ]),
      ),
    ).toBe(2);
  });
});

describe('axes of the reader and display', () => {
  it('sorts the axes by length and says who drew them', () => {
    const m = measureAxes(
      {
        long: [
          [0, 0, 0],
          [3, 4, 0],
        ],
        short: [
          [0, 0, 0],
          [0, 0, 8],
        ],
      },
      calibration,
    );
    expect([m.longAxis.value, m.shortAxis.value, m.meanDiameter.value]).toEqual([8, 5, 6.5]);
    expect(m.longAxis.method).toContain('reader');
    expect(m.longAxis.calibration).toBe('PixelSpacing (0028,0030)');
  });
  it('rounds only for display', () => {
    expect(formatForDisplay({ value: 7.96, unit: 'mm' })).toBe('8.0');
    expect(formatForDisplay({ value: 268.1, unit: 'mm3' })).toBe('268');
    expect(formatForDisplay({ value: -0.4, unit: "[hnsf'U]" })).toBe('0');
    expect(Object.is(roundForDisplay({ value: -0.01, unit: 'mm' }), -0)).toBe(false);
  });
});
