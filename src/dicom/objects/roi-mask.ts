/** Contours of an RT structure set as voxels of a series: filled in their planes, carried to slices between planes. */
import {
  cross,
  dot,
  ijkToLps,
  lpsToIjk,
  normalise,
  scale,
  sub,
  type Grid,
  type Vec3,
} from '../../domain/geometry';
import { boxFromEnds, emptyMask, overlapBox, tightMask, wholeBox, type Box } from '../../domain/mask-box';
import type { VoxelMask } from '../../domain/volume';
import type { Contour, Roi } from './contract';

/**
 * Why a contour holds no voxel here.
 * - `open`: points and open lines enclose nothing
 * - `bent`: its points do not lie in one plane
 * - `turned`: it lies in a plane of another direction than most of its ROI
 * - `outside`: no slice of the series is as near as half the distance of the contours
 * - `otherSpace`: another frame of reference
 */
export type Unplaced = 'open' | 'bent' | 'turned' | 'outside' | 'otherSpace';

export interface RoiMask {
  readonly mask: VoxelMask;
  /** How many contours could not be placed, by why; without those of no such contour. */
  readonly unplaced: Readonly<Partial<Record<Unplaced, number>>>;
}

/** Off its plane by more than this, a contour is no plane one, mm. Contour Data has few decimals. */
const FLAT = 0.2;
/** Contours nearer than this to each other lie in one plane, mm. */
const SAME_PLANE = 0.05;
/** Contour Data has few decimals: a plane and a slice at the same place are up to this far apart, mm. */
const SLACK = 1e-3;
/** Planes whose normals differ by less than about a degree are parallel. */
const PARALLEL = 0.9998;

interface Flat {
  readonly points: readonly Vec3[];
  readonly normal: Vec3;
  readonly centre: Vec3;
}

interface Plane {
  /** Along the normal, mm. */
  at: number;
  readonly loops: (readonly Vec3[])[];
}

const pointsOf = ({ points }: Contour): Vec3[] =>
  Array.from({ length: Math.floor(points.length / 3) }, (_, n): Vec3 => [
    points[3 * n],
    points[3 * n + 1],
    points[3 * n + 2],
  ]);

/** The plane of a contour by Newell's method; undefined when it encloses no area or is not flat. */
function flatOf(contour: Contour): Flat | 'open' | 'bent' {
  const points = pointsOf(contour);
  if (!/^CLOSED_?PLANAR/.test(contour.geometry) || points.length < 3) return 'open';
  const centre = [0, 1, 2].map((c) => points.reduce((sum, p) => sum + p[c], 0) / points.length);
  const from = points.map((p) => sub(p, [centre[0], centre[1], centre[2]]));
  const area = from.reduce<Vec3>(
    (sum, p, n) => {
      const turn = cross(p, from[(n + 1) % from.length]);
      return [sum[0] + turn[0], sum[1] + turn[1], sum[2] + turn[2]];
    },
    [0, 0, 0],
  );
  // A figure of eight may sum up to nothing, a line always does.
  if (Math.hypot(...area) < 1e-6) return 'open';
  const normal = normalise(area);
  if (from.some((p) => Math.abs(dot(p, normal)) > FLAT)) return 'bent';
  return { points, normal, centre: [centre[0], centre[1], centre[2]] };
}

/** The direction that most contours are flat in, as one of both senses. */
function mainNormal(flats: readonly Flat[]): Vec3 {
  let best = flats[0].normal;
  let most = 0;
  for (const { normal } of flats) {
    const count = flats.filter((one) => Math.abs(dot(one.normal, normal)) >= PARALLEL).length;
    if (count > most) [best, most] = [normal, count];
    if (most > flats.length / 2) break;
  }
  return best;
}

/** Contours by their planes, in order along the normal. */
function planesOf(flats: readonly Flat[], normal: Vec3): Plane[] {
  const rising = flats
    .map((flat) => ({ at: dot(flat.centre, normal), points: flat.points }))
    .sort((a, b) => a.at - b.at);
  const planes: Plane[] = [];
  for (const { at, points } of rising) {
    const last = planes.at(-1);
    if (last && at - last.at < SAME_PLANE) last.loops.push(points);
    else planes.push({ at, loops: [points] });
  }
  return planes;
}

/** Distance of neighbouring planes, mm: the median, which a missing contour does not move. */
function usualGap(planes: readonly Plane[], fallback: number): number {
  const gaps = planes.slice(1).map((plane, n) => plane.at - planes[n].at);
  gaps.sort((a, b) => a - b);
  return gaps.length > 0 ? gaps[gaps.length >> 1] : fallback;
}

/** Voxels that the contours and their reach lie within. */
function boxOf(flats: readonly Flat[], grid: Grid, reach: number): Box {
  const lo = [Infinity, Infinity, Infinity];
  const hi = [-Infinity, -Infinity, -Infinity];
  for (const { points } of flats)
    for (const point of points)
      lpsToIjk(grid, point).forEach((v, c) => {
        lo[c] = Math.min(lo[c], v);
        hi[c] = Math.max(hi[c], v);
      });
  const more = (c: number): number => reach / grid.spacing[c] + 1;
  return overlapBox(
    boxFromEnds(
      lo.map((v, c) => Math.floor(v - more(c))),
      hi.map((v, c) => Math.ceil(v + more(c))),
    ),
    wholeBox(grid),
  );
}

/**
 * An ROI as voxels of a grid. Voxels whose centre lies inside an odd number of the contours of a plane are filled,
 * seen along the plane's normal; a voxel between planes belongs to the nearest plane within half their usual
 * distance, at least half a slice: contours on every second slice fill those between, a slice without contours in a
 * ROI that has them on every other stays empty.
 * @param spaceUid frame of reference of the grid.
 */
export function roiMask(roi: Roi, grid: Grid, spaceUid: string): RoiMask {
  const unplaced: Partial<Record<Unplaced, number>> = {};
  const miss = (why: Unplaced, count = 1): void => {
    if (count > 0) unplaced[why] = (unplaced[why] ?? 0) + count;
  };
  const none = (): RoiMask => ({ mask: emptyMask(), unplaced });
  if (roi.frameOfReferenceUid !== '' && spaceUid !== '' && roi.frameOfReferenceUid !== spaceUid) {
    miss('otherSpace', roi.contours.length);
    return none();
  }
  const flats: Flat[] = [];
  for (const contour of roi.contours) {
    const flat = flatOf(contour);
    if (typeof flat === 'string') miss(flat);
    else flats.push(flat);
  }
  if (flats.length === 0) return none();
  const normal = mainNormal(flats);
  const kept = flats.filter((flat) => Math.abs(dot(flat.normal, normal)) >= PARALLEL);
  miss('turned', flats.length - kept.length);
  // How far apart slices of the grid are, seen along the contours' normal.
  const step = Math.max(...grid.axes.map((axis, c) => Math.abs(dot(axis, normal)) * grid.spacing[c]));
  const planes = planesOf(kept, normal);
  const reach = Math.max(usualGap(planes, step), step) / 2;
  const box = boxOf(kept, grid, reach);
  if (box.size.includes(0)) {
    miss('outside', kept.length);
    return none();
  }
  const filled = fill(planes, normal, grid, box, reach);
  planes.forEach(({ loops }, n) => filled.used[n] || miss('outside', loops.length));
  return { mask: tightMask(filled.data, box.start, box.size), unplaced };
}

interface Filled {
  readonly data: Uint8Array;
  /** By plane: is it the nearest of any row of voxels? */
  readonly used: readonly boolean[];
}

type Point2 = readonly [u: number, v: number];

/**
 * Where a row crosses loops, in steps from its start, rising.
 * @param from the row's start, @param by its step: both on the loops' plane
 */
function rowCuts(loops: readonly (readonly Point2[])[], from: Point2, by: Point2): number[] {
  const cuts: number[] = [];
  const length = by[0] ** 2 + by[1] ** 2;
  for (const loop of loops) {
    let [u0, v0] = loop[loop.length - 1];
    let side0 = (u0 - from[0]) * by[1] - (v0 - from[1]) * by[0];
    for (const [u1, v1] of loop) {
      const side1 = (u1 - from[0]) * by[1] - (v1 - from[1]) * by[0];
      if (side0 > 0 !== side1 > 0) {
        const t = side0 / (side0 - side1);
        const u = u0 + t * (u1 - u0) - from[0];
        const v = v0 + t * (v1 - v0) - from[1];
        cuts.push((u * by[0] + v * by[1]) / length);
      }
      [u0, v0, side0] = [u1, v1, side1];
    }
  }
  return cuts.sort((a, b) => a - b);
}

/** Number of the plane that a place along the normal belongs to; -1 for none. */
function nearestPlane(planes: readonly Plane[], s: number, reach: number): number {
  let best = -1;
  let near = Infinity;
  for (let n = 0; n < planes.length; n++) {
    const off = s - planes[n].at;
    // Half open, so that every plane is carried to as many slices as every other.
    if (off < -reach - SLACK || off >= reach - SLACK || Math.abs(off) >= near - SLACK) continue;
    [best, near] = [n, Math.abs(off)];
  }
  return best;
}

/** Fills rows of voxels along the axis that lies flattest in the planes; each stretch of a row by its nearest plane. */
function fill(planes: readonly Plane[], normal: Vec3, grid: Grid, box: Box, reach: number): Filled {
  const { start, size } = box;
  const data = new Uint8Array(size[0] * size[1] * size[2]);
  const used = planes.map(() => false);
  const lean = grid.axes.map((axis) => Math.abs(dot(axis, normal)));
  const along = lean.indexOf(Math.min(...lean));
  const [a, b] = [0, 1, 2].filter((c) => c !== along);
  const strides = [1, size[0], size[0] * size[1]];
  const step = scale(grid.axes[along], grid.spacing[along]);
  // Two directions of the planes, square to each other.
  const u = normalise(sub(step, scale(normal, dot(step, normal))));
  const v = cross(normal, u);
  const flat = (point: Vec3): Point2 => [dot(point, u), dot(point, v)];
  const loops = planes.map((plane) => plane.loops.map((points) => points.map(flat)));
  const by = flat(step);
  const rise = dot(step, normal);
  for (let q = 0; q < size[b]; q++)
    for (let p = 0; p < size[a]; p++) {
      const ijk: [number, number, number] = [start[0], start[1], start[2]];
      ijk[a] += p;
      ijk[b] += q;
      const origin = ijkToLps(grid, ijk);
      const from = flat(origin);
      const s0 = dot(origin, normal);
      const offset = strides[a] * p + strides[b] * q;
      for (let i = 0; i < size[along];) {
        const plane = nearestPlane(planes, s0 + i * rise, reach);
        let end = i + 1;
        if (Math.abs(rise) * size[along] < SLACK) end = size[along];
        else while (end < size[along] && nearestPlane(planes, s0 + end * rise, reach) === plane) end++;
        if (plane >= 0) {
          used[plane] = true;
          const cuts = rowCuts(loops[plane], from, by);
          for (let n = 0; n + 1 < cuts.length; n += 2) {
            const last = Math.min(end - 1, Math.ceil(cuts[n + 1]) - 1);
            for (let x = Math.max(i, Math.ceil(cuts[n])); x <= last; x++)
              data[offset + x * strides[along]] = 1;
          }
        }
        i = end;
      }
    }
  return { data, used };
}
