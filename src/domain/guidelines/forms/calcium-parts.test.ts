import { describe, expect, it } from 'vitest';
import { countVoxels, maskHas, type Volume } from '../../volume';
import { agatston } from './agatston';
import { findCalcium } from './calcium-parts';

/** HU by voxel on slices of 0.5 mm pixels and 3 mm; 40 where nothing is put. */
function volume(
  dims: readonly [number, number, number],
  put: readonly (readonly [i: number, j: number, k: number, hu: number])[],
): Pick<Volume, 'grid' | 'data'> {
  const data = new Int16Array(dims[0] * dims[1] * dims[2]).fill(40);
  for (const [i, j, k, hu] of put) data[i + dims[0] * (j + dims[1] * k)] = hu;
  const grid: Volume['grid'] = {
    dims,
    spacing: [0.5, 0.5, 3],
    origin: [0, 0, 0],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  };
  return { grid, data };
}

const block = (
  [i0, j0, k]: readonly [number, number, number],
  [w, h]: readonly [number, number],
  hu: number,
  peak = hu,
) =>
  Array.from(
    { length: w * h },
    (_pixel, n) => [i0 + (n % w), j0 + Math.floor(n / w), k, n === 0 ? peak : hu] as const,
  );

describe('finding calcium', () => {
  it('gives the parts of the specification: 24 in all, 3 pixels dropped', () => {
    const { lesions, large } = findCalcium(
      volume(
        [40, 40, 2],
        [
          ...block([2, 2, 0], [4, 2], 150, 250),
          ...block([20, 2, 0], [3, 1], 500),
          ...block([20, 20, 1], [5, 4], 200, 410),
        ],
      ),
    );
    expect(large).toBe(0);
    expect(lesions.map(({ peak, parts }) => [peak, parts.length])).toEqual([
      [250, 1],
      [410, 1],
    ]);
    expect(
      agatston(
        lesions.flatMap((one) => one.parts),
        3,
      ),
    ).toEqual({ score: 24, volume: 21, parts: 2 });
    expect(lesions[1].at).toEqual([20, 20, 1]);
    expect(lesions[1].mask).toMatchObject({ start: [20, 20, 1], size: [5, 4, 1] });
  });

  it('joins corners, takes 130 HU and leaves 129', () => {
    const touching = [...block([2, 2, 0], [2, 2], 130), ...block([4, 4, 0], [2, 2], 130)];
    expect(findCalcium(volume([12, 12, 1], touching)).lesions.map((one) => one.parts)).toEqual([
      [{ slice: 0, areaMm2: 2, peak: 130 }],
    ]);
    expect(findCalcium(volume([12, 12, 1], block([2, 2, 0], [3, 3], 129))).lesions).toEqual([]);
    // Four pixels of 0.25 mm2 are the least area, three are below it.
    expect(findCalcium(volume([12, 12, 1], block([2, 2, 0], [2, 2], 300))).lesions).toHaveLength(1);
    expect(findCalcium(volume([12, 12, 1], block([2, 2, 0], [3, 1], 300))).lesions).toEqual([]);
  });

  it('joins what lies over each other on neighbouring slices, two arms below one trunk, and keeps its parts apart', () => {
    const y = [
      ...block([2, 2, 0], [2, 2], 200),
      ...block([8, 2, 0], [2, 2], 420),
      ...block([2, 2, 1], [8, 2], 310),
      ...block([20, 2, 1], [2, 2], 310),
    ];
    const { lesions } = findCalcium(volume([30, 10, 2], y));
    expect(lesions.map((one) => one.parts.length).sort()).toEqual([1, 3]);
    const trunk = lesions.find((one) => one.parts.length === 3)!;
    expect(trunk.peak).toBe(420);
    expect(countVoxels(trunk.mask)).toBe(4 + 4 + 16);
    expect(maskHas(trunk.mask, 8, 2, 0)).toBe(true);
    expect(maskHas(trunk.mask, 5, 2, 0)).toBe(false);
    // Each part has its own peak: the trunk is not weighted by the arm below it.
    expect(agatston(trunk.parts, 3).score).toBe(1 * 2 + 1 * 4 + 4 * 3);
  });

  it('leaves bone out and counts it', () => {
    const bone = [0, 1, 2].flatMap((k) => block([0, 0, k], [40, 40], 600));
    const { lesions, large } = findCalcium(
      volume([60, 60, 3], [...bone, ...block([50, 50, 1], [3, 3], 300)]),
    );
    expect(large).toBe(1);
    expect(lesions).toHaveLength(1);
  });
});
