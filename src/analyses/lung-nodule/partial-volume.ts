/**
 * A nodule's volume corrected for partial volume. Whole voxels count the border as nodule or as lung, which differs with
 * slice thickness and pixel size: growth is told by this volume instead (domain/follow-up/growth.ts).
 */
import { codes } from '../../domain/codes';
import { distanceTo, invert } from '../../domain/distance-field';
import type { Measurement } from '../../domain/finding';
import { voxelVolume } from '../../domain/geometry';
import { bytesInBox, padBox, type Box } from '../../domain/mask-box';
import type { Calibration } from '../../domain/measurement';
import type { Volume, VoxelMask } from '../../domain/volume';

const RULES = {
  /** Lung around the outline is looked for from here to there, mm from it, below so many HU. */
  ringFrom: 1.5,
  ringTo: 5,
  lungBelow: -500,
  /** Voxels of lung that make a median. */
  lungLeast: 20,
  /** Its density is that of the voxels this deep: mm, or this share of the deepest where none is. */
  deepMm: 2,
  deepShare: 0.6,
  /** HU between the nodule and the lung: below it noise decides. */
  contrastLeast: 150,
  /** Beyond the outline, mm: as far as an image smears a border. The voxels that touch it belong to it at any size. */
  reach: 1,
  /** Share of nodule from which a voxel beyond the outline is something else: a vessel, the chest wall. */
  otherFrom: 0.5,
} as const;

const METHOD = 'partial volume: voxels at the border and next to it by their HU between lung and nodule';

function median(values: number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1];
}

/** How many of the six neighbours of a voxel belong to a box's mask. */
function neighboursIn(mask: Uint8Array, [nx, ny, nz]: Box['size'], v: number): number {
  const i = v % nx;
  const j = Math.floor(v / nx) % ny;
  const k = Math.floor(v / (nx * ny));
  return (
    (i > 0 ? mask[v - 1] : 0) +
    (i < nx - 1 ? mask[v + 1] : 0) +
    (j > 0 ? mask[v - nx] : 0) +
    (j < ny - 1 ? mask[v + nx] : 0) +
    (k > 0 ? mask[v - nx * ny] : 0) +
    (k < nz - 1 ? mask[v + nx * ny] : 0)
  );
}

/** HU of the voxels of a box, in its order. */
function valuesIn({ grid, data }: Pick<Volume, 'grid' | 'data'>, { start, size }: Box): Float32Array {
  const [dx, dy] = grid.dims;
  const out = new Float32Array(size[0] * size[1] * size[2]);
  let at = 0;
  for (let k = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++) {
      const from = start[0] + dx * (start[1] + j + dy * (start[2] + k));
      for (let i = 0; i < size[0]; i++) out[at++] = data[from + i];
    }
  return out;
}

/**
 * Volume in mm3: voxels inside the outline count whole; those at its border, and those that touch it or lie within 1 mm
 * beyond it and are mostly lung, by where their HU lie between the lung around and the nodule's depth. As Kuhnigk et al. (IEEE Trans Med
 * Imaging 2006;25:417-434) weight the border of a lesion that stands out.
 * Undefined where that cannot be: no lung around, or less than 150 HU from it.
 * @param mask not empty, inside the volume
 */
export function correctedVolume(
  volume: Volume,
  mask: VoxelMask,
  calibration: Calibration,
): Measurement | undefined {
  const { grid } = volume;
  const [pi, pj, pk] = grid.spacing.map((mm) => Math.ceil(RULES.ringTo / mm) + 1);
  const box = padBox(mask, [pi, pj, pk], grid);
  const inside = bytesInBox(mask, box);
  const hu = valuesIn(volume, box);
  const away = distanceTo(inside, box.size, grid.spacing);
  const depth = distanceTo(invert(inside), box.size, grid.spacing);
  const lung: number[] = [];
  let deepest = 0;
  for (let v = 0; v < inside.length; v++) {
    if (away[v] > RULES.ringFrom && away[v] <= RULES.ringTo && hu[v] < RULES.lungBelow) lung.push(hu[v]);
    if (depth[v] > deepest) deepest = depth[v];
  }
  if (lung.length < RULES.lungLeast) return undefined;
  const least = Math.min(RULES.deepMm, RULES.deepShare * deepest);
  const deep = Array.from(hu).filter((_, v) => inside[v] === 1 && depth[v] >= least);
  const around = median(lung);
  const contrast = median(deep) - around;
  if (contrast < RULES.contrastLeast) return undefined;
  let voxels = 0;
  for (let v = 0; v < inside.length; v++) {
    const share = Math.min(1, Math.max(0, (hu[v] - around) / contrast));
    const beside = neighboursIn(inside, box.size, v);
    if (inside[v] === 1) voxels += beside === 6 ? 1 : share;
    else if (share < RULES.otherFrom && (beside > 0 || away[v] <= RULES.reach)) voxels += share;
  }
  return {
    concept: codes.volume,
    value: voxels * voxelVolume(grid),
    unit: 'mm3',
    method: METHOD,
    calibration: `${calibration.inPlane}; ${calibration.betweenSlices}`,
  };
}
