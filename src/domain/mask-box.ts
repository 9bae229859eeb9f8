import type { VoxelMask } from './volume';

/** The smallest mask that holds the set bytes of a box; an empty mask has size 0, 0, 0. */
export function tightMask(data: Uint8Array, start: readonly number[], size: readonly number[]): VoxelMask {
  const lo = [size[0], size[1], size[2]];
  const hi = [-1, -1, -1];
  let v = 0;
  for (let c = 0; c < size[2]; c++)
    for (let b = 0; b < size[1]; b++)
      for (let a = 0; a < size[0]; a++, v++)
        if (data[v] === 1)
          [a, b, c].forEach((x, n) => {
            lo[n] = Math.min(lo[n], x);
            hi[n] = Math.max(hi[n], x);
          });
  if (hi[0] < 0) return { start: [start[0], start[1], start[2]], size: [0, 0, 0], data: new Uint8Array(0) };
  const n = hi.map((h, c) => h - lo[c] + 1) as [number, number, number];
  const out = new Uint8Array(n[0] * n[1] * n[2]);
  for (let c = 0; c < n[2]; c++)
    for (let b = 0; b < n[1]; b++)
      for (let a = 0; a < n[0]; a++)
        out[a + n[0] * (b + n[1] * c)] = data[a + lo[0] + size[0] * (b + lo[1] + size[1] * (c + lo[2]))];
  return { start: lo.map((l, c) => l + start[c]) as [number, number, number], size: n, data: out };
}
