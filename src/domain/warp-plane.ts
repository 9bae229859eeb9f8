/** Values of a grid on a raster that lies in another examination: laid upon it by a map that need not be straight. */
import { add, lpsToIjk, scale, type Grid, type Vec3 } from './geometry';
import type { Raster } from './resample-plane';
import { sampleRaster, valueAtIjk } from './resample-plane';

interface Held {
  readonly grid: Grid;
  readonly data: ArrayLike<number>;
}

/** Distance of the places that are mapped themselves, pixels; between them the map is taken for straight. */
const EVERY = 12;

/**
 * Trilinear values of a volume where a map takes the raster's pixels, row by row; NaN outside the volume.
 * @param map from the raster's LPS mm to the volume's; smooth over a few pixels
 */
export function sampleWarped(volume: Held, raster: Raster, map: (point: Vec3) => Vec3): Float32Array {
  const { columns, rows, origin, right, down } = raster;
  const [nx, ny] = [Math.ceil((columns - 1) / EVERY) + 1, Math.ceil((rows - 1) / EVERY) + 1];
  const nodes = new Float64Array(3 * nx * ny);
  for (let b = 0, n = 0; b < ny; b++)
    for (let a = 0; a < nx; a++, n += 3) {
      const p = add(origin, add(scale(right, a * EVERY), scale(down, b * EVERY)));
      nodes.set(lpsToIjk(volume.grid, map(p)), n);
    }
  const out = new Float32Array(columns * rows);
  for (let y = 0, at = 0; y < rows; y++) {
    const b = Math.min(ny - 1, Math.floor(y / EVERY));
    const v = y / EVERY - b;
    const below = b + 1 < ny ? 3 * nx : 0;
    for (let x = 0; x < columns; x++, at++) {
      const a = Math.min(nx - 1, Math.floor(x / EVERY));
      const u = x / EVERY - a;
      const beside = a + 1 < nx ? 3 : 0;
      const n = 3 * (a + nx * b);
      const mixed = (c: number): number =>
        (nodes[n + c] * (1 - u) + nodes[n + beside + c] * u) * (1 - v) +
        (nodes[n + below + c] * (1 - u) + nodes[n + below + beside + c] * u) * v;
      out[at] = valueAtIjk(volume, mixed(0), mixed(1), mixed(2));
    }
  }
  return out;
}

/** Current minus prior on a raster of the current examination; NaN where either has nothing. */
export function differenceOn(
  current: Held,
  prior: Held,
  raster: Raster,
  toPrior: (point: Vec3) => Vec3,
): Float32Array {
  const now = sampleRaster(current, raster);
  const then = sampleWarped(prior, raster, toPrior);
  for (let n = 0; n < now.length; n++) now[n] -= then[n];
  return now;
}
