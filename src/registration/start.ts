/** Where to begin: every shift on a very coarse picture, then small turns of the best ones. */
import { about, turn, type Affine } from '../domain/affine';
import { distance, type Vec3 } from '../domain/geometry';
import type { CoarseImage } from './image';
import type { Samples } from './samples';
import { similarity, type Similarity } from './similarity';

/** Candidates that are followed, and the least share of the structure that must lie in the prior's field. */
const FOLLOWED = 5;
export const LEAST_INSIDE = 0.35;

const score = ({ value, inside }: Similarity): number =>
  inside < LEAST_INSIDE ? -1 : value * Math.sqrt(Math.min(1, inside / 0.8));

/** Multiples of `step` around 0 up to `reach`. */
const steps = (reach: number, step: number): number[] => {
  const n = Math.floor(reach / step);
  return Array.from({ length: 2 * n + 1 }, (_, at) => (at - n) * step);
};

/**
 * Shifts under which the two agree best, in falling order; more than two steps apart from each other. All shifts that
 * leave a third of the structure in the prior's field are tried, wherever the two frames of reference have their zero.
 * @returns maps of current LPS mm to prior LPS mm, unturned
 */
export function startShifts(samples: Samples, prior: CoarseImage, bins?: Uint8Array): Affine[] {
  const { dims, step, origin } = prior;
  const extent = dims.map((n) => (n - 1) * step);
  const middle: Vec3 = [0, 1, 2].map((c) => origin[c] + extent[c] / 2) as unknown as Vec3;
  const base = [0, 1, 2].map((c) => middle[c] - samples.centre[c]);
  const found: { shift: Vec3; score: number }[] = [];
  for (const z of steps(extent[2] / 2 + 40, step))
    for (const y of steps(extent[1] / 3, step))
      for (const x of steps(extent[0] / 3, step)) {
        const shift: Vec3 = [base[0] + x, base[1] + y, base[2] + z];
        const s = score(similarity(samples, prior, about([0, 0, 0], turn([0, 0, 0]), shift), bins));
        if (s > 0) found.push({ shift, score: s });
      }
  found.sort((a, b) => b.score - a.score);
  const kept: Vec3[] = [];
  for (const { shift } of found) {
    if (kept.some((other) => distance(other, shift) < 2 * step)) continue;
    kept.push(shift);
    if (kept.length === FOLLOWED) break;
  }
  return kept.map((shift) => about(samples.centre, turn([0, 0, 0]), shift));
}

/** About 15 degrees. */
const TURN = 0.26;

/** The map as it is, and turned a little about each axis through the middle of the samples. */
export function turned(map: Affine, centre: Vec3): Affine[] {
  const turns: Vec3[] = [0, 1, 2].flatMap((c) =>
    [-TURN, TURN].map((angle) => [0, 1, 2].map((n) => (n === c ? angle : 0)) as unknown as Vec3),
  );
  return [map, ...turns.map((t) => about(centre, turn(t), map.shift))];
}

export { score as startScore };
