/** Region growing from a click, on values of any modality. Nodules of the lung have their own rules in region.ts. */
import { halfThickness } from '../brush';
import { labelRuns } from '../components';
import { dot, lpsToIjk, type Grid, type Vec3 } from '../geometry';
import { boxAround, emptyMask, tightMask, type Box } from '../mask-box';
import type { ScalarGrid, VoxelMask } from '../volume';
import { fillHoles3d, fillHolesBySlice, islandAt, paintIslands } from './islands';

export interface GrowSettings {
  /** Nothing farther than this from the click is taken, mm. */
  readonly radiusMm: number;
  /** Largest difference from the value at the click, in the volume's unit; from the noise around it when absent. */
  readonly tolerance?: number;
  /** Unit normal of a plane through the click: only its slice is grown. In three dimensions when absent. */
  readonly normal?: Vec3;
  /** Noise leaves holes: they are filled unless this is false. */
  readonly fill?: boolean;
}

export interface Grown {
  readonly mask: VoxelMask;
  /** `outsideVolume`: the click missed the volume; `noValue`: there is no number there. The mask is empty then. */
  readonly outcome: 'grown' | 'outsideVolume' | 'noValue';
  /** Values that were taken, both ends included; of the volume's unit. */
  readonly from: number;
  readonly to: number;
  /** The region ends at the radius and not at a border of its own: more may belong to it. */
  readonly reachedRadius: boolean;
}

/** Noise within so many standard deviations belongs to the tissue. */
const NOISE = 3;
/** Scales a median of absolute differences to a standard deviation. */
const MAD_TO_SD = 1.4826;
/** Where there is no noise at all: this share of the value, which rounding could make. */
const LEAST_SHARE = 0.02;

const lowerMedian = (values: number[]): number => values.sort((a, b) => a - b)[(values.length - 1) >> 1];

/** Flat places of the grid's voxels around a voxel, so many steps aside, within a slab when there is one. */
function around(
  grid: Grid,
  at: Vec3,
  steps: number,
  inSlab: (i: number, j: number, k: number) => boolean,
): number[] {
  const out: number[] = [];
  const [nx, ny, nz] = grid.dims;
  for (let k = Math.max(0, at[2] - steps); k <= Math.min(nz - 1, at[2] + steps); k++)
    for (let j = Math.max(0, at[1] - steps); j <= Math.min(ny - 1, at[1] + steps); j++)
      for (let i = Math.max(0, at[0] - steps); i <= Math.min(nx - 1, at[0] + steps); i++)
        if (inSlab(i, j, k)) out.push(i + nx * (j + ny * k));
  return out;
}

/** The axis of the grid that lies nearest to a normal. */
function nearestAxis(grid: Grid, normal: Vec3): 0 | 1 | 2 {
  const lean = grid.axes.map((axis) => Math.abs(dot(axis, normal)));
  return lean.indexOf(Math.max(...lean)) as 0 | 1 | 2;
}

/**
 * Voxels alike that faces join to the click: within `tolerance` of the median around it (3 voxels wide), within
 * `radiusMm`, in three dimensions or on one slice. Without a tolerance three standard deviations of the noise around
 * the click (5 voxels wide, by the median of differences) are taken.
 */
export function growRegion(volume: ScalarGrid, pointLps: Vec3, settings: GrowSettings): Grown {
  const { grid, data } = volume;
  const { radiusMm, normal } = settings;
  const nothing = (outcome: Grown['outcome']): Grown => ({
    mask: emptyMask(),
    outcome,
    from: Number.NaN,
    to: Number.NaN,
    reachedRadius: false,
  });
  const ijk = lpsToIjk(grid, pointLps);
  if (ijk.some((x, c) => !(x >= -0.5 && x <= grid.dims[c] - 0.5))) return nothing('outsideVolume');
  const click = ijk.map((x, c) => Math.min(grid.dims[c] - 1, Math.max(0, Math.round(x)))) as unknown as Vec3;
  const inSlab = slabOf(grid, ijk, normal);
  const near = around(grid, click, 1, inSlab).filter((v) => Number.isFinite(data[v]));
  if (near.length === 0) return nothing('noValue');
  const middle = lowerMedian(near.map((v) => data[v]));
  const tolerance = settings.tolerance ?? noiseTolerance(volume, around(grid, click, 2, inSlab), middle);
  const [from, to] = [middle - tolerance, middle + tolerance];

  const box = boxAround(grid, ijk, [radiusMm, radiusMm, radiusMm]);
  const alike = alikeBytes(volume, box, ijk, { radiusMm, from, to }, inSlab);
  const runs = labelRuns(box.size, (v) => alike[v] === 1);
  const seed = seedOf(grid, box, near, ijk, (v) => islandAt(runs, v));
  // The median itself is one of the values around, but its voxel may lie beyond a radius below a voxel's size.
  if (seed < 0) return { ...nothing('noValue'), from, to };
  const bytes = paintIslands(runs, alike.length, (label) => label === seed);
  const reachedRadius = touchesRadius(grid, box, bytes, ijk, radiusMm, normal);
  const region = tightMask(bytes, box.start, box.size);
  if (settings.fill ?? true) {
    if (normal) fillHolesBySlice(region.data, region.size, nearestAxis(grid, normal));
    else fillHoles3d(region.data, region.size);
  }
  return { mask: region, outcome: 'grown', from, to, reachedRadius };
}

function noiseTolerance({ data }: ScalarGrid, places: readonly number[], middle: number): number {
  const off = places.flatMap((v) => (Number.isFinite(data[v]) ? [Math.abs(data[v] - middle)] : []));
  const sd = MAD_TO_SD * lowerMedian(off);
  return Math.max(NOISE * sd, LEAST_SHARE * Math.abs(middle));
}

/**
 * Is a voxel on the slice through the click? Oblique slices are as thick as faces need to join them; an upright one
 * is a single layer.
 */
function slabOf(grid: Grid, ijk: Vec3, normal?: Vec3): (i: number, j: number, k: number) => boolean {
  if (!normal) return () => true;
  const w = grid.axes.map((axis, c) => dot(axis, normal) * grid.spacing[c]);
  const upright = w.filter((x) => Math.abs(x) > 1e-6).length === 1;
  const half = upright ? halfThickness(grid, normal) : (Math.abs(w[0]) + Math.abs(w[1]) + Math.abs(w[2])) / 2;
  return (i, j, k) => {
    const off = (i - ijk[0]) * w[0] + (j - ijk[1]) * w[1] + (k - ijk[2]) * w[2];
    return off <= half - 1e-6 && off >= -half - 1e-6;
  };
}

/** Bytes of the box: value within the band, centre within the radius of the click, on the slab. */
function alikeBytes(
  { grid, data }: ScalarGrid,
  box: Box,
  ijk: Vec3,
  { radiusMm, from, to }: { radiusMm: number; from: number; to: number },
  inSlab: (i: number, j: number, k: number) => boolean,
): Uint8Array {
  const [nx, ny, nz] = box.size;
  const out = new Uint8Array(nx * ny * nz);
  const r2 = (radiusMm + 1e-6) ** 2;
  let v = 0;
  for (let c = 0; c < nz; c++)
    for (let b = 0; b < ny; b++) {
      const j = box.start[1] + b;
      const k = box.start[2] + c;
      const yz = ((j - ijk[1]) * grid.spacing[1]) ** 2 + ((k - ijk[2]) * grid.spacing[2]) ** 2;
      const row = grid.dims[0] * (j + grid.dims[1] * k);
      for (let i = box.start[0]; i < box.start[0] + nx; i++, v++) {
        const value = data[row + i];
        if (
          value >= from &&
          value <= to &&
          ((i - ijk[0]) * grid.spacing[0]) ** 2 + yz <= r2 &&
          inSlab(i, j, k)
        )
          out[v] = 1;
      }
    }
  return out;
}

/** Component of the voxel nearest to the click of those around it that belong to one; -1 when none does. */
function seedOf(
  grid: Grid,
  box: Box,
  near: readonly number[],
  ijk: Vec3,
  label: (v: number) => number,
): number {
  let best = -1;
  let nearest = Infinity;
  for (const flat of near) {
    const i = flat % grid.dims[0];
    const j = Math.floor(flat / grid.dims[0]) % grid.dims[1];
    const k = Math.floor(flat / (grid.dims[0] * grid.dims[1]));
    const [a, b, c] = [i - box.start[0], j - box.start[1], k - box.start[2]];
    if (a < 0 || b < 0 || c < 0 || a >= box.size[0] || b >= box.size[1] || c >= box.size[2]) continue;
    const away = Math.hypot(...[i, j, k].map((x, n) => (x - ijk[n]) * grid.spacing[n]));
    const found = label(a + box.size[0] * (b + box.size[1] * c));
    if (found >= 0 && away < nearest) {
      nearest = away;
      best = found;
    }
  }
  return best;
}

/** Does the region hold voxels of the radius's outermost layer? */
function touchesRadius(
  grid: Grid,
  box: Box,
  bytes: Uint8Array,
  ijk: Vec3,
  radiusMm: number,
  normal?: Vec3,
): boolean {
  const flat = normal ? nearestAxis(grid, normal) : undefined;
  const layer = radiusMm - Math.max(...grid.spacing.filter((_, c) => c !== flat));
  if (layer <= 0) return true;
  const [nx, ny] = box.size;
  for (let v = bytes.indexOf(1); v >= 0; v = bytes.indexOf(1, v + 1)) {
    const x = ((v % nx) + box.start[0] - ijk[0]) * grid.spacing[0];
    const y = ((Math.floor(v / nx) % ny) + box.start[1] - ijk[1]) * grid.spacing[1];
    const z = (Math.floor(v / (nx * ny)) + box.start[2] - ijk[2]) * grid.spacing[2];
    if (x * x + y * y + z * z > layer * layer) return true;
  }
  return false;
}
