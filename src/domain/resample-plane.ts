/** Values of a grid on a flat raster, for small pictures that are drawn without a graphics card. */
import { lpsToIjk, sub, type Grid, type Vec3 } from './geometry';

/** A raster in the patient: LPS mm of the centre of its first pixel, and mm from one pixel to the next. */
export interface Raster {
  readonly origin: Vec3;
  readonly right: Vec3;
  readonly down: Vec3;
  readonly columns: number;
  readonly rows: number;
}

/** Up to half a voxel beyond the outermost centres a voxel still counts. */
const held = (v: number, n: number): number =>
  v < -0.5 || v > n - 0.5 ? Number.NaN : v < 0 ? 0 : v > n - 1 ? n - 1 : v;

/** Trilinear value at a place in voxels; NaN outside. A grid of one slice is read on that slice. */
export function valueAtIjk(
  { grid, data }: { readonly grid: Grid; readonly data: ArrayLike<number> },
  x: number,
  y: number,
  z: number,
): number {
  const [nx, ny, nz] = grid.dims;
  const plane = nx * ny;
  const i = held(x, nx);
  const j = held(y, ny);
  const k = held(z, nz);
  if (i !== i || j !== j || k !== k) return Number.NaN;
  const i0 = Math.floor(i);
  const j0 = Math.floor(j);
  const k0 = Math.floor(k);
  const fi = i - i0;
  const fj = j - j0;
  const fk = k - k0;
  const v = i0 + nx * j0 + plane * k0;
  const a = fi > 0 ? 1 : 0;
  const b = fj > 0 ? nx : 0;
  const c = fk > 0 ? plane : 0;
  const low =
    (data[v] * (1 - fi) + data[v + a] * fi) * (1 - fj) + (data[v + b] * (1 - fi) + data[v + b + a] * fi) * fj;
  const high =
    fk === 0
      ? low
      : (data[v + c] * (1 - fi) + data[v + c + a] * fi) * (1 - fj) +
        (data[v + c + b] * (1 - fi) + data[v + c + b + a] * fi) * fj;
  return low * (1 - fk) + high * fk;
}

/**
 * Trilinear values on a raster, row by row: out[x + columns * y]. NaN where the raster leaves the grid. A grid of one
 * slice is read on that slice.
 */
export function sampleRaster(
  { grid, data }: { readonly grid: Grid; readonly data: ArrayLike<number> },
  { origin, right, down, columns, rows }: Raster,
): Float32Array {
  const zero = lpsToIjk(grid, grid.origin);
  const step = (way: Vec3): Vec3 =>
    sub(lpsToIjk(grid, [grid.origin[0] + way[0], grid.origin[1] + way[1], grid.origin[2] + way[2]]), zero);
  const at = lpsToIjk(grid, origin);
  const [dx, dy] = [step(right), step(down)];
  const out = new Float32Array(columns * rows);
  for (let y = 0, p = 0; y < rows; y++)
    for (let x = 0; x < columns; x++, p++) {
      out[p] = valueAtIjk(
        { grid, data },
        at[0] + dx[0] * x + dy[0] * y,
        at[1] + dx[1] * x + dy[1] * y,
        at[2] + dx[2] * x + dy[2] * y,
      );
    }
  return out;
}
