/** Coarse pictures of a volume to register by: isotropic, their axes those of the patient. */
import { ijkToLps, lpsToIjk, type Grid, type Vec3 } from '../domain/geometry';
import type { Volume } from '../domain/volume';

export interface CoarseImage {
  readonly dims: readonly [number, number, number];
  /** Distance between voxel centres along x, y and z, mm. */
  readonly step: number;
  /** LPS mm of the centre of voxel (0, 0, 0). */
  readonly origin: Vec3;
  /** data[i + dims[0] * (j + dims[1] * k)]; NaN where the volume has nothing. */
  readonly data: Float32Array;
}

/** Air outside, and contrast medium, are the same in both examinations: what is beyond is cut off, HU. */
const LEAST_HU = -1000;
const MOST_HU = 300;
/** Values of other modalities run from 0 to this between their 1st and 99th percentile. */
const SPAN = 1000;
const MOST_VOXELS = 3.5e6;
const FINEST_MM = 1;
const COARSEST_MM = 3;

/** How values become comparable: value * slope + intercept, cut off at both ends. */
interface Range {
  readonly least: number;
  readonly most: number;
  readonly slope: number;
  readonly intercept: number;
}

function rangeOf(volume: Volume, modality: string): Range {
  if (modality === 'CT') return { least: LEAST_HU, most: MOST_HU, slope: 1, intercept: 0 };
  const some = Int16Array.from(
    { length: Math.min(50_000, volume.data.length) },
    (_, n) => volume.data[Math.floor((n * volume.data.length) / Math.min(50_000, volume.data.length))],
  ).sort();
  const low = some[Math.floor(0.01 * some.length)];
  const high = Math.max(low + 1, some[Math.floor(0.99 * (some.length - 1))]);
  return { least: 0, most: SPAN, slope: SPAN / (high - low), intercept: (-SPAN * low) / (high - low) };
}

const extent = ({ dims, spacing }: Grid): number =>
  dims[0] * spacing[0] * dims[1] * spacing[1] * dims[2] * spacing[2];

/** Side of a cube of a voxel's volume, mm. */
const voxelSide = ({ spacing }: Grid): number => Math.cbrt(spacing[0] * spacing[1] * spacing[2]);

/** Step in mm that suits both volumes: fine enough for vessels, no finer than they are, and quick. */
export function finestStep(a: Grid, b: Grid): number {
  const quick = Math.cbrt(Math.max(extent(a), extent(b)) / MOST_VOXELS);
  return Math.min(COARSEST_MM, Math.max(FINEST_MM, quick, Math.min(voxelSide(a), voxelSide(b))));
}

/** Means of whole blocks of voxels, on a grid that lies as the volume does. */
function binned(volume: Volume, step: number, range: Range): { grid: Grid; data: Float32Array } {
  const { dims, spacing, axes } = volume.grid;
  const size = [0, 1, 2].map((c) => Math.max(1, Math.floor(step / spacing[c] + 0.01)));
  const out = [0, 1, 2].map((c) => Math.max(1, Math.floor(dims[c] / size[c])));
  const [ni, nj, nk] = out;
  const data = new Float32Array(ni * nj * nk);
  const { least, most, slope, intercept } = range;
  const count = size[0] * size[1] * size[2];
  for (let k = 0; k < nk; k++)
    for (let c = 0; c < size[2]; c++)
      for (let j = 0; j < nj; j++)
        for (let b = 0; b < size[1]; b++) {
          let from = dims[0] * (j * size[1] + b + dims[1] * (k * size[2] + c));
          const to = ni * (j + nj * k);
          for (let i = 0; i < ni; i++) {
            let sum = 0;
            for (let a = 0; a < size[0]; a++) {
              const value = volume.data[from++] * slope + intercept;
              sum += value < least ? least : value > most ? most : value;
            }
            data[to + i] += sum / count;
          }
        }
  const origin = ijkToLps(volume.grid, [(size[0] - 1) / 2, (size[1] - 1) / 2, (size[2] - 1) / 2]);
  const grid: Grid = {
    dims: [ni, nj, nk],
    spacing: [spacing[0] * size[0], spacing[1] * size[1], spacing[2] * size[2]],
    origin,
    axes,
  };
  return { grid, data };
}

/**
 * The volume on an isotropic grid along the patient's axes.
 * @param step mm
 * @param modality DICOM modality: CT keeps Hounsfield units, others are scaled by their own percentiles
 */
export function coarseImage(volume: Volume, step: number, modality: string): CoarseImage {
  const { grid, data } = binned(volume, step, rangeOf(volume, modality));
  const [ni, nj, nk] = grid.dims;
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((n) =>
    ijkToLps(grid, [n & 1 ? ni - 1 : 0, n & 2 ? nj - 1 : 0, n & 4 ? nk - 1 : 0]),
  );
  const least = (c: number): number => Math.min(...corners.map((p) => p[c]));
  const most = (c: number): number => Math.max(...corners.map((p) => p[c]));
  const origin: Vec3 = [least(0), least(1), least(2)];
  const dims = [0, 1, 2].map((c) => Math.floor((most(c) - least(c)) / step + 1e-6) + 1);
  const out = new Float32Array(dims[0] * dims[1] * dims[2]);
  const base = lpsToIjk(grid, origin);
  // A step along x, y or z in voxels of the volume.
  const [dx, dy, dz] = [0, 1, 2].map((c) => grid.axes.map((axis, n) => (axis[c] * step) / grid.spacing[n]));
  const image: CoarseImage = { dims: [ni, nj, nk], step: 1, origin: [0, 0, 0], data };
  let at = 0;
  for (let k = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++)
        out[at++] = valueAt(
          image,
          base[0] + i * dx[0] + j * dy[0] + k * dz[0],
          base[1] + i * dx[1] + j * dy[1] + k * dz[1],
          base[2] + i * dx[2] + j * dy[2] + k * dz[2],
        );
  return { dims: [dims[0], dims[1], dims[2]], step, origin, data: out };
}

/** Half a thousandth of a voxel of grace at the edges, for what rounding does to the last slice. */
const GRACE = 5e-4;

/** Trilinear value at fractional voxel indices; NaN outside. */
export function valueAt({ dims, data }: CoarseImage, x: number, y: number, z: number): number {
  const [ni, nj, nk] = dims;
  if (!(x >= -GRACE && y >= -GRACE && z >= -GRACE)) return Number.NaN;
  if (x > ni - 1 + GRACE || y > nj - 1 + GRACE || z > nk - 1 + GRACE) return Number.NaN;
  const i = Math.min(Math.max(0, Math.floor(x)), Math.max(0, ni - 2));
  const j = Math.min(Math.max(0, Math.floor(y)), Math.max(0, nj - 2));
  const k = Math.min(Math.max(0, Math.floor(z)), Math.max(0, nk - 2));
  const u = x - i;
  const v = y - j;
  const w = z - k;
  const si = ni > 1 ? 1 : 0;
  const sj = nj > 1 ? ni : 0;
  const sk = nk > 1 ? ni * nj : 0;
  const p = i + ni * (j + nj * k);
  const a = data[p] + (data[p + si] - data[p]) * u;
  const b = data[p + sj] + (data[p + sj + si] - data[p + sj]) * u;
  const c = data[p + sk] + (data[p + sk + si] - data[p + sk]) * u;
  const d = data[p + sk + sj] + (data[p + sk + sj + si] - data[p + sk + sj]) * u;
  const low = a + (b - a) * v;
  return low + (c + (d - c) * v - low) * w;
}

/** Value at a place in LPS mm; NaN outside. */
export const valueAtLps = (image: CoarseImage, x: number, y: number, z: number): number =>
  valueAt(
    image,
    (x - image.origin[0]) / image.step,
    (y - image.origin[1]) / image.step,
    (z - image.origin[2]) / image.step,
  );

/** LPS mm of a voxel's centre. */
export const placeOf = ({ origin, step, dims }: CoarseImage, v: number): Vec3 => {
  const i = v % dims[0];
  const row = Math.floor(v / dims[0]);
  return [
    origin[0] + i * step,
    origin[1] + (row % dims[1]) * step,
    origin[2] + Math.floor(row / dims[1]) * step,
  ];
};

/** Half as many voxels each way: means of 2 x 2 x 2, of those that are known. */
export function halved({ dims, step, origin, data }: CoarseImage): CoarseImage {
  const [ni, nj, nk] = dims;
  const half = dims.map((n) => Math.max(1, Math.floor(n / 2)));
  const [hi, hj, hk] = half;
  const out = new Float32Array(hi * hj * hk);
  for (let k = 0; k < hk; k++)
    for (let j = 0; j < hj; j++)
      for (let i = 0; i < hi; i++) {
        let sum = 0;
        let count = 0;
        for (let n = 0; n < 8; n++) {
          const a = Math.min(ni - 1, 2 * i + (n & 1));
          const b = Math.min(nj - 1, 2 * j + ((n >> 1) & 1));
          const c = Math.min(nk - 1, 2 * k + (n >> 2));
          const value = data[a + ni * (b + nj * c)];
          if (Number.isNaN(value)) continue;
          sum += value;
          count++;
        }
        out[i + hi * (j + hj * k)] = count >= 4 ? sum / count : Number.NaN;
      }
  const shift = (n: number): number => (n > 1 ? step / 2 : 0);
  return {
    dims: [hi, hj, hk],
    step: step * 2,
    origin: [origin[0] + shift(ni), origin[1] + shift(nj), origin[2] + shift(nk)],
    data: out,
  };
}
