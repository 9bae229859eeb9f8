import { describe, expect, it } from 'vitest';
import { distance, ijkToLps, type Vec3 } from './geometry';
import { sampleSlice } from './resample-slice';
import { nearestPlane, planStack, type StackPlan, type StackPlane } from './stack';

const SIZE = 96;
const MM = 1;
const centre: Vec3 = [5, -8, 30];
const RADIUS = 20;
const rad = Math.PI / 180;

/** Planes at LPS positions, with the cross-sections of a sphere of 1000 HU in air as they would be scanned. */
function scan(
  positions: readonly Vec3[],
  orientation: NonNullable<StackPlane['orientation']>,
): { planes: StackPlane[]; pixels: Float32Array[] } {
  const planes = positions.map((position) => ({
    rows: SIZE,
    columns: SIZE,
    position,
    orientation,
    spacing: [MM, MM] as const,
  }));
  const pixels = positions.map((p) => {
    const out = new Float32Array(SIZE * SIZE);
    for (let r = 0; r < SIZE; r++)
      for (let c = 0; c < SIZE; c++) {
        const at = [0, 1, 2].map((n) => p[n] + c * MM * orientation[n] + r * MM * orientation[n + 3]);
        const off = RADIUS - distance(at as unknown as Vec3, centre);
        // A millimetre of partial volume at the edge, as a scanner has.
        out[c + SIZE * r] = 1000 * Math.min(1, Math.max(0, off + 0.5));
      }
    return out;
  });
  return { planes, pixels };
}

function build(plan: StackPlan, pixels: readonly Float32Array[]): Float32Array {
  const [ni, nj, nk] = plan.grid.dims;
  const data = new Float32Array(ni * nj * nk);
  const plane = (n: number) => ({ pixels: pixels[n], columns: SIZE, rows: SIZE, slope: 1, intercept: 0 });
  plan.slices.forEach((slice, k) => {
    const out = data.subarray(k * ni * nj, (k + 1) * ni * nj);
    sampleSlice({ out, columns: ni, rows: nj, every: 1, outside: 0 }, slice, plane(slice.a), plane(slice.b));
  });
  return data;
}

/** Volume in mm³, centre of mass and half extents in LPS mm of what is above 500. */
function measure(plan: StackPlan, data: Float32Array) {
  const { dims, spacing } = plan.grid;
  let sum = 0;
  const middle = [0, 0, 0];
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let k = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++) {
        const weight = data[i + dims[0] * (j + dims[1] * k)] / 1000;
        if (weight === 0) continue;
        const at = ijkToLps(plan.grid, [i, j, k]);
        sum += weight;
        for (let c = 0; c < 3; c++) {
          middle[c] += weight * at[c];
          if (weight < 0.5) continue;
          low[c] = Math.min(low[c], at[c]);
          high[c] = Math.max(high[c], at[c]);
        }
      }
  return {
    volume: sum * spacing[0] * spacing[1] * spacing[2],
    middle: middle.map((m) => m / sum) as unknown as Vec3,
    half: low.map((l, c) => (high[c] - l) / 2),
  };
}

const planned = (planes: readonly StackPlane[], options = {}): StackPlan => {
  const plan = planStack(planes, options);
  if ('refused' in plan) throw new Error(plan.refused);
  return plan;
};
const sphere = (4 / 3) * Math.PI * RADIUS ** 3;

function expectSphere(plan: StackPlan, pixels: readonly Float32Array[], step: number): void {
  const { volume, middle, half } = measure(plan, build(plan, pixels));
  expect(Math.abs(volume / sphere - 1)).toBeLessThan(0.02);
  expect(distance(middle, centre)).toBeLessThan(0.3);
  for (const radius of half) expect(Math.abs(radius - RADIUS)).toBeLessThan(Math.max(MM, step));
}

const axial = [1, 0, 0, 0, 1, 0] as const;

describe('a grid out of a stack', () => {
  it('is the stack itself where that is even and upright', () => {
    const { planes, pixels } = scan(
      Array.from({ length: 31 }, (_, n): Vec3 => [-43, -56, 2 * n]),
      axial,
    );
    const plan = planned(planes);
    expect(plan.resampled).toBeUndefined();
    expect(plan.slices.every((slice, k) => slice.a === k && slice.t === 0)).toBe(true);
    expectSphere(plan, pixels, 2);
  });

  it.each([20, -20, 30])(
    'a gantry tilted by %d degrees shows the sphere as a sphere, where it is',
    (tilt) => {
      const [c, s] = [Math.cos(tilt * rad), Math.sin(tilt * rad)];
      // The table moves along z while the planes lean: positions are no longer along the normal.
      const { planes, pixels } = scan(
        Array.from({ length: 36 }, (_, n): Vec3 => [-43, -56 * c, -56 * s + 30 - 45 + 2.5 * n]),
        [1, 0, 0, 0, c, s],
      );
      const plan = planned(planes);
      expect(plan.resampled).toBe('tilt');
      expect(plan.tiltDegrees).toBeCloseTo(Math.abs(tilt), 3);
      expect(plan.grid.spacing[2]).toBeCloseTo(2.5 * c, 6);
      expectSphere(plan, pixels, 2.5);
    },
  );

  it('uneven slices show the sphere as a sphere, where it is', () => {
    const heights = [0];
    while (heights[heights.length - 1] < 60)
      heights.push(heights[heights.length - 1] + (heights.length < 14 ? 1.5 : 2.1));
    const { planes, pixels } = scan(
      heights.map((z): Vec3 => [-43, -56, z]),
      axial,
    );
    const plan = planned(planes);
    expect(plan.resampled).toBe('uneven');
    expect(plan.grid.spacing[2]).toBeCloseTo(1.5, 1);
    expectSphere(plan, pixels, 2.1);
    expect(nearestPlane(plan.slices[0])).toBe(0);
    expect(nearestPlane(plan.slices[plan.slices.length - 1])).toBe(heights.length - 1);
  });

  it('a double-oblique stack needs no resampling', () => {
    const i: Vec3 = [Math.cos(0.5), Math.sin(0.5), 0];
    const j: Vec3 = [-Math.sin(0.5) * Math.cos(0.3), Math.cos(0.5) * Math.cos(0.3), Math.sin(0.3)];
    const n: Vec3 = [i[1] * j[2], -i[0] * j[2], i[0] * j[1] - i[1] * j[0]];
    const at = (k: number): Vec3 =>
      [0, 1, 2].map((c) => centre[c] - 48 * (i[c] + j[c]) + (k - 15) * 2 * n[c]) as unknown as Vec3;
    const { planes, pixels } = scan(
      Array.from({ length: 31 }, (_, k) => at(k)),
      [...i, ...j],
    );
    const plan = planned(planes);
    expect(plan.resampled).toBeUndefined();
    expectSphere(plan, pixels, 2);
  });

  it('positions written with one decimal are even', () => {
    const rounded = Array.from({ length: 40 }, (_, n): Vec3 => [0, 0, Math.round(n * 6.25) / 10]);
    expect(planned(scan(rounded, axial).planes).resampled).toBeUndefined();
  });

  it('names gaps, and fills them only when asked to', () => {
    const { planes } = scan(
      [0, 2, 4, 6, 12, 14, 16, 18].map((z): Vec3 => [0, 0, z]),
      axial,
    );
    expect(planStack(planes)).toMatchObject({
      refused: 'gaps',
      usual: 2,
      gaps: [{ after: 3, before: 4, mm: 6, missing: 2 }],
    });
    const plan = planned(planes, { fillSlices: 2 });
    expect(plan).toMatchObject({ resampled: 'uneven', gaps: [{ missing: 2 }] });
    expect(plan.slices).toHaveLength(10);
  });

  it('uses one plane of each position and says which it did not', () => {
    const { planes } = scan(
      [0, 2, 2, 4, 6, 6].map((z): Vec3 => [0, 0, z]),
      axial,
    );
    expect(planned(planes)).toMatchObject({ duplicates: [2, 5], grid: { dims: [SIZE, SIZE, 4] } });
  });
});
