import type { Size3 } from '../../domain/components';

/** Trachea and main bronchi, followed slice by slice from the neck; half-resolution grid. */
const RULES = {
  /** Air of the airway, HU. Lung is brighter unless it is emphysema, which the area rule catches. */
  airHu: -880,
  /** Area of the trachea, mm². */
  minArea: 40,
  maxArea: 700,
  /** The trachea lies within this of the body's middle, mm. */
  offMiddle: 45,
  /** Filled share of its bounding box, and longest side over shortest. */
  minFill: 0.55,
  maxAspect: 2.6,
  /** How far below the top of the scan it may begin, mm, and how far it is followed, mm. */
  searchMm: 130,
  followMm: 170,
  /** From slice to slice a branch may grow to this many times its area plus this many mm²; more is a leak into the lung. */
  growth: 1.7,
  growthMm2: 50,
  /** The wall, mm. */
  wallMm: 2,
} as const;

export interface Airway {
  /** 1 in the airway and its wall. */
  readonly mask: Uint8Array;
  /** Mean column (half pixels) of the trachea; undefined when none was found. */
  readonly middle: number | undefined;
}

interface Patch {
  readonly pixels: number[];
  readonly i0: number;
  readonly i1: number;
  readonly j0: number;
  readonly j1: number;
  readonly mean: number;
}

/** The 4-connected piece of air around pixel `seed` of slice k; `taken` marks what was looked at. */
function patchAt(
  hu: Int16Array,
  nx: number,
  ny: number,
  from: number,
  seed: number,
  taken: Uint8Array,
): Patch {
  const pixels = [seed];
  taken[seed] = 1;
  let [i0, i1, j0, j1, sum] = [nx, -1, ny, -1, 0];
  for (let n = 0; n < pixels.length; n++) {
    const v = pixels[n];
    const i = v % nx;
    const j = Math.floor(v / nx);
    sum += hu[from + v];
    i0 = Math.min(i0, i);
    i1 = Math.max(i1, i);
    j0 = Math.min(j0, j);
    j1 = Math.max(j1, j);
    const visit = (w: number): void => {
      if (taken[w] === 0 && hu[from + w] < RULES.airHu) {
        taken[w] = 1;
        pixels.push(w);
      }
    };
    if (i > 0) visit(v - 1);
    if (i < nx - 1) visit(v + 1);
    if (j > 0) visit(v - nx);
    if (j < ny - 1) visit(v + nx);
  }
  return { pixels, i0, i1, j0, j1, mean: sum / pixels.length };
}

/** Middle column of the body (above -300 HU) on a slice, or undefined when there is none. */
function bodyMiddle(hu: Int16Array, from: number, plane: number, nx: number): number | undefined {
  let sum = 0;
  let count = 0;
  for (let v = 0; v < plane; v++)
    if (hu[from + v] > -300) {
      sum += v % nx;
      count++;
    }
  return count > 100 ? sum / count : undefined;
}

function looksLikeTrachea(
  patch: Patch,
  nx: number,
  ny: number,
  middle: number,
  pixel: readonly [number, number],
): boolean {
  const area = patch.pixels.length * pixel[0] * pixel[1];
  if (area < RULES.minArea || area > RULES.maxArea) return false;
  if (patch.i0 === 0 || patch.j0 === 0 || patch.i1 === nx - 1 || patch.j1 === ny - 1) return false;
  const w = patch.i1 - patch.i0 + 1;
  const h = patch.j1 - patch.j0 + 1;
  if (patch.pixels.length / (w * h) < RULES.minFill) return false;
  const aspect = (w * pixel[0]) / (h * pixel[1]);
  if (Math.max(aspect, 1 / aspect) > RULES.maxAspect) return false;
  return Math.abs((patch.i0 + patch.i1) / 2 - middle) * pixel[0] <= RULES.offMiddle;
}

/** The trachea on the first slice from the neck that shows it: the candidate nearest to the body's middle. */
function findTop(
  hu: Int16Array,
  size: Size3,
  spacing: readonly [number, number, number],
  order: readonly number[],
): { at: number; patch: Patch } | undefined {
  const [nx, ny] = size;
  const plane = nx * ny;
  const last = Math.min(order.length, Math.ceil(RULES.searchMm / spacing[2]));
  for (let n = 0; n < last; n++) {
    const from = order[n] * plane;
    const middle = bodyMiddle(hu, from, plane, nx);
    if (middle === undefined) continue;
    const taken = new Uint8Array(plane);
    let best: Patch | undefined;
    const off = (p: Patch): number => Math.abs((p.i0 + p.i1) / 2 - middle);
    const reach = Math.ceil((RULES.offMiddle + 20) / spacing[0]);
    for (let j = 0; j < ny; j++)
      for (let i = Math.max(0, Math.floor(middle) - reach); i < Math.min(nx, middle + reach); i++) {
        const v = i + nx * j;
        if (taken[v] !== 0 || hu[from + v] >= RULES.airHu) continue;
        const patch = patchAt(hu, nx, ny, from, v, taken);
        if (!looksLikeTrachea(patch, nx, ny, middle, [spacing[0], spacing[1]])) continue;
        if (!best || off(patch) < off(best)) best = patch;
      }
    if (best) return { at: n, patch: best };
  }
  return undefined;
}

/**
 * Follows the trachea down to the main bronchi. `hu` on a half-resolution grid with `spacing` mm; `headFirst`
 * when slice 0 is the one nearest to the head.
 */
export function findAirway(
  hu: Int16Array,
  size: Size3,
  spacing: readonly [number, number, number],
  headFirst: boolean,
): Airway {
  const [nx, ny, nz] = size;
  const plane = nx * ny;
  const mask = new Uint8Array(hu.length);
  const order = Array.from({ length: nz }, (_, n) => (headFirst ? n : nz - 1 - n));
  const top = findTop(hu, size, spacing, order);
  if (!top) return { mask, middle: undefined };
  const pixel = spacing[0] * spacing[1];
  const slices = Math.ceil(RULES.followMm / spacing[2]);
  const centres: number[] = [];
  let branches: Patch[] = [top.patch];
  for (let n = top.at; n < Math.min(nz, top.at + slices) && branches.length > 0; n++) {
    const from = order[n] * plane;
    for (const branch of branches) grow(branch, mask, from, nx, ny, spacing);
    if (branches.length === 1) centres.push((branches[0].i0 + branches[0].i1) / 2);
    if (n + 1 >= nz) break;
    const below = order[n + 1] * plane;
    const taken = new Uint8Array(plane);
    const next: Patch[] = [];
    for (const branch of branches) {
      const limit = RULES.growth * branch.pixels.length + RULES.growthMm2 / pixel;
      for (const v of branch.pixels) {
        if (taken[v] !== 0 || hu[below + v] >= RULES.airHu) continue;
        const patch = patchAt(hu, nx, ny, below, v, taken);
        if (patch.pixels.length <= limit && patch.pixels.length * pixel >= 8) next.push(patch);
      }
    }
    branches = next;
  }
  // A real trachea goes on for some centimetres; a bubble in the gullet does not.
  const long = centres.length * spacing[2] >= 20;
  if (!long) return { mask: new Uint8Array(hu.length), middle: undefined };
  return { mask, middle: centres.reduce((a, b) => a + b, 0) / centres.length };
}

/** Marks a branch and its wall. */
function grow(
  branch: Patch,
  mask: Uint8Array,
  from: number,
  nx: number,
  ny: number,
  spacing: readonly [number, number, number],
): void {
  const ri = Math.round(RULES.wallMm / spacing[0]);
  const rj = Math.round(RULES.wallMm / spacing[1]);
  for (const v of branch.pixels) {
    const i = v % nx;
    const j = Math.floor(v / nx);
    for (let b = Math.max(0, j - rj); b <= Math.min(ny - 1, j + rj); b++)
      for (let a = Math.max(0, i - ri); a <= Math.min(nx - 1, i + ri); a++) mask[from + a + nx * b] = 1;
  }
}
