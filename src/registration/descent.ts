/**
 * Robust least squares (Levenberg-Marquardt on Geman-McClure weights) of the differences between the current
 * examination and the moved prior. Where the two do not show the same values (MR), the expected value of the prior is
 * learnt anew in each step from the samples themselves, which raises the correlation ratio.
 */
import { about, composeAffine, turn, type Affine } from '../domain/affine';
import type { Vec3 } from '../domain/geometry';
import { valueAtLps, type CoarseImage } from './image';
import type { Samples } from './samples';
import { meansByBin } from './similarity';
import { solve } from './solve';

export type Freedom = 'rigid' | 'affine';

interface Descent {
  readonly freedom: Freedom;
  readonly iterations: number;
  /** Bins of the samples where values differ between the two; absent on CT. */
  readonly bins?: Uint8Array;
}

/** Differences below this are noise, in units of the images. */
const LEAST_SCALE = 25;

interface Looked {
  readonly y: Float64Array;
  readonly moved: Float32Array;
  /** Prior minus expected; NaN outside. */
  readonly residual: Float32Array;
  readonly scale: number;
}

function place(samples: Samples, { rows, shift }: Affine): Float64Array {
  const y = new Float64Array(samples.count * 3);
  const p = samples.places;
  for (let n = 0; n < y.length; n += 3)
    for (let c = 0; c < 3; c++)
      y[n + c] = rows[c][0] * p[n] + rows[c][1] * p[n + 1] + rows[c][2] * p[n + 2] + shift[c];
  return y;
}

function look(samples: Samples, prior: CoarseImage, map: Affine, bins?: Uint8Array): Looked {
  const y = place(samples, map);
  const { count, values } = samples;
  const moved = new Float32Array(count);
  for (let n = 0; n < count; n++) moved[n] = valueAtLps(prior, y[3 * n], y[3 * n + 1], y[3 * n + 2]);
  const means = bins && meansByBin(bins, moved);
  const residual = moved.map((value, n) => value - (means && bins ? means[bins[n]] : values[n]));
  const sizes = residual
    .filter((r) => !Number.isNaN(r))
    .map(Math.abs)
    .sort();
  const scale = Math.max(LEAST_SCALE, 2.2 * (sizes[Math.floor(sizes.length / 2)] ?? 0));
  return { y, moved, residual, scale };
}

/** Mean of r2 / (r2 + s2) over what is inside; 1 for what has left the field. */
function cost(residual: Float32Array, scale: number): number {
  const s2 = scale * scale;
  let sum = 0;
  for (const r of residual) sum += Number.isNaN(r) ? OUTSIDE_COST : (r * r) / (r * r + s2);
  return sum / residual.length;
}

/** Leaving the field is neither rewarded nor forbidden: examinations of different length overlap in part. */
const OUTSIDE_COST = 0.3;

/** Gradient of the prior by central differences over a voxel, per mm. */
function gradient(prior: CoarseImage, x: number, y: number, z: number, out: Float64Array): boolean {
  const h = prior.step / 2;
  out[0] = (valueAtLps(prior, x + h, y, z) - valueAtLps(prior, x - h, y, z)) / (2 * h);
  out[1] = (valueAtLps(prior, x, y + h, z) - valueAtLps(prior, x, y - h, z)) / (2 * h);
  out[2] = (valueAtLps(prior, x, y, z + h) - valueAtLps(prior, x, y, z - h)) / (2 * h);
  return !Number.isNaN(out[0] + out[1] + out[2]);
}

interface Normal {
  readonly matrix: Float64Array;
  readonly right: Float64Array;
}

/** Normal equations in increments about `centre` (of the moved samples); turns and stretches in units of 1 / radius. */
function normalEquations(
  looked: Looked,
  prior: CoarseImage,
  centre: Vec3,
  radius: number,
  freedom: Freedom,
): Normal {
  const size = freedom === 'rigid' ? 6 : 12;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  const row = new Float64Array(size);
  const g = new Float64Array(3);
  const { y, residual, scale } = looked;
  const s2 = scale * scale;
  for (let n = 0; n < residual.length; n++) {
    const r = residual[n];
    if (Number.isNaN(r) || !gradient(prior, y[3 * n], y[3 * n + 1], y[3 * n + 2], g)) continue;
    const dx = (y[3 * n] - centre[0]) / radius;
    const dy = (y[3 * n + 1] - centre[1]) / radius;
    const dz = (y[3 * n + 2] - centre[2]) / radius;
    row[0] = g[0];
    row[1] = g[1];
    row[2] = g[2];
    if (freedom === 'rigid') {
      row[3] = dy * g[2] - dz * g[1];
      row[4] = dz * g[0] - dx * g[2];
      row[5] = dx * g[1] - dy * g[0];
    } else
      for (let a = 0; a < 3; a++) {
        row[3 + 3 * a] = g[a] * dx;
        row[4 + 3 * a] = g[a] * dy;
        row[5 + 3 * a] = g[a] * dz;
      }
    const weight = (s2 / (s2 + r * r)) ** 2;
    for (let a = 0; a < size; a++) {
      const w = weight * row[a];
      right[a] -= w * r;
      for (let b = 0; b <= a; b++) matrix[a * size + b] += w * row[b];
    }
  }
  for (let a = 0; a < size; a++) for (let b = 0; b < a; b++) matrix[b * size + a] = matrix[a * size + b];
  return { matrix, right };
}

function increment(step: Float64Array, centre: Vec3, radius: number, freedom: Freedom): Affine {
  const shift: Vec3 = [step[0], step[1], step[2]];
  const s = Array.from(step, (v) => v / radius);
  if (freedom === 'rigid') return about(centre, turn([s[3], s[4], s[5]]), shift);
  return about(
    centre,
    [
      [1 + s[3], s[4], s[5]],
      [s[6], 1 + s[7], s[8]],
      [s[9], s[10], 1 + s[11]],
    ],
    shift,
  );
}

function meanPlace(y: Float64Array): Vec3 {
  const sum = [0, 0, 0];
  for (let n = 0; n < y.length; n++) sum[n % 3] += y[n];
  const count = Math.max(1, y.length / 3);
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

/** A stretch or turn that moves the samples by less than this, mm, ends the descent. */
const STILL_MM = 0.01;

/**
 * Improves a map of current LPS mm to prior LPS mm.
 * @param prior the prior's picture, of about the step that the samples were taken at
 */
export function descend(samples: Samples, prior: CoarseImage, start: Affine, options: Descent): Affine {
  const { freedom, iterations, bins } = options;
  const { radius } = samples;
  let map = start;
  let damping = 1e-3;
  let looked = look(samples, prior, map, bins);
  for (let n = 0; n < iterations; n++) {
    const centre = meanPlace(looked.y);
    const { matrix, right } = normalEquations(looked, prior, centre, radius, freedom);
    const now = cost(looked.residual, looked.scale);
    let moved = Infinity;
    let better = false;
    for (let attempt = 0; attempt < 5 && !better; attempt++) {
      const step = solve(matrix, right, damping);
      if (!step) return map;
      const next = composeAffine(increment(step, centre, radius, freedom), map);
      const seen = look(samples, prior, next, bins);
      // With the same scale: it is the measure, and must not move with what it measures.
      if (cost(seen.residual, looked.scale) < now) {
        map = next;
        looked = seen;
        moved = Math.hypot(...step);
        damping = Math.max(1e-6, damping / 5);
        better = true;
      } else damping *= 8;
    }
    if (!better || moved < STILL_MM) break;
  }
  return map;
}
