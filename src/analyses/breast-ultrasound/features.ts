/**
 * What the image says of a marked lesion: numbers for the suspicion score and for proposed descriptors, all in the
 * network's square image, so that they do not depend on the machine's resolution; lengths are pixels of it. The reference
 * is training/breast-ultrasound/features.py.
 */
import { distanceTo, invert } from '../../domain/distance-field';
import { convexHull, type Point2 } from '../../domain/outline-axes';

export const FEATURES = [
  'depthWidth',
  'compactness',
  'solidity',
  'roughness',
  'extent',
  'echo',
  'texture',
  'edge',
  'edgeSpread',
  'posterior',
  'certainty',
  'tilt',
] as const;
export interface Features extends Readonly<Record<(typeof FEATURES)[number], number>> {
  /** Standard deviation inside over the mean of the tissue around; not part of the suspicion score. */
  readonly spread: number;
}

/** Tissue around, and the band on either side of the outline, pixels. */
const RING = 12;
const EDGE = 3;
/** Harmonics of the outline's radius that count as its shape, not as its roughness. */
const SMOOTH = 12;
const DIRECTIONS = 72;
const EPS = 0.02;

/** Every pixel of the square where `inside` holds, its mean over those that are not black; 0 where there are none. */
function meanWhere(image: Float32Array, inside: (v: number) => boolean): { mean: number; count: number } {
  let [sum, count] = [0, 0];
  for (let v = 0; v < image.length; v++)
    if (image[v] > 0 && inside(v)) {
      sum += image[v];
      count++;
    }
  return { mean: count > 0 ? sum / count : 0, count };
}

const moments = (values: readonly number[]): { mean: number; sd: number } => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, sd: Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length) };
};

const angles = Array.from({ length: DIRECTIONS }, (_, n) => (n * 2 * Math.PI) / DIRECTIONS);

/** Distance from the centre to where a ray leaves the mask for the last time, in steps of half a pixel. */
function radii(mask: Uint8Array, side: number, cy: number, cx: number): number[] {
  return angles.map((angle) => {
    let last = 0.5;
    for (let n = 1; n < 4 * side; n++) {
      const y = Math.floor(cy + (Math.sin(angle) * n) / 2 + 0.5);
      const x = Math.floor(cx + (Math.cos(angle) * n) / 2 + 0.5);
      if (y >= 0 && x >= 0 && y < side && x < side && mask[y * side + x] === 1) last = n / 2;
    }
    return last;
  });
}

/** What the first harmonics of a closed line leave of it. */
function rest(r: readonly number[]): number[] {
  const smooth = r.map(() => 0);
  for (let k = 0; k < SMOOTH; k++) {
    let [re, im] = [0, 0];
    r.forEach((v, n) => {
      re += v * Math.cos(k * angles[n]);
      im += v * Math.sin(k * angles[n]);
    });
    const gain = (k === 0 ? 1 : 2) / DIRECTIONS;
    for (let n = 0; n < DIRECTIONS; n++)
      smooth[n] += gain * (re * Math.cos(k * angles[n]) + im * Math.sin(k * angles[n]));
  }
  return r.map((v, n) => v - smooth[n]);
}

/** Area of the convex hull of pixels, each a square. */
function hullArea(rows: readonly number[], columns: readonly number[]): number {
  const corners: Point2[] = [];
  rows.forEach((y, n) => {
    for (const dy of [-0.5, 0.5]) for (const dx of [-0.5, 0.5]) corners.push([columns[n] + dx, y + dy]);
  });
  const hull = convexHull(corners);
  let twice = 0;
  hull.forEach(([x, y], n) => {
    const [u, v] = hull[(n + 1) % hull.length];
    twice += x * v - y * u;
  });
  return Math.abs(twice) / 2;
}

/**
 * @param image the square, 0..1
 * @param mask of one piece without holes, 0 or 1
 * @param p probability of lesion
 */
export function features(image: Float32Array, mask: Uint8Array, p: ArrayLike<number>): Features {
  const side = Math.sqrt(image.length);
  const rows: number[] = [];
  const columns: number[] = [];
  mask.forEach((set, v) => {
    if (set !== 1) return;
    rows.push(Math.floor(v / side));
    columns.push(v % side);
  });
  const area = rows.length;
  const [cy, cx] = [moments(rows).mean, moments(columns).mean];
  const [top, bottom] = [Math.min(...rows), Math.max(...rows)];
  const depth = bottom - top + 1;
  const width = Math.max(...columns) - Math.min(...columns) + 1;
  const size = [side, side, 1] as const;
  const outside = distanceTo(mask, size, [1, 1, 1]);
  const inside = distanceTo(invert(mask), size, [1, 1, 1]);

  let edges = 0;
  const at = (y: number, x: number): number =>
    y < 0 || x < 0 || y >= side || x >= side ? 0 : mask[y * side + x];
  for (let y = 0; y <= side; y++)
    for (let x = 0; x <= side; x++) {
      if (at(y, x) !== at(y - 1, x)) edges++;
      if (at(y, x) !== at(y, x - 1)) edges++;
    }

  const r = radii(mask, side, cy, cx);
  const rough = rest(r);
  const ring = meanWhere(image, (v) => outside[v] > EDGE && outside[v] <= RING).mean;
  const ratio = (a: number, b: number): number => Math.log((a + EPS) / (b + EPS));
  const values = moments(rows.map((y, n) => image[y * side + columns[n]]));
  const along = (n: number, by: number): number => {
    const clip = (v: number): number => Math.min(side - 1, Math.max(0, Math.floor(v + 0.5)));
    const y = clip(cy + Math.sin(angles[n]) * (r[n] + by));
    return image[y * side + clip(cx + Math.cos(angles[n]) * (r[n] + by))];
  };
  const steps = moments(
    r.map((_, n) => {
      const out = along(n, 2) + along(n, 3) + along(n, 4);
      return (out - along(n, -1) - along(n, -2) - along(n, -3)) / 3;
    }),
  );
  // Below: as deep as half of the lesion, under its middle half; beside: the same depth outside of it.
  const half = Math.max(4, depth >> 1);
  const below = (v: number): boolean => {
    const y = Math.floor(v / side);
    return y > bottom && y <= bottom + half;
  };
  const off = (v: number): number => Math.abs((v % side) - cx);
  const under = meanWhere(image, (v) => below(v) && off(v) <= width / 4);
  const beside = meanWhere(
    image,
    (v) => below(v) && off(v) > width / 2 && off(v) <= width / 2 + Math.max(8, width / 2),
  );
  const band: number[] = [];
  for (let v = 0; v < mask.length; v++) if (outside[v] <= EDGE && inside[v] <= EDGE) band.push(p[v]);
  let [yy, xx, xy] = [0, 0, 0];
  rows.forEach((y, n) => {
    const [a, b] = [y - cy, columns[n] - cx];
    yy += a * a;
    xx += b * b;
    xy += a * b;
  });
  const tilt = 0.5 * Math.atan2(2 * xy, xx - yy);
  return {
    depthWidth: depth / width,
    compactness: (4 * Math.PI * area) / ((edges * Math.PI) / 4) ** 2,
    solidity: area / hullArea(rows, columns),
    roughness: Math.sqrt(rough.reduce((a, b) => a + b * b, 0) / DIRECTIONS) / Math.sqrt(area / Math.PI),
    extent: Math.log(area / side ** 2),
    echo: ratio(meanWhere(image, (v) => mask[v] === 1).mean, ring),
    texture: values.sd / (values.mean + EPS),
    spread: values.sd / (ring + EPS),
    edge: steps.mean / (ring + EPS),
    edgeSpread: steps.sd / (ring + EPS),
    posterior: under.count > 0 && beside.count > 0 ? ratio(under.mean, beside.mean) : 0,
    certainty: band.length > 0 ? moments(band).sd : 0,
    tilt: Math.abs(Math.sin(tilt)),
  };
}
