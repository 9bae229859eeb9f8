/** How the structures of the two lie upon each other. */
import { applyAffine } from '../domain/affine';
import type { Vec3 } from '../domain/geometry';
import { toPrior, type Registration } from '../domain/registration';
import { placeOf, valueAtLps, type CoarseImage } from './image';
import { median, quantile } from './quantile';
import { LUNG_EDGE_HU, type Structure } from './structure';

interface Side {
  readonly image: CoarseImage;
  readonly structure: Structure;
}

type Map = Pick<Registration, 'affine' | 'landmarks'>;

/** Flat index of the voxel at a place; -1 outside. */
function voxelAt({ dims, step, origin }: CoarseImage, p: Vec3): number {
  const [i, j, k] = [0, 1, 2].map((c) => Math.round((p[c] - origin[c]) / step));
  if (i < 0 || j < 0 || k < 0 || i >= dims[0] || j >= dims[1] || k >= dims[2]) return -1;
  return i + dims[0] * (j + dims[1] * k);
}

/**
 * Dice coefficient of the two structures within the common field, and the share of the current one's that lies in it.
 */
export function overlapOf(current: Side, prior: Side, map: Map): { dice: number; inField: number } {
  const { mask } = current.structure;
  let [own, ownIn, both, theirs] = [0, 0, 0, 0];
  for (let v = 0; v < mask.length; v++) {
    if (Number.isNaN(current.image.data[v])) continue;
    own += mask[v];
    const at = voxelAt(prior.image, applyAffine(map.affine, placeOf(current.image, v)));
    if (at < 0 || Number.isNaN(prior.image.data[at])) continue;
    ownIn += mask[v];
    theirs += prior.structure.mask[at];
    both += mask[v] & prior.structure.mask[at];
  }
  return {
    dice: ownIn + theirs > 0 ? (2 * both) / (ownIn + theirs) : 0,
    inField: own > 0 ? ownIn / own : 0,
  };
}

/** How far is looked for the other border, mm, and how many points of the border are asked. */
const REACH_MM = 24;
const MOST_POINTS = 2500;

/** Distance along a direction to the nearest place where the value rises through the lung's edge, mm. */
function crossing(image: CoarseImage, p: Vec3, n: Vec3): number | undefined {
  const h = image.step / 2;
  const at = (t: number): number =>
    valueAtLps(image, p[0] + t * n[0], p[1] + t * n[1], p[2] + t * n[2]) - LUNG_EDGE_HU;
  for (let t = 0; t <= REACH_MM; t += h)
    for (const from of t === 0 ? [-h / 2] : [t - h / 2, -t - h / 2]) {
      const a = at(from);
      const b = at(from + h);
      if (a < 0 && b >= 0) return from + (h * -a) / (b - a);
    }
  return undefined;
}

/**
 * Distances between the two lungs' borders along the current one's normals, mm: median and 90th percentile. A point
 * whose border is not found within 24 mm counts as 24 mm.
 */
export function borderDistance(
  current: Side,
  prior: CoarseImage,
  map: Map,
): { median: number; p90: number } | undefined {
  const { image, structure } = current;
  const [ni, nj, nk] = image.dims;
  const points: number[] = [];
  for (let k = 1; k < nk - 1; k++)
    for (let j = 1; j < nj - 1; j++)
      for (let i = 1; i < ni - 1; i++) {
        const v = i + ni * (j + nj * k);
        if (structure.mask[v] === 0) continue;
        const out = [1, -1, ni, -ni, ni * nj, -ni * nj].some((d) => image.data[v + d] > -200);
        if (out) points.push(v);
      }
  const every = Math.max(1, Math.ceil(points.length / MOST_POINTS));
  const distances: number[] = [];
  for (let n = 0; n < points.length; n += every) {
    const v = points[n];
    const p = placeOf(image, v);
    const g: Vec3 = [
      image.data[v + 1] - image.data[v - 1],
      image.data[v + ni] - image.data[v - ni],
      image.data[v + ni * nj] - image.data[v - ni * nj],
    ];
    const length = Math.hypot(...g);
    if (!(length > 100)) continue;
    const normal: Vec3 = [g[0] / length, g[1] / length, g[2] / length];
    const own = crossing(image, p, normal);
    const q = toPrior(map, p);
    if (own === undefined || Number.isNaN(valueAtLps(prior, q[0], q[1], q[2]))) continue;
    const other = crossing(prior, q, normal);
    distances.push(other === undefined ? REACH_MM : Math.abs(other - own));
  }
  if (distances.length < 50) return undefined;
  return { median: median(distances), p90: quantile(distances, 0.9) };
}
