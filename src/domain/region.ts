import { floodFill } from './components';
import { distanceTo, invert } from './distance-field';
import { dot, ijkToLps, lpsToIjk, sub, type Grid, type Vec3 } from './geometry';
import type { Volume, VoxelMask } from './volume';

/** Edit kernels: grow a nodule from one click, and paint on a mask. */
export interface GrowOptions {
  /** Nothing farther than this from the click is taken, mm; at most 20. Default 20. */
  readonly maxRadiusMm?: number;
}

export type GrowErrorCode =
  /** The point lies in lung or air with nothing denser within 2 mm. */
  | 'inAir'
  /** There is no lung around the point: chest wall, mediastinum, bone. */
  | 'notInLung'
  /** What was found reaches beyond the radius on all sides or is a long tube: a vessel, the wall, a large mass. */
  | 'unbounded'
  | 'outsideVolume';

export class GrowError extends Error {
  override readonly name = 'GrowError';
  readonly code: GrowErrorCode;
  constructor(code: GrowErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

const RULES = {
  maxRadiusMm: 20,
  /** The densest spot this near to the click is meant, mm. */
  snapMm: 2,
  /** Air of the lung, HU. */
  airHu: -500,
  /** A lesion is at least this much denser than the lung around it, HU. */
  contrastHu: 120,
  /** Lung must fill this share of the ball of 15 mm around the click. */
  lungShare: 0.05,
  lungBallMm: 15,
  /** Denser cores count as this when the border's threshold is set: half way between lung and lesion. */
  coreHu: 60,
  /** Notches of the lung up to twice this wide belong to it (nodules on the pleura), mm. */
  hullMm: 12,
  /** What is thinner than this share of the lesion's inner radius is a vessel and is cut off. */
  openShare: 0.55,
  /** Share of the lesion that may lie in the outermost layer of the radius. */
  edgeShare: 0.02,
  /** Context around the radius that the hull needs, mm. */
  contextMm: 14,
} as const;

/** A box of the volume around a point: HU smoothed over 3 x 3 pixels in the plane, which halves the noise and more. */
interface Patch {
  readonly start: [number, number, number];
  readonly size: [number, number, number];
  readonly hu: Float32Array;
  /** Distance of each voxel centre from the click, mm. */
  readonly away: Float32Array;
}

function cutPatch(volume: Volume, ijk: Vec3, reachMm: number): Patch {
  const { dims, spacing } = volume.grid;
  const start: [number, number, number] = [0, 0, 0];
  const size: [number, number, number] = [0, 0, 0];
  for (let c = 0; c < 3; c++) {
    start[c] = Math.max(0, Math.floor(ijk[c] - reachMm / spacing[c]));
    size[c] = Math.min(dims[c] - 1, Math.ceil(ijk[c] + reachMm / spacing[c])) - start[c] + 1;
  }
  const hu = new Float32Array(size[0] * size[1] * size[2]);
  const away = new Float32Array(hu.length);
  let v = 0;
  for (let c = 0; c < size[2]; c++)
    for (let b = 0; b < size[1]; b++)
      for (let a = 0; a < size[0]; a++, v++) {
        const i = start[0] + a;
        const j = start[1] + b;
        const k = start[2] + c;
        let sum = 0;
        let n = 0;
        for (let y = Math.max(0, j - 1); y <= Math.min(dims[1] - 1, j + 1); y++)
          for (let x = Math.max(0, i - 1); x <= Math.min(dims[0] - 1, i + 1); x++) {
            const w = x === i && y === j ? 4 : x === i || y === j ? 2 : 1;
            sum += w * volume.data[x + dims[0] * (y + dims[1] * k)];
            n += w;
          }
        hu[v] = sum / n;
        away[v] = Math.hypot((i - ijk[0]) * spacing[0], (j - ijk[1]) * spacing[1], (k - ijk[2]) * spacing[2]);
      }
  return { start, size, hu, away };
}

/** Median HU of lung around the point. */
function lungBackground(patch: Patch): number {
  const air: number[] = [];
  let ball = 0;
  for (let v = 0; v < patch.hu.length; v++) {
    if (patch.away[v] > RULES.lungBallMm) continue;
    ball++;
    if (patch.hu[v] < RULES.airHu) air.push(patch.hu[v]);
  }
  if (air.length < RULES.lungShare * ball)
    throw new GrowError('notInLung', 'there is no lung around this point');
  return air.sort((a, b) => a - b)[air.length >> 1];
}

/** Voxels inside the lung's local hull: air whose notches of up to 2 x hullMm are closed, slice by slice. */
function lungHull(patch: Patch, border: number, spacing: Vec3): Uint8Array {
  const air = Uint8Array.from(patch.hu, (h) => (h < border ? 1 : 0));
  // Small air pockets outside the lung (bowel gas, table) are far from the click; the flood keeps to it anyway.
  const near = distanceTo(air, patch.size, spacing as [number, number, number], true);
  const free = Uint8Array.from(near, (d) => (d > RULES.hullMm ? 1 : 0));
  const back = distanceTo(free, patch.size, spacing as [number, number, number], true);
  return Uint8Array.from(back, (d) => (d > RULES.hullMm ? 1 : 0));
}

/** Climbs from `from` to the local maximum of `field` over 26 neighbours. */
function climb(field: Float32Array, size: readonly number[], from: number): number {
  const plane = size[0] * size[1];
  let v = from;
  for (;;) {
    const i = v % size[0];
    const j = Math.floor(v / size[0]) % size[1];
    const k = Math.floor(v / plane);
    let best = v;
    for (let c = Math.max(0, k - 1); c <= Math.min(size[2] - 1, k + 1); c++)
      for (let b = Math.max(0, j - 1); b <= Math.min(size[1] - 1, j + 1); b++)
        for (let a = Math.max(0, i - 1); a <= Math.min(size[0] - 1, i + 1); a++) {
          const w = a + size[0] * b + plane * c;
          if (field[w] > field[best]) best = w;
        }
    if (best === v) return v;
    v = best;
  }
}

/** The densest voxel within snapMm of the click. */
function snap(patch: Patch): number {
  let best = -1;
  let nearest = 0;
  for (let v = 0; v < patch.hu.length; v++) {
    if (patch.away[v] < patch.away[nearest]) nearest = v;
    if (patch.away[v] <= RULES.snapMm && (best < 0 || patch.hu[v] > patch.hu[best])) best = v;
  }
  // Thick slices or large pixels may leave no other voxel so near.
  return best < 0 ? nearest : best;
}

/** Denser than `border`, within the radius and the lung's hull, without what is thinner than the lesion. */
function segment(
  patch: Patch,
  seed: number,
  border: number,
  spacing: Vec3,
  radius: number,
): Uint8Array | undefined {
  const hull = lungHull(patch, border, spacing);
  const dense = Uint8Array.from(patch.hu, (h, v) =>
    h >= border && hull[v] === 1 && patch.away[v] <= radius ? 1 : 0,
  );
  if (dense[seed] === 0) return undefined;
  const s = spacing as [number, number, number];
  const whole = new Uint8Array(dense.length);
  floodFill(patch.size, seed, (v) => dense[v] === 1, whole, 6);
  const depth = distanceTo(invert(whole), patch.size, s);
  const top = climb(depth, patch.size, seed);
  // Depth is measured to voxel centres outside; half a voxel less is the radius of the ball that fits.
  const inner = Math.max(0, depth[top] - Math.min(...s) / 2);
  const cut = RULES.openShare * inner;
  const core = new Uint8Array(dense.length);
  floodFill(patch.size, top, (v) => depth[v] > cut, core, 26);
  const fromCore = distanceTo(core, patch.size, s);
  const reach = cut + Math.min(...s) / 2;
  for (let v = 0; v < whole.length; v++) if (fromCore[v] > reach) whole[v] = 0;
  const out = new Uint8Array(dense.length);
  floodFill(patch.size, top, (v) => whole[v] === 1, out, 6);
  return out;
}

/** The smallest mask that holds the set bytes of a box; an empty mask has size 0, 0, 0. */
function tight(data: Uint8Array, start: readonly number[], size: readonly number[]): VoxelMask {
  const lo = [size[0], size[1], size[2]];
  const hi = [-1, -1, -1];
  let v = 0;
  for (let c = 0; c < size[2]; c++)
    for (let b = 0; b < size[1]; b++)
      for (let a = 0; a < size[0]; a++, v++)
        if (data[v] === 1)
          [a, b, c].forEach((x, n) => {
            lo[n] = Math.min(lo[n], x);
            hi[n] = Math.max(hi[n], x);
          });
  if (hi[0] < 0) return { start: [start[0], start[1], start[2]], size: [0, 0, 0], data: new Uint8Array(0) };
  const n = hi.map((h, c) => h - lo[c] + 1) as [number, number, number];
  const out = new Uint8Array(n[0] * n[1] * n[2]);
  for (let c = 0; c < n[2]; c++)
    for (let b = 0; b < n[1]; b++)
      for (let a = 0; a < n[0]; a++)
        out[a + n[0] * (b + n[1] * c)] = data[a + lo[0] + size[0] * (b + lo[1] + size[1] * (c + lo[2]))];
  return { start: lo.map((l, c) => l + start[c]) as [number, number, number], size: n, data: out };
}

/**
 * One click: the lesion at a point of a chest CT (HU), for a nodule that the model missed.
 *
 * The border lies half way between the lesion's core and the lung around it, so ground glass and solid
 * nodules are treated alike. The chest wall is kept out by the lung's own hull (its notches closed), vessels
 * by an opening with 0.55 of the lesion's inner radius. Finds what a radiologist would outline on phantoms of
 * 5 mm and more, within a voxel; it is a proposal that the reader may correct.
 * @throws GrowError
 */
export function growFromPoint(volume: Volume, pointLps: Vec3, options: GrowOptions = {}): VoxelMask {
  const { grid } = volume;
  const ijk = lpsToIjk(grid, pointLps);
  if (ijk.some((v, c) => v < -0.5 || v > grid.dims[c] - 0.5))
    throw new GrowError('outsideVolume', 'the point lies outside the volume');
  const radius = Math.min(options.maxRadiusMm ?? RULES.maxRadiusMm, RULES.maxRadiusMm);
  const patch = cutPatch(volume, ijk, radius + RULES.contextMm);
  const lung = lungBackground(patch);
  const seed = snap(patch);
  if (patch.hu[seed] < lung + RULES.contrastHu)
    throw new GrowError('inAir', `nothing denser than lung here (${Math.round(patch.hu[seed])} HU)`);
  let core = patch.hu[seed];
  let mask: Uint8Array | undefined;
  // The second pass takes the core's HU from the first one's inside instead of one voxel.
  for (let pass = 0; pass < 2; pass++) {
    const border = (Math.min(core, RULES.coreHu) + lung) / 2;
    const found = segment(patch, seed, border, grid.spacing, radius);
    if (!found) break;
    mask = found;
    const depth = distanceTo(invert(found), patch.size, grid.spacing as [number, number, number]);
    const deepest = depth.reduce((m, d) => Math.max(m, d), 0);
    const inside: number[] = [];
    for (let v = 0; v < found.length; v++) if (depth[v] >= deepest / 2) inside.push(patch.hu[v]);
    core = inside.sort((a, b) => a - b)[inside.length >> 1];
  }
  if (!mask) throw new GrowError('notInLung', 'the point lies in the chest wall or the mediastinum');
  checkBounded(mask, patch, grid.spacing, radius);
  return tight(mask, patch.start, patch.size);
}

function checkBounded(mask: Uint8Array, patch: Patch, spacing: Vec3, radius: number): void {
  let count = 0;
  let edge = 0;
  const layer = radius - Math.max(...spacing);
  for (let v = 0; v < mask.length; v++) {
    count += mask[v];
    if (mask[v] === 1 && patch.away[v] >= layer) edge++;
  }
  if (edge > RULES.edgeShare * count)
    throw new GrowError('unbounded', `the region reaches ${radius} mm from the point`);
}

export interface BrushStroke {
  /** Path of the brush, LPS mm; one point is a dab. */
  readonly points: readonly Vec3[];
  readonly radiusMm: number;
  /** Unit normal of the plane that is painted on, LPS. */
  readonly normal: Vec3;
  readonly mode: 'add' | 'erase';
}

/** Distance from p to the line piece a-b. */
function toSegment(p: Vec3, a: Vec3, b: Vec3): number {
  const ab = sub(b, a);
  const ap = sub(p, a);
  const length = dot(ab, ab);
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, dot(ap, ab) / length));
  return Math.hypot(ap[0] - t * ab[0], ap[1] - t * ab[1], ap[2] - t * ab[2]);
}

/**
 * Paints a disc along a path on one plane: voxels whose centre lies within radiusMm of the path, seen along
 * the normal, and within half a voxel of the plane. Returns a new mask with the smallest box (size 0, 0, 0
 * when nothing is left). The plane goes through the first point.
 */
export function applyBrush(grid: Grid, mask: VoxelMask, stroke: BrushStroke): VoxelMask {
  const { points, radiusMm, normal, mode } = stroke;
  if (points.length === 0) return mask;
  const anchor = points[0];
  const flat = (p: Vec3): Vec3 => {
    const off = dot(sub(p, anchor), normal);
    return [p[0] - off * normal[0], p[1] - off * normal[1], p[2] - off * normal[2]];
  };
  const path = points.map(flat);
  // Half the voxel's size across the plane, by its widest axis: exactly one slice on an orthogonal plane.
  const half = Math.max(...grid.axes.map((axis, c) => Math.abs(dot(axis, normal)) * grid.spacing[c])) / 2;
  const lo = [Infinity, Infinity, Infinity];
  const hi = [-Infinity, -Infinity, -Infinity];
  for (const p of path)
    lpsToIjk(grid, p).forEach((x, c) => {
      const reach = (radiusMm + half) / grid.spacing[c];
      lo[c] = Math.min(lo[c], Math.max(0, Math.ceil(x - reach)));
      hi[c] = Math.max(hi[c], Math.min(grid.dims[c] - 1, Math.floor(x + reach)));
    });
  const box = [0, 1, 2].map((c) => {
    const empty = mask.size[c] === 0;
    const from = mode === 'erase' ? mask.start[c] : empty ? lo[c] : Math.min(lo[c], mask.start[c]);
    const to = mode === 'erase' || !empty ? mask.start[c] + mask.size[c] - 1 : -1;
    return { from, size: (mode === 'erase' ? to : Math.max(hi[c], to)) - from + 1 };
  });
  const size = box.map((b) => Math.max(0, b.size));
  const start = box.map((b) => b.from);
  const data = new Uint8Array(size[0] * size[1] * size[2]);
  const [nx, ny, nz] = mask.size;
  for (let c = 0; c < nz; c++)
    for (let b = 0; b < ny; b++)
      for (let a = 0; a < nx; a++)
        if (mask.data[a + nx * (b + ny * c)] === 1)
          data[
            a +
              mask.start[0] -
              start[0] +
              size[0] * (b + mask.start[1] - start[1] + size[1] * (c + mask.start[2] - start[2]))
          ] = 1;
  const value = mode === 'add' ? 1 : 0;
  for (let k = Math.max(lo[2], start[2]); k <= Math.min(hi[2], start[2] + size[2] - 1); k++)
    for (let j = Math.max(lo[1], start[1]); j <= Math.min(hi[1], start[1] + size[1] - 1); j++)
      for (let i = Math.max(lo[0], start[0]); i <= Math.min(hi[0], start[0] + size[0] - 1); i++) {
        const p = ijkToLps(grid, [i, j, k]);
        const off = dot(sub(p, anchor), normal);
        // One of two slices that are equally near is painted, not both.
        if (off > half - 1e-6 || off < -half - 1e-6) continue;
        const q = flat(p);
        let near = path.length === 1 ? toSegment(q, path[0], path[0]) : Infinity;
        for (let n = 0; n + 1 < path.length; n++) near = Math.min(near, toSegment(q, path[n], path[n + 1]));
        if (near <= radiusMm + 1e-6)
          data[i - start[0] + size[0] * (j - start[1] + size[1] * (k - start[2]))] = value;
      }
  return tight(data, start, size);
}
