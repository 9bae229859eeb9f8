/**
 * Outlines an ultrasound lesion from one click. Speckle is taken out by averaging, the range of grey that belongs to
 * the lesion is the one whose border is sharpest, thin bridges into what lies beside it are cut, and the outline is
 * smooth and closed.
 */
import { distanceTo, fillHoles2d, invert } from './distance-field';
import { tightMask } from './mask-box';
import { smoothed, shrunk, type Picture } from './picture-smooth';
import type { VoxelMask } from './volume';

/** Pixels of an image that may be looked at, both ends included. */
export type PixelBox = readonly [minX: number, minY: number, maxX: number, maxY: number];

export interface LesionSeed {
  /** Column and row, centres whole. */
  readonly at: readonly [number, number];
  /** The region of ultrasound that was clicked in: nothing outside is taken. */
  readonly within: PixelBox;
  /** mm a pixel along columns and rows; absent without a calibration. */
  readonly mm?: readonly [number, number];
  /** Wider (positive) or narrower range of grey than the one found, in steps. */
  readonly steps?: number;
}

/**
 * Why nothing is outlined.
 * - `outside`: the click is not in the region
 * - `unbounded`: whatever range is taken reaches the search window: there is no border here
 * - `tooSmall`: only specks are alike
 */
export type LesionGrowRefusal = 'outside' | 'unbounded' | 'tooSmall';

export type GrownLesion =
  | { readonly ok: true; readonly mask: VoxelMask }
  | { readonly ok: false; readonly refusal: LesionGrowRefusal };

const RULES = {
  /** Half the search window: larger lesions are drawn by hand. mm, or a share of the region's shorter side. */
  reachMm: 25,
  reachShare: 0.35,
  /** The window is looked at in so many points a side at most. */
  points: 150,
  /** Speckle is averaged over this many points (standard deviation). */
  sigma: 1.6,
  /** Half the side of the square whose grey stands for the lesion's, points. */
  seed: 2,
  /** What differs from the seed away from its surroundings (a cyst in a dark nodule) counts as this share. */
  inward: 0.5,
  /** A lesion has at least this many points. */
  leastPoints: 40,
  /** What is thinner than this share of the lesion's inner radius is a bridge. */
  openShare: 0.35,
  /** The outline is rounded by this share of the inner radius, points at least 1. */
  roundShare: 0.12,
  /** One step of the reader's changes the range by this share, and one grey value at least. */
  step: 0.12,
  /** A range that fills this share of the window has run away. */
  most: 0.6,
} as const;

/**
 * @param image grey values 0..255, `columns` to a row
 */
export function growLesion(
  image: { readonly data: ArrayLike<number>; readonly columns: number },
  seed: LesionSeed,
): GrownLesion {
  const [x, y] = seed.at.map(Math.round);
  const [x0, y0, x1, y1] = seed.within;
  if (x < x0 || y < y0 || x > x1 || y > y1) return { ok: false, refusal: 'outside' };
  const reach = (n: 0 | 1): number =>
    Math.max(12, seed.mm ? RULES.reachMm / seed.mm[n] : RULES.reachShare * Math.min(x1 - x0, y1 - y0));
  const window: PixelBox = [
    Math.max(x0, Math.round(x - reach(0))),
    Math.max(y0, Math.round(y - reach(1))),
    Math.min(x1, Math.round(x + reach(0))),
    Math.min(y1, Math.round(y + reach(1))),
  ];
  const side = Math.max(window[2] - window[0], window[3] - window[1]) + 1;
  const factor = Math.max(1, Math.ceil(side / RULES.points));
  const picture = smoothed(shrunk(image, window, factor), RULES.sigma);
  const [cx, cy] = [Math.floor((x - window[0]) / factor), Math.floor((y - window[1]) / factor)];
  const at = Math.min(picture.columns - 1, cx) + picture.columns * Math.min(picture.rows - 1, cy);
  const levels = levelsFrom(picture, at);
  const range = rangeOf(picture, levels, seed.steps ?? 0);
  if (typeof range === 'string') return { ok: false, refusal: range };
  const alike = Uint8Array.from(levels, (level) => (level <= range ? 1 : 0));
  const whole = withoutBridges(alike, picture, at);
  const rounded = roundedShare(whole, picture);
  // Small points back to the pixels of the image.
  const [nx, ny] = [window[2] - window[0] + 1, window[3] - window[1] + 1];
  const bytes = new Uint8Array(nx * ny);
  for (let j = 0; j < ny; j++)
    for (let i = 0; i < nx; i++)
      if (between(rounded, (i + 0.5) / factor - 0.5, (j + 0.5) / factor - 0.5) >= 0.5) bytes[i + nx * j] = 1;
  const own = largestPart(bytes, nx, ny);
  if (!own) return { ok: false, refusal: 'tooSmall' };
  return { ok: true, mask: tightMask(own, [window[0], window[1], 0], [nx, ny, 1]) };
}

/** Grey of the seed, and whether what surrounds it is brighter (1) or darker (-1). */
function seedGrey({ values, columns, rows }: Picture, at: number): { grey: number; towards: 1 | -1 } {
  const [cx, cy] = [at % columns, Math.floor(at / columns)];
  const near: number[] = [];
  let [sum, count] = [0, 0];
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++) {
      const v = values[i + columns * j];
      if (Math.abs(i - cx) <= RULES.seed && Math.abs(j - cy) <= RULES.seed) near.push(v);
      sum += v;
      count++;
    }
  near.sort((a, b) => a - b);
  const grey = near[near.length >> 1];
  return { grey, towards: sum / count >= grey ? 1 : -1 };
}

const TOP = 255;

/**
 * How wide the range around the seed's grey must be for each point to be joined to the seed (0..255): the least over
 * all ways of the largest difference on the way. One pass over rising levels, as water rises.
 */
function levelsFrom(picture: Picture, at: number): Uint8Array {
  const { values, columns, rows } = picture;
  const { grey, towards } = seedGrey(picture, at);
  const cost = Uint8Array.from(values, (v) => {
    const d = (v - grey) * towards;
    return Math.min(TOP, Math.round(d >= 0 ? d : -RULES.inward * d));
  });
  const levels = new Uint8Array(values.length).fill(TOP);
  const seen = new Uint8Array(values.length);
  const buckets: number[][] = Array.from({ length: TOP + 1 }, () => []);
  // The click itself is the lesion's whatever speckle lies on it.
  buckets[0].push(at);
  seen[at] = 1;
  for (let level = 0; level <= TOP; level++)
    for (let v = buckets[level].pop(); v !== undefined; v = buckets[level].pop()) {
      levels[v] = level;
      const i = v % columns;
      const join = (w: number): void => {
        if (seen[w]) return;
        seen[w] = 1;
        buckets[Math.max(level, cost[w])].push(w);
      };
      if (i > 0) join(v - 1);
      if (i < columns - 1) join(v + 1);
      if (v >= columns) join(v - columns);
      if (v < columns * (rows - 1)) join(v + columns);
    }
  return levels;
}

/**
 * The range whose border is sharpest on average, among those that keep off the window's edge and are no specks.
 * Every pair of neighbours is a piece of the border for the levels between the two.
 */
function rangeOf(
  { values, columns, rows }: Picture,
  levels: Uint8Array,
  steps: number,
): number | LesionGrowRefusal {
  const area = new Float64Array(TOP + 2);
  const sharp = new Float64Array(TOP + 2);
  const pieces = new Float64Array(TOP + 2);
  let edge = TOP;
  const pair = (a: number, b: number): void => {
    const [from, to] = levels[a] < levels[b] ? [levels[a], levels[b]] : [levels[b], levels[a]];
    if (from === to) return;
    const step = Math.abs(values[a] - values[b]);
    sharp[from] += step;
    sharp[to] -= step;
    pieces[from]++;
    pieces[to]--;
  };
  for (let j = 0, v = 0; j < rows; j++)
    for (let i = 0; i < columns; i++, v++) {
      area[levels[v]]++;
      if (i + 1 < columns) pair(v, v + 1);
      if (j + 1 < rows) pair(v, v + columns);
      if (i === 0 || j === 0 || i === columns - 1 || j === rows - 1) edge = Math.min(edge, levels[v]);
    }
  let best: { range: number; score: number } | undefined;
  let [inside, step, count] = [0, 0, 0];
  let small = true;
  for (let range = 0; range < edge; range++) {
    inside += area[range];
    step += sharp[range];
    count += pieces[range];
    if (inside < RULES.leastPoints) continue;
    small = false;
    if (inside > RULES.most * values.length) break;
    const score = count > 0 ? step / count : 0;
    if (!best || score > best.score) best = { range, score };
  }
  if (!best) return small && edge >= TOP ? 'tooSmall' : 'unbounded';
  const by = Math.sign(steps) * Math.max(Math.abs(steps), RULES.step * best.range * Math.abs(steps));
  return Math.max(0, Math.min(edge - 1, Math.round(best.range + by)));
}

/** The part around the click that is not joined to it by something much thinner than itself; holes filled. */
function withoutBridges(alike: Uint8Array, { columns, rows }: Picture, at: number): Uint8Array {
  const size = [columns, rows, 1] as const;
  const filled = Uint8Array.from(alike);
  fillHoles2d(filled, columns, rows);
  const depth = distanceTo(invert(filled), size, [1, 1, 1]);
  const top = climb(depth, columns, rows, at);
  const cut = RULES.openShare * depth[top];
  const core = part(
    Uint8Array.from(depth, (d) => (d > cut ? 1 : 0)),
    columns,
    rows,
    top,
  );
  const away = distanceTo(core, size, [1, 1, 1]);
  return Uint8Array.from(filled, (on, v) => (on === 1 && away[v] <= cut + 0.5 ? 1 : 0));
}

/** The local maximum of a field that lies uphill of a point. */
function climb(field: Float32Array, columns: number, rows: number, from: number): number {
  for (let v = from; ;) {
    let best = v;
    const [i, j] = [v % columns, Math.floor(v / columns)];
    for (let y = Math.max(0, j - 2); y <= Math.min(rows - 1, j + 2); y++)
      for (let x = Math.max(0, i - 2); x <= Math.min(columns - 1, i + 2); x++)
        if (field[x + columns * y] > field[best]) best = x + columns * y;
    if (best === v) return v;
    v = best;
  }
}

/** What is joined to a point of a mask (edges joined). */
function part(mask: Uint8Array, columns: number, rows: number, at: number): Uint8Array {
  const out = new Uint8Array(mask.length);
  const open = mask[at] === 1 ? [at] : [];
  if (open.length > 0) out[at] = 1;
  const join = (w: number): void => {
    if (mask[w] !== 1 || out[w] === 1) return;
    out[w] = 1;
    open.push(w);
  };
  for (let v = open.pop(); v !== undefined; v = open.pop()) {
    const i = v % columns;
    if (i > 0) join(v - 1);
    if (i < columns - 1) join(v + 1);
    if (v >= columns) join(v - columns);
    if (v < columns * (rows - 1)) join(v + columns);
  }
  return out;
}

/** The mask's share around each point: one half of it is a rounded outline. */
function roundedShare(mask: Uint8Array, { columns, rows }: Picture): Picture {
  const count = mask.reduce((sum, on) => sum + on, 0);
  const sigma = Math.max(1, RULES.roundShare * Math.sqrt(count / Math.PI));
  return smoothed({ values: Float32Array.from(mask), columns, rows }, sigma);
}

/** Linear between the points of a picture; nothing lies outside. */
function between({ values, columns, rows }: Picture, x: number, y: number): number {
  const at = (i: number, j: number): number =>
    i < 0 || j < 0 || i >= columns || j >= rows ? 0 : values[i + columns * j];
  const [i, j] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [x - i, y - j];
  const upper = at(i, j) * (1 - u) + at(i + 1, j) * u;
  return upper * (1 - v) + (at(i, j + 1) * (1 - u) + at(i + 1, j + 1) * u) * v;
}

/** The largest joined part, or nothing. */
function largestPart(bytes: Uint8Array, nx: number, ny: number): Uint8Array | undefined {
  const left = Uint8Array.from(bytes);
  let best: { bytes: Uint8Array; count: number } | undefined;
  for (let v = left.indexOf(1); v >= 0; v = left.indexOf(1, v + 1)) {
    const one = part(left, nx, ny, v);
    let count = 0;
    for (let w = v; w < one.length; w++)
      if (one[w] === 1) {
        left[w] = 0;
        count++;
      }
    if (!best || count > best.count) best = { bytes: one, count };
  }
  return best?.bytes;
}
