/**
 * The exact rule on a heart made by code: chest wall, lungs, spine, ribs, noise, and plaques whose pixels are counted
 * when they are drawn. No cardiac CT with calcium is at hand, so nothing here says how well real calcium is found.
 */
import { describe, expect, it } from 'vitest';
import type { Volume } from '../../volume';
import { agatston, densityWeight } from './agatston';
import { findCalcium } from './calcium-parts';

const DIMS = [256, 256, 40] as const;

interface Plaque {
  /** Column, row, slice of its first pixel. */
  readonly at: readonly [number, number, number];
  readonly columns: number;
  readonly rows: number;
  readonly hu: number;
  /** One pixel of it; the others have `hu`. */
  readonly peak: number;
}

const plaques: readonly Plaque[] = [
  // Left main, one slice, weight 1.
  { at: [120, 100, 12], columns: 3, rows: 3, hu: 150, peak: 199 },
  // LAD over three slices, of another weight on each.
  { at: [140, 110, 14], columns: 6, rows: 4, hu: 140, peak: 200 },
  { at: [142, 111, 15], columns: 5, rows: 5, hu: 260, peak: 300 },
  { at: [143, 112, 16], columns: 4, rows: 3, hu: 310, peak: 400 },
  // LCX: two blocks that touch by a corner are one part, weighted by the brighter.
  { at: [160, 130, 18], columns: 3, rows: 3, hu: 150, peak: 150 },
  { at: [163, 133, 18], columns: 3, rows: 3, hu: 200, peak: 399 },
  // RCA.
  { at: [90, 120, 20], columns: 8, rows: 2, hu: 130, peak: 130 },
];

function heart(spacing: readonly [number, number, number]): Pick<Volume, 'grid' | 'data'> {
  const [nx, ny, nz] = DIMS;
  const data = new Int16Array(nx * ny * nz);
  let seed = 20;
  const noise = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (seed >>> 16) % 81;
  };
  for (let k = 0, v = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, v++) {
        const body = ((i - 128) / 120) ** 2 + ((j - 128) / 90) ** 2 < 1;
        const inHeart = ((i - 128) / 60) ** 2 + ((j - 115) / 45) ** 2 < 1;
        const spine = Math.hypot(i - 128, j - 195) < 18;
        // Blood and muscle up to 89 HU, lungs far below, the spine and its marrow above.
        data[v] = spine ? 350 + noise() : inHeart ? 9 + noise() : body ? -860 + noise() : -1000;
      }
  const put = (i: number, j: number, k: number, hu: number): void => {
    data[i + nx * (j + ny * k)] = hu;
  };
  for (const { at, columns, rows, hu, peak } of plaques)
    for (let n = 0; n < columns * rows; n++)
      put(at[0] + (n % columns), at[1] + Math.floor(n / columns), at[2], n === 0 ? peak : hu);
  // Below the threshold, and too small: neither counts.
  for (let n = 0; n < 25; n++) put(100 + (n % 5), 90 + Math.floor(n / 5), 22, 129);
  put(150, 100, 24, 900);
  put(151, 100, 24, 900);
  const grid: Volume['grid'] = {
    dims: DIMS,
    spacing,
    origin: [0, 0, 0],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  };
  return { grid, data };
}

/** Square pixels of this side, mm. */
const SIDE = 0.5;
const byHand = (increment: number): number => {
  const area = ({ columns, rows }: Plaque): number => columns * rows * SIDE * SIDE;
  const [lm, a, b, c, near, far, rca] = plaques;
  const weighted =
    area(lm) * 1 + area(a) * 2 + area(b) * 3 + area(c) * 4 + (area(near) + area(far)) * 3 + area(rca) * 1;
  return (weighted * increment) / 3;
};

describe('a heart made by code', () => {
  it.each([3, 2.5])('has the score that its pixels give by hand, slices %s mm apart', (increment) => {
    const { lesions, large } = findCalcium(heart([SIDE, SIDE, increment]));
    // The spine is bone; LAD is one lesion of three parts.
    expect(large).toBe(1);
    expect(lesions.map(({ parts }) => parts.length)).toEqual([1, 3, 1, 1]);
    const score = agatston(
      lesions.flatMap(({ parts }) => parts),
      increment,
    );
    expect(score.score).toBeCloseTo(byHand(increment), 9);
    expect(byHand(3)).toBeCloseTo(2.25 + 12 + 18.75 + 12 + 13.5 + 4, 9);
    expect(lesions.flatMap(({ parts }) => parts.map(({ peak }) => densityWeight(peak)))).toEqual([
      1, 2, 3, 4, 3, 1,
    ]);
  });

  it('is told slice by slice while it is searched', () => {
    const told: number[] = [];
    findCalcium(heart([SIDE, SIDE, 3]), (done, all) => {
      expect(all).toBe(DIMS[2]);
      told.push(done);
    });
    expect(told).toEqual(Array.from({ length: DIMS[2] }, (_, n) => n));
  });
});
