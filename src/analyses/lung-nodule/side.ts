import type { Laterality } from '../../domain/finding';
import { add, scale, type Grid } from '../../domain/geometry';
import type { LungZone } from '../../domain/nodule';
import type { Volume, VoxelMask } from '../../domain/volume';
import { sideOf } from './findings';
import { findLungs, type Lungs } from './lungs';
import { zoneOf } from './zone';

/** Voxels of this size, mm, are enough to tell two lungs apart, and found while a reader waits for a click. */
const COARSE_MM = 2;
const SLICE_MM = 5;

interface Coarse {
  readonly lungs: Lungs;
  /** Voxels of the volume in one coarse voxel along i (and j) and along k. */
  readonly step: number;
  readonly stepK: number;
}

/** The lungs of a volume, found once; let go with the volume. */
const known = new WeakMap<Volume['data'], Coarse>();

/** Every n-th voxel in the plane and every m-th slice: about a twentieth of the work of the whole volume. */
function coarse(volume: Volume): Coarse {
  const { dims, spacing, origin, axes } = volume.grid;
  const step = Math.max(1, Math.round(COARSE_MM / spacing[0]));
  const stepK = Math.max(1, Math.round(SLICE_MM / spacing[2]));
  const [nx, ny, nz] = [Math.floor(dims[0] / step), Math.floor(dims[1] / step), Math.ceil(dims[2] / stepK)];
  const data = new Int16Array(nx * ny * nz);
  // Means of the pixels, not every n-th one: noise would tear the lungs.
  const area = step * step;
  for (let k = 0, v = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, v++) {
        let sum = 0;
        for (let b = 0; b < step; b++) {
          const row = i * step + dims[0] * (j * step + b + dims[1] * k * stepK);
          for (let a = 0; a < step; a++) sum += volume.data[row + a];
        }
        data[v] = sum / area;
      }
  const half = (step - 1) / 2;
  const grid: Grid = {
    dims: [nx, ny, nz],
    spacing: [spacing[0] * step, spacing[1] * step, spacing[2] * stepK],
    origin: add(add(origin, scale(axes[0], half * spacing[0])), scale(axes[1], half * spacing[1])),
    axes,
  };
  return { lungs: findLungs({ ...volume, grid, data }), step, stepK };
}

/** A mask on the coarse grid: every coarse voxel that holds one of its voxels. */
function coarsen(mask: VoxelMask, { step, stepK }: Coarse): VoxelMask {
  const by = [step, step, stepK];
  const start = mask.start.map((s, c) => Math.floor(s / by[c])) as [number, number, number];
  const size = mask.size.map((n, c) => Math.floor((mask.start[c] + n - 1) / by[c]) - start[c] + 1) as [
    number,
    number,
    number,
  ];
  const data = new Uint8Array(size[0] * size[1] * size[2]);
  const [nx, ny, nz] = mask.size;
  for (let c = 0; c < nz; c++)
    for (let b = 0; b < ny; b++)
      for (let a = 0; a < nx; a++)
        if (mask.data[a + nx * (b + ny * c)] === 1) {
          const at = [a, b, c].map((v, n) => Math.floor((v + mask.start[n]) / by[n]) - start[n]);
          data[at[0] + size[0] * (at[1] + size[1] * at[2])] = 1;
        }
  return { start, size, data };
}

/** Where in the lungs something lies; what is not known is absent. */
export interface LungPlace {
  readonly laterality?: Laterality;
  readonly zone?: LungZone;
}

/**
 * The lung that holds a mask, and its third, by the rules that give the analysis' own findings theirs: the lungs are
 * found in the scan and the mask's voxels are counted in each. Nothing when no two lungs are found (another part of
 * the body, a small field of view) or the mask lies outside both: no side is guessed. With `side` the third of that
 * lung is told.
 */
export function placeInLungs(volume: Volume, mask: VoxelMask, side?: Laterality): LungPlace {
  let found = known.get(volume.data);
  if (!found) known.set(volume.data, (found = coarse(volume)));
  if (!found.lungs.found) return { laterality: side };
  const small = coarsen(mask, found);
  const laterality = side ?? sideOf(small, found.lungs);
  return { laterality, zone: zoneOf(small, laterality, found.lungs, volume.grid) };
}
