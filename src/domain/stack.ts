/**
 * One regular, upright grid out of the planes of a stack. Spacing comes from positions, never from slice thickness.
 * A sheared stack (gantry tilt) is straightened by shifting its planes sideways, an uneven one is interpolated along
 * the normal; both are said. Lengths in mm, LPS. Geometry after PS3.3 C.7.6.2.1.1.
 */
import { cross, dot, norm, normalise, scale, sub, type Grid, type Vec3 } from './geometry';

/** One plane that may become part of a grid. */
export interface StackPlane {
  readonly rows: number;
  readonly columns: number;
  /** Centre of the first pixel. */
  readonly position?: Vec3;
  /** Row direction (growing column), then column direction (growing row). */
  readonly orientation?: readonly [number, number, number, number, number, number];
  /** [between rows, between columns]. */
  readonly spacing?: readonly [number, number];
}

/**
 * How one slice of the grid is made: `(1 - t)` of plane `a` and `t` of plane `b` (indices into the planes), each
 * moved by whole and part pixels: pixel (c, r) of a plane lies at (c + shift[0], r + shift[1]) of the grid.
 */
export interface StackSlice {
  readonly a: number;
  readonly b: number;
  readonly t: number;
  readonly shiftA: readonly [number, number];
  readonly shiftB: readonly [number, number];
}

/** A step that is much larger than the others. */
export interface StackGap {
  /** Planes on both sides, indices into the planes given. */
  readonly after: number;
  readonly before: number;
  readonly mm: number;
  /** Slices that would fit in it. */
  readonly missing: number;
}

export interface StackPlan {
  readonly grid: Grid;
  /** One a slice of the grid, in the order of k. */
  readonly slices: readonly StackSlice[];
  /** Why voxels are no longer the scanner's own. */
  readonly resampled?: 'tilt' | 'uneven';
  /** Angle between the stack and its normal, degrees; set when it was straightened. */
  readonly tiltDegrees?: number;
  /** Planes that repeat the position of another and are not used. */
  readonly duplicates: readonly number[];
  readonly gaps: readonly StackGap[];
  /** Median step. */
  readonly usual: number;
  /** Largest difference of a step from the usual one. */
  readonly worst: number;
}

export type StackRefusal =
  | { readonly refused: 'few' | 'noPositions' | 'noSpacing' | 'mixed' }
  | { readonly refused: 'gaps'; readonly gaps: readonly StackGap[]; readonly usual: number };

export interface StackOptions {
  /** Gaps of at most so many missing slices, and of at most `fillMm`, are interpolated; 0 refuses every gap. */
  readonly fillSlices?: number;
  readonly fillMm?: number;
}

/** A gap this much larger than the usual step has slices missing in it. */
const GAP_RATIO = 1.5;
/** More gaps than this share of the steps are another spacing, not missing slices. */
const GAP_SHARE = 0.25;
/**
 * A plane may lie this far from an even row, as a share of the step or in mm. Positions are written with few digits:
 * 0.06 mm is one decimal's rounding, a tenth of the thinnest pixel.
 */
const UNEVEN_SHARE = 0.02;
const UNEVEN_MM = 0.06;
/** Planes nearer than this lie at one position, mm. */
export const SAME_PLACE_MM = 0.01;
/** Slices may be shifted sideways by this share of their distance (about 1 degree) before they are a tilted stack. */
const TILT_TANGENT = 0.0175;

const median = (v: readonly number[]): number => [...v].sort((a, b) => a - b)[Math.floor(v.length / 2)];

/** Do all planes share size, direction and spacing with the first? */
function refusalOf(planes: readonly StackPlane[]): StackRefusal | undefined {
  const [first] = planes;
  if (planes.length < 2) return { refused: 'few' };
  const { orientation: o, spacing } = first;
  if (!o || planes.some((p) => !p.position || !p.orientation)) return { refused: 'noPositions' };
  if (!spacing) return { refused: 'noSpacing' };
  for (const p of planes) {
    if (!p.spacing || p.spacing.some((s, n) => Math.abs(s - spacing[n]) > 1e-3)) return { refused: 'mixed' };
    if (p.rows !== first.rows || p.columns !== first.columns) return { refused: 'mixed' };
    if (p.orientation!.some((c, n) => Math.abs(c - o[n]) > 0.02)) return { refused: 'mixed' };
  }
  return undefined;
}

/**
 * The grid of a stack. k grows along row direction x column direction, whatever the order of the planes; of planes
 * at one position the first given is used.
 */
export function planStack(
  planes: readonly StackPlane[],
  { fillSlices = 0, fillMm = Infinity }: StackOptions = {},
): StackPlan | StackRefusal {
  const refusal = refusalOf(planes);
  if (refusal) return refusal;
  const [first] = planes;
  const o = first.orientation!;
  const i = normalise([o[0], o[1], o[2]]);
  const k = normalise(cross(i, [o[3], o[4], o[5]]));
  const j = cross(k, i);
  const mm = [first.spacing![1], first.spacing![0]] as const;
  const z = planes.map((p) => dot(p.position!, k));
  const order = planes.map((_, n) => n).sort((a, b) => z[a] - z[b] || a - b);
  const used: number[] = [];
  const duplicates: number[] = [];
  for (const n of order)
    (used.length > 0 && z[n] - z[used[used.length - 1]] < SAME_PLACE_MM ? duplicates : used).push(n);
  if (used.length < 2) return { refused: 'few' };
  const steps = used.slice(1).map((n, s) => z[n] - z[used[s]]);
  const usual = median(steps);
  const gaps = gapsOf(used, steps, usual);
  if (gaps.some((gap) => gap.missing > fillSlices || gap.mm > fillMm))
    return { refused: 'gaps', gaps, usual };

  const height = z[used[used.length - 1]] - z[used[0]];
  const mean = height / (used.length - 1);
  const off = Math.max(...used.map((n, s) => Math.abs(z[n] - z[used[0]] - s * mean)));
  const uneven = gaps.length > 0 || off > Math.max(UNEVEN_MM, UNEVEN_SHARE * usual);
  const origin = planes[used[0]].position!;
  const aside = used.map((n) => {
    const d = sub(planes[n].position!, origin);
    return [dot(d, i), dot(d, j)] as const;
  });
  const sideways = sub(planes[used[used.length - 1]].position!, origin);
  const lean = norm(sub(sideways, scale(k, dot(sideways, k))));
  const farthest = Math.max(...aside.map(([x, y]) => Math.hypot(x, y)));
  const tilted = farthest > TILT_TANGENT * height && farthest > Math.min(mm[0], mm[1]) / 2;

  const low = tilted ? ([0, 1] as const).map((c) => Math.min(...aside.map((a) => a[c]))) : [0, 0];
  const high = tilted ? ([0, 1] as const).map((c) => Math.max(...aside.map((a) => a[c]))) : [0, 0];
  const more = [0, 1].map((c) => Math.ceil((high[c] - low[c]) / mm[c] - 1e-6));
  const shiftOf = (s: number): readonly [number, number] =>
    tilted ? [(aside[s][0] - low[0]) / mm[0], (aside[s][1] - low[1]) / mm[1]] : [0, 0];
  const places = used.map((n) => z[n] - z[used[0]]);
  const slices = uneven ? evenRow(used, places, steps, shiftOf) : used.map((n, s) => whole(n, shiftOf(s)));
  const corner: Vec3 = [0, 1, 2].map((c) => origin[c] + low[0] * i[c] + low[1] * j[c]) as unknown as Vec3;
  return {
    grid: {
      dims: [first.columns + more[0], first.rows + more[1], slices.length],
      spacing: [mm[0], mm[1], height / (slices.length - 1)],
      origin: corner,
      axes: [i, j, k],
    },
    slices,
    ...(tilted && { resampled: 'tilt' as const, tiltDegrees: (Math.atan2(lean, height) * 180) / Math.PI }),
    ...(!tilted && uneven && { resampled: 'uneven' as const }),
    duplicates,
    gaps,
    usual,
    worst: Math.max(...steps.map((s) => Math.abs(s - usual))),
  };
}

function gapsOf(used: readonly number[], steps: readonly number[], usual: number): StackGap[] {
  const gaps = steps.flatMap((mm, s) =>
    mm > GAP_RATIO * usual
      ? [{ after: used[s], before: used[s + 1], mm, missing: Math.max(1, Math.round(mm / usual) - 1) }]
      : [],
  );
  // Head scans change their step on the way up; that many large steps are no missing slices.
  return gaps.length <= GAP_SHARE * steps.length ? gaps : [];
}

const whole = (n: number, shift: readonly [number, number]): StackSlice => ({
  a: n,
  b: n,
  t: 0,
  shiftA: shift,
  shiftB: shift,
});

/** Slices at even steps from the first plane to the last, each between the two planes around it. */
function evenRow(
  used: readonly number[],
  places: readonly number[],
  steps: readonly number[],
  shiftOf: (s: number) => readonly [number, number],
): StackSlice[] {
  const height = places[places.length - 1];
  const usual = median(steps);
  const least = Math.min(...steps);
  // The smallest step loses nothing, unless one pair of close slices would double the volume.
  const wanted = least >= usual / 2 ? least : usual;
  const count = Math.max(2, Math.round(height / wanted) + 1);
  const out: StackSlice[] = [];
  let below = 0;
  for (let n = 0; n < count; n++) {
    const at = (n * height) / (count - 1);
    while (below < places.length - 2 && places[below + 1] <= at) below++;
    const share = (at - places[below]) / (places[below + 1] - places[below]);
    const t = share < 1e-4 ? 0 : share > 1 - 1e-4 ? 1 : share;
    out.push({
      a: used[below],
      b: used[below + 1],
      t,
      shiftA: shiftOf(below),
      shiftB: shiftOf(below + 1),
    });
  }
  return out;
}

/** The plane that a slice is mostly made of. */
export const nearestPlane = (slice: StackSlice): number => (slice.t < 0.5 ? slice.a : slice.b);
