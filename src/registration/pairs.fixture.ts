/** Two examinations of one patient made from one, with everything known: for tests and the bench. Never shipped. */
import { about, applyAffine, turn, type Affine } from '../domain/affine';
import { distance, ijkToLps, lpsToIjk, type Grid, type Vec3 } from '../domain/geometry';
import { makeSlice, preparePhantom, SIZE, SLICE_MM, SLICES, sliceZ, SPACING } from '../domain/phantom';
import { pixelMm } from '../domain/phantom/space';
import { makeRandom, normal, type Random } from '../domain/phantom/random';
import type { Volume } from '../domain/volume';
import { coarseImage, placeOf, valueAt } from './image';
import { structureOf } from './structure';

export type Motion = 'rigid' | 'affine' | 'breath';
export type Fate = 'stays' | 'grows' | 'shrinks' | 'appears' | 'vanishes';

export interface PairSpec {
  readonly seed: number;
  readonly motion: Motion;
  /** Standard deviation, HU. */
  readonly noise: number;
  /** Distance of the prior's slices, each the mean over its thickness, mm. */
  readonly thickness: number;
  /** Share that the neighbours in the plane add to a pixel: above 0 a soft kernel, below a sharp one. */
  readonly kernel: number;
  /** Pixel of the prior, mm. */
  readonly pixel: number;
  /** Beyond the base's first and last slice these go on, as a body does, in place of air. */
  readonly goesOn?: true;
}

export interface MadeNodule {
  readonly fate: Fate;
  /** In the current examination, and in the prior; both are known even where the nodule is not there. LPS mm. */
  readonly now: Vec3;
  readonly before: Vec3;
  /** Diameters in mm; 0 where it is not there. */
  readonly sizeNow: number;
  readonly sizeThen: number;
}

export interface MadePair {
  readonly current: Volume;
  readonly prior: Volume;
  /** Current LPS mm to prior LPS mm. */
  readonly truth: (p: Vec3) => Vec3;
  readonly nodules: readonly MadeNodule[];
}

/** The demo study's phantom, every `every`-th pixel and slice of it. */
export function phantomVolume(seed: number, every: number, nodules = true): Volume {
  const phantom = preparePhantom(seed);
  const n = Math.floor(SIZE / every);
  const nk = Math.floor(SLICES / every);
  const data = new Int16Array(n * n * nk);
  for (let k = 0; k < nk; k++) {
    // From the lowest slice upwards: k grows with z.
    const slice = makeSlice(phantom, SLICES - 1 - k * every, { noise: every === 1, nodules });
    for (let j = 0; j < n; j++)
      for (let i = 0; i < n; i++) data[i + n * (j + n * k)] = slice[i * every + SIZE * j * every];
  }
  return volumeOf(
    {
      dims: [n, n, nk],
      spacing: [SPACING * every, SPACING * every, SLICE_MM * every],
      origin: [pixelMm(0), pixelMm(0), sliceZ(SLICES - 1)],
      axes: AXES,
    },
    data,
    `phantom-${seed}`,
  );
}

const AXES: Grid['axes'] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

const volumeOf = (grid: Grid, data: Int16Array, name: string): Volume => ({
  seriesUid: name,
  frameOfReferenceUid: `${name}-frame`,
  grid,
  data,
  sopInstanceUids: Array.from({ length: grid.dims[2] }, (_, k) => `${name}.${k}`),
  frameNumbers: Array.from({ length: grid.dims[2] }, () => 1),
});

const between = (random: Random, low: number, high: number): number => low + (high - low) * random();

/** Prior LPS mm back to current LPS mm. */
function motionBack({ motion, seed }: PairSpec, centre: Vec3, half: number): (q: Vec3) => Vec3 {
  const random = makeRandom(seed * 7919 + 3);
  const any = (size: number): number => between(random, -size, size);
  const angle: Vec3 = [any(0.1), any(0.1), any(0.14)];
  const shift: Vec3 = [any(25), any(25), any(40)];
  let map: Affine = about(centre, turn(angle), shift);
  if (motion !== 'rigid') {
    const stretch: Affine = about(centre, [
      [1 + any(0.05), any(0.03), any(0.03)],
      [any(0.03), 1 + any(0.05), any(0.03)],
      [any(0.03), any(0.03), 1 + any(0.06)],
    ]);
    map = { rows: multiply(map.rows, stretch.rows), shift: applyAffine(map, stretch.shift) };
  }
  if (motion !== 'breath') return (q) => applyAffine(map, q);
  const depth = between(random, 8, 18) * (random() < 0.5 ? -1 : 1);
  const phase = [any(3), any(3), any(3)];
  return (q) => {
    const p = applyAffine(map, q);
    // The diaphragm moves most, the apex hardly; the chest rises less; the rest sways.
    const down = Math.min(1.3, Math.max(0, (centre[2] + half - p[2]) / (2 * half)));
    return [
      p[0] + 2 * Math.sin(p[2] / 45 + phase[0]) * down,
      p[1] - 0.3 * depth * down + 2 * Math.sin(p[0] / 50 + phase[1]) * down,
      p[2] + depth * down ** 1.5 + 2 * Math.sin(p[1] / 50 + phase[2]) * down,
    ];
  };
}

function multiply(a: Affine['rows'], b: Affine['rows']): Affine['rows'] {
  const row = (r: Vec3): Vec3 =>
    [0, 1, 2].map((c) => r[0] * b[0][c] + r[1] * b[1][c] + r[2] * b[2][c]) as unknown as Vec3;
  return [row(a[0]), row(a[1]), row(a[2])];
}

/** The point that `back` takes to `p`. */
function solveFor(back: (q: Vec3) => Vec3, p: Vec3): Vec3 {
  let q = p;
  for (let n = 0; n < 60; n++) {
    const b = back(q);
    q = [q[0] + 0.8 * (p[0] - b[0]), q[1] + 0.8 * (p[1] - b[1]), q[2] + 0.8 * (p[2] - b[2])];
  }
  return q;
}

const FATES: readonly Fate[] = ['stays', 'grows', 'shrinks', 'appears', 'vanishes', 'stays', 'grows'];

/** Places in the lungs, apart from each other and from the border. */
export function lungPlaces(volume: Volume, random: Random, count: number): Vec3[] {
  const image = coarseImage(volume, 4, 'CT');
  const { mask } = structureOf(image, 'CT');
  const [ni, nj] = image.dims;
  const places: Vec3[] = [];
  for (let tries = 0; tries < 200_000 && places.length < count; tries++) {
    const v = Math.floor(random() * mask.length);
    const reach = [3, -3, 3 * ni, -3 * ni, 3 * ni * nj, -3 * ni * nj];
    if (mask[v] !== 1 || reach.some((d) => mask[v + d] !== 1)) continue;
    const p = placeOf(image, v);
    if (places.every((other) => distance(other, p) > 22)) places.push(p);
  }
  return places;
}

interface Ball {
  readonly at: Vec3;
  readonly size: number;
}

const SOLID_HU = 30;

/** Paints balls with the partial volume of their edges. */
function paint({ grid, data }: Volume, balls: readonly Ball[]): void {
  const [ni, nj] = grid.dims;
  for (const { at, size } of balls) {
    if (size <= 0) continue;
    const middle = lpsToIjk(grid, at);
    const reach = grid.spacing.map((s) => Math.ceil((size / 2 + 1) / s) + 1);
    const [a, b, c] = middle.map((m, n) => [Math.floor(m) - reach[n], Math.ceil(m) + reach[n]]);
    for (let k = Math.max(0, c[0]); k <= Math.min(grid.dims[2] - 1, c[1]); k++)
      for (let j = Math.max(0, b[0]); j <= Math.min(nj - 1, b[1]); j++)
        for (let i = Math.max(0, a[0]); i <= Math.min(ni - 1, a[1]); i++) {
          let inside = 0;
          for (let n = 0; n < 64; n++) {
            const d = Math.hypot(
              (i + ((n & 3) - 1.5) / 4 - middle[0]) * grid.spacing[0],
              (j + (((n >> 2) & 3) - 1.5) / 4 - middle[1]) * grid.spacing[1],
              (k + ((n >> 4) - 1.5) / 4 - middle[2]) * grid.spacing[2],
            );
            if (d <= size / 2) inside++;
          }
          const v = i + ni * (j + nj * k);
          if (data[v] < SOLID_HU) data[v] = Math.round(data[v] + ((SOLID_HU - data[v]) * inside) / 64);
        }
  }
}

/** The middle of the box of a volume, LPS mm. */
const middleOf = ({ grid }: Volume): Vec3 =>
  ijkToLps(grid, grid.dims.map((n) => (n - 1) / 2) as unknown as Vec3);

/** The prior: the base seen through the motion, on a grid of its own whose axes are the base's. */
function movedVolume(
  base: Volume,
  spec: PairSpec,
  back: (q: Vec3) => Vec3,
  name: string,
  outside: number,
): Volume {
  const { grid } = base;
  const extent = grid.dims.map((n, c) => (n - 1) * grid.spacing[c]);
  const middle = solveFor(back, middleOf(base));
  const spacing: Vec3 = [spec.pixel, spec.pixel, spec.thickness];
  const dims = extent.map((e, c) => Math.round(e / spacing[c])) as unknown as Vec3;
  const corner = dims.map((n, c) => ((1 - n) / 2) * spacing[c]) as unknown as Vec3;
  const { axes } = grid;
  const origin = ([0, 1, 2] as const).map(
    (c) => middle[c] + axes[0][c] * corner[0] + axes[1][c] * corner[1] + axes[2][c] * corner[2],
  ) as unknown as Vec3;
  const prior: Grid = { dims, spacing, origin, axes };
  const image = {
    dims: grid.dims as [number, number, number],
    step: 1,
    origin: [0, 0, 0] as Vec3,
    data: base.data as unknown as Float32Array,
  };
  const data = new Int16Array(dims[0] * dims[1] * dims[2]);
  const layers = Math.max(1, Math.round(spec.thickness / grid.spacing[2]));
  let at = 0;
  for (let k = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++) {
        let sum = 0;
        for (let n = 0; n < layers; n++) {
          const p = lpsToIjk(grid, back(ijkToLps(prior, [i, j, k + (n + 0.5) / layers - 0.5])));
          const slice = spec.goesOn ? Math.min(grid.dims[2] - 1, Math.max(0, p[2])) : p[2];
          const value = valueAt(image, p[0], p[1], slice);
          sum += Number.isNaN(value) ? outside : Math.max(outside, value);
        }
        data[at++] = Math.round(sum / layers);
      }
  return volumeOf(prior, data, name);
}

/** Air, HU. */
const AIR = -1000;

/**
 * A prior of whatever the base shows, without nodules: of any part of the body, CT or MR.
 * @param outside what lies beyond the base, in its values
 */
export function makePrior(
  base: Volume,
  spec: PairSpec,
  outside: number,
): { readonly prior: Volume; readonly truth: (p: Vec3) => Vec3 } {
  const { grid } = base;
  const back = motionBack(spec, middleOf(base), (grid.dims[2] * grid.spacing[2]) / 2);
  const prior = movedVolume(base, spec, back, `prior-${spec.seed}`, outside);
  reconstruct(prior, spec.kernel, spec.noise, makeRandom(spec.seed));
  return { prior, truth: (p) => solveFor(back, p) };
}

/** In-plane kernel and noise, in place. */
function reconstruct({ grid, data }: Volume, kernel: number, noise: number, random: Random): void {
  const [ni, nj, nk] = grid.dims;
  const table = Float32Array.from({ length: 65_536 }, () => noise * normal(random));
  const slice = new Int16Array(ni * nj);
  for (let k = 0; k < nk; k++) {
    const from = k * ni * nj;
    slice.set(data.subarray(from, from + ni * nj));
    let dice = Math.floor(random() * 65_536);
    for (let j = 1; j < nj - 1; j++)
      for (let i = 1; i < ni - 1; i++) {
        const v = i + ni * j;
        const around = (slice[v - 1] + slice[v + 1] + slice[v - ni] + slice[v + ni]) / 4;
        dice = (dice + 4099) & 65_535;
        data[from + v] = Math.round(
          slice[v] + kernel * (around - slice[v]) + table[(dice + i * 31) & 65_535],
        );
      }
  }
}

/**
 * A pair with nodules of every fate. The base must hold both lungs; the current examination is the base with nodules,
 * the prior is the base moved, with the nodules of then.
 */
export function makePair(base: Volume, spec: PairSpec): MadePair {
  const random = makeRandom(spec.seed);
  const { grid } = base;
  const back = motionBack(spec, middleOf(base), (grid.dims[2] * grid.spacing[2]) / 2);
  const truth = (p: Vec3): Vec3 => solveFor(back, p);
  const nodules = lungPlaces(base, random, FATES.length).map((now, n): MadeNodule => {
    const fate = FATES[n];
    const size = between(random, 6, 14);
    const sizeThen =
      fate === 'appears'
        ? 0
        : fate === 'grows'
          ? size / Math.cbrt(2)
          : fate === 'shrinks'
            ? size * 1.3
            : size;
    return { fate, now, before: truth(now), sizeNow: fate === 'vanishes' ? 0 : size, sizeThen };
  });
  const current: Volume = { ...base, data: base.data.slice() };
  const prior = movedVolume(base, spec, back, `prior-${spec.seed}`, AIR);
  paint(
    current,
    nodules.map(({ now, sizeNow }) => ({ at: now, size: sizeNow })),
  );
  paint(
    prior,
    nodules.map(({ before, sizeThen }) => ({ at: before, size: sizeThen })),
  );
  reconstruct(current, 0, spec.noise, random);
  reconstruct(prior, spec.kernel, spec.noise, random);
  return { current, prior, truth, nodules };
}

const THICKNESS = [1.5, 2, 3, 5];
const KERNELS = [-0.5, 0, 0.6];

/** The seeded pairs: a third rigid, a third affine, a third with breathing. */
export function pairSpec(seed: number): PairSpec {
  return {
    seed,
    motion: (['rigid', 'affine', 'breath'] as const)[seed % 3],
    noise: [5, 20, 40][Math.floor(seed / 3) % 3],
    thickness: THICKNESS[seed % THICKNESS.length],
    kernel: KERNELS[Math.floor(seed / 2) % KERNELS.length],
    pixel: 1.1,
  };
}
