import { describe, expect, it } from 'vitest';
import type { Grid } from '../domain/geometry';
import { runModel } from './engine';
import { FakeNetwork, hooks, manifestOf, type Answer } from './engine-fixtures';

const grid: Grid = {
  dims: [37, 29, 17],
  spacing: [0.8, 0.9, 2.5],
  origin: [0, 0, 0],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};
const [ni, nj, nk] = grid.dims;
const SPACING = 1.7;

/** Where a scan voxel's centre lies among the model's voxels, half a voxel from the border on both sides. */
function place(v: number, scan: number, model: number): { lo: number; hi: number; share: number } {
  const at = Math.min(model - 1, Math.max(0, ((v + 0.5) * model) / scan - 0.5));
  const lo = Math.floor(at);
  return { lo, hi: Math.min(model - 1, lo + 1), share: at - lo };
}

/** Logits of three channels, smooth and steep, at each voxel of the window. */
function logitsOf(d: number, h: number, w: number): number[] {
  return [0, 5 * Math.sin(d / 2 + w / 4), 6 * Math.cos(h / 3) - 2 + Math.sin(w)];
}

async function run(activation: 'softmax' | 'sigmoid' | 'none', threshold?: number) {
  let shape: readonly number[] = [];
  let seen: number[][] = [];
  const answer: Answer = (_x, dims) => {
    shape = dims.slice(1);
    const [D, H, W] = shape;
    const data = new Float32Array(3 * D * H * W);
    seen = [0, 1, 2].map(() => Array.from({ length: D * H * W }, () => 0));
    for (let d = 0; d < D; d++)
      for (let h = 0; h < H; h++)
        for (let w = 0; w < W; w++)
          logitsOf(d, h, w).forEach((l, c) => {
            data[c * D * H * W + (d * H + h) * W + w] = l;
            seen[c][(d * H + h) * W + w] = l;
          });
    return { y: { data, shape: [3, ...shape] } };
  };
  const labels =
    activation === 'sigmoid'
      ? [0, 1, 2].map((c) => ({ id: c + 5, name: `l${c}`, channel: c, threshold }))
      : [1, 2].map((id) => ({ id, name: `l${id}`, channel: id }));
  const manifest = manifestOf({
    input: { axes: 'NCDHW', orientation: 'SPL', spacing: [SPACING, SPACING, SPACING] },
    window: { patch: [25, 15, 17], blend: 'constant' },
    output: { kind: 'labelmap', activation, interp: 'linear', labels },
  });
  const job = { images: [{ data: new Float32Array(ni * nj * nk), grid }] };
  const [map] = (await runModel(job, manifest, new FakeNetwork('wasm', answer), hooks())).outputs;
  if (map.kind !== 'labelmap') throw new Error(map.kind);
  expect(map.size).toEqual(grid.dims);
  return { map, shape, seen };
}

/** What each channel comes to at a scan voxel, blended from the eight around it. */
function blended(seen: readonly number[][], [D, H, W]: readonly number[], i: number, j: number, k: number) {
  const [z, y, x] = [place(k, nk, D), place(j, nj, H), place(i, ni, W)];
  return seen.map((values) => {
    let sum = 0;
    for (const [d, p] of [[z.lo, 1 - z.share] as const, [z.hi, z.share] as const])
      for (const [h, q] of [[y.lo, 1 - y.share] as const, [y.hi, y.share] as const])
        for (const [w, r] of [[x.lo, 1 - x.share] as const, [x.hi, x.share] as const])
          sum += p * q * r * values[(d * H + h) * W + w];
    return sum;
  });
}

describe('labels that are decided on the scan', () => {
  for (const activation of ['softmax', 'none'] as const)
    it(`are those of the blended logits (${activation})`, async () => {
      const { map, shape, seen } = await run(activation);
      const counts = [0, 0, 0];
      let wrong = 0;
      for (let k = 0; k < nk; k++)
        for (let j = 0; j < nj; j++)
          for (let i = 0; i < ni; i++) {
            const values = blended(seen, shape, i, j, k);
            const order = [...values].sort((a, b) => b - a);
            const found = map.data[i + ni * (j + nj * k)];
            counts[found]++;
            // Values are kept in 65536 steps: where two are as good as equal either will do.
            if (values[found] < order[0] - 0.01) wrong++;
          }
      expect(counts.every((n) => n > 500)).toBe(true);
      expect(wrong).toBe(0);
    });

  it('follow each label its own threshold with sigmoid', async () => {
    const { map, shape, seen } = await run('sigmoid', 0.7);
    const least = Math.log(0.7 / 0.3);
    const counts = new Map<number, number>();
    let wrong = 0;
    for (let k = 0; k < nk; k++)
      for (let j = 0; j < nj; j++)
        for (let i = 0; i < ni; i++) {
          const values = blended(seen, shape, i, j, k);
          const found = map.data[i + ni * (j + nj * k)];
          counts.set(found, (counts.get(found) ?? 0) + 1);
          const best = Math.max(...values);
          const near = Math.abs(best - least) < 0.01;
          if (found === 0 ? best > least && !near : values[found - 5] < Math.max(best, least) - 0.01) wrong++;
        }
    expect([...counts.keys()].sort()).toEqual([0, 6, 7]);
    expect(wrong).toBe(0);
  });
});
