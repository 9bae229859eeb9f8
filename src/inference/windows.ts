import type { SliceWindow } from './contract';

/**
 * How many slices away (signed, in k) the channel `offsetMm` lies: the nearest slice, of two equally near
 * ones the farther. `stepMm` is the signed distance between slices. The same rule as training's scan.py.
 */
export function sliceOffset(offsetMm: number, stepMm: number): number {
  const count = Math.floor(Math.abs(offsetMm) / Math.abs(stepMm) + 0.5 + 1e-4);
  return count === 0 ? 0 : count * Math.sign(offsetMm) * Math.sign(stepMm);
}

/** Evenly spread starts of pieces of `piece` pixels over `length` pixels with at least `overlap` in common. */
export function tileStarts(length: number, piece: number, overlap: number): number[] {
  if (piece >= length) return [0];
  const count = Math.ceil((length - overlap) / (piece - overlap));
  return Array.from({ length: count }, (_, n) => Math.round((n * (length - piece)) / (count - 1)));
}

/**
 * Splits a window into equal overlapping pieces of at most `maxPixels` pixels, sides multiples of
 * `multipleOf`. A window that is small enough comes back as it is.
 */
export function tileWindow(
  window: SliceWindow,
  maxPixels: number,
  multipleOf: number,
  overlap: number,
): SliceWindow[] {
  let { width, height } = window;
  const half = (n: number): number => Math.ceil(((n + overlap) / 2 + overlap / 2) / multipleOf) * multipleOf;
  while (width * height > maxPixels) {
    const wide = width >= height;
    const next = half(wide ? width : height);
    if (next >= (wide ? width : height)) break;
    if (wide) width = next;
    else height = next;
  }
  if (width === window.width && height === window.height) return [window];
  return tileStarts(window.height, height, overlap).flatMap((b) =>
    tileStarts(window.width, width, overlap).map((a) => ({
      k: window.k,
      i: window.i + a,
      j: window.j + b,
      width,
      height,
    })),
  );
}

/**
 * Weight of a pixel n of a piece of `length` pixels: a ramp over `overlap` pixels at both ends, so that the
 * middle of a piece counts where two of them meet. Never 0.
 */
export function blendWeight(n: number, length: number, overlap: number): number {
  return Math.min(n + 1, length - n, overlap + 1) / (overlap + 1);
}

/** Bounds of all windows: start and size in i, j, k. */
export function windowBox(windows: readonly SliceWindow[]): {
  start: [number, number, number];
  size: [number, number, number];
} {
  const lo: [number, number, number] = [Infinity, Infinity, Infinity];
  const hi: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (const w of windows) {
    lo[0] = Math.min(lo[0], w.i);
    lo[1] = Math.min(lo[1], w.j);
    lo[2] = Math.min(lo[2], w.k);
    hi[0] = Math.max(hi[0], w.i + w.width);
    hi[1] = Math.max(hi[1], w.j + w.height);
    hi[2] = Math.max(hi[2], w.k + 1);
  }
  return { start: lo, size: [hi[0] - lo[0], hi[1] - lo[1], hi[2] - lo[2]] };
}
