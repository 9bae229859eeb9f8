/** The nodules of the demo study: organic shapes whose volume is computed, not assumed. LPS mm. */
import type { NoduleType, Laterality } from '../finding';
import { dot, normalise, scale, sub, add, type Vec3 } from '../geometry';
import type { Cage } from './cage';
import type { Canvas } from './canvas';
import { clamp } from './curves';
import { makeRandom, normal } from './random';
import { pixelMm, SIZE, SPACING, SLICE_MM, toPixel } from './space';
import { unwarped } from './warp';

/** What is known about a nodule because code put it there: for tests, never read by an analysis. */
export interface DemoNodule {
  readonly id: string;
  readonly type: NoduleType;
  readonly side: Laterality;
  /** LPS mm. */
  readonly centre: Vec3;
  /** Diameter of the sphere of the same volume, mm. */
  readonly diameterMm: number;
  /** mm³ of lung that the nodule takes: spicules not counted, the part inside the chest wall not counted. */
  readonly volumeMm3: number;
  /** The solid part of a part-solid nodule. */
  readonly solidPart?: { readonly centre: Vec3; readonly diameterMm: number; readonly volumeMm3: number };
  readonly note: string;
}

const sphere = (d: number): number => (Math.PI / 6) * d ** 3;

function nodule(
  id: string,
  type: NoduleType,
  centre: Vec3,
  diameterMm: number,
  note: string,
  solid?: { readonly offset: Vec3; readonly diameterMm: number },
): DemoNodule {
  return {
    id,
    type,
    side: centre[0] < 0 ? 'right' : 'left',
    centre,
    diameterMm,
    volumeMm3: sphere(diameterMm),
    solidPart: solid && {
      centre: add(centre, solid.offset),
      diameterMm: solid.diameterMm,
      volumeMm3: sphere(solid.diameterMm),
    },
    note,
  };
}

export const demoNodules: readonly DemoNodule[] = [
  nodule('n1', 'solid', [-76, -14, 203], 8, 'right upper lobe, smooth'),
  nodule('n2', 'solid', [80, -30, 186], 12, 'left upper lobe, lobulated, a few short spicules'),
  nodule('n3', 'solid', [-92, 34, 112], 6.5, 'right lower lobe, smooth'),
  nodule('n4', 'partSolid', [-88, -44, 128], 14, 'right middle lobe, ground-glass around a solid part', {
    offset: [1.4, 1, 0.8],
    diameterMm: 7,
  }),
  nodule('n5', 'nonSolid', [88, 36, 118], 11, 'left lower lobe, pure ground-glass'),
  nodule('n6', 'calcified', [72, 44, 164], 7, 'left lower lobe, evenly calcified'),
  nodule('n7', 'solid', [-107.6, 40.2, 88], 9, 'right lower lobe, broad contact with the costal pleura'),
];

const HU: Readonly<Record<NoduleType, number>> = {
  solid: 32,
  partSolid: -610,
  nonSolid: -640,
  calcified: 510,
};
const SOLID_PART_HU = 24;

/** A star-shaped body: radius by direction, mm. */
interface Shape {
  readonly centre: Vec3;
  readonly maxRadius: number;
  readonly radius: (direction: Vec3) => number;
}

export interface PreparedNodule {
  readonly truth: DemoNodule;
  readonly shape: Shape;
  readonly core?: Shape;
  readonly spicules: readonly { readonly direction: Vec3; readonly length: number }[];
  /** Width of the edge in mm: ground-glass fades. */
  readonly edgeMm: number;
}

/** Evenly spread directions on the sphere. */
function directions(count: number): Vec3[] {
  return Array.from({ length: count }, (_, n) => {
    const z = 1 - (2 * n + 1) / count;
    const r = Math.sqrt(1 - z * z);
    const a = n * Math.PI * (3 - Math.sqrt(5));
    return [r * Math.cos(a), r * Math.sin(a), z];
  });
}

/** Relative radius: an ellipsoid's squeeze, low waves, and for a lobulated nodule rounded bosses. */
function organic(seed: number, roughness: number, lobes: number): (direction: Vec3) => number {
  const random = makeRandom(seed);
  const unit = (): Vec3 => normalise([normal(random), normal(random), normal(random) + 1e-3]);
  const waves = Array.from({ length: 6 }, (_, n) => ({
    axis: unit(),
    order: 2 + (n % 3),
    size: (roughness * normal(random)) / (1 + 0.5 * (n % 3)),
  }));
  const bosses = Array.from({ length: lobes }, () => ({ axis: unit(), size: 0.16 + 0.12 * random() }));
  return (direction) => {
    let r = 1;
    for (const { axis, order, size } of waves) {
      const c = clamp(dot(direction, axis), -1, 1);
      // Legendre polynomials: the waves of a sphere about an axis.
      const p =
        order === 2
          ? 1.5 * c * c - 0.5
          : order === 3
            ? (5 * c * c - 3) * c * 0.5
            : (35 * c ** 4 - 30 * c * c + 3) / 8;
      r += size * p;
    }
    for (const { axis, size } of bosses) r += size * Math.exp((dot(direction, axis) - 1) / 0.16);
    return Math.max(0.5, r);
  };
}

const DIRECTIONS = directions(1500);

/** Volume in mm³ of the part of a star-shaped body for which `inside` holds, by cones from its centre. */
export function shapeVolume(shape: Shape, inside?: (p: Vec3) => boolean): number {
  let sum = 0;
  for (const direction of DIRECTIONS) {
    let r = shape.radius(direction);
    if (inside && !inside(add(shape.centre, scale(direction, r)))) {
      let low = 0;
      let high = r;
      for (let n = 0; n < 14; n++) {
        const t = (low + high) / 2;
        if (inside(add(shape.centre, scale(direction, t)))) low = t;
        else high = t;
      }
      r = low;
    }
    sum += r ** 3 / 3;
  }
  return (sum * 4 * Math.PI) / DIRECTIONS.length;
}

/** Scales a relative shape until the counted volume is as stated. */
function sized(
  centre: Vec3,
  relative: (d: Vec3) => number,
  volume: number,
  inside?: (p: Vec3) => boolean,
): Shape {
  let size = Math.cbrt((3 * volume) / (4 * Math.PI));
  const make = (): Shape => {
    const s = size;
    return { centre, maxRadius: 1.7 * s, radius: (d) => s * relative(d) };
  };
  for (let n = 0; n < 12; n++) size *= Math.cbrt(volume / shapeVolume(make(), inside)) ** 0.9;
  return make();
}

export function prepareNodules(seed: number, cage: Cage): readonly PreparedNodule[] {
  return demoNodules.map((truth, n) => {
    const own = seed * 31 + n * 977 + 5;
    const lobulated = truth.id === 'n2';
    const relative = organic(own, lobulated ? 0.05 : 0.055, lobulated ? 6 : 0);
    const inside = truth.id === 'n7' ? (p: Vec3): boolean => cage.contains(...unwarped(p)) : undefined;
    const random = makeRandom(own + 1);
    return {
      truth,
      shape: sized(truth.centre, relative, truth.volumeMm3, inside),
      core:
        truth.solidPart &&
        sized(truth.solidPart.centre, organic(own + 2, 0.08, 2), truth.solidPart.volumeMm3),
      spicules: lobulated
        ? Array.from({ length: 9 }, () => ({
            direction: normalise([normal(random), normal(random), 0.6 * normal(random)]),
            length: 2 + 3.5 * random(),
          }))
        : [],
      edgeMm: truth.type === 'nonSolid' ? 1.8 : truth.type === 'partSolid' ? 1.6 : 0.5,
    };
  });
}

/** Ball around a nodule that vessels keep out of. */
export const obstacleOf = ({ truth, shape }: PreparedNodule): { centre: Vec3; radius: number } => ({
  centre: truth.centre,
  radius: shape.maxRadius / 1.7 + 1,
});

/** Share 0..1 of a body at a point, by its radial distance. */
function share(shape: Shape, p: Vec3, edge: number): number {
  const d = sub(p, shape.centre);
  const away = Math.sqrt(dot(d, d));
  if (away > shape.maxRadius + edge) return 0;
  if (away < 0.3) return 1;
  return clamp(0.5 + (shape.radius(scale(d, 1 / away)) - away) / edge, 0, 1);
}

function paintShape(canvas: Canvas, shape: Shape, hu: number, edge: number): void {
  const { centre } = shape;
  const reach = shape.maxRadius + edge;
  if (Math.abs(canvas.z - centre[2]) > reach + SLICE_MM) return;
  const from = (mm: number): number => clamp(Math.floor(toPixel(mm - reach)), 0, SIZE - 1);
  const to = (mm: number): number => clamp(Math.ceil(toPixel(mm + reach)), 0, SIZE - 1);
  for (let j = from(centre[1]); j <= to(centre[1]); j++)
    for (let i = from(centre[0]); i <= to(centre[0]); i++) {
      // 2 x 2 x 4 rays through the voxel, the long side along z.
      let sum = 0;
      for (let s = 0; s < 16; s++)
        sum += share(
          shape,
          [
            pixelMm(i) + ((s & 1) - 0.5) * 0.5 * SPACING,
            pixelMm(j) + (((s >> 1) & 1) - 0.5) * 0.5 * SPACING,
            canvas.z + ((s >> 2) - 1.5) * 0.25 * SLICE_MM,
          ],
          edge,
        );
      if (sum === 0) continue;
      const at = j * SIZE + i;
      const c = sum / 16;
      // Never darker than what is there: a vessel that crosses ground-glass stays.
      if (hu > canvas.hu[at]) canvas.hu[at] += (hu - canvas.hu[at]) * c;
      canvas.lung[at] *= 1 - c;
    }
}

export function paintNodules(canvas: Canvas, nodules: readonly PreparedNodule[]): void {
  for (const { truth, shape, core, edgeMm, spicules } of nodules) {
    for (const { direction, length } of spicules) {
      const base = shape.radius(direction) * 0.9;
      const spike: Shape = {
        centre: add(truth.centre, scale(direction, base + length / 2)),
        maxRadius: length / 2,
        radius: (d) => {
          const c = dot(d, direction);
          const a = length / 2;
          return (a * 0.4) / Math.sqrt((0.4 * c) ** 2 + a * a * (1 - c * c) + 1e-9);
        },
      };
      paintShape(canvas, spike, -250, 0.5);
    }
    paintShape(canvas, shape, HU[truth.type], edgeMm);
    if (core) paintShape(canvas, core, SOLID_PART_HU, 0.8);
  }
}
