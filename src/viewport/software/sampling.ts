/** An image or a plane through a volume, blended from its values as a graphics card would, by the processor. */
import type { Types } from '@cornerstonejs/core';
import type { ViewPlane } from '../plane';
import { BLACK, type Greys } from './greys';

export type Pixels = ReturnType<Types.IImage['getPixelData']>;

type Triple = readonly [number, number, number];

/** Place in the voxels (i, j, k; whole numbers in their middles) of a canvas's first pixel, and how it goes on. */
export interface Sampling {
  readonly start: Triple;
  readonly right: Triple;
  readonly down: Triple;
}

export interface SampledImage {
  readonly data: Pixels;
  readonly columns: number;
  readonly rows: number;
  /** Values of a pixel: 1, or 3 and 4 of colour, 8 bits each. */
  readonly components: number;
}

export interface SampledVolume {
  /** Slices k; one that is not here yet is black. */
  readonly slices: readonly (Pixels | undefined)[];
  readonly columns: number;
  readonly rows: number;
}

/** Where the middles of a canvas's pixels lie in the voxels. */
export function samplingOf(
  plane: ViewPlane,
  toIndex: (world: Types.Point3) => ArrayLike<number>,
  width: number,
  height: number,
): Sampling {
  const at = (x: number, y: number): Triple => {
    const [cx, cy] = [((x + 0.5) * plane.width) / width, ((y + 0.5) * plane.height) / height];
    const index = toIndex([
      plane.origin[0] + cx * plane.right[0] + cy * plane.down[0],
      plane.origin[1] + cx * plane.right[1] + cy * plane.down[1],
      plane.origin[2] + cx * plane.right[2] + cy * plane.down[2],
    ]);
    return [index[0], index[1], index[2]];
  };
  const start = at(0, 0);
  // Over the whole canvas, so that the step of one pixel has no rounding in it.
  const step = (to: Triple, pixels: number): Triple => [
    (to[0] - start[0]) / pixels,
    (to[1] - start[1]) / pixels,
    (to[2] - start[2]) / pixels,
  ];
  return { start, right: step(at(width, 0), width), down: step(at(0, height), height) };
}

const clamped = (value: number, most: number): number => (value < 0 ? 0 : value > most ? most : value);

/**
 * Fills a canvas of `width` pixels a row with an image, the third place of `sampling` is not looked at. Outside the
 * image it is black.
 * @param smooth blend the four pixels around a point; else take the one it lies in
 */
export function sampleImage(
  image: SampledImage,
  { start, right, down }: Sampling,
  greys: Greys,
  smooth: boolean,
  out: Uint32Array,
  width: number,
): void {
  const { data, columns, rows, components } = image;
  const { lower, table } = greys;
  const last = table.length - 1;
  const gain = last / Math.max(greys.upper - lower, 1e-9);
  const height = out.length / width;
  const xMost = columns - 1;
  const yMost = rows - 1;
  for (let y = 0, n = 0; y < height; y++) {
    let i = start[0] + y * down[0];
    let j = start[1] + y * down[1];
    for (let x = 0; x < width; x++, n++, i += right[0], j += right[1]) {
      if (!(i >= -0.5 && j >= -0.5 && i < columns - 0.5 && j < rows - 0.5)) {
        out[n] = BLACK;
        continue;
      }
      const ci = clamped(i, xMost);
      const cj = clamped(j, yMost);
      const i0 = smooth ? ci | 0 : (ci + 0.5) | 0;
      const j0 = smooth ? cj | 0 : (cj + 0.5) | 0;
      const fx = smooth ? ci - i0 : 0;
      const fy = smooth ? cj - j0 : 0;
      const stepX = fx > 0 ? components : 0;
      const stepY = fy > 0 ? columns * components : 0;
      const at = (j0 * columns + i0) * components;
      if (components > 1) {
        let packed = BLACK;
        for (let c = 0; c < 3; c++) {
          const a = at + c;
          const b = a + stepY;
          const top = data[a] + fx * (data[a + stepX] - data[a]);
          const bottom = data[b] + fx * (data[b + stepX] - data[b]);
          const entry = (top + fy * (bottom - top) - lower) * gain + 0.5;
          packed |= table[entry <= 0 ? 0 : entry >= last ? last : entry | 0] & (0xff << (8 * c));
        }
        out[n] = packed;
      } else {
        const b = at + stepY;
        const top = data[at] + fx * (data[at + stepX] - data[at]);
        const bottom = data[b] + fx * (data[b + stepX] - data[b]);
        const entry = (top + fy * (bottom - top) - lower) * gain + 0.5;
        out[n] = table[entry <= 0 ? 0 : entry >= last ? last : entry | 0];
      }
    }
  }
}

/** Fills a canvas of `width` pixels a row with a plane, blended from the eight voxels around each point. */
export function sampleVolume(
  { slices, columns, rows }: SampledVolume,
  { start, right, down }: Sampling,
  greys: Greys,
  out: Uint32Array,
  width: number,
): void {
  const { lower, table } = greys;
  const last = table.length - 1;
  const gain = last / Math.max(greys.upper - lower, 1e-9);
  const height = out.length / width;
  const [xMost, yMost, zMost] = [columns - 1, rows - 1, slices.length - 1];
  for (let y = 0, n = 0; y < height; y++) {
    let i = start[0] + y * down[0];
    let j = start[1] + y * down[1];
    let k = start[2] + y * down[2];
    for (let x = 0; x < width; x++, n++, i += right[0], j += right[1], k += right[2]) {
      out[n] = BLACK;
      if (!(i >= -0.5 && j >= -0.5 && k >= -0.5)) continue;
      if (!(i < columns - 0.5 && j < rows - 0.5 && k < slices.length - 0.5)) continue;
      const ci = clamped(i, xMost);
      const cj = clamped(j, yMost);
      const ck = clamped(k, zMost);
      const [i0, j0, k0] = [ci | 0, cj | 0, ck | 0];
      const fx = ci - i0;
      const fy = cj - j0;
      const fz = ck - k0;
      const near = slices[k0];
      const far = fz > 0 ? slices[k0 + 1] : near;
      if (!near || !far) continue;
      const stepX = fx > 0 ? 1 : 0;
      const a = j0 * columns + i0;
      const b = fy > 0 ? a + columns : a;
      let top = near[a] + fx * (near[a + stepX] - near[a]);
      let bottom = near[b] + fx * (near[b + stepX] - near[b]);
      let value = top + fy * (bottom - top);
      if (fz > 0) {
        top = far[a] + fx * (far[a + stepX] - far[a]);
        bottom = far[b] + fx * (far[b + stepX] - far[b]);
        value += fz * (top + fy * (bottom - top) - value);
      }
      const entry = (value - lower) * gain + 0.5;
      out[n] = table[entry <= 0 ? 0 : entry >= last ? last : entry | 0];
    }
  }
}
