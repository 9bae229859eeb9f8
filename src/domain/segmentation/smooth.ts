import type { Grid } from '../geometry';
import { boxVoxels, bytesInBox, padBox, tightMask } from '../mask-box';
import { countVoxels, type VoxelMask } from '../volume';
import { editOf, type Edit } from './edit';

export interface SmoothSettings {
  /** Standard deviation of the Gaussian, mm; what is thinner than about twice that is rounded away. */
  readonly sigmaMm: number;
  /** Largest change of the volume, as a share of it. Default 0.05. */
  readonly maxChange?: number;
}

export interface Smoothed extends Edit {
  /** Volume after / volume before - 1; 0 for an empty segment. */
  readonly volumeChange: number;
}

/** Levels of the blurred mask: 0 outside, 254 inside, 127 the border. Even, so that one half is a level. */
const FULL = 254;

/** Half of a normalised Gaussian, out to three sigma: weights at 0, 1, 2 ... voxels. */
function halfKernel(sigmaMm: number, spacing: number): Float32Array {
  const reach = Math.ceil((3 * sigmaMm) / spacing);
  const half = Float32Array.from({ length: reach + 1 }, (_, n) =>
    Math.exp(-((n * spacing) ** 2) / (2 * sigmaMm ** 2)),
  );
  const sum = half.reduce((s, w, n) => s + (n === 0 ? w : 2 * w), 0);
  return half.map((w) => w / sum);
}

/** out = line of `n` values blurred along `stride`, for `width` neighbouring lines at once. Ends repeat. */
function blurLines(
  from: Float32Array,
  out: Float32Array,
  [n, stride, width]: readonly [number, number, number],
  half: Float32Array,
): void {
  for (let q = 0; q < n; q++) {
    const to = q * stride;
    for (let w = 0; w < width; w++) out[to + w] = from[to + w] * half[0];
    for (let d = 1; d < half.length; d++) {
      const a = Math.max(0, q - d) * stride;
      const b = Math.min(n - 1, q + d) * stride;
      const weight = half[d];
      for (let w = 0; w < width; w++) out[to + w] += weight * (from[a + w] + from[b + w]);
    }
  }
}

/** One row of bytes blurred along itself. Ends repeat. */
function blurRow(
  bytes: Uint8Array,
  row: number,
  nx: number,
  half: Float32Array,
  out: Float32Array,
  to: number,
): void {
  const last = nx - 1;
  for (let i = 0; i < nx; i++) {
    let sum = bytes[row + i] * half[0];
    for (let d = 1; d < half.length; d++) {
      const a = i - d < 0 ? 0 : i - d;
      const b = i + d > last ? last : i + d;
      sum += half[d] * (bytes[row + a] + bytes[row + b]);
    }
    out[to + i] = sum;
  }
}

/** The mask blurred, as levels 0 .. FULL. Slices are blurred once each and kept only while they are needed. */
function blur(
  bytes: Uint8Array,
  size: readonly [number, number, number],
  halves: readonly Float32Array[],
): Uint8Array {
  const [nx, ny, nz] = size;
  const plane = nx * ny;
  const out = new Uint8Array(bytes.length);
  const reach = halves[2].length - 1;
  const ring: { k: number; values: Float32Array; blank: boolean }[] = Array.from(
    { length: 2 * reach + 1 },
    () => ({
      k: -1,
      values: new Float32Array(plane),
      blank: true,
    }),
  );
  const rows = new Float32Array(plane);
  const sliceOf = (k: number): { values: Float32Array; blank: boolean } => {
    const slot = ring[k % ring.length];
    if (slot.k === k) return slot;
    slot.k = k;
    const first = bytes.subarray(k * plane, (k + 1) * plane).indexOf(1);
    slot.blank = first < 0;
    if (slot.blank) return slot;
    for (let j = 0; j < ny; j++) blurRow(bytes, k * plane + j * nx, nx, halves[0], rows, j * nx);
    blurLines(rows, slot.values, [ny, nx, nx], halves[1]);
    return slot;
  };
  const sum = new Float32Array(plane);
  for (let k = 0; k < nz; k++) {
    sum.fill(0);
    for (let d = -reach; d <= reach; d++) {
      const { values, blank } = sliceOf(Math.min(nz - 1, Math.max(0, k + d)));
      if (blank) continue;
      const weight = halves[2][Math.abs(d)];
      for (let v = 0; v < plane; v++) sum[v] += weight * values[v];
    }
    for (let v = 0; v < plane; v++) out[k * plane + v] = Math.round(sum[v] * FULL);
  }
  return out;
}

/**
 * Smooths the border in three dimensions: the mask is blurred by a Gaussian in mm and cut at one half. Convex shapes
 * shrink by that; when the volume would change by more than `maxChange`, the cut is moved to the level that keeps it
 * nearest to that bound, as well as the levels of the voxels allow: `volumeChange` says what came out.
 */
export function smooth(grid: Grid, mask: VoxelMask, { sigmaMm, maxChange = 0.05 }: SmoothSettings): Smoothed {
  const before = countVoxels(mask);
  if (before === 0 || !(sigmaMm > 0)) return { ...editOf(mask, mask), volumeChange: 0 };
  const halves = grid.spacing.map((s) => halfKernel(sigmaMm, s));
  const pad = halves.map((half) => half.length - 1);
  const box = padBox(mask, [pad[0], pad[1], pad[2]], grid);
  const levels = blur(bytesInBox(mask, box), box.size, halves);
  const histogram = new Float64Array(FULL + 1);
  for (let v = 0; v < levels.length; v++) histogram[levels[v]]++;
  const above = new Float64Array(FULL + 2);
  for (let level = FULL; level >= 0; level--) above[level] = above[level + 1] + histogram[level];
  const middle = FULL / 2;
  let cut = middle;
  const change = (level: number): number => Math.abs(above[level] / before - 1);
  if (change(cut) > maxChange) {
    const step = above[cut] < before ? -1 : 1;
    while (
      cut + step >= 1 &&
      cut + step <= FULL &&
      change(cut) > maxChange &&
      change(cut + step) <= change(cut)
    )
      cut += step;
  }
  const data = new Uint8Array(boxVoxels(box));
  for (let v = 0; v < data.length; v++) data[v] = levels[v] >= cut ? 1 : 0;
  const edit = editOf(mask, tightMask(data, box.start, box.size));
  return { ...edit, volumeChange: above[cut] / before - 1 };
}
