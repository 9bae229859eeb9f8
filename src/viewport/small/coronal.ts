/**
 * A coronal overview of a volume: the mean along the patient's front-to-back direction, which looks like a chest
 * radiograph. Made in slices of a few ms on the page's own thread, without a copy of the volume, which may be 300 MB.
 */
import { dot, lpsToIjk, type Grid, type Vec3 } from '../../domain/geometry';
import type { SmallPixels } from './plane';

export interface CoronalMap {
  /** Grey 0..255, row by row from the head down, the patient's right at the left. */
  readonly grey: Uint8ClampedArray;
  readonly columns: number;
  readonly rows: number;
  /** Width and height, mm. */
  readonly mm: readonly [number, number];
  /** Where a point (LPS mm) lies, as shares of width and height from the upper left corner. */
  readonly place: (lps: Vec3) => readonly [number, number];
}

/** Pixels across are about this wide, mm. */
const PIXEL_MM = 1.5;
/** Rays are read every so many mm: a mean over a hundred voxels loses nothing by it. */
const RAY_MM = 2;
/** Longest stretch of work before the page gets its turn, ms. */
const SLICE_MS = 6;
/** Air and bone of a ray are taken as these, HU. */
const LEAST = -1000;
const MOST = 400;

interface Way {
  /** Index of the grid's axis. */
  readonly axis: 0 | 1 | 2;
  /** Its direction runs against the picture's. */
  readonly flipped: boolean;
}

/** The axis of the grid that runs along a direction, of those that are not taken yet. */
function wayAlong(grid: Grid, direction: Vec3, taken: readonly number[]): Way {
  const along = grid.axes.map((axis, n) => (taken.includes(n) ? -1 : Math.abs(dot(axis, direction))));
  const axis = along.indexOf(Math.max(...along)) as Way['axis'];
  return { axis, flipped: dot(grid.axes[axis], direction) < 0 };
}

const pause = (): Promise<void> => new Promise((go) => setTimeout(go, 0));

/** Rejects with the signal's reason when aborted. */
export async function coronalMap({ grid, data }: SmallPixels, signal?: AbortSignal): Promise<CoronalMap> {
  const across = wayAlong(grid, [1, 0, 0], []);
  const down = wayAlong(grid, [0, 0, -1], [across.axis]);
  const ray = wayAlong(grid, [0, 1, 0], [across.axis, down.axis]);
  const strides = [1, grid.dims[0], grid.dims[0] * grid.dims[1]];
  const every = (way: Way, mm: number): number => Math.max(1, Math.round(mm / grid.spacing[way.axis]));
  const [dx, dy, dr] = [every(across, PIXEL_MM), every(down, PIXEL_MM), every(ray, RAY_MM)];
  const columns = Math.ceil(grid.dims[across.axis] / dx);
  const rows = Math.ceil(grid.dims[down.axis] / dy);
  const depth = grid.dims[ray.axis];
  const means = new Float32Array(columns * rows);
  let since = performance.now();
  for (let y = 0; y < rows; y++) {
    const row = strides[down.axis] * (down.flipped ? grid.dims[down.axis] - 1 - y * dy : y * dy);
    for (let x = 0; x < columns; x++) {
      const start =
        row + strides[across.axis] * (across.flipped ? grid.dims[across.axis] - 1 - x * dx : x * dx);
      let sum = 0;
      let n = 0;
      for (let r = 0; r < depth; r += dr, n++) {
        const value = data[start + strides[ray.axis] * r];
        sum += value < LEAST ? LEAST : value > MOST ? MOST : value;
      }
      means[x + columns * y] = sum / n;
    }
    if (performance.now() - since > SLICE_MS) {
      await pause();
      signal?.throwIfAborted();
      since = performance.now();
    }
  }
  const share = (way: Way, lps: Vec3): number => {
    const at = (lpsToIjk(grid, lps)[way.axis] + 0.5) / grid.dims[way.axis];
    return way.flipped ? 1 - at : at;
  };
  return {
    grey: toGrey(means),
    columns,
    rows,
    mm: [grid.dims[across.axis] * grid.spacing[across.axis], grid.dims[down.axis] * grid.spacing[down.axis]],
    place: (lps) => [share(across, lps), share(down, lps)],
  };
}

/** Stretches the means over grey: what is under the darkest 5 % is black, the brightest 1 % white. */
function toGrey(means: Float32Array): Uint8ClampedArray {
  const sorted = Float32Array.from(means).sort();
  const low = sorted[Math.floor(sorted.length * 0.05)];
  const high = sorted[Math.ceil(sorted.length * 0.99) - 1];
  const range = Math.max(1, high - low);
  return Uint8ClampedArray.from(means, (mean) => (230 * (mean - low)) / range);
}

/** Fills a canvas with the map's pixels; the canvas' size becomes the map's own, CSS stretches it to its mm. */
export function drawCoronal(canvas: HTMLCanvasElement, { grey, columns, rows }: CoronalMap): void {
  canvas.width = columns;
  canvas.height = rows;
  const picture = new ImageData(columns, rows);
  for (let p = 0, to = 0; p < grey.length; p++, to += 4) {
    picture.data[to] = picture.data[to + 1] = picture.data[to + 2] = grey[p];
    picture.data[to + 3] = 255;
  }
  canvas.getContext('2d')?.putImageData(picture, 0, 0);
}
