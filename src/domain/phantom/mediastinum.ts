/** Heart, great vessels, oesophagus: an unenhanced scan, so blood and muscle differ by a few HU. Phantom frame, mm. */
import type { Cage } from './cage';
import type { Canvas } from './canvas';
import { curves, path, step } from './curves';
import type { Noise3 } from './random';
import type { Outline } from './raster';
import { SIZE } from './space';
import { paintTubes, Tubes } from './tubes';

const BLOOD = 43;
const HEART_MUSCLE = 50;
const EPICARDIAL_FAT = -92;
const MEDIASTINAL_FAT = -98;

/** Heart's silhouette: radius at twelve angles around its axis; 0 is left, 3 is back, 6 right, 9 front. */
const SILHOUETTE = curves([
  [170, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3],
  [163, 30, 26, 22, 20, 24, 34, 38, 36, 34, 32, 32, 32],
  [150, 46, 40, 34, 32, 38, 50, 56, 52, 46, 44, 44, 48],
  [130, 60, 50, 40, 36, 42, 54, 60, 58, 52, 48, 52, 60],
  [112, 70, 56, 42, 34, 36, 48, 57, 57, 53, 50, 58, 68],
  [97, 73, 55, 38, 27, 28, 40, 50, 54, 53, 52, 62, 73],
  [84, 66, 46, 27, 16, 17, 28, 40, 48, 50, 52, 60, 68],
  [74, 48, 28, 12, 6, 6, 12, 24, 36, 42, 46, 48, 52],
  [66, 20, 8, 2, 2, 2, 2, 4, 12, 20, 24, 26, 24],
]);
const AXIS_X = 17;
const AXIS_Y = -31;

function heart(z: number, noise: Noise3, inset: number): Outline | null {
  if (z > 169 || z < 66) return null;
  const radii = SILHOUETTE.map((c) => c(z));
  const out: number[] = [];
  for (let n = 0; n < 96; n++) {
    const a = (n / 96) * 2 * Math.PI;
    const at = (n / 96) * 12;
    const i = Math.floor(at);
    const t = at - i;
    const p = [radii[(i + 11) % 12], radii[i % 12], radii[(i + 1) % 12], radii[(i + 2) % 12]];
    const smooth =
      p[1] +
      0.5 *
        t *
        (p[2] - p[0] + t * (2 * p[0] - 5 * p[1] + 4 * p[2] - p[3] + t * (3 * (p[1] - p[2]) + p[3] - p[0])));
    // Fat is thickest over the right ventricle, in front, and in the grooves.
    const front = Math.max(0, -Math.sin(a + 0.5));
    const depth = inset * (0.55 + 1.2 * front + 0.9 * noise.at(Math.cos(a) * 2.4, Math.sin(a) * 2.4, z / 18));
    const r = smooth - Math.max(inset > 0 ? 0.8 : 0, depth);
    if (r < 1.5) return null;
    out.push(AXIS_X + Math.cos(a) * r, AXIS_Y + Math.sin(a) * r);
  }
  return out;
}

/** Cross-section of an ellipsoid that is turned in the plane, made uneven by `shape` (a share of its radius). */
export function ellipsoid(
  [cx, cy, cz]: readonly [number, number, number],
  [rx, ry, rz]: readonly [number, number, number],
  turn = 0,
  shape?: { readonly noise: Noise3; readonly size: number },
): (z: number) => Outline | null {
  return (z) => {
    const u = (z - cz) / rz;
    if (Math.abs(u) >= 0.999) return null;
    const s = Math.sqrt(1 - u * u);
    const c = Math.cos(turn);
    const d = Math.sin(turn);
    const out: number[] = [];
    for (let n = 0; n < 64; n++) {
      const a = (n / 64) * 2 * Math.PI;
      const w = shape
        ? s * (1 + shape.size * shape.noise.at(cx + 1.5 * Math.cos(a), cy + 1.5 * Math.sin(a), z / 24))
        : s;
      const p = Math.cos(a) * rx * w;
      const q = Math.sin(a) * ry * w;
      out.push(cx + p * c - q * d, cy + p * d + q * c);
    }
    return out;
  };
}

export interface Mediastinum {
  readonly blood: Tubes;
  readonly walls: Tubes;
  readonly fat: Tubes;
  readonly plaque: Tubes;
}

export function buildMediastinum(): Mediastinum {
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
      [20, -26, 169, 12],
      [34, -8, 171, 10.6],
      [45, 6, 168, 9.4],
      [48, 12, 158, 8.2],
    ]),
  );
  // Pulmonary veins to the left atrium.
  blood.along(
    path([
      [-4, 2, 136, 9],
      [-28, -8, 142, 7],
      [-46, -18, 148, 6],
    ]),
  );
  blood.along(
    path([
      [18, 0, 138, 9],
      [36, -8, 146, 7],
      [50, -18, 152, 6],
    ]),
  );
  blood.along(
    path([
      [-6, 8, 128, 8.4],
      [-30, 12, 124, 6.6],
      [-46, 14, 121, 5.6],
    ]),
  );
  blood.along(
    path([
      [20, 8, 128, 8.4],
      [36, 14, 124, 6.4],
      [50, 18, 121, 5.4],
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
  // Fat in the atrioventricular and the anterior interventricular groove, with a calcified plaque.
  fat.along(
    path([
      [-8, -62, 148, 4],
      [-22, -66, 128, 4.6],
      [-24, -58, 108, 4.4],
      [-16, -42, 92, 4.6],
    ]),
  );
  fat.along(
    path([
      [34, -62, 146, 4],
      [48, -64, 124, 4],
      [58, -72, 100, 3.4],
      [68, -72, 84, 3],
    ]),
  );
  fat.along(
    path([
      [36, -30, 146, 3.6],
      [48, -18, 128, 3.8],
      [42, -4, 110, 4],
    ]),
  );
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

/** The fat pad between heart, breastbone and diaphragm; the abdomen is painted over it. */
export function paintFatPad(canvas: Canvas, cage: Cage): void {
  if (canvas.z < 92) canvas.solid(MEDIASTINAL_FAT, (at) => cage.mediastinum(at));
}

export function paintMediastinum(
  canvas: Canvas,
  cage: Cage,
  parts: Mediastinum,
  k: number,
  noise: Noise3,
): void {
  const { z } = canvas;
  canvas.solid(20, (at) => cage.mediastinum(at, 0, true));
  canvas.solid(MEDIASTINAL_FAT, (at) => cage.mediastinum(at, -1.1, true));
  // Strands and small vessels make fat uneven.
  const { raster, hu } = canvas;
  if (raster.shape(z, (at) => cage.mediastinum(at, -2, true)))
    for (let y = raster.y0; y < raster.y1; y++)
      for (let x = raster.from[y]; x < raster.to[y]; x++) {
        const at = y * SIZE + x;
        if (raster.cover[at] > 0) {
          const n = noise.at(x * 0.16, y * 0.16, z / 5);
          hu[at] += raster.cover[at] * (8 * n + (n > 0.45 ? 160 * (n - 0.45) : 0));
        }
      }
  parts.walls.cover(canvas, k);
  paintTubes(canvas, 44);
  if (z > 128) {
    // A thin line of fat divides vessels that touch; the heart then covers it.
    parts.blood.cover(canvas, k, 1, -1.1);
    paintTubes(canvas, MEDIASTINAL_FAT + 25);
  }
  canvas.solid(30, (at) => heart(at, noise, 0));
  canvas.solid(EPICARDIAL_FAT, (at) => heart(at, noise, 0.9));
  canvas.solid(HEART_MUSCLE, (at) => heart(at, noise, 4.2));
  parts.fat.cover(canvas, k);
  paintTubes(canvas, EPICARDIAL_FAT);
  // Chambers: right ventricle, left ventricle, both atria.
  canvas.solid(BLOOD - 4, ellipsoid([45, -36, 104], [30, 21, 34], 0.55));
  canvas.solid(BLOOD - 4, ellipsoid([18, -58, 108], [34, 17, 36], 0.25));
  canvas.solid(BLOOD - 3, ellipsoid([-23, -30, 122], [17, 24, 32], -0.2));
  canvas.solid(BLOOD, ellipsoid([8, -2, 132], [32, 16, 22], 0.05));
  parts.blood.cover(canvas, k);
  paintTubes(canvas, BLOOD);
  parts.plaque.cover(canvas, k);
  paintTubes(canvas, 620);
  oesophagus(canvas);
}

const GULLET = curves([
  [268, 5, 12, 7, 5],
  [225, 6, 16, 8, 5.5],
  [195, 3, 20, 8.5, 5],
  [165, 3, 22, 9, 5],
  [135, 4, 24, 9.5, 5],
  [105, 9, 18, 9.5, 6],
  [75, 17, 6, 9.5, 7],
  [60, 26, 0, 10, 8],
]);

function oesophagus(canvas: Canvas): void {
  const oval =
    (share: number, dx = 0) =>
    (z: number): Outline | null => {
      if (z < 58) return null;
      const [x, y, rx, ry] = GULLET.map((c) => c(z));
      const out: number[] = [];
      for (let n = 0; n < 40; n++) {
        const a = (n / 40) * 2 * Math.PI;
        out.push(x + dx + Math.cos(a) * rx * share, y + Math.sin(a) * ry * share);
      }
      return out;
    };
  canvas.solid(MEDIASTINAL_FAT + 10, oval(1.18));
  canvas.solid(38, oval(1));
  // A little swallowed air in its upper part.
  const air = step(150, 190, canvas.z) * (0.16 + 0.1 * Math.sin(canvas.z / 7));
  if (air > 0.05) canvas.solid(-700, oval(air, 1));
}
