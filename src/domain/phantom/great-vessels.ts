/** Paths and calibres of the great vessels, and the small things beside them. Phantom frame, mm. */
import { path } from './curves';
import { Tubes } from './tubes';

/** Tubes by what they are painted as: blood; soft tissue (nodes, crura, neck muscles); fat grooves; calcium. */
export interface GreatVessels {
  readonly blood: Tubes;
  readonly walls: Tubes;
  readonly fat: Tubes;
  readonly plaque: Tubes;
}

/** Right atrioventricular, anterior interventricular and left atrioventricular groove. */
const GROOVES: readonly (readonly (readonly [number, number, number, number])[])[] = [
  [
    [-8, -62, 148, 4],
    [-22, -66, 128, 4.6],
    [-25, -60, 108, 4.4],
    [-16, -42, 92, 4.6],
  ],
  [
    [34, -62, 146, 4],
    [48, -66, 124, 3.6],
    // Under the surface of the heart: a vessel that stands out into the lung would look like a nodule.
    [53.5, -68, 100, 3],
    [63, -68, 84, 2.4],
  ],
  [
    [36, -30, 146, 3.6],
    [50, -14, 128, 3.8],
    [44, -2, 110, 4],
  ],
];

/** A point moved away from the heart's axis, mm. */
function outwards(x: number, y: number, by: number): [number, number] {
  const away = Math.hypot(x - 17, y + 31);
  return [x + ((x - 17) / away) * by, y + ((y + 31) / away) * by];
}

export function buildGreatVessels(): GreatVessels {
  const blood = new Tubes();
  const walls = new Tubes();
  const fat = new Tubes();
  const plaque = new Tubes();
  // Aorta: ascending, arch, descending.
  blood.along(
    path([
      [2, -26, 136, 15],
      [-9, -35, 155, 16],
      [-14, -38, 174, 16],
      [-11, -34, 191, 15],
      [1, -20, 200, 14],
      [13, -2, 201, 13],
      [23, 15, 195, 12.5],
      [27, 27, 182, 12.5],
      [27, 31, 165, 12],
      [25, 31, 140, 12],
      [22, 29, 110, 11.8],
      [17, 25, 75, 11.2],
      [11, 20, 40, 10.8],
      [4, 15, 5, 10.2],
      [3, 14, -10, 10],
    ]),
  );
  // Branches of the arch.
  blood.along(
    path([
      [-5, -28, 200, 7],
      [-12, -28, 220, 6.6],
      [-22, -24, 238, 6],
      [-30, -20, 256, 4.6],
      [-34, -16, 275, 4],
    ]),
  );
  blood.along(
    path([
      [6, -14, 203, 4.6],
      [10, -14, 222, 4],
      [16, -16, 245, 3.8],
      [20, -16, 275, 3.8],
    ]),
  );
  blood.along(
    path([
      [16, 0, 203, 5.6],
      [22, 6, 220, 5.2],
      [26, 2, 240, 5],
      [42, -8, 259, 4.6],
      [76, -22, 266, 4.4],
    ]),
  );
  blood.along(
    path([
      [-22, -24, 238, 4.8],
      [-42, -10, 259, 4.6],
      [-76, -22, 266, 4.4],
    ]),
  );
  blood.along(
    path([
      [-34, -16, 256, 3.6],
      [-26, -14, 275, 3.6],
    ]),
  );
  // Veins: superior cava, brachiocephalic, jugular and subclavian, azygos.
  blood.along(
    path([
      [-26, -24, 140, 10],
      [-28, -27, 160, 9.4],
      [-29, -30, 180, 9],
      [-29, -33, 205, 8.4],
      [-32, -32, 226, 7],
      [-38, -26, 250, 6.4],
      [-36, -22, 275, 6],
    ]),
  );
  blood.along(
    path([
      [-26, -36, 205, 7],
      [-6, -48, 212, 6.6],
      [16, -50, 221, 6.4],
      [32, -42, 232, 6.4],
      [38, -30, 250, 6.2],
      [36, -24, 275, 6],
    ]),
  );
  blood.along(
    path([
      [36, -34, 246, 5.4],
      [68, -42, 262, 5.2],
      [95, -40, 262, 5],
    ]),
  );
  blood.along(
    path([
      [-36, -34, 246, 5.4],
      [-68, -42, 262, 5.2],
      [-95, -40, 262, 5],
    ]),
  );
  blood.along(
    path([
      [-26, -22, 187, 4],
      [-22, -4, 191, 4],
      [-15, 16, 188, 3.8],
      [-9, 27, 176, 3.6],
      [-7, 30, 120, 3.2],
      [-6, 24, 40, 2.6],
      [-6, 18, -8, 2.4],
    ]),
  );
  blood.along(
    path([
      [12, 40, 130, 2],
      [11, 36, 60, 2],
    ]),
  );
  // Pulmonary trunk and its two branches.
  blood.along(
    path([
      [20, -56, 138, 13],
      [24, -46, 155, 13.5],
      [22, -32, 168, 13],
      [12, -20, 169, 11.5],
    ]),
  );
  blood.along(
    path([
      [14, -22, 167, 11.5],
      [-6, -15, 164, 10.6],
      [-26, -12, 162, 10],
      [-42, -10, 158, 8.6],
    ]),
  );
  blood.along(
    path([
      [20, -26, 169, 11],
      [34, -8, 170, 9],
      [45, 6, 167, 8.2],
      [48, 12, 158, 8.2],
    ]),
  );
  // Pulmonary veins to the left atrium.
  blood.along(
    path([
      [-4, 2, 136, 9],
      [-28, -8, 142, 6],
      [-46, -18, 148, 4.8],
    ]),
  );
  blood.along(
    path([
      [18, 0, 138, 9],
      [36, -8, 146, 6],
      [50, -18, 152, 4.8],
    ]),
  );
  blood.along(
    path([
      [-6, 8, 128, 7],
      [-30, 12, 124, 4.8],
      [-46, 14, 121, 4.7],
    ]),
  );
  blood.along(
    path([
      [20, 8, 128, 8.4],
      [36, 14, 124, 5.5],
      [50, 18, 121, 4.4],
    ]),
  );
  // Inferior cava to the right atrium.
  blood.along(
    path([
      [-24, -6, 100, 12.5],
      [-25, 0, 84, 12],
      [-24, 4, 60, 11.5],
      [-20, 6, 30, 11],
      [-17, 7, -10, 10.6],
    ]),
  );
  // Diaphragm's crura, lymph nodes, thymic rest.
  walls.along(
    path([
      [14, 12, 62, 3],
      [15, 24, 40, 4],
      [14, 30, 0, 5],
    ]),
  );
  walls.along(
    path([
      [-10, 10, 64, 3],
      [-13, 22, 40, 4.4],
      [-13, 28, 0, 5.4],
    ]),
  );
  walls.piece({ at: [-20, -14, 180], r: 3.4 }, { at: [-17, -13, 172], r: 3 });
  walls.piece({ at: [6, 12, 172], r: 3.2 }, { at: [2, 12, 166], r: 3.8 });
  walls.piece({ at: [32, -14, 186], r: 2.8 }, { at: [31, -12, 180], r: 2.6 });
  walls.piece({ at: [-16, -30, 216], r: 2.6 }, { at: [-17, -26, 210], r: 2.4 });
  // Thyroid poles and neck muscles at the very top.
  for (const side of [1, -1]) {
    walls.along(
      path([
        [side * 34, -48, 240, 4],
        [side * 38, -40, 256, 7],
        [side * 42, -28, 275, 8],
      ]),
    );
    walls.along(
      path([
        [side * 24, 20, 248, 4],
        [side * 22, 18, 260, 9],
        [side * 22, 16, 275, 12],
      ]),
    );
    walls.along(
      path([
        [side * 34, 4, 256, 5],
        [side * 32, 4, 264, 9],
        [side * 30, 2, 275, 9],
      ]),
    );
  }
  // Fat in the grooves of the heart with the coronary vessels, one with a calcified plaque.
  for (const groove of GROOVES) {
    // Deep in the groove the fat is narrow, towards the surface it opens; the artery and a vein run in it.
    fat.along(path(groove.map(([x, y, z, r]) => [x, y, z, r * 0.75])));
    fat.along(path(groove.map(([x, y, z, r]) => [...outwards(x, y, 4), z, r * 1.25])));
    blood.along(path(groove.map(([x, y, z]) => [...outwards(x, y, 1.5), z, 1.7])));
    blood.along(path(groove.map(([x, y, z]) => [x + 3.2, y + 1.8, z, 1.2])));
  }
  plaque.along(
    path([
      [36.5, -62, 142, 0.9],
      [39, -62.5, 136, 1.2],
      [41, -63, 132, 0.8],
    ]),
  );
  plaque.along(
    path([
      [27, 14, 201, 0.9],
      [31, 20, 199, 1.1],
      [34, 25, 196, 0.7],
    ]),
  );
  return { blood: blood.pack(), walls: walls.pack(), fat: fat.pack(), plaque: plaque.pack() };
}
