import { dot, ijkToLps, lpsToIjk, sub, type Grid, type Vec3 } from './geometry';
import { tightMask } from './mask-box';
import type { VoxelMask } from './volume';

export interface BrushStroke {
  /** Path of the brush, LPS mm; one point is a dab. */
  readonly points: readonly Vec3[];
  readonly radiusMm: number;
  /** Unit normal of the plane that is painted on, LPS. */
  readonly normal: Vec3;
  readonly mode: 'add' | 'erase';
}

/** Distance from p to the line piece a-b. */
function toSegment(p: Vec3, a: Vec3, b: Vec3): number {
  const ab = sub(b, a);
  const ap = sub(p, a);
  const length = dot(ab, ab);
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, dot(ap, ab) / length));
  return Math.hypot(ap[0] - t * ab[0], ap[1] - t * ab[1], ap[2] - t * ab[2]);
}

/**
 * Paints a disc along a path on one plane: voxels whose centre lies within radiusMm of the path, seen along
 * the normal, and within half a voxel of the plane. Returns a new mask with the smallest box (size 0, 0, 0
 * when nothing is left). The plane goes through the first point.
 */
export function applyBrush(grid: Grid, mask: VoxelMask, stroke: BrushStroke): VoxelMask {
  const { points, radiusMm, normal, mode } = stroke;
  if (points.length === 0) return mask;
  const anchor = points[0];
  const flat = (p: Vec3): Vec3 => {
    const off = dot(sub(p, anchor), normal);
    return [p[0] - off * normal[0], p[1] - off * normal[1], p[2] - off * normal[2]];
  };
  const path = points.map(flat);
  // Half the voxel's size across the plane, by its widest axis: exactly one slice on an orthogonal plane.
  const half = Math.max(...grid.axes.map((axis, c) => Math.abs(dot(axis, normal)) * grid.spacing[c])) / 2;
  const lo = [Infinity, Infinity, Infinity];
  const hi = [-Infinity, -Infinity, -Infinity];
  for (const p of path)
    lpsToIjk(grid, p).forEach((x, c) => {
      const reach = (radiusMm + half) / grid.spacing[c];
      lo[c] = Math.min(lo[c], Math.max(0, Math.ceil(x - reach)));
      hi[c] = Math.max(hi[c], Math.min(grid.dims[c] - 1, Math.floor(x + reach)));
    });
  const box = [0, 1, 2].map((c) => {
    const empty = mask.size[c] === 0;
    const from = mode === 'erase' ? mask.start[c] : empty ? lo[c] : Math.min(lo[c], mask.start[c]);
    const to = mode === 'erase' || !empty ? mask.start[c] + mask.size[c] - 1 : -1;
    return { from, size: (mode === 'erase' ? to : Math.max(hi[c], to)) - from + 1 };
  });
  const size = box.map((b) => Math.max(0, b.size));
  const start = box.map((b) => b.from);
  const data = new Uint8Array(size[0] * size[1] * size[2]);
  const [nx, ny, nz] = mask.size;
  for (let c = 0; c < nz; c++)
    for (let b = 0; b < ny; b++)
      for (let a = 0; a < nx; a++)
        if (mask.data[a + nx * (b + ny * c)] === 1)
          data[
            a +
              mask.start[0] -
              start[0] +
              size[0] * (b + mask.start[1] - start[1] + size[1] * (c + mask.start[2] - start[2]))
          ] = 1;
  const value = mode === 'add' ? 1 : 0;
  for (let k = Math.max(lo[2], start[2]); k <= Math.min(hi[2], start[2] + size[2] - 1); k++)
    for (let j = Math.max(lo[1], start[1]); j <= Math.min(hi[1], start[1] + size[1] - 1); j++)
      for (let i = Math.max(lo[0], start[0]); i <= Math.min(hi[0], start[0] + size[0] - 1); i++) {
        const p = ijkToLps(grid, [i, j, k]);
        const off = dot(sub(p, anchor), normal);
        // One of two slices that are equally near is painted, not both.
        if (off > half - 1e-6 || off < -half - 1e-6) continue;
        const q = flat(p);
        let near = path.length === 1 ? toSegment(q, path[0], path[0]) : Infinity;
        for (let n = 0; n + 1 < path.length; n++) near = Math.min(near, toSegment(q, path[n], path[n + 1]));
        if (near <= radiusMm + 1e-6)
          data[i - start[0] + size[0] * (j - start[1] + size[1] * (k - start[2]))] = value;
      }
  return tightMask(data, start, size);
}
