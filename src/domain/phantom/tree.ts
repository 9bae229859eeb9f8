/**
 * A tree that fills a cloud of points: each branch heads for the middle of the points that it feeds, then the
 * points are divided and so on, until a branch feeds one point. This is how airways and vessels share a lung
 * (the idea of volume-filling growth, Tawhai et al. 2000; own code).
 */
import { add, distance, dot, norm, normalise, scale, sub, type Vec3 } from '../geometry';
import type { Random } from './random';

export interface Branch {
  readonly from: Vec3;
  readonly to: Vec3;
  /** Index of the parent branch, -1 for the first. */
  readonly parent: number;
  /** Points fed by this branch. */
  readonly leaves: number;
}

/** Share of the way to the points' middle that a branch covers. */
const REACH = 0.42;
/** The same near the hilum: segments part early and then run far, as their names on a chart suggest. */
const REACH_LOBE = 0.17;
const LOBE_LEAVES = 260;
const cosine = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);
/** The larger child goes on as a trunk, the smaller one leaves at an angle, a last twig may turn sharply. */
const TRUNK_COS = cosine(24);
const TWIG_COS = cosine(58);
const LEAF_COS = cosine(76);
const MIN_LENGTH_MM = 1.6;

function centre(points: readonly Vec3[]): Vec3 {
  let x = 0;
  let y = 0;
  let z = 0;
  for (const p of points) {
    x += p[0];
    y += p[1];
    z += p[2];
  }
  return [x / points.length, y / points.length, z / points.length];
}

/** Direction in which the points spread most, by a few steps of power iteration on their covariance. */
function widest(points: readonly Vec3[], middle: Vec3, start: Vec3): Vec3 {
  let xx = 0;
  let xy = 0;
  let xz = 0;
  let yy = 0;
  let yz = 0;
  let zz = 0;
  for (const p of points) {
    const x = p[0] - middle[0];
    const y = p[1] - middle[1];
    const z = p[2] - middle[2];
    xx += x * x;
    xy += x * y;
    xz += x * z;
    yy += y * y;
    yz += y * z;
    zz += z * z;
  }
  let v = start;
  for (let n = 0; n < 6; n++) {
    const w: Vec3 = [
      xx * v[0] + xy * v[1] + xz * v[2],
      xy * v[0] + yy * v[1] + yz * v[2],
      xz * v[0] + yz * v[1] + zz * v[2],
    ];
    const length = norm(w);
    if (length < 1e-9) return v;
    v = scale(w, 1 / length);
  }
  return v;
}

/** Turns a direction back towards another until the angle between them is at most the limit. */
function limited(direction: Vec3, before: Vec3, limit: number): Vec3 {
  const cos = dot(direction, before);
  if (cos >= limit) return direction;
  const side = sub(direction, scale(before, cos));
  const length = norm(side);
  if (length < 1e-6) return before;
  return add(scale(before, limit), scale(side, Math.sqrt(1 - limit * limit) / length));
}

/**
 * Grows a tree from a point in a first direction through all points (mm). Parents come before children in the
 * result.
 */
export function growTree(start: Vec3, direction: Vec3, points: readonly Vec3[], random: Random): Branch[] {
  const branches: Branch[] = [];
  const visit = (from: Vec3, before: Vec3, mine: readonly Vec3[], parent: number, limit: number): void => {
    const middle = centre(mine);
    const straight = sub(middle, from);
    const far = norm(straight);
    if (far < 1e-6) return;
    const heading = limited(scale(straight, 1 / far), before, mine.length === 1 ? LEAF_COS : limit);
    const leaf = mine.length === 1;
    const length = leaf
      ? far
      : Math.max(
          MIN_LENGTH_MM,
          far * ((mine.length > LOBE_LEAVES ? REACH_LOBE : REACH) + 0.1 * (random() - 0.5)),
        );
    const to = add(from, scale(heading, length));
    const index = branches.length;
    branches.push({ from, to, parent, leaves: mine.length });
    if (leaf) return;
    const jitter: Vec3 = [random() - 0.5, random() - 0.5, random() - 0.5];
    const axis = widest(mine, middle, normalise(add([0.31, 0.52, 0.79], jitter)));
    // Uneven parts make the one child a trunk and the other a twig, as in a real lung.
    const along = mine.map((p) => dot(sub(p, middle), axis)).sort((a, b) => a - b);
    const cut =
      along[
        Math.min(
          mine.length - 1,
          Math.max(
            1,
            Math.round(mine.length * (random() < 0.5 ? 0.2 + 0.25 * random() : 0.55 + 0.25 * random())),
          ),
        )
      ];
    const low: Vec3[] = [];
    const high: Vec3[] = [];
    for (const p of mine) (dot(sub(p, middle), axis) < cut ? low : high).push(p);
    if (low.length === 0 || high.length === 0) {
      const all = low.length === 0 ? high : low;
      for (const p of all) if (distance(p, to) > MIN_LENGTH_MM) visit(to, heading, [p], index, LEAF_COS);
      return;
    }
    visit(to, heading, low, index, low.length > high.length ? TRUNK_COS : TWIG_COS);
    visit(to, heading, high, index, low.length > high.length ? TWIG_COS : TRUNK_COS);
  };
  if (points.length > 0) visit(start, normalise(direction), points, -1, TWIG_COS);
  return branches;
}
