/** Finds the surroundings of a point again in the prior: normalised correlation of cubes, every shift tried. */
import { applyAffine, applyLinear, type Affine } from '../domain/affine';
import { add, type Vec3 } from '../domain/geometry';
import { valueAtLps, type CoarseImage } from './image';

/** The two examinations on grids of one step. */
export interface Pair {
  readonly current: CoarseImage;
  readonly prior: CoarseImage;
}

export interface FoundAgain {
  /** Where it lies, as a shift of the point in the current frame before the map, mm. */
  readonly shift: Vec3;
  /** Normalised correlation of the cubes there, 0..1. */
  readonly score: number;
}

/** Half a cube, and how far is searched, in steps of the pair. */
interface Cube {
  readonly half: number;
  readonly reach: number;
}

/** Least share of a cube that must lie in both fields. */
const KNOWN = 0.7;

function valuesAround(image: CoarseImage, half: number, at: (d: Vec3) => Vec3): Float32Array {
  const side = 2 * half + 1;
  const out = new Float32Array(side ** 3);
  const h = image.step;
  let n = 0;
  for (let k = -half; k <= half; k++)
    for (let j = -half; j <= half; j++)
      for (let i = -half; i <= half; i++) {
        const p = at([i * h, j * h, k * h]);
        out[n++] = valueAtLps(image, p[0], p[1], p[2]);
      }
  return out;
}

/** Correlation of the cube `a` with that of the larger cube `b` which lies at (x, y, z); 0 when too little is known. */
function correlationAt(a: Float32Array, b: Float32Array, side: number, large: number, from: number): number {
  let [n, sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0, 0];
  let v = 0;
  for (let k = 0; k < side; k++)
    for (let j = 0; j < side; j++) {
      let w = from + large * (j + large * k);
      for (let i = 0; i < side; i++) {
        const x = a[v++];
        const y = b[w++];
        const both = x * y;
        if (both !== both) continue;
        n++;
        sa += x;
        sb += y;
        saa += x * x;
        sbb += y * y;
        sab += both;
      }
    }
  if (n < KNOWN * a.length) return 0;
  const va = saa - (sa * sa) / n;
  const vb = sbb - (sb * sb) / n;
  // Flat cubes hold noise alone.
  return va > 100 * n && vb > 100 * n ? (sab - (sa * sb) / n) / Math.sqrt(va * vb) : 0;
}

/** Top of the parabola through three scores, in steps from the middle one. */
const top = (low: number, middle: number, high: number): number => {
  const bend = low + high - 2 * middle;
  return bend < -1e-9 ? Math.min(0.5, Math.max(-0.5, (0.5 * (low - high)) / bend)) : 0;
};

interface Task {
  readonly point: Vec3;
  /** Current LPS mm to prior LPS mm. */
  readonly map: Affine;
  readonly from: Vec3;
  /** Dark in one may be bright in the other: a correlation of -1 counts as 1. */
  readonly eitherSign: boolean;
}

function search({ current, prior }: Pair, { half, reach }: Cube, task: Task): FoundAgain {
  const { point, map, from, eitherSign } = task;
  const a = valuesAround(current, half, (d) => add(point, d));
  const b = valuesAround(prior, half + reach, (d) => applyAffine(map, add(add(point, from), d)));
  const side = 2 * half + 1;
  const large = side + 2 * reach;
  const span = 2 * reach + 1;
  const scores = new Float32Array(span ** 3);
  let best = 0;
  for (let k = 0; k < span; k++)
    for (let j = 0; j < span; j++)
      for (let i = 0; i < span; i++) {
        const score = correlationAt(a, b, side, large, i + large * (j + large * k));
        const at = i + span * (j + span * k);
        scores[at] = eitherSign ? Math.abs(score) : score;
        if (scores[at] > scores[best]) best = at;
      }
  const score = scores[best];
  const place = [best % span, Math.floor(best / span) % span, Math.floor(best / (span * span))];
  const strides = [1, span, span * span];
  const shift = place.map((at, c) => {
    const inner = at > 0 && at < span - 1;
    const fine = inner ? top(scores[best - strides[c]], score, scores[best + strides[c]]) : 0;
    return from[c] + (at - reach + fine) * current.step;
  });
  return { shift: [shift[0], shift[1], shift[2]], score };
}

const WIDE: Cube = { half: 3, reach: 3 };
const NEAR: Cube = { half: 4, reach: 2 };

/**
 * @param levels two pairs: the finest one and one of twice its step (2 and 4 mm for a chest: 12 mm are searched)
 * @param point LPS mm in the current examination
 * @param map current LPS mm to prior LPS mm
 */
export function findAgain(
  levels: readonly [fine: Pair, coarse: Pair],
  point: Vec3,
  map: Affine,
  eitherSign: boolean,
): FoundAgain {
  const task = { point, map, eitherSign };
  const wide = search(levels[1], WIDE, { ...task, from: [0, 0, 0] });
  if (wide.score <= 0) return { shift: [0, 0, 0], score: 0 };
  return search(levels[0], NEAR, { ...task, from: wide.shift });
}

/** A shift before the map as one to be added after it. */
export const afterMap = (map: Affine, shift: Vec3): Vec3 => applyLinear(map, shift);
