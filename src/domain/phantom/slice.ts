/** From the prepared phantom to the pixels of one slice. */
import type { Vec3 } from '../geometry';
import { buildAbdomen, paintAbdomen, type Abdomen } from './abdomen';
import { Cage } from './cage';
import { Canvas } from './canvas';
import { addLungTexture, lobeAt, markLungs, paintLungGround, type LobeName } from './lungs';
import { buildGreatVessels, type GreatVessels } from './great-vessels';
import { paintFatPad, paintMediastinum } from './mediastinum';
import { makeNoiseBank, noiseOfSlice, type NoiseBank } from './noise';
import { obstacleOf, paintNodules, prepareNodules, type PreparedNodule } from './nodules';
import { makeNoise3, makeRandom, type Noise3, type Random } from './random';
import { buildSkeleton, paintSkeleton, type Skeleton } from './skeleton';
import { pixelMm, SIZE, SLICES, SLICE_MM, sliceZ, SPACING } from './space';
import { growLungTrees, paintLungTrees, type LungTrees } from './vessels';
import { paintBackMuscles, paintWall } from './wall';

/** Everything that is made once; slices are then independent of each other. */
export interface Phantom {
  readonly seed: number;
  readonly cage: Cage;
  readonly noise: Noise3;
  readonly skeleton: Skeleton;
  readonly greatVessels: GreatVessels;
  readonly abdomen: Abdomen;
  readonly nodules: readonly PreparedNodule[];
  readonly trees: LungTrees;
  readonly bank: NoiseBank;
  readonly canvas: Canvas;
}

export interface SliceOptions {
  /** Quantum noise; on unless false. */
  readonly noise?: boolean;
  /** The nodules; on unless false. Vessels go round their places in either case. */
  readonly nodules?: boolean;
}

/** Noise of soft tissue in the middle of the body, HU. */
const NOISE_HU = 19;
/** Outside the round field of view, as scanners pad it: below air, so that it is black in every window. */
export const OUTSIDE_HU = -2000;
/** Standard deviation in mm of the in-plane blur of a standard kernel. */
const BLUR_MM = 0.52;
const LOBES: readonly LobeName[] = ['RUL', 'RML', 'RLL', 'LUL', 'LLL'];

/** Levels (slices apart) at which the lungs are sampled for the trees' end points. */
const LEVEL_STEP = 3;
/** Mean distance in mm between the ends of arteries, and of veins. */
const ARTERIAL_MM = 7.3;
const VENOUS_MM = 7.6;

/** Depth in mm of the lung's mantle, and the share of places that is kept deeper than it. */
const MANTLE_MM = 14;
const DEEP_SHARE = 0.55;

type PointsByLobe = Record<LobeName, Vec3[]>;

/**
 * Places inside the lungs, evenly but not regularly spread, for trees to reach: one list for each mean distance
 * in mm that is asked for.
 */
function endPoints(canvas: Canvas, cage: Cage, spacings: readonly number[], random: Random): PointsByLobe[] {
  const lists = spacings.map((): PointsByLobe => ({ RUL: [], RML: [], RLL: [], LUL: [], LLL: [] }));
  const margin = Math.round(2.2 / SPACING);
  const deep = Math.round(MANTLE_MM / SPACING);
  const { lung } = canvas;
  const air = (i: number, j: number): boolean => lung[j * SIZE + i] > 0.95;
  for (let k = 4; k < SLICES; k += LEVEL_STEP) {
    const z = sliceZ(k);
    canvas.begin(z);
    markLungs(canvas, cage);
    for (const side of [-1, 1] as const)
      if (z < 100) canvas.mark(lung, (at) => cage.dome(at, side, -2), true);
    canvas.mark(lung, (at) => cage.mediastinum(at, 1.5), true);
    spacings.forEach((spacing, list) => {
      for (let y = -110; y < 100; y += spacing)
        for (let x = -150; x < 150; x += spacing) {
          // A level stands for less than the spacing: keep that share of its places.
          if (random() > (LEVEL_STEP * SLICE_MM) / spacing) continue;
          const px = x + random() * spacing;
          const py = y + random() * spacing;
          const i = Math.round(px / SPACING + (SIZE - 1) / 2);
          const j = Math.round(py / SPACING + (SIZE - 1) / 2);
          if (!air(i, j) || !air(i - margin, j) || !air(i + margin, j)) continue;
          if (!air(i, j - margin) || !air(i, j + margin)) continue;
          // The mantle is fed by many fine vessels; deeper, trunks on their way outwards take the room.
          const mantle = !air(i - deep, j) || !air(i + deep, j) || !air(i, j - deep) || !air(i, j + deep);
          if (!mantle && random() > DEEP_SHARE) continue;
          const p: Vec3 = [px, py, z + (random() - 0.5) * LEVEL_STEP * SLICE_MM];
          lists[list][lobeAt(...p)].push(p);
        }
    });
  }
  return lists;
}

/** Builds the anatomy from a seed: about a third of a second. The canvas inside is reused by every slice. */
export function preparePhantom(seed: number): Phantom {
  const random = makeRandom(seed);
  const noise = makeNoise3(random);
  const cage = new Cage(noise);
  const canvas = new Canvas();
  const nodules = prepareNodules(seed, cage);
  const obstacles = nodules.map(obstacleOf);
  const clear = (points: PointsByLobe): PointsByLobe => {
    for (const lobe of LOBES)
      points[lobe] = points[lobe].filter((p) =>
        obstacles.every(
          (o) => Math.hypot(p[0] - o.centre[0], p[1] - o.centre[1], p[2] - o.centre[2]) > o.radius + 2,
        ),
      );
    return points;
  };
  const [arterial, venous] = endPoints(canvas, cage, [ARTERIAL_MM, VENOUS_MM], random).map(clear);
  return {
    seed,
    cage,
    noise,
    skeleton: buildSkeleton(cage),
    greatVessels: buildGreatVessels(),
    abdomen: buildAbdomen(),
    nodules,
    trees: growLungTrees(arterial, venous, obstacles),
    bank: makeNoiseBank(random),
    canvas,
  };
}

const scratch = new Float32Array(SIZE * SIZE);

/** In-plane point spread: separable Gaussian, seven taps. */
function blur(hu: Float32Array): void {
  const sigma = BLUR_MM / SPACING;
  const w = [0, 1, 2, 3].map((d) => Math.exp(-(d * d) / (2 * sigma * sigma)));
  const sum = w[0] + 2 * (w[1] + w[2] + w[3]);
  const [a, b, c, d] = w.map((v) => v / sum);
  for (let y = 0; y < SIZE; y++) {
    const row = y * SIZE;
    for (let x = 3; x < SIZE - 3; x++) {
      const p = row + x;
      scratch[p] =
        a * hu[p] + b * (hu[p - 1] + hu[p + 1]) + c * (hu[p - 2] + hu[p + 2]) + d * (hu[p - 3] + hu[p + 3]);
    }
    for (const x of [0, 1, 2, SIZE - 3, SIZE - 2, SIZE - 1]) scratch[row + x] = hu[row + x];
  }
  const s1 = SIZE;
  const s2 = 2 * SIZE;
  const s3 = 3 * SIZE;
  for (let p = s3; p < SIZE * (SIZE - 3); p++)
    hu[p] =
      a * scratch[p] +
      b * (scratch[p - s1] + scratch[p + s1]) +
      c * (scratch[p - s2] + scratch[p + s2]) +
      d * (scratch[p - s3] + scratch[p + s3]);
}

/**
 * Pixels of slice k (0 is the top one), row by row, in HU, OUTSIDE_HU outside the round field of view.
 * Depends on the phantom, k and the options only; slices may be made in any order and in any worker.
 */
export function makeSlice(phantom: Phantom, k: number, options: SliceOptions = {}): Int16Array<ArrayBuffer> {
  const { canvas, cage, noise } = phantom;
  canvas.begin(sliceZ(k));
  paintWall(canvas, cage, noise);
  paintLungGround(canvas, cage, noise);
  paintFatPad(canvas, cage);
  paintAbdomen(canvas, cage, phantom.abdomen, k, noise);
  paintMediastinum(canvas, cage, phantom.greatVessels, k, noise);
  paintBackMuscles(canvas);
  addLungTexture(canvas, noise);
  paintLungTrees(canvas, phantom.trees, k);
  if (options.nodules !== false) paintNodules(canvas, phantom.nodules);
  paintSkeleton(canvas, phantom.skeleton, k, noise);
  blur(canvas.hu);
  return finish(phantom, k, options.noise !== false);
}

/** Strength of the noise in soft tissue at each pixel, HU; -1 outside the round field of view. */
const NOISE_FIELD = Float32Array.from({ length: SIZE * SIZE }, (_, at) => {
  const i = at % SIZE;
  const j = Math.floor(at / SIZE);
  if ((i - (SIZE - 1) / 2) ** 2 + (j - (SIZE - 1) / 2) ** 2 > (SIZE / 2 - 0.5) ** 2) return -1;
  // Photons are fewest through the middle.
  return NOISE_HU * (1 - 0.4 * Math.min(1, (pixelMm(i) / 150) ** 2 + (pixelMm(j) / 115) ** 2));
});

function finish(phantom: Phantom, k: number, noisy: boolean): Int16Array<ArrayBuffer> {
  const { hu, body } = phantom.canvas;
  const out = new Int16Array(SIZE * SIZE);
  if (noisy) noiseOfSlice(phantom.bank, k, scratch);
  for (let at = 0; at < out.length; at++) {
    const strength = NOISE_FIELD[at];
    if (strength < 0) {
      out[at] = OUTSIDE_HU;
      continue;
    }
    let value = hu[at];
    // Air outside and lung carry less noise than soft tissue.
    if (noisy) value += strength * scratch[at] * (value < -500 ? 0.72 : 1) * (0.35 + 0.65 * body[at]);
    // Rounds to the nearest: what is cut off here is never negative.
    out[at] = value <= -1024 ? -1024 : ((value + 1024.5) | 0) - 1024;
  }
  return out;
}
