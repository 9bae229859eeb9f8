import { add, cross, dot, ijkToLps, lpsToIjk, normalise, scale, sub, type Grid, type Vec3 } from './geometry';
import type { VoxelMask } from './volume';

/** A plane in LPS: a point on it (mm) and its unit normal. */
export interface Plane {
  readonly point: Vec3;
  readonly normal: Vec3;
}

/** A closed outline in LPS mm; the last point joins the first. */
export type Outline = readonly Vec3[];

/** Samples along one side of the sampling square are never more than this: a cap for very large masks. */
const MAX_SAMPLES = 384;

/**
 * Cuts a mask by any plane. The mask's 0/1 indicator is read trilinearly (0 outside the mask) on a fine square
 * grid on the plane, half the smallest voxel side apart, and its 0.5 level is followed by marching squares.
 * An outline therefore runs half way between the centres of a voxel that is in and one that is out.
 * Returns closed outlines in LPS mm; none when the plane misses the mask.
 */
export function cutMask(grid: Grid, mask: VoxelMask, plane: Plane): readonly Outline[] {
  const n = plane.normal;
  const helper: Vec3 = Math.abs(n[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  const u = normalise(cross(helper, n));
  const v = cross(n, u);

  // The mask's box, one voxel larger all round, seen from the plane.
  let uMin = Infinity;
  let uMax = -Infinity;
  let vMin = Infinity;
  let vMax = -Infinity;
  let near = Infinity;
  let far = -Infinity;
  for (let corner = 0; corner < 8; corner++) {
    const ijk = [0, 1, 2].map(
      (a) => mask.start[a] + ((corner >> a) & 1 ? mask.size[a] : -1),
    ) as unknown as Vec3;
    const d = sub(ijkToLps(grid, ijk), plane.point);
    uMin = Math.min(uMin, dot(d, u));
    uMax = Math.max(uMax, dot(d, u));
    vMin = Math.min(vMin, dot(d, v));
    vMax = Math.max(vMax, dot(d, v));
    near = Math.min(near, dot(d, n));
    far = Math.max(far, dot(d, n));
  }
  if (near > 0 || far < 0) return [];

  const side = Math.max(uMax - uMin, vMax - vMin);
  const step = Math.max(Math.min(...grid.spacing) / 2, side / MAX_SAMPLES);
  const columns = Math.ceil((uMax - uMin) / step) + 1;
  const rows = Math.ceil((vMax - vMin) / step) + 1;
  const at = (x: number, y: number): Vec3 =>
    add(plane.point, add(scale(u, uMin + x * step), scale(v, vMin + y * step)));

  // IJK is linear in (x, y): one origin and two increments instead of a transform per sample.
  const o = sub(lpsToIjk(grid, at(0, 0)), mask.start);
  const ox = sub(sub(lpsToIjk(grid, at(1, 0)), mask.start), o);
  const oy = sub(sub(lpsToIjk(grid, at(0, 1)), mask.start), o);
  const field = new Float32Array(columns * rows);
  let any = false;
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const value = indicator(
        mask,
        o[0] + ox[0] * x + oy[0] * y,
        o[1] + ox[1] * x + oy[1] * y,
        o[2] + ox[2] * x + oy[2] * y,
      );
      field[y * columns + x] = value;
      if (value > LEVEL) any = true;
    }
  }
  if (!any) return [];
  return traceLevel(field, columns, rows).map((loop) => loop.map(([x, y]) => at(x, y)));
}

/** A hair above one half, so that a plane exactly between two slices belongs to one of them only by its samples. */
const LEVEL = 0.5 - 1e-6;

/** Trilinear reading of the 0/1 mask at fractional mask coordinates; 0 outside. */
function indicator(mask: VoxelMask, i: number, j: number, k: number): number {
  const [ni, nj, nk] = mask.size;
  if (i <= -1 || j <= -1 || k <= -1 || i >= ni || j >= nj || k >= nk) return 0;
  const i0 = Math.floor(i);
  const j0 = Math.floor(j);
  const k0 = Math.floor(k);
  const fi = i - i0;
  const fj = j - j0;
  const fk = k - k0;
  let sum = 0;
  for (let c = 0; c < 8; c++) {
    const a = i0 + (c & 1);
    const b = j0 + ((c >> 1) & 1);
    const d = k0 + (c >> 2);
    if (a < 0 || b < 0 || d < 0 || a >= ni || b >= nj || d >= nk) continue;
    if (mask.data[a + ni * (b + nj * d)] === 0) continue;
    sum += (c & 1 ? fi : 1 - fi) * ((c >> 1) & 1 ? fj : 1 - fj) * (c >> 2 ? fk : 1 - fk);
  }
  return sum;
}

/** Closed level lines of a field whose border is below the level; points in fractional (column, row). */
function traceLevel(field: Float32Array, columns: number, rows: number): (readonly [number, number])[][] {
  // Each crossing lies on one grid edge: an even id is the edge to the right of a sample, an odd id the one below.
  const next = new Map<number, number[]>();
  const link = (a: number, b: number): void => {
    const list = next.get(a);
    if (list) list.push(b);
    else next.set(a, [b]);
  };
  const join = (a: number, b: number): void => {
    link(a, b);
    link(b, a);
  };
  for (let y = 0; y + 1 < rows; y++) {
    for (let x = 0; x + 1 < columns; x++) {
      const p = y * columns + x;
      const inside = [field[p], field[p + 1], field[p + columns + 1], field[p + columns]];
      let code = 0;
      for (let c = 0; c < 4; c++) if (inside[c] > LEVEL) code |= 1 << c;
      if (code === 0 || code === 15) continue;
      const top = 2 * p;
      const left = 2 * p + 1;
      const right = 2 * (p + 1) + 1;
      const bottom = 2 * (p + columns);
      const middle = (inside[0] + inside[1] + inside[2] + inside[3]) / 4 > LEVEL;
      switch (code) {
        case 1:
        case 14:
          join(top, left);
          break;
        case 2:
        case 13:
          join(top, right);
          break;
        case 4:
        case 11:
          join(right, bottom);
          break;
        case 8:
        case 7:
          join(left, bottom);
          break;
        case 3:
        case 12:
          join(left, right);
          break;
        case 6:
        case 9:
          join(top, bottom);
          break;
        case 5:
          if (middle) {
            join(top, right);
            join(left, bottom);
          } else {
            join(top, left);
            join(right, bottom);
          }
          break;
        case 10:
          if (middle) {
            join(top, left);
            join(right, bottom);
          } else {
            join(top, right);
            join(left, bottom);
          }
          break;
      }
    }
  }
  const place = (edge: number): readonly [number, number] => {
    const p = edge >> 1;
    const x = p % columns;
    const y = (p - x) / columns;
    const q = edge & 1 ? p + columns : p + 1;
    const t = (LEVEL - field[p]) / (field[q] - field[p]);
    return edge & 1 ? [x, y + t] : [x + t, y];
  };
  const loops: (readonly [number, number])[][] = [];
  for (const start of next.keys()) {
    if (next.get(start)!.length === 0) continue;
    const loop: (readonly [number, number])[] = [];
    let edge = start;
    for (;;) {
      loop.push(place(edge));
      const following = next.get(edge)!.pop();
      if (following === undefined) break;
      const back = next.get(following)!;
      back.splice(back.indexOf(edge), 1);
      if (following === start) break;
      edge = following;
    }
    if (loop.length > 2) loops.push(loop);
  }
  return loops;
}
