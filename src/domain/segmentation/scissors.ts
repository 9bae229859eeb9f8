/** Cutting with a drawn outline, straight along the line of sight. LPS mm. */
import { cross, dot, ijkToLps, normalise, scale, sub, type Grid, type Vec3 } from '../geometry';
import { halfThickness } from '../brush';
import { boxVoxels, emptyMask, tightMask, wholeBox, type Box } from '../mask-box';
import type { VoxelMask } from '../volume';
import { intersect, subtract, union } from './boolean';
import { editOf, type Edit } from './edit';

export interface Outline {
  /** Corners in LPS mm, closed by itself; where it crosses itself the even-odd rule holds. */
  readonly polygon: readonly Vec3[];
  /** Unit vector along the line of sight; the polygon is seen along it. */
  readonly normal: Vec3;
  /** Only the slice through the first corner (half a voxel to each side), or everything along the line of sight. */
  readonly depth: 'slice' | 'through';
}

/** A row of voxels as a line in the outline's plane: where x and y are at i = 0, and how they grow with i. */
interface RowLine {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** Places i (fractional, ascending) at which the line i -> (x + i dx, y + i dy) crosses the polygon. */
function crossings(line: RowLine, xs: Float64Array, ys: Float64Array, out: number[]): void {
  out.length = 0;
  const { x, y, dx, dy } = line;
  const n2 = dx * dx + dy * dy;
  // Distance of a corner from the line, times its length: corners on the line count as above it.
  let p = xs.length - 1;
  let sp = (xs[p] - x) * dy - (ys[p] - y) * dx;
  for (let q = 0; q < xs.length; p = q++) {
    const sq = (xs[q] - x) * dy - (ys[q] - y) * dx;
    if (sp < 0 !== sq < 0) {
      const t = sp / (sp - sq);
      const cx = xs[p] + t * (xs[q] - xs[p]) - x;
      const cy = ys[p] + t * (ys[q] - ys[p]) - y;
      out.push((cx * dx + cy * dy) / n2);
    }
    sp = sq;
  }
  out.sort((a, b) => a - b);
}

/** Is the point inside, by the even-odd rule? */
function holds(xs: Float64Array, ys: Float64Array, x: number, y: number): boolean {
  let inside = false;
  for (let q = 0, p = xs.length - 1; q < xs.length; p = q++)
    if (ys[q] > y !== ys[p] > y && x < ((xs[p] - xs[q]) * (y - ys[q])) / (ys[p] - ys[q]) + xs[q])
      inside = !inside;
  return inside;
}

/**
 * The voxels of a box whose centre the outline holds. Fewer than three corners hold nothing. Works row by row, so its
 * cost grows with rows x corners, not with voxels.
 */
export function outlineMask(grid: Grid, outline: Outline, box: Box = wholeBox(grid)): VoxelMask {
  const { polygon, depth } = outline;
  if (polygon.length < 3 || boxVoxels(box) === 0) return emptyMask(box.start);
  const normal = normalise(outline.normal);
  // Any two directions across the line of sight.
  const aside: Vec3 = Math.abs(normal[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  const u = normalise(cross(normal, aside));
  const v = cross(normal, u);
  const xs = Float64Array.from(polygon, (p) => dot(sub(p, polygon[0]), u));
  const ys = Float64Array.from(polygon, (p) => dot(sub(p, polygon[0]), v));
  const step = scale(grid.axes[0], grid.spacing[0]);
  const [dx, dy, dz] = [dot(step, u), dot(step, v), dot(step, normal)];
  const along = Math.hypot(dx, dy) < 1e-6 * grid.spacing[0];
  const half = depth === 'slice' ? halfThickness(grid, normal) : Infinity;
  const [nx, ny, nz] = box.size;
  const data = new Uint8Array(boxVoxels(box));
  const cuts: number[] = [];
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const at = sub(ijkToLps(grid, [box.start[0], box.start[1] + j, box.start[2] + k]), polygon[0]);
      const z = dot(at, normal);
      // The part of the row in the slab: -half <= z + i dz < half, as the brush has it.
      let from = 0;
      let to = nx - 1;
      if (Math.abs(dz) < 1e-9) {
        if (z > half - 1e-6 || z < -half - 1e-6) continue;
      } else if (depth === 'slice') {
        const ends = [(-half - 1e-6 - z) / dz, (half - 1e-6 - z) / dz].sort((a, b) => a - b);
        from = Math.max(from, Math.ceil(ends[0]));
        to = Math.min(to, Math.floor(ends[1]));
      }
      if (from > to) continue;
      const row = nx * (j + ny * k);
      const line = { x: dot(at, u), y: dot(at, v), dx, dy };
      if (along) {
        if (holds(xs, ys, line.x, line.y)) data.fill(1, row + from, row + to + 1);
        continue;
      }
      crossings(line, xs, ys, cuts);
      for (let c = 0; c + 1 < cuts.length; c += 2) {
        const a = Math.max(from, Math.ceil(cuts[c]));
        const b = Math.min(to, Math.floor(cuts[c + 1]));
        if (a <= b) data.fill(1, row + a, row + b + 1);
      }
    }
  return tightMask(data, box.start, box.size);
}

/**
 * Scissors. `eraseInside` removes what the outline holds, `eraseOutside` what it does not (on a slice: of that slice
 * only), `fillInside` adds all that it holds.
 */
export function scissors(
  grid: Grid,
  mask: VoxelMask,
  outline: Outline,
  mode: 'eraseInside' | 'eraseOutside' | 'fillInside',
): Edit {
  if (outline.polygon.length < 3) return editOf(mask, mask);
  if (mode === 'fillInside') return editOf(mask, union(mask, outlineMask(grid, outline)));
  const inside = intersect(mask, outlineMask(grid, outline, mask));
  if (mode === 'eraseInside') return editOf(mask, subtract(mask, inside));
  if (outline.depth === 'through') return editOf(mask, inside);
  const slice = slabOf(grid, mask, outline);
  return editOf(mask, union(subtract(mask, slice), inside));
}

/** What of the mask's box lies on the outline's slice. */
function slabOf(grid: Grid, mask: VoxelMask, { polygon, normal }: Outline): VoxelMask {
  const n = normalise(normal);
  const aside: Vec3 = Math.abs(n[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  const u = normalise(cross(n, aside));
  const v = cross(n, u);
  // A square that is larger than the grid, on the same plane.
  const far = 4 * Math.hypot(...grid.dims.map((d, c) => d * grid.spacing[c])) + 1e3;
  const corner = (a: number, b: number): Vec3 =>
    [0, 1, 2].map((c) => polygon[0][c] + far * (a * u[c] + b * v[c])) as unknown as Vec3;
  // The first corner sets the slice and must stay on it: all four lie on the plane through polygon[0].
  const square = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
  return outlineMask(grid, { polygon: square, normal: n, depth: 'slice' }, mask);
}
