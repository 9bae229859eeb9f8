/** The ultrasound picture on the screen that was saved: where the file says, else where there is tissue. */
import type { UltrasoundRegion } from '../../domain/frame-facts';
import type { Volume } from '../../domain/volume';
import type { Box } from './square';

export interface FoundRegion {
  readonly box: Box;
  /** `stated`: SequenceOfUltrasoundRegions; `detected`: from the pixels; `whole`: nothing else was there. */
  readonly by: 'stated' | 'detected' | 'whole';
}

/** Shorter than this nothing can be outlined, pixels. */
const LEAST_SIDE = 48;
/** The screen is looked at in cells of so many pixels; a cell with this share of pixels above this grey is tissue. */
const CELL = 8;
const DARK = 10;
const FILLED = 0.5;

/** Kept inside the image: regions may reach over its border where it was cut afterwards. */
function clamped({ minX, minY, maxX, maxY }: UltrasoundRegion, width: number, height: number): Box {
  return {
    x0: Math.max(0, Math.round(minX)),
    y0: Math.max(0, Math.round(minY)),
    x1: Math.min(width, Math.round(maxX) + 1),
    y1: Math.min(height, Math.round(maxY) + 1),
  };
}

const largeEnough = ({ x0, y0, x1, y1 }: Box): boolean => x1 - x0 >= LEAST_SIDE && y1 - y0 >= LEAST_SIDE;

/** The box around the largest group of neighbouring cells that are filled with tissue; letters and scales fill none. */
function detected(data: ArrayLike<number>, width: number, height: number): Box | undefined {
  const [nx, ny] = [Math.floor(width / CELL), Math.floor(height / CELL)];
  const full = new Uint8Array(nx * ny);
  for (let b = 0; b < ny; b++)
    for (let a = 0; a < nx; a++) {
      let n = 0;
      for (let y = b * CELL; y < (b + 1) * CELL; y++)
        for (let x = a * CELL; x < (a + 1) * CELL; x++) if (data[y * width + x] > DARK) n++;
      if (n >= FILLED * CELL * CELL) full[b * nx + a] = 1;
    }
  let best: Box | undefined;
  let most = 0;
  const stack: number[] = [];
  for (let seed = 0; seed < full.length; seed++) {
    if (full[seed] !== 1) continue;
    let [count, x0, y0, x1, y1] = [0, nx, ny, 0, 0];
    full[seed] = 2;
    stack.push(seed);
    for (let v = stack.pop(); v !== undefined; v = stack.pop()) {
      const [a, b] = [v % nx, Math.floor(v / nx)];
      count++;
      [x0, y0, x1, y1] = [Math.min(x0, a), Math.min(y0, b), Math.max(x1, a + 1), Math.max(y1, b + 1)];
      const next = [a > 0 && v - 1, a < nx - 1 && v + 1, b > 0 && v - nx, b < ny - 1 && v + nx];
      for (const n of next)
        if (n !== false && full[n] === 1) {
          full[n] = 2;
          stack.push(n);
        }
    }
    if (count <= most) continue;
    most = count;
    best = { x0: x0 * CELL, y0: y0 * CELL, x1: x1 * CELL, y1: y1 * CELL };
  }
  return best && { ...best, x1: Math.min(width, best.x1), y1: Math.min(height, best.y1) };
}

/** The regions of one image to look at, each for itself: both halves of a double image where the file tells them apart. */
export function regionsOf({ data, grid, single }: Pick<Volume, 'data' | 'grid' | 'single'>): FoundRegion[] {
  const [width, height] = grid.dims;
  const stated = (single?.scale.ultrasoundRegions ?? [])
    .filter((region) => region.tissue)
    .map((region): FoundRegion => ({ box: clamped(region, width, height), by: 'stated' }))
    .filter(({ box }) => largeEnough(box));
  if (stated.length > 0) return stated;
  const box = detected(data, width, height);
  if (box && largeEnough(box)) return [{ box, by: 'detected' }];
  return [{ box: { x0: 0, y0: 0, x1: width, y1: height }, by: 'whole' }];
}
