/** Pixels of one slice of a planned grid (`stack.ts`), sampled from the planes that it lies between. */
import type { StackSlice } from './stack';

export type SliceArray =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array;

/** A plane's values with the linear function that makes them the values wanted. */
export interface PlanePixels {
  readonly pixels: ArrayLike<number>;
  readonly columns: number;
  readonly rows: number;
  readonly slope: number;
  readonly intercept: number;
}

export interface SliceTarget {
  /** out[i + columns * j]. */
  readonly out: SliceArray;
  readonly columns: number;
  readonly rows: number;
  /** Voxels of the planned grid per pixel of `out`, 1 unless reduced. */
  readonly every: number;
  /** Value outside the planes. */
  readonly outside: number;
}

const limits = (out: SliceArray): readonly [number, number] => {
  if (out instanceof Int16Array) return [-32768, 32767];
  if (out instanceof Uint16Array) return [0, 65535];
  if (out instanceof Uint8Array) return [0, 255];
  if (out instanceof Int8Array) return [-128, 127];
  return [-Infinity, Infinity];
};

/**
 * Fills one slice: bilinear in the plane, linear between the planes; integers are rounded and clamped. `b` may be
 * left out when `slice.t` is 0. A voxel that only one of the two planes covers takes that one's value.
 */
export function sampleSlice(
  target: SliceTarget,
  slice: StackSlice,
  a: PlanePixels | undefined,
  b: PlanePixels | undefined,
): void {
  const { out, columns, rows, every, outside } = target;
  const [least, most] = limits(out);
  const float = out instanceof Float32Array;
  const { t } = slice;
  const rowA = a && t < 1 ? new Float64Array(columns) : undefined;
  const rowB = b && t > 0 ? new Float64Array(columns) : undefined;
  for (let j = 0; j < rows; j++) {
    if (rowA && a) sampleRow(rowA, a, slice.shiftA, j * every, every);
    if (rowB && b) sampleRow(rowB, b, slice.shiftB, j * every, every);
    for (let i = 0; i < columns; i++) {
      const va = rowA ? rowA[i] : Number.NaN;
      const vb = rowB ? rowB[i] : Number.NaN;
      // NaN is not equal to itself: outside of that plane.
      let v = va === va ? (vb === vb ? va + t * (vb - va) : va) : vb === vb ? vb : outside;
      if (!float) v = Math.round(v);
      out[i + columns * j] = v < least ? least : v > most ? most : v;
    }
  }
}

/** One row of a plane at grid row y; NaN where the plane has no pixel. */
function sampleRow(
  row: Float64Array,
  plane: PlanePixels,
  shift: readonly [number, number],
  y: number,
  every: number,
): void {
  const { pixels, columns, rows, slope, intercept } = plane;
  const r = y - shift[1];
  row.fill(Number.NaN);
  if (r < -0.5 || r > rows - 0.5) return;
  const r0 = Math.min(rows - 1, Math.max(0, Math.floor(r)));
  const r1 = Math.min(rows - 1, r0 + 1);
  const fr = Math.min(1, Math.max(0, r - r0));
  const above = r0 * columns;
  const below = r1 * columns;
  for (let i = 0; i < row.length; i++) {
    const c = i * every - shift[0];
    if (c < -0.5 || c > columns - 0.5) continue;
    const c0 = c < 0 ? 0 : Math.floor(c);
    const fc = c < 0 ? 0 : c - c0;
    let v = pixels[above + c0];
    if (fc > 0 && c0 + 1 < columns) v += fc * (pixels[above + c0 + 1] - v);
    if (fr > 0) {
      let w = pixels[below + c0];
      if (fc > 0 && c0 + 1 < columns) w += fc * (pixels[below + c0 + 1] - w);
      v += fr * (w - v);
    }
    row[i] = v * slope + intercept;
  }
}
