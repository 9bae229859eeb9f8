import { floodFill, type Component } from './components';
import { distanceTo, invert } from './distance-field';
import { lpsToIjk, type Vec3 } from './geometry';
import { boxAround, tightMask } from './mask-box';
import type { Volume, VoxelMask } from './volume';

export { applyBrush, strokeMask, type BrushPath, type BrushStroke, type ValueBand } from './brush';

/** Growing a nodule from one click; the brush is in brush.ts. */
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
  /** A solid core with a cloud around it is part-solid: how far from the core the cloud is looked for, mm. */
  cloudMm: [1.5, 4],
  /** At least this much denser than the lung, and below the solid threshold, HU. */
  cloudHu: -350,
  /** Share of the lesion that may lie in the outermost layer of the radius. */
  edgeShare: 0.02,
  /** Context around the radius that the hull needs, mm. */
  contextMm: 14,
} as const;

/** A box of the volume around a point: HU smoothed over 3 x 3 pixels in the plane, which halves the noise and more. */
interface Patch {
  readonly start: readonly [number, number, number];
  readonly size: readonly [number, number, number];
  readonly hu: Float32Array;
  /** Distance of each voxel centre from the click, mm. */
  readonly away: Float32Array;
}

function cutPatch(volume: Volume, ijk: Vec3, radiusMm: number): Patch {
  const { dims, spacing } = volume.grid;
  // The hull is made slice by slice: it needs room in the plane only.
  const wide = radiusMm + RULES.contextMm;
  const { start, size } = boxAround(volume.grid, ijk, [wide, wide, radiusMm + 2 * spacing[2]]);
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
        const x0 = (i - ijk[0]) * spacing[0];
        const y0 = (j - ijk[1]) * spacing[1];
        const z0 = (k - ijk[2]) * spacing[2];
        away[v] = Math.sqrt(x0 * x0 + y0 * y0 + z0 * z0);
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
function lungHull(patch: Patch, border: number, spacing: readonly [number, number, number]): Uint8Array {
  const air = Uint8Array.from(patch.hu, (h) => (h < border ? 1 : 0));
  // Small air pockets outside the lung (bowel gas, table) are far from the click; the flood keeps to it anyway.
  const near = distanceTo(air, patch.size, spacing, true);
  const free = Uint8Array.from(near, (d) => (d > RULES.hullMm ? 1 : 0));
  const back = distanceTo(free, patch.size, spacing, true);
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

/** Cuts a component out of a patch with one voxel of background around it. */
function crop(part: Component, size: readonly number[]): Crop {
  const n = part.max.map((hi, c) => hi - part.min[c] + 3) as [number, number, number];
  const data = new Uint8Array(n[0] * n[1] * n[2]);
  const offset = part.min.map((lo) => lo - 1) as [number, number, number];
  for (const v of part.voxels) {
    const i = (v % size[0]) - offset[0];
    const j = (Math.floor(v / size[0]) % size[1]) - offset[1];
    const k = Math.floor(v / (size[0] * size[1])) - offset[2];
    data[i + n[0] * (j + n[1] * k)] = 1;
  }
  return { offset, size: n, data };
}

/** A small box of a patch: crop voxel + offset = patch voxel. */
interface Crop {
  readonly offset: readonly [number, number, number];
  readonly size: readonly [number, number, number];
  readonly data: Uint8Array;
}

/** Position in the crop of flat patch voxel v. */
const inCrop = (v: number, patch: Patch, c: Crop): number =>
  (v % patch.size[0]) -
  c.offset[0] +
  c.size[0] *
    ((Math.floor(v / patch.size[0]) % patch.size[1]) -
      c.offset[1] +
      c.size[1] * (Math.floor(v / (patch.size[0] * patch.size[1])) - c.offset[2]));

/** Position in the patch of flat crop voxel v. */
const inPatch = (v: number, patch: Patch, c: Crop): number =>
  (v % c.size[0]) +
  c.offset[0] +
  patch.size[0] *
    ((Math.floor(v / c.size[0]) % c.size[1]) +
      c.offset[1] +
      patch.size[1] * (Math.floor(v / (c.size[0] * c.size[1])) + c.offset[2]));

interface Lesion {
  /** Flat voxels of the patch. */
  readonly voxels: readonly number[];
  /** Median HU of its inner half. */
  readonly coreHu: number;
}

/** Denser than `border`, within the radius and the lung's hull, without what is thinner than the lesion. */
function segment(
  patch: Patch,
  hull: Uint8Array,
  seed: number,
  border: number,
  spacing: readonly [number, number, number],
  radius: number,
): Lesion | undefined {
  const dense = Uint8Array.from(patch.hu, (h, v) =>
    h >= border && hull[v] === 1 && patch.away[v] <= radius ? 1 : 0,
  );
  const start = nearestOf(dense, seed, patch);
  if (start < 0) return undefined;
  const found = floodFill(patch.size, start, (v) => dense[v] === 1, new Uint8Array(dense.length), 6);
  const whole = crop(found, patch.size);
  const depth = distanceTo(invert(whole.data), whole.size, spacing);
  const top = climb(depth, whole.size, inCrop(start, patch, whole));
  // Depth is measured to voxel centres outside; half a voxel less is the radius of the ball that fits.
  const inner = Math.max(0, depth[top] - Math.min(...spacing) / 2);
  const cut = RULES.openShare * inner;
  const core = new Uint8Array(depth.length);
  floodFill(whole.size, top, (v) => depth[v] > cut, core, 26);
  const fromCore = distanceTo(core, whole.size, spacing);
  const reach = cut + Math.min(...spacing) / 2;
  const kept = floodFill(
    whole.size,
    top,
    (v) => whole.data[v] === 1 && fromCore[v] <= reach,
    new Uint8Array(depth.length),
    6,
  );
  const voxels = Array.from(kept.voxels, (v) => inPatch(v, patch, whole));
  const inside = voxels.flatMap((v, n) => (depth[kept.voxels[n]] >= depth[top] / 2 ? [patch.hu[v]] : []));
  return { voxels, coreHu: inside.sort((a, b) => a - b)[inside.length >> 1] };
}

/**
 * Median HU of the ground glass around a solid core, or undefined when there is none: half of the shell around it is
 * then lung (a vessel or the wall at one side does not make a cloud).
 */
function cloudAround(
  patch: Patch,
  hull: Uint8Array,
  core: Lesion,
  lung: number,
  spacing: readonly [number, number, number],
): number | undefined {
  if (core.coreHu < RULES.cloudHu) return undefined;
  const own = new Uint8Array(patch.hu.length);
  for (const v of core.voxels) own[v] = 1;
  const away = distanceTo(own, patch.size, spacing);
  const [from, to] = RULES.cloudMm;
  const shell: number[] = [];
  for (let v = 0; v < own.length; v++)
    if (hull[v] === 1 && away[v] >= from && away[v] <= to) shell.push(patch.hu[v]);
  if (shell.length === 0) return undefined;
  const middle = shell.sort((a, b) => a - b)[shell.length >> 1];
  return middle >= lung + RULES.contrastHu && middle < RULES.cloudHu ? middle : undefined;
}

/** The seed, or the voxel of the set nearest to it within snapMm (wall or hull may hold the seed itself); -1 when none. */
function nearestOf(set: Uint8Array, seed: number, patch: Patch): number {
  if (set[seed] === 1) return seed;
  let best = -1;
  for (let v = 0; v < set.length; v++)
    if (set[v] === 1 && patch.away[v] <= RULES.snapMm && (best < 0 || patch.away[v] < patch.away[best]))
      best = v;
  return best;
}

/**
 * One click: the lesion at a point of a chest CT (HU), for a nodule that the model missed.
 *
 * The border lies half way between the lesion's core and the lung around it, so ground glass and solid
 * nodules are treated alike. Where ground glass lies around a solid core both are taken. The chest wall is kept out by the lung's own hull (its notches closed), vessels
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
  const patch = cutPatch(volume, ijk, radius);
  const lung = lungBackground(patch);
  const seed = snap(patch);
  if (patch.hu[seed] < lung + RULES.contrastHu)
    throw new GrowError('inAir', `nothing denser than lung here (${Math.round(patch.hu[seed])} HU)`);
  let core = patch.hu[seed];
  const hull = lungHull(patch, (Math.min(core, RULES.coreHu) + lung) / 2, grid.spacing);
  let lesion: Lesion | undefined;
  // The second pass takes the core's HU from the first one's inside instead of one voxel.
  for (let pass = 0; pass < 2; pass++) {
    const border = (Math.min(core, RULES.coreHu) + lung) / 2;
    const found = segment(patch, hull, seed, border, grid.spacing, radius);
    if (!found) break;
    lesion = found;
    core = found.coreHu;
  }
  if (!lesion) throw new GrowError('notInLung', 'the point lies in the chest wall or the mediastinum');
  const layer = radius - Math.max(...grid.spacing);
  const reachesOut = ({ voxels }: Lesion): boolean =>
    voxels.filter((v) => patch.away[v] >= layer).length > RULES.edgeShare * voxels.length;
  const cloud = cloudAround(patch, hull, lesion, lung, grid.spacing);
  if (cloud !== undefined) {
    const wider = lungHull(patch, (cloud + lung) / 2, grid.spacing);
    const whole = segment(patch, wider, seed, (cloud + lung) / 2, grid.spacing, radius);
    // A cloud without an end is lung disease around a nodule, not a part of it.
    if (whole && whole.voxels.length > lesion.voxels.length && !reachesOut(whole)) lesion = whole;
  }
  if (reachesOut(lesion)) throw new GrowError('unbounded', `the region reaches ${radius} mm from the point`);
  const mask = new Uint8Array(patch.hu.length);
  for (const v of lesion.voxels) mask[v] = 1;
  return tightMask(mask, patch.start, patch.size);
}
