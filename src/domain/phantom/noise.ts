/** Quantum noise as a standard reconstruction kernel leaves it: correlated over a pixel or two, no streaks. */
import { normal, type Random } from './random';
import { SIZE } from './space';

const N = SIZE * SIZE;
const MASK = SIZE - 1;

/** Tiles whose edges join, each of standard deviation 1; slices take them at different offsets. */
export interface NoiseBank {
  readonly tiles: readonly Float32Array[];
}

/** Circular convolution of a tile with a symmetric kernel, along rows then columns. */
function smooth(tile: Float32Array, kernel: readonly number[]): Float32Array {
  const rows = new Float32Array(N);
  const out = new Float32Array(N);
  const half = kernel.length - 1;
  for (let y = 0; y < SIZE; y++) {
    const row = y * SIZE;
    for (let x = 0; x < SIZE; x++) {
      let sum = tile[row + x] * kernel[0];
      for (let d = 1; d <= half; d++)
        sum += kernel[d] * (tile[row + ((x + d) & MASK)] + tile[row + ((x - d) & MASK)]);
      rows[row + x] = sum;
    }
  }
  for (let y = 0; y < SIZE; y++) {
    const row = y * SIZE;
    for (let x = 0; x < SIZE; x++) out[row + x] = rows[row + x] * kernel[0];
    for (let d = 1; d <= half; d++) {
      const up = ((y - d) & MASK) * SIZE;
      const down = ((y + d) & MASK) * SIZE;
      for (let x = 0; x < SIZE; x++) out[row + x] += kernel[d] * (rows[up + x] + rows[down + x]);
    }
  }
  return out;
}

function gauss(sigma: number, half: number): readonly number[] {
  const kernel = Array.from({ length: half + 1 }, (_, d) => Math.exp(-(d * d) / (2 * sigma * sigma)));
  const sum = kernel[0] + 2 * kernel.slice(1).reduce((a, b) => a + b, 0);
  return kernel.map((v) => v / sum);
}

export function makeNoiseBank(random: Random): NoiseBank {
  const tiles: Float32Array[] = [];
  for (let n = 0; n < 2; n++) {
    const white = new Float32Array(N);
    for (let at = 0; at < N; at++) white[at] = normal(random);
    // The ramp filter takes the lowest frequencies away, the kernel's roll-off the highest.
    const fine = smooth(white, gauss(0.8, 2));
    const coarse = smooth(white, gauss(2.2, 6));
    let sum2 = 0;
    for (let at = 0; at < N; at++) {
      fine[at] -= 0.75 * coarse[at];
      sum2 += fine[at] * fine[at];
    }
    const scale = 1 / Math.sqrt(sum2 / N);
    for (let at = 0; at < N; at++) fine[at] *= scale;
    tiles.push(fine);
  }
  return { tiles };
}

/** Where a slice takes a tile from, in pixels. */
function offset(n: number): { readonly x: number; readonly y: number } {
  const key = Math.imul(n ^ (n >>> 15), 0x2c1b3c6d) >>> 0;
  return { x: key & MASK, y: (key >>> 11) & MASK };
}

/** Noise of standard deviation 1 for slice k; neighbouring slices share a part of it. */
export function noiseOfSlice(bank: NoiseBank, k: number, out: Float32Array): void {
  const [first, second] = bank.tiles;
  const a = offset(k * 7919 + 13);
  const b = offset(k * 104729 + 71);
  const c = offset((k + 1) * 104729 + 71);
  for (let y = 0; y < SIZE; y++) {
    const row = y * SIZE;
    const rowA = ((y + a.y) & MASK) * SIZE;
    const rowB = ((y + b.y) & MASK) * SIZE;
    const rowC = ((y + c.y) & MASK) * SIZE;
    for (let x = 0; x < SIZE; x++)
      out[row + x] =
        0.82 * first[rowA + ((x + a.x) & MASK)] +
        0.4 * second[rowB + ((x + b.x) & MASK)] +
        0.41 * second[rowC + ((x + c.x) & MASK)];
  }
}
