/** Places with structure, found again one by one: how good a registration is, and where it is locally off. */
import { applyAffine, invertAffine, type Affine } from '../domain/affine';
import { distance, norm, sub, type Vec3 } from '../domain/geometry';
import type { Landmark } from '../domain/registration';
import { dilate } from './grow';
import { placeOf, type CoarseImage } from './image';
import { afterMap, findAgain, type FoundAgain, type Pair } from './local';
import { median, quantile } from './quantile';
import type { Structure } from './structure';

/** Landmarks asked for; one a cell. */
const MOST = 110;
/** Of so many places one is also looked for where it is not. */
const CHANCE_EVERY = 3;
/** Deviation from the neighbours' median up to which a landmark is in line with them, mm. */
const COHERENT_MM = 4.5;
const NEIGHBOURS = 6;
/** Correlation that chance reaches in one of twenty places must be exceeded, and this one too. */
const CHANCE = 0.95;
const LEAST_SCORE = 0.4;

/** Product of the structure tensor's eigenvalues over a 3 x 3 x 3 block: large where edges run all three ways. */
function cornerness({ dims, data }: CoarseImage, v: number): number {
  const strides = [1, dims[0], dims[0] * dims[1]];
  const t = [0, 0, 0, 0, 0, 0];
  for (let c = -1; c <= 1; c++)
    for (let b = -1; b <= 1; b++)
      for (let a = -1; a <= 1; a++) {
        const w = v + a + b * strides[1] + c * strides[2];
        const x = data[w + 1] - data[w - 1];
        const y = data[w + strides[1]] - data[w - strides[1]];
        const z = data[w + strides[2]] - data[w - strides[2]];
        t[0] += x * x;
        t[1] += y * y;
        t[2] += z * z;
        t[3] += x * y;
        t[4] += x * z;
        t[5] += y * z;
      }
  const [xx, yy, zz, xy, xz, yz] = t;
  const det = xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz);
  return Number.isNaN(det) ? 0 : det;
}

/** Voxels at least `margin` voxels inside the set and inside the image. */
function inner(set: Uint8Array, dims: CoarseImage['dims'], margin: number): Uint8Array {
  const outside = dilate(
    set.map((v) => 1 - v),
    dims,
    margin,
  );
  return outside.map((v) => 1 - v);
}

/** The voxel with the most structure of every cell of the structure, at most `MOST` cells. */
export function placesOf(image: CoarseImage, { kind, mask, wide }: Structure): Vec3[] {
  const { dims, step } = image;
  // In the lungs vessels tell patients apart; their border is alike in all.
  const set = kind === 'lungs' ? inner(mask, dims, 2) : wide;
  let voxels = 0;
  for (const v of set) voxels += v;
  const cell = Math.max(3, Math.round(Math.cbrt(voxels / MOST)));
  const best = new Map<number, { v: number; c: number }>();
  const margin = Math.max(2, Math.round(8 / step));
  for (let k = margin; k < dims[2] - margin; k++)
    for (let j = margin; j < dims[1] - margin; j++)
      for (let i = margin; i < dims[0] - margin; i++) {
        const v = i + dims[0] * (j + dims[1] * k);
        if (set[v] === 0) continue;
        const c = cornerness(image, v);
        if (c <= 0) continue;
        const key = Math.floor(i / cell) + 1000 * (Math.floor(j / cell) + 1000 * Math.floor(k / cell));
        if (c > (best.get(key)?.c ?? 0)) best.set(key, { v, c });
      }
  const found = [...best.values()].sort((a, b) => b.c - a.c).slice(0, MOST);
  return found.map(({ v }) => placeOf(image, v));
}

interface Tried extends FoundAgain {
  readonly at: Vec3;
}

/** Median shift of the nearest of the others. */
function neighbourShift(of: Tried, all: readonly Tried[]): Vec3 | undefined {
  const near = all
    .filter((other) => other !== of)
    .map((other) => ({ other, d: distance(other.at, of.at) }))
    .sort((a, b) => a.d - b.d)
    .slice(0, NEIGHBOURS)
    .map(({ other }) => other.shift);
  if (near.length < 3) return undefined;
  return [median(near.map((s) => s[0])), median(near.map((s) => s[1])), median(near.map((s) => s[2]))];
}

export interface Landmarks {
  readonly count: number;
  readonly agreement: number;
  readonly kept: readonly Landmark[];
  readonly error: { readonly median: number; readonly p90: number };
}

interface Question {
  readonly levels: readonly [fine: Pair, coarse: Pair];
  readonly places: readonly Vec3[];
  /** Current LPS mm to prior LPS mm. */
  readonly map: Affine;
  readonly eitherSign: boolean;
  readonly onStep?: (done: number, total: number) => void;
}

/**
 * Looks for every place again, and once more where another place lies, which says what chance finds. A landmark counts
 * when it beats chance and lies in line with its neighbours.
 */
export function landmarksOf({ levels, places, map, eitherSign, onStep }: Question): Landmarks {
  const back = invertAffine(map);
  const tried: Tried[] = [];
  const chance: number[] = [];
  const far = Math.floor(places.length / 2);
  places.forEach((at, n) => {
    const found = findAgain(levels, at, map, eitherSign);
    if (found.score > 0) tried.push({ ...found, at });
    // The map that takes this place to where another one lies.
    const other = applyAffine(map, places[(n + far) % places.length]);
    const miss = sub(applyAffine(back, other), at);
    if (n % CHANCE_EVERY === 0 && norm(miss) > 30) {
      const astray = {
        rows: map.rows,
        shift: sub(other, applyAffine({ rows: map.rows, shift: [0, 0, 0] }, at)),
      };
      chance.push(findAgain(levels, at, astray, eitherSign).score);
    }
    onStep?.(n + 1, places.length);
  });
  const limit = Math.max(LEAST_SCORE, chance.length > 0 ? quantile(chance, CHANCE) : 1);
  const good = tried.filter(({ score }) => score > limit);
  const coherent = good.filter((one) => {
    const others = neighbourShift(one, good);
    return others !== undefined && distance(others, one.shift) <= COHERENT_MM;
  });
  const misses = coherent.map((one) => distance(neighbourShift(one, coherent) ?? one.shift, one.shift));
  const known = misses.length > 0;
  return {
    count: tried.length,
    agreement: tried.length > 0 ? coherent.length / tried.length : 0,
    kept: coherent.map(({ at, shift }) => ({ at, shift: afterMap(map, shift) })),
    error: {
      median: known ? median(misses) : Number.POSITIVE_INFINITY,
      p90: known ? quantile(misses, 0.9) : Number.POSITIVE_INFINITY,
    },
  };
}
