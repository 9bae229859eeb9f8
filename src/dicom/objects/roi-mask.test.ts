import { describe, expect, it } from 'vitest';
import { turnedGrid } from '../../domain/segmentation/test-shapes';
import { dot, ijkToLps, type Grid, type Vec3 } from '../../domain/geometry';
import { countVoxels, maskHas, type VoxelMask } from '../../domain/volume';
import type { Contour, Roi } from './contract';
import { roiMask } from './roi-mask';

const SPACE = '1.2.3';
const straight: Grid = {
  origin: [-20, -30, 5],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  spacing: [0.5, 0.8, 2],
  dims: [40, 30, 12],
};

const contour = (points: readonly Vec3[], geometry = 'CLOSED_PLANAR'): Contour => ({
  geometry,
  points: Float64Array.from(points.flat()),
  images: [],
});
const roi = (contours: readonly Contour[], frameOfReferenceUid = SPACE): Roi => ({
  number: 1,
  name: 'x',
  interpreted: '',
  algorithm: '',
  frameOfReferenceUid,
  contours,
});
/** Corners i, j on a plane k of a grid, in voxels. */
const onPlane = (grid: Grid, k: number, corners: readonly (readonly [number, number])[]): Contour =>
  contour(corners.map(([i, j]) => ijkToLps(grid, [i, j, k])));
/** From i0, j0 to i1, j1. */
const block = (grid: Grid, k: number, i0: number, j0: number, i1: number, j1: number): Contour =>
  onPlane(grid, k, [
    [i0, j0],
    [i1, j0],
    [i1, j1],
    [i0, j1],
  ]);
const slicesOf = (mask: VoxelMask, grid: Grid): number[] =>
  Array.from({ length: grid.dims[2] }, (_, k) => {
    let n = 0;
    for (let j = 0; j < grid.dims[1]; j++)
      for (let i = 0; i < grid.dims[0]; i++) n += maskHas(mask, i, j, k) ? 1 : 0;
    return n;
  });

describe.each([
  ['a straight series', straight],
  ['an oblique one', turnedGrid([0.5, 0.8, 2], [40, 30, 12])],
] as const)('contours on the slices of %s', (_, grid) => {
  it('hold the voxels whose centres they enclose, and no others', () => {
    const { mask, unplaced } = roiMask(roi([block(grid, 3, 4.5, 6.5, 9.5, 8.5)]), grid, SPACE);
    expect(unplaced).toEqual({});
    expect(mask.start).toEqual([5, 7, 3]);
    expect(mask.size).toEqual([5, 2, 1]);
    expect(countVoxels(mask)).toBe(10);
  });

  it('cut holes out by the even-odd rule, drawn apart or by a keyhole', () => {
    const apart = roiMask(
      roi([block(grid, 2, 1.5, 1.5, 11.5, 11.5), block(grid, 2, 3.5, 3.5, 9.5, 9.5)]),
      grid,
      SPACE,
    );
    const keyhole = onPlane(grid, 2, [
      [1.5, 1.5],
      [11.5, 1.5],
      [11.5, 11.5],
      [1.5, 11.5],
      [1.5, 1.5],
      [3.5, 3.5],
      [3.5, 9.5],
      [9.5, 9.5],
      [9.5, 3.5],
      [3.5, 3.5],
    ]);
    expect(countVoxels(apart.mask)).toBe(100 - 36);
    expect(slicesOf(roiMask(roi([keyhole]), grid, SPACE).mask, grid)).toEqual(slicesOf(apart.mask, grid));
  });

  it('fill the slices between contours by the nearer one, and leave a missing contour open', () => {
    // On every third slice, one of them missing: 0, 3, 9.
    const drawn = [0, 3, 9].map((k) => block(grid, k, 0.5, 0.5, 2.5 + k, 1.5));
    const { mask, unplaced } = roiMask(roi([...drawn, block(grid, 6, 0.5, 0.5, 8.5, 1.5)]), grid, SPACE);
    expect(unplaced).toEqual({});
    expect(slicesOf(mask, grid)).toEqual([2, 2, 5, 5, 5, 8, 8, 8, 11, 11, 11, 0]);
    const dense = [0, 1, 2, 3, 7, 8].map((k) => block(grid, k, 0.5, 0.5, 4.5, 1.5));
    expect(slicesOf(roiMask(roi(dense), grid, SPACE).mask, grid)).toEqual([
      4, 4, 4, 4, 0, 0, 0, 4, 4, 0, 0, 0,
    ]);
  });

  it('finer than the slices leave each slice to the one nearest', () => {
    const drawn = [1, 1.25, 1.5, 1.75, 2].map((k) => block(grid, k, 0.5, 0.5, 0.5 + 4 * k, 1.5));
    expect(slicesOf(roiMask(roi(drawn), grid, SPACE).mask, grid).slice(0, 4)).toEqual([0, 4, 8, 0]);
  });

  it('in planes across the slices are filled in their own planes', () => {
    // A block of 6 x 4 x 5 voxels, drawn on planes of constant i.
    const across = [4, 5, 6, 7, 8, 9].map((i) =>
      contour(
        (
          [
            [2.5, 3.5],
            [6.5, 3.5],
            [6.5, 8.5],
            [2.5, 8.5],
          ] as const
        ).map(([j, k]) => ijkToLps(grid, [i, j, k])),
      ),
    );
    const { mask } = roiMask(roi(across), grid, SPACE);
    expect([mask.start, mask.size, countVoxels(mask)]).toEqual([[4, 3, 4], [6, 4, 5], 120]);
  });
});

describe('contours of a tilted gantry', () => {
  it('hold a cylinder to within its surface', () => {
    const tilt = 0.3;
    const normal: Vec3 = [0, Math.sin(tilt), Math.cos(tilt)];
    const v: Vec3 = [0, Math.cos(tilt), -Math.sin(tilt)];
    const middle: Vec3 = [-10, -18, 16];
    const drawn = [-3, -2, -1, 0, 1, 2, 3].map((s) =>
      contour(
        Array.from({ length: 90 }, (_, n): Vec3 => {
          const angle = (2 * Math.PI * n) / 90;
          const [x, y] = [4 * Math.cos(angle), 4 * Math.sin(angle)];
          return [0, 1, 2].map(
            (c) => middle[c] + s * normal[c] + x * (c === 0 ? 1 : 0) + y * v[c],
          ) as unknown as Vec3;
        }),
      ),
    );
    const { mask, unplaced } = roiMask(roi(drawn), straight, SPACE);
    expect(unplaced).toEqual({});
    let wrong = 0;
    for (let k = 0; k < 12; k++)
      for (let j = 0; j < 30; j++)
        for (let i = 0; i < 40; i++) {
          const p = ijkToLps(straight, [i, j, k]);
          const from: Vec3 = [p[0] - middle[0], p[1] - middle[1], p[2] - middle[2]];
          const s = dot(from, normal);
          const r = Math.hypot(from[0], dot(from, v));
          // A polygon of ninety corners is a hair smaller than its circle; planes reach half a slice at the least.
          if (Math.abs(r - 4) < 0.02 || Math.abs(Math.abs(s) - 4) < 0.01) continue;
          if (maskHas(mask, i, j, k) !== (r < 4 && Math.abs(s) < 3 + 0.9554)) wrong++;
        }
    expect(wrong).toBe(0);
    expect(countVoxels(mask)).toBeGreaterThan(300);
  });
});

describe('what cannot be placed', () => {
  const square = block(straight, 3, 0.5, 0.5, 4.5, 4.5);

  it('is told by its reason: points, lines, bent and turned contours, those beyond the series', () => {
    const point = contour([[0, 0, 0]], 'POINT');
    const line = contour(
      [
        [0, 0, 0],
        [1, 0, 0],
        [1, 1, 0],
      ],
      'OPEN_PLANAR',
    );
    const bent = contour([
      [-19, -29, 11],
      [-15, -29, 11],
      [-15, -25, 13],
      [-19, -25, 11],
    ]);
    const turned = contour([
      [-19, -29, 9],
      [-19, -25, 9],
      [-19, -25, 13],
      [-19, -29, 13],
    ]);
    const more = [4, 5].map((k) => block(straight, k, 0.5, 0.5, 4.5, 4.5));
    const beyond = block(straight, 40, 0.5, 0.5, 4.5, 4.5);
    const { mask, unplaced } = roiMask(
      roi([square, ...more, point, line, bent, turned, beyond]),
      straight,
      SPACE,
    );
    expect(unplaced).toEqual({ open: 2, bent: 1, turned: 1, outside: 1 });
    expect(countVoxels(mask)).toBe(48);
  });

  it('is all of an ROI in another frame of reference, or beside the images', () => {
    expect(roiMask(roi([square], '9.9'), straight, SPACE).unplaced).toEqual({ otherSpace: 1 });
    const aside = contour([
      [900, 0, 11],
      [910, 0, 11],
      [910, 10, 11],
    ]);
    expect(roiMask(roi([aside]), straight, SPACE).unplaced).toEqual({ outside: 1 });
    expect(countVoxels(roiMask(roi([]), straight, SPACE).mask)).toBe(0);
  });
});
