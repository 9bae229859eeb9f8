/** Affine maps of the patient frame: LPS mm to LPS mm. */
import { dot, type Vec3 } from './geometry';

/** p -> (rows[0] . p, rows[1] . p, rows[2] . p) + shift; shift in mm. */
export interface Affine {
  readonly rows: readonly [Vec3, Vec3, Vec3];
  readonly shift: Vec3;
}

export const identityAffine: Affine = {
  rows: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  shift: [0, 0, 0],
};

export const applyAffine = ({ rows, shift }: Affine, p: Vec3): Vec3 => [
  dot(rows[0], p) + shift[0],
  dot(rows[1], p) + shift[1],
  dot(rows[2], p) + shift[2],
];

/** Turns a direction without moving it. */
export const applyLinear = ({ rows }: Pick<Affine, 'rows'>, v: Vec3): Vec3 => [
  dot(rows[0], v),
  dot(rows[1], v),
  dot(rows[2], v),
];

const column = ({ rows }: Affine, c: 0 | 1 | 2): Vec3 => [rows[0][c], rows[1][c], rows[2][c]];

/** First `inner`, then `outer`. */
export function composeAffine(outer: Affine, inner: Affine): Affine {
  const columns = [column(inner, 0), column(inner, 1), column(inner, 2)];
  const row = (r: Vec3): Vec3 => [dot(r, columns[0]), dot(r, columns[1]), dot(r, columns[2])];
  return {
    rows: [row(outer.rows[0]), row(outer.rows[1]), row(outer.rows[2])],
    shift: applyAffine(outer, inner.shift),
  };
}

/** How much larger a volume becomes; negative for a mirror. */
export function affineVolume({ rows: [a, b, c] }: Affine): number {
  return (
    a[0] * (b[1] * c[2] - b[2] * c[1]) -
    a[1] * (b[0] * c[2] - b[2] * c[0]) +
    a[2] * (b[0] * c[1] - b[1] * c[0])
  );
}

/** @throws RangeError for a map that flattens space */
export function invertAffine(map: Affine): Affine {
  const det = affineVolume(map);
  if (!(Math.abs(det) > 1e-9)) throw new RangeError('invertAffine: the map has no inverse');
  const [a, b, c] = map.rows;
  const part = (p: Vec3, q: Vec3): Vec3 => [
    (p[1] * q[2] - p[2] * q[1]) / det,
    (p[2] * q[0] - p[0] * q[2]) / det,
    (p[0] * q[1] - p[1] * q[0]) / det,
  ];
  // Columns of the inverse.
  const [u, v, w] = [part(b, c), part(c, a), part(a, b)];
  const rows: Affine['rows'] = [
    [u[0], v[0], w[0]],
    [u[1], v[1], w[1]],
    [u[2], v[2], w[2]],
  ];
  const back = applyLinear({ rows }, map.shift);
  return { rows, shift: [-back[0], -back[1], -back[2]] };
}

/** Turn about an axis through the origin; the vector's length is the angle in radians (Rodrigues). */
export function turn(vector: Vec3): Affine['rows'] {
  const angle = Math.sqrt(dot(vector, vector));
  if (angle < 1e-12) return identityAffine.rows;
  const [x, y, z] = [vector[0] / angle, vector[1] / angle, vector[2] / angle];
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const d = 1 - c;
  return [
    [c + x * x * d, x * y * d - z * s, x * z * d + y * s],
    [y * x * d + z * s, c + y * y * d, y * z * d - x * s],
    [z * x * d - y * s, z * y * d + x * s, c + z * z * d],
  ];
}

/** The map that does `rows` about a point and then moves by `shift`. */
export function about(centre: Vec3, rows: Affine['rows'], shift: Vec3 = [0, 0, 0]): Affine {
  const c = applyLinear({ rows }, centre);
  return {
    rows,
    shift: [centre[0] - c[0] + shift[0], centre[1] - c[1] + shift[1], centre[2] - c[2] + shift[2]],
  };
}

/** Rows and columns exchanged: of a turn, the turn back. */
export const transposed = ([a, b, c]: Affine['rows']): Affine['rows'] => [
  [a[0], b[0], c[0]],
  [a[1], b[1], c[1]],
  [a[2], b[2], c[2]],
];

/** Steps to the nearest turn; each doubles the digits. */
const STEPS = 12;

/**
 * How a way from one space to another turns directions, without what it stretches and bends: the turn that is nearest
 * (polar decomposition, Higham 1986) to where it takes the points `reach` mm to all sides of a place. A way that mirrors
 * or flattens turns nothing.
 */
export function turnOfWay(way: (p: Vec3) => Vec3, at: Vec3, reach: number): Affine['rows'] {
  const side = (c: number, by: number): Vec3 =>
    way([0, 1, 2].map((n) => at[n] + (n === c ? by : 0)) as unknown as Vec3);
  const carried = [0, 1, 2].map((c) => {
    const [to, from] = [side(c, reach), side(c, -reach)];
    return to.map((x, n) => (x - from[n]) / (2 * reach)) as unknown as Vec3;
  });
  let rows = transposed([carried[0], carried[1], carried[2]]);
  const none: Vec3 = [0, 0, 0];
  if (!(affineVolume({ rows, shift: none }) > 0.1)) return identityAffine.rows;
  for (let n = 0; n < STEPS; n++) {
    const back = transposed(invertAffine({ rows, shift: none }).rows);
    const half = (r: 0 | 1 | 2): Vec3 => rows[r].map((x, c) => (x + back[r][c]) / 2) as unknown as Vec3;
    rows = [half(0), half(1), half(2)];
  }
  return rows;
}
