import { describe, expect, it, vi } from 'vitest';
import { ijkToLps, type Grid, type Vec3 } from './geometry';
import { applyBrush, GrowError, growFromPoint } from './region';
import { countVoxels, maskHas, type Volume, type VoxelMask } from './volume';

// Phantoms of millions of voxels: slow where many jobs share the machine.
vi.setConfig({ testTimeout: 60_000 });

const noise = (() => {
  let a = 42;
  return (sd: number): number => {
    let sum = 0;
    for (let n = 0; n < 6; n++) {
      a = (Math.imul(a, 1664525) + 1013904223) | 0;
      sum += (a >>> 0) / 4294967296 - 0.5;
    }
    return sum * sd * Math.SQRT2;
  };
})();

type Shape = (x: number, y: number, z: number) => number | undefined;

/** A block of lung (-860 HU, noise 30 HU) with shapes in mm around its middle; later shapes win. */
function phantom(spacing: Vec3, shapes: readonly Shape[], extent = 60): Volume {
  const dims = spacing.map((s) => Math.round(extent / s)) as unknown as Vec3;
  const grid: Grid = {
    dims,
    spacing,
    origin: [0, 0, 0],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  };
  const data = new Int16Array(dims[0] * dims[1] * dims[2]);
  const at = (x: number, y: number, z: number): number => {
    let value = -860;
    for (const shape of shapes) value = shape(x, y, z) ?? value;
    return value;
  };
  const [dx, dy, dz] = spacing.map((s) => s / 4);
  let v = 0;
  for (let k = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, v++) {
        const x = (i - dims[0] / 2) * spacing[0];
        const y = (j - dims[1] / 2) * spacing[1];
        const z = (k - dims[2] / 2) * spacing[2];
        // The partial volume that a scanner gives; outside the middle one sample will do.
        let hu = at(x, y, z);
        if (Math.abs(x) < 12 && Math.abs(y) < 12 && Math.abs(z) < 12)
          hu =
            (at(x - dx, y - dy, z - dz) +
              at(x + dx, y - dy, z - dz) +
              at(x - dx, y + dy, z - dz) +
              at(x + dx, y + dy, z - dz) +
              at(x - dx, y - dy, z + dz) +
              at(x + dx, y - dy, z + dz) +
              at(x - dx, y + dy, z + dz) +
              at(x + dx, y + dy, z + dz)) /
            8;
        data[v] = Math.round(hu + noise(30));
      }
  const slices = Array.from({ length: dims[2] }, (_, k) => k);
  return {
    seriesUid: '1',
    frameOfReferenceUid: '2',
    grid,
    data,
    sopInstanceUids: slices.map((k) => `3.${k}`),
    frameNumbers: slices.map(() => 1),
  };
}

const ball =
  (radius: number, hu: number, at: Vec3 = [0, 0, 0]): Shape =>
  (x, y, z) =>
    Math.hypot(x - at[0], y - at[1], z - at[2]) <= radius ? hu : undefined;
/** A vessel along a slanted line through the middle. */
const vessel =
  (radius: number): Shape =>
  (x, y, z) => {
    const u: Vec3 = [0.6, 0.64, 0.48];
    const t = x * u[0] + y * u[1] + z * u[2];
    return Math.hypot(x - t * u[0], y - t * u[1], z - t * u[2]) <= radius ? 40 : undefined;
  };
/** The chest wall: everything outside a cylinder of 60 mm whose nearest point lies `away` mm behind the middle. */
const wall =
  (away: number): Shape =>
  (x, y) =>
    Math.hypot(x, y - away + 60) >= 60 ? 45 : undefined;

const middle = (volume: Volume): Vec3 =>
  ijkToLps(volume.grid, volume.grid.dims.map((d) => d / 2) as unknown as Vec3);
const mm3 = (volume: Volume, mask: VoxelMask): number =>
  countVoxels(mask) * volume.grid.spacing.reduce((a, b) => a * b, 1);
const sphere = (radius: number): number => (4 / 3) * Math.PI * radius ** 3;

/** Relative error of a volume when its surface is off by one voxel's mean size. */
const voxelOff = (volume: Volume, radius: number): number =>
  (3 * Math.cbrt(volume.grid.spacing.reduce((a, b) => a * b, 1))) / radius;

const spacings: Vec3[] = [
  [0.7, 0.7, 1.25],
  [0.7, 0.7, 2.5],
];

describe('growFromPoint', () => {
  for (const spacing of spacings) {
    const name = spacing.join(' x ');
    for (const [kind, hu] of [
      ['solid', 30],
      ['ground-glass', -600],
      ['calcified', 400],
    ] as const)
      for (const radius of [3, 5, 9])
        it(`${kind} nodule of ${2 * radius} mm at ${name}`, () => {
          const volume = phantom(spacing, [ball(radius, hu)], 50);
          const found = mm3(volume, growFromPoint(volume, middle(volume)));
          // A calcified nodule's border is set for soft tissue, so it comes out up to half a voxel larger.
          expect(Math.abs(found / sphere(radius) - 1)).toBeLessThan(0.6 * voxelOff(volume, radius));
        });

    it(`part-solid nodule of 18 mm at ${name}: the ground glass around its core too`, () => {
      const volume = phantom(spacing, [ball(9, -620), ball(4, 30)], 50);
      const found = mm3(volume, growFromPoint(volume, middle(volume)));
      expect(Math.abs(found / sphere(9) - 1)).toBeLessThan(0.6 * voxelOff(volume, 9));
    });

    it(`nodule of 10 mm on a vessel of 4 mm at ${name}: the vessel stays out`, () => {
      const volume = phantom(spacing, [vessel(2), ball(5, 30)]);
      const mask = growFromPoint(volume, middle(volume));
      expect(Math.abs(mm3(volume, mask) / sphere(5) - 1)).toBeLessThan(0.35);
      expect(Math.max(...mask.size.map((n, c) => n * spacing[c]))).toBeLessThan(16);
    });

    it(`nodule of 12 mm half sunk in the pleura at ${name}: the wall stays out`, () => {
      const volume = phantom(spacing, [wall(3), ball(6, 30)]);
      const mask = growFromPoint(volume, middle(volume));
      // What lies on the lung's side of the wall's line: a cap of height 9 mm of the ball.
      const cap = (Math.PI * 81 * (18 - 9)) / 3;
      expect(mm3(volume, mask) / cap).toBeGreaterThan(0.65);
      expect(mm3(volume, mask) / cap).toBeLessThan(1.4);
    });
  }

  it('a click beside the middle finds the same nodule', () => {
    const volume = phantom([0.7, 0.7, 1.25], [ball(5, 30)], 60);
    const centre = middle(volume);
    const a = mm3(volume, growFromPoint(volume, centre));
    const b = mm3(volume, growFromPoint(volume, [centre[0] + 3, centre[1] - 2, centre[2] + 1]));
    expect(Math.abs(a / b - 1)).toBeLessThan(0.05);
  });

  const failure = (volume: Volume, point: Vec3): string => {
    try {
      growFromPoint(volume, point);
    } catch (error) {
      if (error instanceof GrowError) return error.code;
      throw error;
    }
    return 'grown';
  };

  it('says what is wrong: lung, chest wall, a long vessel, outside', () => {
    const empty = phantom([0.8, 0.8, 2], []);
    expect(failure(empty, middle(empty))).toBe('inAir');
    const deep = phantom([0.8, 0.8, 2], [wall(-25)]);
    expect(failure(deep, middle(deep))).toBe('notInLung');
    const edge = phantom([0.8, 0.8, 2], [wall(-6)]);
    expect(failure(edge, middle(edge))).toBe('notInLung');
    const tube = phantom([0.8, 0.8, 2], [vessel(2.5)]);
    expect(failure(tube, middle(tube))).toBe('unbounded');
    expect(failure(tube, [-500, 0, 0])).toBe('outsideVolume');
  });
});

describe('applyBrush', () => {
  const grid: Grid = {
    dims: [40, 40, 10],
    spacing: [0.5, 0.5, 2],
    origin: [-10, -10, 0],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  };
  const none: VoxelMask = { start: [0, 0, 0], size: [0, 0, 0], data: new Uint8Array(0) };
  const axial: Vec3 = [0, 0, 1];

  it('paints a disc on one slice and grows the box', () => {
    const mask = applyBrush(grid, none, { points: [[0, 0, 8]], radiusMm: 3, normal: axial, mode: 'add' });
    expect(mask.size[2]).toBe(1);
    expect(mask.start[2]).toBe(4);
    expect(Math.abs(countVoxels(mask) * 0.25 - Math.PI * 9)).toBeLessThan(2);
    const more = applyBrush(grid, mask, {
      points: [
        [0, 0, 10],
        [5, 0, 10],
      ],
      radiusMm: 1,
      normal: axial,
      mode: 'add',
    });
    expect(more.size[2]).toBe(2);
    expect(maskHas(more, 30, 20, 5)).toBe(true);
    expect(maskHas(more, 30, 20, 4)).toBe(false);
    expect(countVoxels(more)).toBeGreaterThan(countVoxels(mask));
  });

  it('erases, shrinks the box, and leaves the old mask as it was', () => {
    const mask = applyBrush(grid, none, { points: [[0, 0, 8]], radiusMm: 3, normal: axial, mode: 'add' });
    const before = countVoxels(mask);
    const half = applyBrush(grid, mask, { points: [[-3, 0, 8]], radiusMm: 3, normal: axial, mode: 'erase' });
    expect(countVoxels(half)).toBeLessThan(before);
    expect(half.size[0]).toBeLessThan(mask.size[0]);
    expect(countVoxels(mask)).toBe(before);
    const gone = applyBrush(grid, mask, { points: [[0, 0, 8]], radiusMm: 9, normal: axial, mode: 'erase' });
    expect(gone.size).toEqual([0, 0, 0]);
  });

  it('stops at the volume and paints on a sagittal plane', () => {
    const edge = applyBrush(grid, none, { points: [[-10, -10, 0]], radiusMm: 3, normal: axial, mode: 'add' });
    expect(edge.start).toEqual([0, 0, 0]);
    const sagittal = applyBrush(grid, none, {
      points: [[0, 0, 8]],
      radiusMm: 4,
      normal: [1, 0, 0],
      mode: 'add',
    });
    expect(sagittal.size[0]).toBe(1);
    expect(sagittal.size[2]).toBe(5);
  });
});
