/** Aerated lung: where it is, its lobes and its texture. Phantom frame, mm; HU. */
import type { Cage } from './cage';
import type { Canvas } from './canvas';
import { step } from './curves';
import type { Noise3 } from './random';
import { pixelMm, SIZE } from './space';

export type LobeName = 'RUL' | 'RML' | 'RLL' | 'LUL' | 'LLL';
const AIR_AND_TISSUE = -886;

const OBLIQUE_RIGHT = 1.02;
const OBLIQUE_LEFT = 1.12;
const NORM_RIGHT = Math.sqrt(1 + OBLIQUE_RIGHT ** 2);
const NORM_LEFT = Math.sqrt(1 + OBLIQUE_LEFT ** 2);

/** Signed distance in mm above the oblique fissure; farther than 8 mm from it only roughly. */
export function obliqueFissure(x: number, y: number, z: number): number {
  const across = Math.abs(x) - 70;
  const flat = z - (x < 0 ? OBLIQUE_RIGHT : OBLIQUE_LEFT) * y - 134 + 0.0016 * across * across;
  const length = x < 0 ? NORM_RIGHT : NORM_LEFT;
  // Its waves are 4 mm high: where they cannot matter they are left out.
  if (flat > 16 || flat < -16) return flat / length;
  return (flat + 4 * Math.sin(x / 23) * Math.cos(y / 31)) / length;
}

/** Signed distance in mm above the horizontal fissure of the right lung. */
export function horizontalFissure(x: number, y: number, z: number): number {
  return z - 152 + 0.002 * ((x + 80) ** 2 + (y + 40) ** 2) - 3 * Math.sin(x / 19);
}

export function lobeAt(x: number, y: number, z: number): LobeName {
  const above = obliqueFissure(x, y, z) > 0;
  if (x > 0) return above ? 'LUL' : 'LLL';
  if (!above) return 'RLL';
  return horizontalFissure(x, y, z) > 0 ? 'RUL' : 'RML';
}

/** Fills the cage with lung and marks canvas.lung; mediastinum and diaphragm take from it afterwards. */
export function markLungs(canvas: Canvas, cage: Cage): void {
  const { z, lung } = canvas;
  canvas.mark(lung, (at) => cage.outline(at));
  if (z < 200) return;
  // Apices: what of the cage lies in neither cone is soft tissue.
  const cones = canvas.tubes;
  for (const side of [1, -1] as const) canvas.mark(cones, (at) => cage.apex(at, side));
  for (let at = 0; at < lung.length; at++) {
    lung[at] *= cones[at];
    cones[at] = 0;
  }
}

/** Soft tissue around the lungs and -886 HU inside them: a flat ground for the texture. */
export function paintLungGround(canvas: Canvas, cage: Cage, noise: Noise3): void {
  // Below the apices a film of fat lies around the lungs, above them muscles and vessels in fat.
  canvas.solid(-80, (at) => cage.outline(at));
  const apical = step(206, 232, canvas.z);
  if (apical > 0) {
    const { raster, hu, z } = canvas;
    for (let j = raster.y0; j < raster.y1; j++)
      for (let i = raster.from[j]; i < raster.to[j]; i++) {
        const n = noise.at(i / 19 + 4, j / 19, z / 30) + 0.4 * noise.at(i / 7, j / 7 + 9, z / 12);
        hu[j * SIZE + i] += 130 * apical * raster.cover[j * SIZE + i] * step(-0.3, -0.02, n);
      }
  }
  markLungs(canvas, cage);
  const { lung, hu } = canvas;
  for (let at = 0; at < lung.length; at++) hu[at] += (AIR_AND_TISSUE - hu[at]) * lung[at];
}

/**
 * Gravity (dense behind), lobules, the blur of vessels too small to see, and fissures. Added in proportion to
 * the lung in each pixel.
 */
export function addLungTexture(canvas: Canvas, noise: Noise3): void {
  const { lung, hu, z } = canvas;
  for (let j = 0; j < SIZE; j++) {
    const y = pixelMm(j);
    for (let i = 0; i < SIZE; i++) {
      const at = j * SIZE + i;
      const share = lung[at];
      if (share < 0.02) continue;
      const x = pixelMm(i);
      const lobular = noise.at(x / 8, y / 8, z / 8);
      const fine = noise.at(x / 2.6 + 11, y / 2.6, z / 2.9);
      let value = 0.22 * (y + 10) + 9 * lobular + 15 * fine + (fine > 0.3 ? 70 * (fine - 0.3) : 0);
      const o = obliqueFissure(x, y, z);
      if (o > -2 && o < 2) value += 105 * Math.exp(-((o / 0.6) ** 2));
      if (x < 0 && o > 0) {
        const h = horizontalFissure(x, y, z);
        if (h > -2 && h < 2) value += 80 * Math.exp(-((h / 0.75) ** 2));
      }
      hu[at] += share * value;
    }
  }
}
