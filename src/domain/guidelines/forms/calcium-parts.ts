/** Where the calcium is: parts over the threshold slice by slice, and which of them are one lesion. */
import type { VoxelMask, Volume } from '../../volume';
import { CALCIUM_HU, LEAST_AREA, type CalciumPart } from './agatston';

export interface CalciumLesion {
  /** From 1, in the order of slices. */
  readonly number: number;
  readonly parts: readonly CalciumPart[];
  readonly peak: number;
  readonly volumeMm3: number;
  /** A voxel of it: the brightest. */
  readonly at: readonly [number, number, number];
  readonly mask: VoxelMask;
}

export interface CalciumFound {
  readonly lesions: readonly CalciumLesion[];
  /** How many joined parts were left out because they are larger than any coronary plaque: bone. */
  readonly large: number;
}

/** mm3; a coronary lesion of this size does not exist, a vertebra is larger. */
export const LARGE_MM3 = 3000;

interface Part extends CalciumPart {
  /** Flat places on the slice, i + nx * j. */
  readonly places: readonly number[];
  readonly brightest: number;
}

/** Parts of a slice that eight neighbours join, of at least 1 mm2. */
function partsOf(
  data: Int16Array,
  from: number,
  nx: number,
  ny: number,
  pixelMm2: number,
): readonly Omit<Part, 'slice'>[] {
  const seen = new Uint8Array(nx * ny);
  const found: Omit<Part, 'slice'>[] = [];
  for (let start = 0; start < nx * ny; start++) {
    if (seen[start] === 1 || data[from + start] < CALCIUM_HU) continue;
    const places: number[] = [start];
    seen[start] = 1;
    let brightest = start;
    // The list grows while it is walked: every place asks its neighbours once.
    for (let n = 0; n < places.length; n++) {
      const at = places[n];
      if (data[from + at] > data[from + brightest]) brightest = at;
      const [i, j] = [at % nx, Math.floor(at / nx)];
      for (let b = Math.max(0, j - 1); b <= Math.min(ny - 1, j + 1); b++)
        for (let a = Math.max(0, i - 1); a <= Math.min(nx - 1, i + 1); a++) {
          const next = a + nx * b;
          if (seen[next] === 1 || data[from + next] < CALCIUM_HU) continue;
          seen[next] = 1;
          places.push(next);
        }
    }
    const areaMm2 = places.length * pixelMm2;
    if (areaMm2 >= LEAST_AREA - 1e-9)
      found.push({ places, brightest, areaMm2, peak: data[from + brightest] });
  }
  return found;
}

/** The smallest mask that holds parts. */
function maskOf(parts: readonly Part[], nx: number): VoxelMask {
  const low = [Infinity, Infinity, Infinity];
  const high = [0, 0, 0];
  for (const { places, slice } of parts)
    for (const at of places) {
      const ijk = [at % nx, Math.floor(at / nx), slice];
      for (let c = 0; c < 3; c++) {
        low[c] = Math.min(low[c], ijk[c]);
        high[c] = Math.max(high[c], ijk[c]);
      }
    }
  const size = [high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1] as const;
  const data = new Uint8Array(size[0] * size[1] * size[2]);
  for (const { places, slice } of parts)
    for (const at of places)
      data[(at % nx) - low[0] + size[0] * (Math.floor(at / nx) - low[1] + size[1] * (slice - low[2]))] = 1;
  return { start: [low[0], low[1], low[2]], size, data };
}

/**
 * Every part of at least 1 mm2 at 130 HU and above, those of neighbouring slices that lie over each other as one
 * lesion. The score goes by parts; lesions are what the reader gives to a vessel.
 * @param volume HU, slices along k
 * @param onSlice told before every slice: how many are done, of how many
 */
export function findCalcium(
  { grid, data }: Pick<Volume, 'grid' | 'data'>,
  onSlice?: (done: number, all: number) => void,
): CalciumFound {
  const [nx, ny, nz] = grid.dims;
  const pixelMm2 = grid.spacing[0] * grid.spacing[1];
  const parts: Part[] = [];
  const group: number[] = [];
  const rootOf = (n: number): number => {
    let root = n;
    while (group[root] !== root) root = group[root];
    return root;
  };
  // Which part holds a place, on the slice before and on this one; 0 is none.
  let before = new Int32Array(nx * ny);
  for (let k = 0; k < nz; k++) {
    onSlice?.(k, nz);
    const here = new Int32Array(nx * ny);
    for (const one of partsOf(data, k * nx * ny, nx, ny, pixelMm2)) {
      const n = parts.push({ ...one, slice: k }) - 1;
      group.push(n);
      for (const at of one.places) {
        here[at] = n + 1;
        if (before[at] > 0) group[rootOf(before[at] - 1)] = rootOf(n);
      }
    }
    before = here;
  }
  const joined = new Map<number, Part[]>();
  parts.forEach((part, n) => {
    const root = rootOf(n);
    joined.set(root, [...(joined.get(root) ?? []), part]);
  });
  const all = [...joined.values()].map((own) => ({
    own,
    volumeMm3: own.reduce((sum, part) => sum + part.areaMm2, 0) * grid.spacing[2],
  }));
  const lesions = all
    .filter(({ volumeMm3 }) => volumeMm3 <= LARGE_MM3)
    .map(({ own, volumeMm3 }, n): CalciumLesion => {
      const top = own.reduce((a, b) => (b.peak > a.peak ? b : a));
      return {
        number: n + 1,
        parts: own.map(({ slice, areaMm2, peak }) => ({ slice, areaMm2, peak })),
        peak: top.peak,
        volumeMm3,
        at: [top.brightest % nx, Math.floor(top.brightest / nx), top.slice],
        mask: maskOf(own, nx),
      };
    });
  return { lesions, large: all.length - lesions.length };
}
