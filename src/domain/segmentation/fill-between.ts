/** Drawn slices joined by shape: what lies between them is interpolated by signed distance. */
import { components } from '../components';
import { distanceTo, invert } from '../distance-field';
import type { Grid } from '../geometry';
import { tightMask } from '../mask-box';
import { countVoxels, type VoxelMask } from '../volume';
import { editOf, type EditOutcome } from './edit';

export interface FilledBetween {
  readonly mask: VoxelMask;
  /** `oneSlice`: fewer than two drawn slices; `noGap`: every slice between the first and the last is drawn. */
  readonly outcome: EditOutcome | 'oneSlice' | 'noGap';
  /** Slices of the grid (along the axis) that were filled. */
  readonly filled: readonly number[];
}

/** One drawn slice: signed distance in mm to its border, negative inside, and where its middle lies in pixels. */
interface Shape {
  readonly signed: Float32Array;
  readonly middle: readonly [number, number];
  readonly parts: number;
}

/** A grid of slices that is looked at along one axis. */
interface Along {
  readonly axis: 0 | 1 | 2;
  readonly size: readonly [number, number, number];
  /** Axes of the slice, and their voxel steps in the data. */
  readonly u: number;
  readonly v: number;
  readonly steps: readonly number[];
  readonly pixel: readonly [number, number];
}

function cutSlice(data: Uint8Array, along: Along, s: number): Uint8Array {
  const { size, u, v, steps, axis } = along;
  const out = new Uint8Array(size[u] * size[v]);
  let n = 0;
  for (let b = 0; b < size[v]; b++)
    for (let a = 0; a < size[u]; a++, n++) out[n] = data[s * steps[axis] + a * steps[u] + b * steps[v]];
  return out;
}

function shapeOf(bytes: Uint8Array, along: Along): Shape {
  const { size, u, v, pixel } = along;
  const flat = [size[u], size[v], 1] as const;
  const mm = [pixel[0], pixel[1], 1] as const;
  const outside = distanceTo(bytes, flat, mm);
  const inside = distanceTo(invert(bytes), flat, mm);
  const signed = new Float32Array(bytes.length);
  // The border lies half way between the centres on both its sides.
  const half = Math.sqrt(pixel[0] * pixel[1]) / 2;
  let count = 0;
  let su = 0;
  let sv = 0;
  for (let n = 0; n < signed.length; n++) {
    // Without any background in the slice everything is deep inside.
    signed[n] = bytes[n] === 1 ? half - Math.min(inside[n], 1e4) : outside[n] - half;
    if (bytes[n] === 1) {
      count++;
      su += n % flat[0];
      sv += Math.floor(n / flat[0]);
    }
  }
  const parts = components(flat, (n) => bytes[n] === 1, 26).length;
  return { signed, middle: [su / count, sv / count], parts };
}

/** Signed distance at a fractional pixel; beyond the slice's ends the value at the end and the way to it. */
function sample(shape: Shape, along: Along, a: number, b: number): number {
  const nu = along.size[along.u];
  const nv = along.size[along.v];
  const x = a < 0 ? 0 : a > nu - 1 ? nu - 1 : a;
  const y = b < 0 ? 0 : b > nv - 1 ? nv - 1 : b;
  const i = Math.min(nu - 2 < 0 ? 0 : nu - 2, Math.floor(x));
  const j = Math.min(nv - 2 < 0 ? 0 : nv - 2, Math.floor(y));
  const i1 = Math.min(nu - 1, i + 1);
  const j1 = Math.min(nv - 1, j + 1);
  const f = x - i;
  const g = y - j;
  const { signed } = shape;
  const top = signed[i + nu * j] * (1 - f) + signed[i1 + nu * j] * f;
  const low = signed[i + nu * j1] * (1 - f) + signed[i1 + nu * j1] * f;
  const way = Math.hypot((a - x) * along.pixel[0], (b - y) * along.pixel[1]);
  return top * (1 - g) + low * g + way;
}

function fillOne(data: Uint8Array, along: Along, s: number, from: Shape, to: Shape, t: number): void {
  const { size, u, v, steps, axis } = along;
  // One shape on each side is followed as it moves aside; several are not: nobody knows which becomes which.
  const moves = from.parts === 1 && to.parts === 1;
  const du = moves ? to.middle[0] - from.middle[0] : 0;
  const dv = moves ? to.middle[1] - from.middle[1] : 0;
  for (let b = 0; b < size[v]; b++)
    for (let a = 0; a < size[u]; a++) {
      const first = sample(from, along, a - t * du, b - t * dv);
      const second = sample(to, along, a + (1 - t) * du, b + (1 - t) * dv);
      if ((1 - t) * first + t * second <= 0) data[s * steps[axis] + a * steps[u] + b * steps[v]] = 1;
    }
}

/**
 * Fills the slices between drawn ones along one axis of the grid (0, 1, 2: i, j, k), by shape-based interpolation
 * (Raya and Udupa, IEEE TMI 1990): signed distances of the slices on both sides, weighted by how near each is; a
 * single shape that moves aside is followed by its middle. Drawn slices stay as they are.
 * @param only fills only this gap: the one around that slice of the grid
 */
export function fillBetween(grid: Grid, mask: VoxelMask, axis: 0 | 1 | 2 = 2, only?: number): FilledBetween {
  if (countVoxels(mask) === 0) return { mask, outcome: 'nothingThere', filled: [] };
  const [u, v] = [0, 1, 2].filter((c) => c !== axis);
  const { size, start } = mask;
  const steps = [1, size[0], size[0] * size[1]];
  const pixel = [grid.spacing[u], grid.spacing[v]] as const;
  const along: Along = { axis, size, u, v, steps, pixel };
  const data = mask.data.slice();
  const drawn: number[] = [];
  for (let s = 0; s < size[axis]; s++) if (cutSlice(data, along, s).includes(1)) drawn.push(s);
  if (drawn.length < 2) return { mask, outcome: 'oneSlice', filled: [] };
  const filled: number[] = [];
  let shape: Shape | undefined;
  for (let d = 0; d + 1 < drawn.length; d++) {
    const [a, b] = [drawn[d], drawn[d + 1]];
    const asked = only === undefined || (only - start[axis] > a && only - start[axis] < b);
    if (b - a < 2 || !asked) {
      shape = undefined;
      continue;
    }
    const from = shape ?? shapeOf(cutSlice(data, along, a), along);
    const to = shapeOf(cutSlice(data, along, b), along);
    shape = to;
    for (let s = a + 1; s < b; s++) {
      fillOne(data, along, s, from, to, (s - a) / (b - a));
      filled.push(start[axis] + s);
    }
  }
  if (filled.length === 0) return { mask, outcome: 'noGap', filled };
  return { ...editOf(mask, tightMask(data, start, size)), filled };
}
