import { describe, expect, it } from 'vitest';
import { about, applyAffine, turn } from './affine';
import { ijkToLps, type Grid, type Vec3 } from './geometry';
import { differenceOn, sampleWarped } from './warp-plane';

const grid: Grid = {
  dims: [60, 50, 40],
  spacing: [0.8, 0.8, 1.5],
  origin: [-20, 10, 100],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};
/** A slope in HU over the patient: what is read at a place says where it was read. */
const slope = ([x, y, z]: Vec3): number => 3 * x - 2 * y + 5 * z;

function volumeOf(value: (p: Vec3) => number, on = grid) {
  const [ni, nj, nk] = on.dims;
  const data = new Float32Array(ni * nj * nk);
  for (let k = 0; k < nk; k++)
    for (let j = 0; j < nj; j++)
      for (let i = 0; i < ni; i++) data[i + ni * (j + nj * k)] = value(ijkToLps(on, [i, j, k]));
  return { grid: on, data };
}

const raster = {
  origin: [-8, 20, 130] as Vec3,
  right: [0.5, 0, 0] as Vec3,
  down: [0, 0.5, 0] as Vec3,
  columns: 37,
  rows: 29,
};
const at = (x: number, y: number): Vec3 => [-8 + 0.5 * x, 20 + 0.5 * y, 130];

describe('a prior laid upon a slice of the current examination', () => {
  const map = about([0, 30, 130], turn([0.03, 0.02, 0.1]), [2, -3, 4]);
  const there = (p: Vec3): Vec3 => applyAffine(map, p);

  it('is read where the map leads, to the last pixel', () => {
    const got = sampleWarped(volumeOf(slope), raster, there);
    for (const [x, y] of [
      [0, 0],
      [36, 28],
      [17, 5],
      [24, 12],
    ])
      expect(got[x + 37 * y]).toBeCloseTo(slope(there(at(x, y))), 2);
  });

  it('follows a map that bends', () => {
    const bent = (p: Vec3): Vec3 => [p[0] + Math.sin(p[1] / 20), p[1], p[2] + 2 * Math.sin(p[0] / 25)];
    const got = sampleWarped(volumeOf(slope), raster, bent);
    expect(Math.abs(got[18 + 37 * 14] - slope(bent(at(18, 14))))).toBeLessThan(1);
  });

  it('says nothing where the prior has nothing', () => {
    const away = sampleWarped(volumeOf(slope), raster, ([x, y, z]) => [x + 200, y, z]);
    expect(away.every(Number.isNaN)).toBe(true);
  });

  it('leaves of two equal examinations only what changed, with its sign', () => {
    const then = volumeOf(slope);
    const spot = at(20, 10);
    const grown = (p: Vec3): number =>
      slope(p) + (Math.hypot(p[0] - spot[0], p[1] - spot[1], p[2] - spot[2]) < 4 ? 100 : 0);
    const got = differenceOn(volumeOf(grown), then, raster, (p) => p);
    expect(got[20 + 37 * 10]).toBeCloseTo(100, 2);
    expect(got[2 + 37 * 25]).toBeCloseTo(0, 2);
    const gone = differenceOn(then, volumeOf(grown), raster, (p) => p);
    expect(gone[20 + 37 * 10]).toBeCloseTo(-100, 2);
  });
});
