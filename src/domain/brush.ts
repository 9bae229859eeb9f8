import { dot, lpsToIjk, sub, type Grid, type Vec3 } from './geometry';
import { boxFromEnds, emptyMask, overlapBox, tightMask, unionBox, wholeBox, type Box } from './mask-box';
import { subtract, union } from './segmentation/boolean';
import type { VoxelMask } from './volume';

export interface BrushPath {
  /** Path of the brush, LPS mm; one point is a dab. */
  readonly points: readonly Vec3[];
  readonly radiusMm: number;
  /** Unit normal of the plane that is painted on, LPS. */
  readonly normal: Vec3;
  /** A disc on the plane (the default), or a ball through the slices around it. */
  readonly tip?: 'disc' | 'ball';
}

export interface BrushStroke extends BrushPath {
  readonly mode: 'add' | 'erase';
}

/** Only voxels whose value lies in [from, to] are painted; `data` has one value a voxel of the grid. */
export interface ValueBand {
  readonly data: ArrayLike<number>;
  readonly from: number;
  readonly to: number;
}

/** Half the voxel's size across a plane, by its widest axis: exactly one slice on an orthogonal plane. mm. */
export const halfThickness = (grid: Grid, normal: Vec3): number =>
  Math.max(...grid.axes.map((axis, c) => Math.abs(dot(axis, normal)) * grid.spacing[c])) / 2;

/** The voxels around one piece of the path; `reach` mm. */
function boxOfPiece(grid: Grid, a: Vec3, b: Vec3, reach: number): Box {
  const p = lpsToIjk(grid, a);
  const q = lpsToIjk(grid, b);
  const lo = [0, 1, 2].map((c) => Math.ceil(Math.min(p[c], q[c]) - reach / grid.spacing[c]));
  const hi = [0, 1, 2].map((c) => Math.floor(Math.max(p[c], q[c]) + reach / grid.spacing[c]));
  return overlapBox(boxFromEnds(lo, hi), wholeBox(grid));
}

/**
 * The voxels that a brush touches along its path. Disc: voxels whose centre lies within radiusMm of the path, seen
 * along the normal, and within half a voxel of the plane through the first point. Ball: within radiusMm of the path
 * in every direction. Has the smallest box (size 0, 0, 0 when nothing is touched).
 */
export function strokeMask(grid: Grid, path: BrushPath, band?: ValueBand): VoxelMask {
  const { points, radiusMm, normal, tip = 'disc' } = path;
  if (points.length === 0) return emptyMask();
  const anchor = points[0];
  const disc = tip === 'disc';
  const flat = (p: Vec3): Vec3 => {
    const off = disc ? dot(sub(p, anchor), normal) : 0;
    return [p[0] - off * normal[0], p[1] - off * normal[1], p[2] - off * normal[2]];
  };
  const half = halfThickness(grid, normal);
  const line = points.map(flat);
  const pieces = line.length === 1 ? [[line[0], line[0]]] : line.slice(1).map((p, n) => [line[n], p]);
  const boxes = pieces.map(([a, b]) => boxOfPiece(grid, a, b, radiusMm + (disc ? half : 0)));
  const box = boxes.reduce(unionBox);
  const [nx, ny] = box.size;
  const data = new Uint8Array(nx * ny * box.size[2]);
  // From here on mm along the grid's own axes from its first voxel: distances are the same there.
  const inGrid = (p: Vec3): Vec3 => {
    const ijk = lpsToIjk(grid, p);
    return [ijk[0] * grid.spacing[0], ijk[1] * grid.spacing[1], ijk[2] * grid.spacing[2]];
  };
  const [ux, uy, uz] = grid.axes.map((axis) => dot(axis, normal));
  const [mx, my, mz] = inGrid(anchor);
  const [sx, sy, sz] = grid.spacing;
  const near2 = (radiusMm + 1e-6) ** 2;
  pieces.forEach(([from, to], n) => {
    const [ax, ay, az] = inGrid(from);
    const [bx, by, bz] = inGrid(to);
    const lx = bx - ax;
    const ly = by - ay;
    const lz = bz - az;
    const length2 = lx * lx + ly * ly + lz * lz;
    const { start, size } = boxes[n];
    for (let k = start[2]; k < start[2] + size[2]; k++)
      for (let j = start[1]; j < start[1] + size[1]; j++) {
        const row = nx * (j - box.start[1] + ny * (k - box.start[2])) - box.start[0];
        for (let i = start[0]; i < start[0] + size[0]; i++) {
          let x = i * sx;
          let y = j * sy;
          let z = k * sz;
          if (disc) {
            const off = (x - mx) * ux + (y - my) * uy + (z - mz) * uz;
            // One of two slices that are equally near is painted, not both.
            if (off > half - 1e-6 || off < -half - 1e-6) continue;
            x -= off * ux;
            y -= off * uy;
            z -= off * uz;
          }
          x -= ax;
          y -= ay;
          z -= az;
          const along = length2 === 0 ? 0 : (x * lx + y * ly + z * lz) / length2;
          const t = along < 0 ? 0 : along > 1 ? 1 : along;
          if ((x - t * lx) ** 2 + (y - t * ly) ** 2 + (z - t * lz) ** 2 <= near2) data[row + i] = 1;
        }
      }
  });
  if (band) keepBand(data, box, grid, band);
  return tightMask(data, box.start, box.size);
}

/** Clears voxels whose value lies outside the band; no number lies in no band. */
function keepBand(bytes: Uint8Array, box: Box, grid: Grid, { data, from, to }: ValueBand): void {
  const [nx, ny, nz] = box.size;
  let v = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const row = box.start[0] + grid.dims[0] * (box.start[1] + j + grid.dims[1] * (box.start[2] + k));
      for (let i = 0; i < nx; i++, v++)
        if (bytes[v] === 1 && !(data[row + i] >= from && data[row + i] <= to)) bytes[v] = 0;
    }
}

/**
 * Paints or erases along a path. Returns a new mask with the smallest box (size 0, 0, 0 when nothing is left).
 * @param band the threshold brush: voxels of other values stay as they are.
 */
export function applyBrush(grid: Grid, mask: VoxelMask, stroke: BrushStroke, band?: ValueBand): VoxelMask {
  if (stroke.points.length === 0) return mask;
  const touched = strokeMask(grid, stroke, band);
  return stroke.mode === 'add' ? union(mask, touched) : subtract(mask, touched);
}
