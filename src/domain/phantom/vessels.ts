/** Airways, pulmonary arteries and veins of both lungs. Phantom frame, mm. */
import { add, cross, distance, dot, normalise, scale, sub, type Vec3 } from '../geometry';
import type { Canvas } from './canvas';
import { clamp, path, type Station } from './curves';
import type { LobeName } from './lungs';
import { growTree, type Branch } from './tree';
import { paintTubes, Tubes } from './tubes';
import { warped } from './warp';

export const VESSEL_HU = 38;
const BRONCHUS_WALL_HU = 5;

/** Trees grow in the patient's lungs; only their trunks come from tables. */
const placed = (stations: readonly Station[]): readonly Station[] =>
  stations.map(({ at, r }) => ({ at: warped(at), r }));
const inPlace = (p: Vec3): Vec3 => p;

/** A ball that vessels go round: a nodule displaces what it does not feed on. */
export interface Obstacle {
  readonly centre: Vec3;
  readonly radius: number;
}

interface Supply {
  /** Trunk of the artery and of the bronchus from the hilum to where the lobe's tree begins: [x, y, z, r]. */
  readonly artery: readonly (readonly [number, number, number, number])[];
  readonly bronchus: readonly (readonly [number, number, number, number])[];
  readonly vein: readonly (readonly [number, number, number, number])[];
}

const SUPPLY: Readonly<Record<LobeName, Supply>> = {
  RUL: {
    artery: [
      [-36, -12, 160, 4.6],
      [-44, -15, 170, 2.6],
      [-52, -15, 177, 2],
    ],
    bronchus: [
      [-22, 6, 172, 6.2],
      [-34, 2, 172, 4.6],
      [-46, 0, 176, 3.3],
    ],
    vein: [
      [-46, -18, 148, 4.6],
      [-54, -28, 158, 2.8],
      [-59, -34, 168, 2],
    ],
  },
  RML: {
    artery: [
      [-44, -6, 150, 5.2],
      [-50, -16, 142, 2.9],
      [-56, -24, 136, 2.1],
    ],
    bronchus: [
      [-37, 4, 146, 4.6],
      [-46, -8, 140, 3],
      [-54, -18, 134, 2.4],
    ],
    vein: [
      [-40, -16, 146, 3.8],
      [-50, -28, 138, 2.6],
      [-56, -36, 132, 1.9],
    ],
  },
  RLL: {
    artery: [
      [-42, -10, 158, 8.2],
      [-48, 0, 146, 7.2],
      [-52, 10, 132, 4.9],
      [-54, 18, 122, 3.2],
    ],
    bronchus: [
      [-33, 6, 158, 5.6],
      [-40, 8, 144, 5.2],
      [-45, 14, 130, 3.9],
      [-48, 20, 122, 3.2],
    ],
    vein: [
      [-46, 14, 121, 4.6],
      [-54, 10, 112, 2.9],
      [-60, 6, 102, 2],
    ],
  },
  LUL: {
    artery: [
      [42, -2, 170, 5.4],
      [50, -8, 172, 2.8],
      [57, -14, 173, 2],
    ],
    bronchus: [
      [38, 8, 164, 5.4],
      [46, -2, 164, 3.8],
      [53, -12, 164, 3],
    ],
    vein: [
      [50, -18, 152, 4.6],
      [56, -28, 158, 2.7],
      [60, -36, 166, 1.9],
    ],
  },
  LLL: {
    artery: [
      [48, 12, 158, 8],
      [53, 16, 144, 7],
      [57, 22, 130, 4.7],
      [59, 26, 121, 3.1],
    ],
    bronchus: [
      [40, 10, 162, 5.4],
      [46, 14, 148, 5],
      [50, 19, 134, 3.7],
      [53, 24, 124, 3],
    ],
    vein: [
      [50, 16, 121, 4.2],
      [57, 10, 112, 2.8],
      [63, 5, 103, 1.9],
    ],
  },
};

const TRACHEA = path([
  [2, -8, 282, 8.4],
  [1, -4, 250, 8.4],
  [0, 0, 225, 8.6],
  [-1, 6, 200, 8.8],
  [-2, 10, 184, 9],
]);
const MAIN_BRONCHI = [
  path([
    [-4, 10, 185, 7.6],
    [-14, 9, 177, 7.2],
    [-25, 7, 169, 6.6],
    [-33, 6, 158, 5.8],
  ]),
  path([
    [1, 10, 185, 7.2],
    [12, 11, 177, 6.6],
    [26, 11, 170, 6.1],
    [40, 10, 162, 5.6],
  ]),
];

/** Radius in mm of a vessel that feeds n leaves; flow divides by Murray's law. */
const vesselRadius = (leaves: number): number => 0.27 * Math.cbrt(leaves);

export interface LungTrees {
  readonly vessels: Tubes;
  readonly airwayWalls: Tubes;
  readonly airways: Tubes;
}

class Grower {
  readonly vessels = new Tubes();
  readonly airwayWalls = new Tubes();
  readonly airways = new Tubes();

  constructor(private readonly obstacles: readonly Obstacle[]) {}

  private pushed(p: Vec3, r: number): Vec3 {
    for (const { centre, radius } of this.obstacles) {
      const away = distance(p, centre);
      const need = radius + r + 1.6;
      if (away < need) return add(centre, scale(sub(p, centre), need / Math.max(away, 0.01)));
    }
    return p;
  }

  /** A branch as a smooth curve (Hermite) that leaves and arrives in given directions, in short pieces. */
  private curved(into: Tubes, from: Vec3, to: Vec3, r0: number, r1: number, branch: Branch): void {
    const length = distance(from, to);
    const pieces = length > 7 ? 3 : length > 2.5 ? 2 : 1;
    let last: Station = { at: this.pushed(from, r0), r: r0 };
    for (let n = 1; n <= pieces; n++) {
      const t = n / pieces;
      const r = r0 + (r1 - r0) * t;
      const end = t * t * (3 - 2 * t);
      const at = add(
        add(scale(from, 1 - end), scale(to, end)),
        add(
          scale(branch.leave, length * 0.85 * t * (1 - t) * (1 - t)),
          scale(branch.arrive, -length * 0.85 * t * t * (1 - t)),
        ),
      );
      const next: Station = { at: this.pushed(at, r), r };
      into.piece(last, next);
      last = next;
    }
  }

  vesselTree(
    stations: Supply['artery'],
    points: readonly Vec3[],
    withAirway: Supply['bronchus'] | null,
  ): void {
    const trunk = placed(path(stations));
    this.vessels.along(trunk);
    const end = trunk[trunk.length - 1];
    const direction = sub(end.at, trunk[trunk.length - 3].at);
    const tree = growTree(end.at, direction, points);
    const all = Math.max(1, points.length);
    const top = end.r / vesselRadius(all);
    // The trunk's stated calibre fades into the law of flow within the first divisions.
    const radius = (branch: Branch): number => {
      const share = branch.leaves / all;
      return vesselRadius(branch.leaves) * (1 + (top - 1) * share ** 0.5);
    };
    for (const branch of tree) {
      const r = radius(branch);
      // Only the largest goes on with the parent's calibre: a division is not a knot.
      const parent = branch.parent < 0 ? end.r : radius(tree[branch.parent]);
      const before = branch.leaves > 0.4 * all ? parent : Math.min(r * 1.15, parent);
      this.curved(this.vessels, branch.from, branch.to, before, branch.leaves === 1 ? r * 0.6 : r, branch);
    }
    if (withAirway) this.airwayTree(tree, radius, withAirway);
  }

  /** The airway runs beside its artery, a little narrower, with a wall of a fifth of its radius. */
  private airwayTree(
    tree: readonly Branch[],
    arteryRadius: (branch: Branch) => number,
    stations: Supply['bronchus'],
  ): void {
    const trunk = placed(path(stations));
    this.tube(trunk);
    const end = trunk[trunk.length - 1];
    const ends: Vec3[] = [];
    const sizes: number[] = [];
    const sides: Vec3[] = [];
    tree.forEach((branch, n) => {
      const r = clamp(arteryRadius(branch) * 0.6, 0, end.r);
      const direction = normalise(sub(branch.to, branch.from));
      // Sides follow the parent's, so that the pair does not twist at every division.
      const before =
        branch.parent < 0 ? normalise(cross(direction, [0.25, 0.9, 0.351])) : sides[branch.parent];
      const side = normalise(add(sub(before, scale(direction, dot(before, direction))), [0, 0, 1e-6]));
      sides[n] = side;
      const away = arteryRadius(branch) + r * 1.25 + 0.3;
      const from = branch.parent < 0 ? end.at : ends[branch.parent];
      const r0 = branch.parent < 0 ? end.r : Math.min(sizes[branch.parent], r * 1.2);
      const to = add(branch.to, scale(side, away));
      ends[n] = to;
      sizes[n] = r;
      if (r < 0.8 || ends.length === 0) return;
      this.curved(this.airways, from, to, r0, r, branch);
      this.curved(this.airwayWalls, from, to, wall(r0), wall(r), branch);
    });
  }

  tube(stations: readonly Station[]): void {
    this.airways.along(stations);
    this.airwayWalls.along(stations.map(({ at, r }) => ({ at, r: wall(r) })));
  }
}

/** Outer radius of an airway of a lumen radius, mm. */
function wall(lumen: number): number {
  return lumen + 0.3 + 0.1 * lumen;
}

/** @param points places that each lobe's artery and vein must reach. */
export function growLungTrees(
  arterial: Readonly<Record<LobeName, readonly Vec3[]>>,
  venous: Readonly<Record<LobeName, readonly Vec3[]>>,
  obstacles: readonly Obstacle[],
): LungTrees {
  const grower = new Grower(obstacles);
  grower.tube(placed(TRACHEA));
  for (const bronchus of MAIN_BRONCHI) grower.tube(placed(bronchus));
  grower.tube(
    placed(
      path([
        [-33, 6, 158, 5.7],
        [-36, 5, 150, 5.2],
        [-37, 4, 146, 4.8],
      ]),
    ),
  );
  for (const lobe of Object.keys(SUPPLY) as LobeName[]) {
    const supply = SUPPLY[lobe];
    grower.vesselTree(supply.artery, arterial[lobe], supply.bronchus);
    grower.vesselTree(supply.vein, venous[lobe], null);
  }
  return {
    vessels: grower.vessels.pack(inPlace),
    airwayWalls: grower.airwayWalls.pack(inPlace),
    airways: grower.airways.pack(inPlace),
  };
}

export function paintLungTrees(canvas: Canvas, trees: LungTrees, k: number): void {
  trees.vessels.cover(canvas, k);
  paintTubes(canvas, VESSEL_HU);
  trees.airwayWalls.cover(canvas, k);
  paintTubes(canvas, BRONCHUS_WALL_HU);
  trees.airways.cover(canvas, k);
  paintTubes(canvas, -1000);
}
