/** Ultrasound of a phantom: tissue with speckle, and lesions darker or brighter than it. Made by code, the same every time. */
import { smoothed } from '../picture-smooth';
import { normal, makeRandom } from './random';

export interface SpeckleLesion {
  /** Middle, half axes (pixels), and turn in degrees. */
  readonly at: readonly [number, number];
  readonly half: readonly [number, number];
  readonly turn?: number;
  /** Mean grey, 0..255. */
  readonly grey: number;
}

export interface SpeckleImage {
  readonly data: Uint8Array;
  readonly columns: number;
  readonly rows: number;
}

/** Is a pixel in the lesion? */
export function inLesion({ at, half, turn = 0 }: SpeckleLesion, x: number, y: number): boolean {
  const [c, s] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const [u, v] = [x - at[0], y - at[1]];
  return ((u * c + v * s) / half[0]) ** 2 + ((v * c - u * s) / half[1]) ** 2 <= 1;
}

/**
 * Tissue of grey `tissue` with lesions, log-compressed speckle of `grain` pixels on it (standard deviation `noise` grey
 * values). Later lesions lie over earlier ones.
 */
export function speckleImage(
  columns: number,
  rows: number,
  tissue: number,
  lesions: readonly SpeckleLesion[],
  { noise = 18, grain = 1.2, seed = 1 } = {},
): SpeckleImage {
  const random = makeRandom(seed);
  const rough = Float32Array.from({ length: columns * rows }, () => normal(random));
  const { values } = smoothed({ values: rough, columns, rows }, grain);
  let square = 0;
  for (const v of values) square += v * v;
  const scale = noise / Math.sqrt(square / values.length);
  const data = new Uint8Array(columns * rows);
  for (let j = 0, v = 0; j < rows; j++)
    for (let i = 0; i < columns; i++, v++) {
      const grey = lesions.findLast((one) => inLesion(one, i, j))?.grey ?? tissue;
      data[v] = Math.max(0, Math.min(255, Math.round(grey + scale * values[v])));
    }
  return { data, columns, rows };
}
