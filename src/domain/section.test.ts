import { describe, expect, it } from 'vitest';
import { distance, dot, normalise, sub, type Grid, type Vec3 } from './geometry';
import { cutMask, type Outline } from './section';
import type { VoxelMask } from './volume';

const centre: Vec3 = [-40, 25, 110];
const radius = 9;
const grid: Grid = {
  dims: [64, 64, 40],
  spacing: [0.7, 0.7, 1.25],
  origin: [centre[0] - 0.7 * 30, centre[1] - 0.7 * 30, centre[2] - 1.25 * 20],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};

function sphere(): VoxelMask {
  const start = [15, 15, 11] as const;
  const size = [31, 31, 19] as const;
  const data = new Uint8Array(31 * 31 * 19);
  for (let k = 0; k < 19; k++)
    for (let j = 0; j < 31; j++)
      for (let i = 0; i < 31; i++) {
        const d: Vec3 = [(i + 15 - 30) * 0.7, (j + 15 - 30) * 0.7, (k + 11 - 20) * 1.25];
        if (Math.hypot(...d) <= radius) data[i + 31 * (j + 31 * k)] = 1;
      }
  return { start, size, data };
}

function area(outline: Outline, normal: Vec3): number {
  let sum: Vec3 = [0, 0, 0];
  for (let p = 0; p < outline.length; p++) {
    const a = sub(outline[p], centre);
    const b = sub(outline[(p + 1) % outline.length], centre);
    sum = [
      sum[0] + a[1] * b[2] - a[2] * b[1],
      sum[1] + a[2] * b[0] - a[0] * b[2],
      sum[2] + a[0] * b[1] - a[1] * b[0],
    ];
  }
  return Math.abs(dot(sum, normal)) / 2;
}

describe('cutting a mask by a plane', () => {
  const mask = sphere();
  const planes: readonly Vec3[] = [
    [0, 0, 1],
    [0, 1, 0],
    [1, 0, 0],
    normalise([1, 2, 3]),
    normalise([-1, 0.2, 0.4]),
  ];

  it.each(planes)('a sphere gives one circle through its middle, plane %#', (...n) => {
    const normal = n as unknown as Vec3;
    const outlines = cutMask(grid, mask, { point: centre, normal });
    expect(outlines).toHaveLength(1);
    for (const p of outlines[0]) {
      expect(Math.abs(distance(p, centre) - radius)).toBeLessThan(1);
      expect(Math.abs(dot(sub(p, centre), normal))).toBeLessThan(1e-6);
    }
    expect(area(outlines[0], normal) / (Math.PI * radius * radius)).toBeCloseTo(1, 1);
  });

  it('gives a smaller circle off the middle and none beyond the sphere', () => {
    const off = cutMask(grid, mask, { point: [centre[0], centre[1], centre[2] + 5], normal: [0, 0, 1] });
    expect(area(off[0], [0, 0, 1]) / (Math.PI * (81 - 25))).toBeCloseTo(1, 1);
    const beyond: Vec3 = [centre[0], centre[1], centre[2] + 12];
    expect(cutMask(grid, mask, { point: beyond, normal: [0, 0, 1] })).toHaveLength(0);
  });

  it('keeps two parts and a hole apart', () => {
    const data = new Uint8Array(9 * 5).fill(1);
    for (let j = 0; j < 5; j++) data[5 + 9 * j] = 0;
    data[2 + 9 * 2] = 0;
    const outlines = cutMask(
      grid,
      { start: [0, 0, 3], size: [9, 5, 1], data },
      { point: [grid.origin[0], grid.origin[1], grid.origin[2] + 3 * 1.25], normal: [0, 0, 1] },
    );
    expect(outlines).toHaveLength(3);
  });
});
