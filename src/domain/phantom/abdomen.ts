/** What lies under the diaphragm: liver, spleen, stomach with its bubble, bowel, kidneys' upper poles. */
import type { Cage } from './cage';
import type { Canvas } from './canvas';
import { clamp, path } from './curves';
import { ellipsoid } from './mediastinum';
import type { Noise3 } from './random';
import type { Outline } from './raster';
import { SIZE } from './space';
import { paintTubes, Tubes } from './tubes';

const LIVER = 57;
const FAT = -104;

export interface Abdomen {
  readonly liverVessels: Tubes;
}

export function buildAbdomen(): Abdomen {
  const liverVessels = new Tubes();
  // Hepatic veins run to the cava, portal branches fan out from the hilum: darker than unenhanced liver.
  for (const branch of [
    path([
      [-24, 0, 78, 5],
      [-48, -6, 72, 4],
      [-76, 2, 60, 2.8],
      [-102, 8, 46, 1.4],
    ]),
    path([
      [-24, -4, 78, 5],
      [-36, -30, 68, 3.8],
      [-52, -58, 52, 2.4],
      [-60, -76, 38, 1.2],
    ]),
    path([
      [-22, -6, 78, 4.4],
      [-6, -34, 68, 3.2],
      [10, -58, 56, 1.8],
    ]),
    path([
      [-18, -14, 10, 6],
      [-38, -16, 24, 5],
      [-62, -20, 36, 3.6],
      [-90, -30, 40, 1.8],
    ]),
    path([
      [-38, -16, 24, 4.4],
      [-56, 8, 24, 3.4],
      [-84, 30, 26, 1.8],
    ]),
    path([
      [-38, -16, 24, 4],
      [-18, -44, 34, 3],
      [8, -64, 42, 1.6],
    ]),
    path([
      [-62, -20, 36, 2.8],
      [-84, -52, 30, 1.6],
    ]),
    path([
      [-48, -6, 72, 2.6],
      [-62, -34, 66, 1.4],
    ]),
  ])
    liverVessels.along(branch);
  return { liverVessels: liverVessels.pack() };
}

/** The left lobe lies across the midline under the front wall and ends in a wedge. */
function leftLobe(z: number, noise: Noise3): Outline | null {
  const size = Math.sqrt(clamp((79 - z) / 24, 0, 1));
  if (size < 0.1) return null;
  const tip = 8 + 54 * size - 0.1 * Math.max(0, 40 - z);
  const front: number[] = [];
  const back: number[] = [];
  for (let n = 0; n <= 24; n++) {
    const t = n / 24;
    const x = -28 + (tip + 28) * Math.sin((t * Math.PI) / 2);
    const wave = 3.5 * noise.at(x / 22, z / 26, 21.5);
    const middle = -62 - 14 * t;
    const half = 40 * size * (1 - t ** 1.5) + 3 * Math.sqrt(1 - t);
    front.push(x, middle - 0.8 * half + wave);
    back.unshift(x, middle + half + 1.4 * wave);
  }
  return [...front, ...back];
}

/** The part of an outline in front of a level y: gas rises in a patient who lies on the back. */
function above(outlineAt: (z: number) => Outline | null, level: number) {
  return (z: number): Outline | null => {
    const outline = outlineAt(z);
    if (!outline) return null;
    const cut = outline.map((v, n) => (n % 2 === 1 ? Math.min(v, level) : v));
    return cut.some((v, n) => n % 2 === 1 && v < level - 0.5) ? cut : null;
  };
}

export function paintAbdomen(canvas: Canvas, cage: Cage, parts: Abdomen, k: number, noise: Noise3): void {
  const { z, abdomen } = canvas;
  if (z > 100) return;
  canvas.abdomenUsed = true;
  const uneven = { noise, size: 0.16 };
  for (const side of [-1, 1] as const) canvas.mark(abdomen, (at) => cage.dome(at, side));
  if (z < 70) canvas.mark(abdomen, (at) => cage.mediastinum(at, 4));
  canvas.mark(canvas.lung, (at) => cage.dome(at, -1), true);
  canvas.mark(canvas.lung, (at) => cage.dome(at, 1), true);
  for (let at = 0; at < abdomen.length; at++)
    if (abdomen[at] > 0) canvas.hu[at] += (FAT - canvas.hu[at]) * abdomen[at];
  // Muscle of the diaphragm, then the organs inside it.
  for (const side of [-1, 1] as const) {
    canvas.solid(44, (at) => cage.dome(at, side), abdomen);
    canvas.solid(FAT, (at) => cage.dome(at, side, 2), abdomen);
  }
  canvas.solid(LIVER, (at) => cage.dome(at, -1, 1.2), abdomen);
  canvas.solid(FAT, ellipsoid([-8, 30, 10], [26, 26, 60]), abdomen);
  canvas.solid(LIVER, (at) => leftLobe(at, noise), abdomen);
  canvas.solid(FAT, ellipsoid([4, -68, 4], [3, 17, 28], 0.3, { noise, size: 0.5 }), abdomen);
  canvas.solid(LIVER, ellipsoid([-24, 8, 34], [20, 16, 26], 0.2), abdomen);
  parts.liverVessels.cover(canvas, k);
  paintTubes(canvas, 41);
  // Stomach: wall, contents, gas in front of a level.
  const folds = { noise, size: 0.3 };
  const lumen = ellipsoid([60, -8, 40], [33, 38, 34], -0.5, folds);
  canvas.solid(46, ellipsoid([60, -8, 40], [36, 41, 38], -0.5, folds), abdomen);
  canvas.solid(22, lumen, abdomen);
  canvas.solid(-960, above(lumen, -18), abdomen);
  canvas.solid(50, ellipsoid([90, 34, 38], [20, 42, 42], -0.5, uneven), abdomen);
  // Splenic flexure of the colon.
  canvas.solid(40, ellipsoid([90, -52, 22], [21, 18, 26], 0.3, uneven), abdomen);
  const bowel = ellipsoid([90, -52, 22], [18.5, 15.5, 23], 0.3, uneven);
  canvas.solid(-15, bowel, abdomen);
  canvas.solid(-900, above(bowel, -55), abdomen);
  canvas.solid(34, ellipsoid([50, 42, -8], [24, 19, 34], 0.4), abdomen);
  canvas.solid(FAT, ellipsoid([-48, 46, -12], [31, 26, 42], -0.4, uneven), abdomen);
  canvas.solid(34, ellipsoid([-50, 46, -14], [24, 19, 34], -0.4), abdomen);
  unevenness(canvas, noise);
}

/** Organs and fat are not flat: a few HU of slow variation, strands in the fat. */
function unevenness(canvas: Canvas, noise: Noise3): void {
  const { abdomen, hu, z } = canvas;
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      const at = y * SIZE + x;
      if (abdomen[at] === 0) continue;
      const n = noise.at(x * 0.13, y * 0.13, z / 6);
      hu[at] += abdomen[at] * (3 * n + (hu[at] < -60 && hu[at] > -200 && n > 0.4 ? 190 * (n - 0.4) : 0));
    }
}
