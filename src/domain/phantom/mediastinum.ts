/** Heart, great vessels, oesophagus: an unenhanced scan, so blood and muscle differ by a few HU. Phantom frame, mm. */
import type { Cage } from './cage';
import type { Canvas } from './canvas';
import { curves, step } from './curves';
import type { GreatVessels } from './great-vessels';
import type { Noise3 } from './random';
import type { Outline } from './raster';
import { SIZE } from './space';
import { paintTubes } from './tubes';

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
    // The outline of the muscle is wavier than the smooth sac around it.
    const wavy = (inset > 2 ? 2.6 : 1.2) * noise.at(Math.cos(a) * 3.4 + 8, Math.sin(a) * 3.4, z / 15);
    const r = smooth + wavy - Math.max(inset > 0 ? 0.8 : 0, depth);
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

/** The fat pad between heart, breastbone and diaphragm; the abdomen is painted over it. */
export function paintFatPad(canvas: Canvas, cage: Cage): void {
  if (canvas.z < 92) canvas.solid(MEDIASTINAL_FAT, (at) => cage.mediastinum(at));
}

export function paintMediastinum(
  canvas: Canvas,
  cage: Cage,
  parts: GreatVessels,
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
