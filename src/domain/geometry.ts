/**
 * Geometry of a scan. Patient frame: LPS millimetres (x to the patient's left, y to the back, z to the head).
 * Index frame: IJK voxels, i along a row (column number), j down the rows, k along the slices; the centre of
 * the first voxel is IJK (0, 0, 0).
 */
export type Vec3 = readonly [number, number, number];

/** Placement of a voxel grid. Lengths in mm; direction vectors are unit vectors in LPS. */
export interface Grid {
  /** Voxel counts along i (columns), j (rows), k (slices). */
  readonly dims: Vec3;
  /** Distance between voxel centres along i, j, k, in mm. */
  readonly spacing: Vec3;
  /** LPS position in mm of the centre of voxel (0, 0, 0). */
  readonly origin: Vec3;
  /** Unit LPS directions of growing i, j and k. */
  readonly axes: readonly [Vec3, Vec3, Vec3];
}

export const add = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const sub = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vec3, s: number): Vec3 => [a[0] * s, a[1] * s, a[2] * s];
export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
export const norm = (a: Vec3): number => Math.sqrt(dot(a, a));
export const normalise = (a: Vec3): Vec3 => {
  const n = norm(a);
  if (n === 0) throw new RangeError('normalise: zero vector');
  return scale(a, 1 / n);
};
export const distance = (a: Vec3, b: Vec3): number => norm(sub(a, b));

/** IJK (may be fractional) to LPS mm. */
export function ijkToLps(grid: Grid, ijk: Vec3): Vec3 {
  const [ai, aj, ak] = grid.axes;
  const [si, sj, sk] = grid.spacing;
  const out = [0, 0, 0];
  for (let c = 0; c < 3; c++)
    out[c] = grid.origin[c] + ai[c] * ijk[0] * si + aj[c] * ijk[1] * sj + ak[c] * ijk[2] * sk;
  return out as unknown as Vec3;
}

/** LPS mm to fractional IJK. The axes are assumed orthogonal; a tilted gantry is resampled before it gets here. */
export function lpsToIjk(grid: Grid, lps: Vec3): Vec3 {
  const d = sub(lps, grid.origin);
  return [
    dot(d, grid.axes[0]) / grid.spacing[0],
    dot(d, grid.axes[1]) / grid.spacing[1],
    dot(d, grid.axes[2]) / grid.spacing[2],
  ];
}

/** Volume of one voxel in mm³. */
export const voxelVolume = (grid: Grid): number => grid.spacing[0] * grid.spacing[1] * grid.spacing[2];
