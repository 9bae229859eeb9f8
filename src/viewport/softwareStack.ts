/**
 * A stack's image drawn by the processor, where WebGL itself is done by the processor (SwiftShader, WARP, llvmpipe: a
 * remote desktop, a virtual machine, a computer without a driver). Uploading a texture, running a general shader and
 * reading the picture back take longer there than sampling the image directly. What is drawn is what the graphics
 * card would draw: values blended between the four pixels around a point, then sent through the transfer function
 * that cornerstone has for the window, the curve, the inversion.
 */
import { Enums, type StackViewport, type Types } from '@cornerstonejs/core';
import { cameraPlane } from './camera';
import type { ViewPlane } from './plane';

/** Entries of the grey table between the ends of the window, at least. */
const TABLE = 4096;

type Pixels = ReturnType<Types.IImage['getPixelData']>;
type TransferFunction = NonNullable<
  ReturnType<ReturnType<Types.ImageActor['getProperty']>['getRGBTransferFunction']>
>;

/** Image columns and rows at a pixel of the canvas: at its first pixel's middle, and how they go on. */
export interface Sampling {
  readonly start: readonly [number, number];
  readonly right: readonly [number, number];
  readonly down: readonly [number, number];
}

/** A table over [lower, upper], packed as canvas pixels; what lies outside takes the ends. */
export interface Greys {
  readonly lower: number;
  readonly upper: number;
  readonly table: Uint32Array;
}

export interface SampledImage {
  readonly data: Pixels;
  readonly columns: number;
  readonly rows: number;
  /** Values of a pixel: 1, or 3 and 4 of colour, 8 bits each. */
  readonly components: number;
}

/** Position in the image (columns, rows; whole numbers in the middle of pixels) of every pixel of a canvas. */
export function samplingOf(
  plane: ViewPlane,
  toIndex: (world: Types.Point3) => ArrayLike<number>,
  width: number,
  height: number,
): Sampling {
  const at = (x: number, y: number): readonly [number, number] => {
    const [cx, cy] = [((x + 0.5) * plane.width) / width, ((y + 0.5) * plane.height) / height];
    const index = toIndex([
      plane.origin[0] + cx * plane.right[0] + cy * plane.down[0],
      plane.origin[1] + cx * plane.right[1] + cy * plane.down[1],
      plane.origin[2] + cx * plane.right[2] + cy * plane.down[2],
    ]);
    return [index[0], index[1]];
  };
  const start = at(0, 0);
  // Over the whole canvas, so that the step of one pixel has no rounding in it.
  const [x, y] = [at(width, 0), at(0, height)];
  return {
    start,
    right: [(x[0] - start[0]) / width, (x[1] - start[1]) / width],
    down: [(y[0] - start[0]) / height, (y[1] - start[1]) / height],
  };
}

const BLACK = 0xff000000;

/**
 * Fills a canvas of `width` pixels a row. Outside the image it is black.
 * @param smooth blend the four pixels around a point; else take the one it lies in
 */
export function sample(
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
  const colour = components > 1;
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
      const ci = i < 0 ? 0 : i > xMost ? xMost : i;
      const cj = j < 0 ? 0 : j > yMost ? yMost : j;
      let i0 = smooth ? ci | 0 : (ci + 0.5) | 0;
      let j0 = smooth ? cj | 0 : (cj + 0.5) | 0;
      if (i0 === xMost && i0 > 0 && smooth) i0--;
      if (j0 === yMost && j0 > 0 && smooth) j0--;
      const fx = smooth ? ci - i0 : 0;
      const fy = smooth ? cj - j0 : 0;
      const stepX = fx > 0 ? components : 0;
      const stepY = fy > 0 ? columns * components : 0;
      const at = (j0 * columns + i0) * components;
      if (colour) {
        let packed = BLACK;
        for (let c = 0; c < 3; c++) {
          const a = at + c;
          const top = data[a] + fx * (data[a + stepX] - data[a]);
          const bottom = data[a + stepY] + fx * (data[a + stepY + stepX] - data[a + stepY]);
          const entry = (top + fy * (bottom - top) - lower) * gain + 0.5;
          packed |= table[entry <= 0 ? 0 : entry >= last ? last : entry | 0] & (0xff << (8 * c));
        }
        out[n] = packed;
      } else {
        const top = data[at] + fx * (data[at + stepX] - data[at]);
        const low = at + stepY;
        const bottom = data[low] + fx * (data[low + stepX] - data[low]);
        const entry = (top + fy * (bottom - top) - lower) * gain + 0.5;
        out[n] = table[entry <= 0 ? 0 : entry >= last ? last : entry | 0];
      }
    }
  }
}

interface Kept {
  readonly mtime: number;
  readonly greys: Greys;
}
const kept = new WeakMap<TransferFunction, Kept>();

/** The table of a transfer function between the ends of its range; made again when the function has changed. */
function greysOf(grey: TransferFunction): Greys {
  const mtime = grey.getMTime();
  const [lower, upper] = grey.getRange() as [number, number];
  const before = kept.get(grey);
  if (before?.mtime === mtime && before.greys.lower === lower && before.greys.upper === upper)
    return before.greys;
  const size = Math.max(TABLE, grey.getSize());
  const rgb = new Float32Array(3 * size);
  grey.getTable(lower, upper, size, rgb as never);
  const byte = (value: number): number => Math.floor(Math.min(1, Math.max(0, value)) * 255 + 0.5);
  const table = new Uint32Array(size);
  for (let n = 0; n < size; n++)
    table[n] = BLACK | byte(rgb[3 * n]) | (byte(rgb[3 * n + 1]) << 8) | (byte(rgb[3 * n + 2]) << 16);
  const greys = { lower, upper, table };
  kept.set(grey, { mtime, greys });
  return greys;
}

const screens = new WeakMap<HTMLCanvasElement, ImageData>();

/** @returns whether it was drawn; false when there is nothing that it can draw */
export function drawStack(viewport: StackViewport): boolean {
  const image = viewport.getCornerstoneImage();
  const imageData = viewport.getImageData()?.imageData;
  const actor = viewport.getDefaultActor()?.actor as Types.ImageActor | undefined;
  const grey = actor?.getProperty().getRGBTransferFunction(0);
  const plane = cameraPlane(viewport);
  const toIndex = imageData?.worldToIndex;
  if (!image || !toIndex || !grey || !plane) return false;
  const { canvas, sWidth: width, sHeight: height } = viewport;
  const context = canvas.getContext('2d');
  if (!context || width < 1 || height < 1) return false;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  let screen = screens.get(canvas);
  if (screen?.width !== width || screen.height !== height) {
    screen = new ImageData(width, height);
    screens.set(canvas, screen);
  }
  const data = image.getPixelData();
  const sampled = {
    data,
    columns: image.columns,
    rows: image.rows,
    components: Math.round(data.length / (image.columns * image.rows)),
  };
  const smooth = viewport.getProperties().interpolationType !== Enums.InterpolationType.NEAREST;
  const sampling = samplingOf(plane, (world) => toIndex(world), width, height);
  sample(sampled, sampling, greysOf(grey), smooth, new Uint32Array(screen.data.buffer), width);
  context.putImageData(screen, 0, 0);
  return true;
}
