import { describe, expect, it } from 'vitest';
import type { Grid } from '../domain/geometry';
import { runModel } from './engine';
import { FakeNetwork, hooks, manifestOf, type Answer } from './engine-fixtures';
import { closestAxes, modelSpace, roundHalfEven, spanToModel, spanToScan } from './model-space';

/** Ellipsoids of 10 to 40 mm in a box of 100 x 84 x 120 mm: centre and diameters, mm. */
const ELLIPSOIDS = [
  { at: [25, 22, 30], d: [40, 40, 40] },
  { at: [72, 24, 28], d: [30, 36, 24] },
  { at: [22, 62, 75], d: [20, 20, 20] },
  { at: [52, 60, 70], d: [10, 16, 34] },
  { at: [80, 62, 72], d: [14, 14, 14] },
  { at: [50, 26, 100], d: [10, 10, 10] },
] as const;

const grid: Grid = {
  dims: [143, 120, 48],
  spacing: [0.7, 0.7, 2.5],
  origin: [0, 0, 0],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};

/** A grey image for each ellipsoid: above 0 inside, falling linearly from its centre. Shifted by mm. */
function phantom(shift: readonly number[]): Float32Array[] {
  const [ni, nj, nk] = grid.dims;
  return ELLIPSOIDS.map(({ at, d }) => {
    const out = new Float32Array(ni * nj * nk);
    const axis = (n: number, c: 0 | 1 | 2): number[] =>
      Array.from(
        { length: n },
        (_, v) => (((v + 0.5) * grid.spacing[c] - at[c] - shift[c]) / (d[c] / 2)) ** 2,
      );
    const [x, y, z] = [axis(ni, 0), axis(nj, 1), axis(nk, 2)];
    let v = 0;
    for (let k = 0; k < nk; k++)
      for (let j = 0; j < nj; j++) for (let i = 0; i < ni; i++) out[v++] = 1 - Math.sqrt(x[i] + y[j] + z[k]);
    return out;
  });
}

/** Answers with the number of the channel that is above 0. */
const segment: Answer = (x, shape) => {
  const n = x.length / shape[0];
  const data = new Float32Array(n);
  for (let c = 0; c < shape[0]; c++) for (let v = 0; v < n; v++) if (x[c * n + v] >= 0) data[v] = c + 1;
  return { y: { data, shape: shape.slice(1) } };
};

describe('there and back', () => {
  const run = async (
    images: readonly Float32Array[],
    interp: 'nearest' | 'linear',
    spacing: readonly (number | null)[],
    orientation = 'SPL',
  ): Promise<Uint8Array> => {
    const labels = images.map((_, n) => ({ id: n + 1, name: `e${n}` }));
    const manifest = manifestOf({
      input: { axes: 'NCDHW', orientation, spacing, channels: labels.map(({ name }) => ({ name })) },
      window: { patch: [48, 64, 64], overlap: 0.25 },
      output: { kind: 'labelmap', activation: 'argmax', interp, labels },
    });
    const job = { images: images.map((data) => ({ data, grid })) };
    const [map] = (await runModel(job, manifest, new FakeNetwork('wasm', segment), hooks())).outputs;
    if (map.kind !== 'labelmap') throw new Error(map.kind);
    expect(map.size).toEqual(grid.dims);
    return map.data;
  };

  it('keeps volumes: 0.7 x 0.7 x 2.5 mm to 1.5 mm and back', async () => {
    const modes = ['nearest', 'linear'] as const;
    // A single small body is few voxels, so what a mode does to volumes shows in several places only.
    const shifts = [0, 1, 2, 3, 4, 5, 6, 7].map((n) =>
      [0.82, 0.67, 0.55].map((p) => 4 * (((n + 1) * p) % 1) - 2),
    );
    const found = modes.map(() => Array<number>(ELLIPSOIDS.length).fill(0));
    for (const shift of shifts) {
      const images = phantom(shift);
      for (const [m, mode] of modes.entries())
        for (const label of await run(images, mode, [1.5, 1.5, 1.5])) if (label > 0) found[m][label - 1]++;
    }
    const voxel = 0.7 * 0.7 * 2.5;
    const off = found.map((counts) =>
      counts.map((n, e) => {
        const [a, b, c] = ELLIPSOIDS[e].d;
        return (n * voxel) / shifts.length / ((Math.PI / 6) * a * b * c) - 1;
      }),
    );
    const whole = ELLIPSOIDS.reduce((sum, { d }) => sum + (Math.PI / 6) * d[0] * d[1] * d[2], 0);
    for (const counts of found) {
      const all = counts.reduce((sum, n) => sum + n * voxel, 0) / shifts.length;
      expect(Math.abs(all / whole - 1)).toBeLessThan(0.01);
    }
    // 24 mm and more: within 1 % each. Below, 1.5 mm voxels are coarse, and a vote rounds what is small off.
    off.forEach((list, m) =>
      list.forEach((part, e) => {
        const least = Math.min(...ELLIPSOIDS[e].d);
        const limit = least >= 24 ? 0.01 : m === 0 ? 0.03 : least >= 14 ? 0.025 : 0.09;
        expect({ e, m, good: Math.abs(part) < limit }).toEqual({ e, m, good: true });
      }),
    );
  }, 60_000);

  it('turns and flips without loss', async () => {
    const images = phantom([0, 0, 0]);
    const straight = await run(images, 'nearest', [null, null, null]);
    const turned = await run(images, 'nearest', [null, null, null], 'RIA');
    expect(Buffer.compare(turned, straight)).toBe(0);
    expect(straight.every((label, v) => (label === 0 ? images[0][v] < 0 : images[label - 1][v] >= 0))).toBe(
      true,
    );
  }, 60_000);
});

describe('the space of the model', () => {
  const input = (parts: object) =>
    manifestOf({ input: { axes: 'NCDHW', ...parts }, window: { patch: [8, 8, 8] } }).inputs[0];

  it('rounds voxel counts as numpy does and keeps what is as good as equal', () => {
    expect([0.5, 1.5, 2.5, 2.4, -0.5].map(roundHalfEven).map((v) => v + 0)).toEqual([0, 2, 2, 2, 0]);
    const same = modelSpace(grid, true, input({ orientation: 'SPL', spacing: [2.5, 0.7004, 0.7] }));
    expect(same.native).toBe(true);
    const space = modelSpace(grid, true, input({ orientation: 'SPL', spacing: [1.5, 1.5, null] }));
    expect(space.dims).toEqual([80, 56, 143]);
    expect(space.native).toBe(false);
    expect(space.spacing[1]).toBeCloseTo(1.5, 6);
  });

  it('sorts native slices along row x column', () => {
    const down: Grid = { ...grid, axes: [grid.axes[0], grid.axes[1], [0, 0, -1]] };
    expect(modelSpace(down, true, input({})).flip).toEqual([true, false, false]);
    expect(modelSpace(grid, true, input({})).flip).toEqual([false, false, false]);
  });

  it('names oblique axes after the patient axis that is nearest', () => {
    const s = Math.SQRT1_2;
    expect(
      closestAxes([
        [0.1, -0.9, 0.42],
        [-0.2, 0.38, 0.9],
        [-0.97, -0.18, -0.15],
      ]),
    ).toEqual([
      [1, -1],
      [2, 1],
      [0, -1],
    ]);
    // At 45 degrees each still gets an axis of its own.
    const axes = closestAxes([
      [s, s, 0],
      [-s, s, 0],
      [0, 0, 1],
    ]).map(([a]) => a);
    expect(new Set(axes).size).toBe(3);
  });

  it('maps spans so that nothing is lost', () => {
    const space = modelSpace(grid, true, input({ orientation: 'IAR', spacing: [1.5, 1.5, 1.5] }));
    for (const axis of [0, 1, 2] as const)
      for (const [lo, hi] of [
        [0, 1],
        [3, 17],
        [20, 44],
      ]) {
        const [a, b] = spanToModel(space, axis, ...spanToScan(space, axis, lo, hi));
        expect(a).toBeLessThanOrEqual(lo);
        expect(b).toBeGreaterThanOrEqual(hi);
      }
  });
});
