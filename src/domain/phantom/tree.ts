/**
 * A tree that reaches every point of a cloud: points join it one after the other where that costs least, counting
 * the new piece, its turn and a share of the way back to the root (the balance between short wire and short paths
 * that Cuntz et al. 2010 describe for neurons; own code). Vessels so run on in one direction, taper, and give off
 * their branches at acute angles.
 */
import { add, dot, normalise, scale, sub, type Vec3 } from '../geometry';

export interface Branch {
  readonly from: Vec3;
  readonly to: Vec3;
  /** Index of the parent branch, -1 for the first ones. */
  readonly parent: number;
  /** Points fed by this branch, its own end included. */
  readonly leaves: number;
  /** Unit directions of the vessel at both ends: a branch leaves its parent smoothly. */
  readonly leave: Vec3;
  readonly arrive: Vec3;
}

/** Weight of the way from the root to the place of joining. */
const BALANCE = 0.3;
/** Weight of a turn: a right angle makes a piece cost this share more. */
const TURN = 1.3;
/** Way in mm that the root counts as having behind it, so that a trunk divides step by step, not in one star. */
const ROOT_WAY = 60;
/** A vessel divides in two: more branches from one place would make a knot that no lung has. */
const MOST_CHILDREN = 2;
/** Rounds in which each place moves half way to the middle of its neighbours along the vessel. */
const SMOOTHING = 3;

/** Cost of a piece of a length that goes so far in the direction it comes from, mm. */
const piece = (length: number, onward: number): number =>
  length > 1e-6 ? length + TURN * (length - onward) : length;

/** Parent of every place (0 is the root) and the order in which places joined. */
function join(at: readonly Vec3[], direction: Vec3): { parent: Int32Array; order: number[] } {
  const count = at.length;
  const parent = new Int32Array(count);
  const cost = new Float64Array(count).fill(Infinity);
  const way = new Float64Array(count);
  way[0] = ROOT_WAY;
  const heading: Vec3[] = [normalise(direction)];
  // Places still to join, compacted as they do.
  const open = Int32Array.from({ length: count - 1 }, (_, n) => n + 1);
  const order: number[] = [];
  let last = 0;
  const joined = [0];
  const children = new Uint8Array(count);
  /** Cost of reaching place p from place q, which has joined. */
  const costFrom = (q: number, p: number): number => {
    const way0 = sub(at[p], at[q]);
    return BALANCE * way[q] + piece(Math.sqrt(dot(way0, way0)), dot(way0, heading[q]));
  };
  for (let left = count - 1; left > 0;) {
    const [lx, ly, lz] = at[last];
    const [hx, hy, hz] = heading[last];
    const base = BALANCE * way[last];
    let best = 0;
    let least = Infinity;
    for (let n = 0; n < left; n++) {
      const p = open[n];
      const q = at[p];
      const dx = q[0] - lx;
      const dy = q[1] - ly;
      const dz = q[2] - lz;
      const room = cost[p] - base;
      const d2 = dx * dx + dy * dy + dz * dz;
      if (room > 0 && d2 < room * room) {
        const total = base + piece(Math.sqrt(d2), dx * hx + dy * hy + dz * hz);
        if (total < cost[p]) {
          cost[p] = total;
          parent[p] = last;
        }
      }
      if (cost[p] < least) {
        least = cost[p];
        best = n;
      }
    }
    const next = open[best];
    if (children[parent[next]] >= MOST_CHILDREN) {
      // Its place of joining has divided already: the next best one.
      cost[next] = Infinity;
      for (const q of joined) {
        if (children[q] >= MOST_CHILDREN) continue;
        const total = costFrom(q, next);
        if (total < cost[next]) {
          cost[next] = total;
          parent[next] = q;
        }
      }
      continue;
    }
    children[parent[next]]++;
    joined.push(next);
    last = next;
    open[best] = open[left - 1];
    left--;
    const step = sub(at[last], at[parent[last]]);
    const length = Math.sqrt(dot(step, step));
    way[last] = (parent[last] === 0 ? 0 : way[parent[last]]) + length;
    heading[last] = length > 1e-6 ? scale(step, 1 / length) : heading[parent[last]];
    order.push(last);
  }
  return { parent, order };
}

/** Grows a tree from a point in a first direction to all points (mm). Parents come before children in the result. */
export function growTree(start: Vec3, direction: Vec3, points: readonly Vec3[]): Branch[] {
  let at: Vec3[] = [start, ...points];
  const { parent, order } = join(at, direction);
  const fed = new Int32Array(at.length).fill(1);
  for (let n = order.length - 1; n >= 0; n--) fed[parent[order[n]]] += fed[order[n]];
  // The child that goes on as the trunk: the one that feeds most.
  const onward = new Int32Array(at.length).fill(-1);
  for (const p of order) {
    const mother = parent[p];
    if (onward[mother] < 0 || fed[p] > fed[onward[mother]]) onward[mother] = p;
  }
  for (let round = 0; round < SMOOTHING; round++) {
    const next = at.slice();
    for (const p of order) {
      if (onward[p] < 0) continue;
      const a = at[parent[p]];
      const b = at[onward[p]];
      const c = at[p];
      next[p] = [
        0.5 * c[0] + 0.25 * (a[0] + b[0]),
        0.5 * c[1] + 0.25 * (a[1] + b[1]),
        0.5 * c[2] + 0.25 * (a[2] + b[2]),
      ];
    }
    at = next;
  }
  const heading = at.map((p, n): Vec3 => {
    if (n === 0) return normalise(direction);
    const ahead = onward[n] < 0 ? p : at[onward[n]];
    return normalise(add(sub(ahead, at[parent[n]]), [0, 0, 1e-6]));
  });
  const place = new Int32Array(at.length).fill(-1);
  return order.map((p, n) => {
    place[p] = n;
    const mother = parent[p];
    const straight = normalise(add(sub(at[p], at[mother]), [0, 0, 1e-6]));
    const trunk = onward[mother] === p && mother > 0;
    return {
      from: at[mother],
      to: at[p],
      parent: place[mother],
      leaves: fed[p],
      leave: trunk ? heading[mother] : normalise(add(straight, scale(heading[mother], 0.7))),
      arrive: heading[p],
    };
  });
}
