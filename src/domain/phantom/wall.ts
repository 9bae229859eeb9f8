/** Skin, fat, muscles, shoulder blades and the scanner's table. */
import type { Band, Cage } from './cage';
import type { Canvas } from './canvas';
import { step } from './curves';
import type { Noise3 } from './random';
import type { Outline } from './raster';
import { SIZE } from './space';

const SKIN_HU = 25;
export const FAT_HU = -104;
export const MUSCLE_HU = 54;
const SIDES = [1, -1] as const;

function ellipse(cx: number, cy: number, rx: number, ry: number, turn = 0): Outline {
  const out: number[] = [];
  const c = Math.cos(turn);
  const s = Math.sin(turn);
  for (let n = 0; n < 48; n++) {
    const a = (n / 48) * 2 * Math.PI;
    const u = Math.cos(a) * rx;
    const v = Math.sin(a) * ry;
    out.push(cx + u * c - v * s, cy + u * s + v * c);
  }
  return out;
}

/** The carbon table: a thin shell around foam, with a mattress on it. */
function table(canvas: Canvas): void {
  const sheet = (top: number, bend: number, thick: number) => (): Outline => {
    const upper: number[] = [];
    const lower: number[] = [];
    for (let n = 0; n <= 40; n++) {
      const x = -128 + n * 6.4;
      upper.push(x, top - bend * x * x);
      lower.unshift(x, top + thick - bend * x * x);
    }
    return [...upper, ...lower];
  };
  canvas.raster.ofBody = false;
  canvas.solid(-955, sheet(113, 0.0011, 12));
  canvas.solid(-180, sheet(125, 0.0012, 2.2));
  canvas.solid(-935, sheet(127.2, 0.0012, 14));
  canvas.solid(-260, sheet(141, 0.0015, 1.6));
  canvas.raster.ofBody = true;
}

/** A layer that exists between two levels, thinning over `fade` mm at both. */
interface Layer extends Band {
  readonly low: number;
  readonly high: number;
  readonly hu?: number;
}

const LAYERS: readonly Layer[] = [
  { from: -40, to: 50, inner: 8.2, innerTo: 8.6, thick: 6.4, peak: 0.6, low: 55, high: 215 }, // serratus anterior
  { from: 4, to: 72, inner: 14, innerTo: 9, thick: 9, peak: 0.32, low: 40, high: 190 }, // latissimus dorsi
  { from: -87, to: -20, inner: 8.4, innerTo: 14, thick: 15, peak: 0.72, low: 128, high: 246 }, // pectoralis major
  { from: -62, to: -24, inner: 8, innerTo: 9, thick: 6.5, peak: 0.6, low: 176, high: 240 }, // pectoralis minor
  { from: 22, to: 69, inner: 12.5, innerTo: 8.6, thick: 11, peak: 0.4, low: 136, high: 280 }, // subscapularis
  { from: 24, to: 71, inner: 25, innerTo: 17, thick: 12, peak: 0.38, low: 138, high: 290 }, // infraspinatus
  { from: -6, to: 29, inner: 13, innerTo: 17, thick: 20, peak: 0.6, low: 140, high: 275 }, // teres, axillary border
  { from: -22, to: 4, inner: 19, innerTo: 17, thick: 9, peak: 0.5, low: 172, high: 250 }, // axillary fold
  { from: 60, to: 86, inner: 13, innerTo: 17, thick: 6, peak: 0.5, low: 150, high: 250 }, // rhomboids
  { from: 56, to: 89, inner: 20, innerTo: 23, thick: 5, peak: 0.6, low: 105, high: 285 }, // trapezius
  { from: -72, to: -14, inner: 13, innerTo: 22, thick: 15, peak: 0.6, low: 222, high: 300 }, // its clavicular head
  { from: 18, to: 72, inner: 38, innerTo: 24, thick: 17, peak: 0.45, low: 226, high: 310 }, // supraspinatus
  { from: 30, to: 88, inner: 50, innerTo: 24, thick: 11, peak: 0.6, low: 214, high: 330 }, // upper trapezius
  { from: -84, to: 36, inner: 8, innerTo: 8, thick: 5, peak: 0.7, low: -60, high: 66 }, // oblique muscles
  { from: -89, to: -64, inner: 8.4, innerTo: 8.4, thick: 8.5, peak: 0.5, low: -60, high: 72 }, // rectus abdominis
];

/** Deltoid and the muscles around a raised arm, above the armpit. */
function shoulder(z: number, side: number): Outline | null {
  const u = (z - 282) / 48;
  if (Math.abs(u) >= 1) return null;
  const s = Math.sqrt(1 - u * u);
  return ellipse(side * 130, 6, 40 * s, 46 * s, side * 0.3);
}

/** Fat planes between and within muscles: a slow texture that only muscle shows. */
function marbling(canvas: Canvas, cage: Cage, noise: Noise3): void {
  const { hu, body, z, raster } = canvas;
  // What the lungs and the mediastinum will cover is left out.
  const within = raster.shape(z, (at) => cage.outline(at, -1));
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      const at = y * SIZE + x;
      if (body[at] < 0.99 || (within && x >= raster.from[y] && x < raster.to[y] && raster.cover[at] === 1))
        continue;
      const n = noise.at(x * 0.19 + 5, y * 0.19, z / 9);
      if (hu[at] > 40) hu[at] -= n > 0.35 ? 120 * (n - 0.35) : -6 * n;
      else if (hu[at] < -95) hu[at] += n < -0.55 ? 180 * (-n - 0.55) : 4 * n;
    }
}

export function paintWall(canvas: Canvas, cage: Cage, noise: Noise3): void {
  table(canvas);
  canvas.mark(canvas.body, (z) => cage.skin(z));
  for (let at = 0; at < canvas.hu.length; at++)
    if (canvas.body[at] > 0) canvas.hu[at] += (SKIN_HU - canvas.hu[at]) * canvas.body[at];
  canvas.solid(FAT_HU, (z) => cage.skin(z, 1.9));
  canvas.solid(MUSCLE_HU - 6, (z) => cage.intercostal(z));
  for (const side of SIDES) {
    if (canvas.z > 232) canvas.solid(MUSCLE_HU, (z) => shoulder(z, side), canvas.body);
    for (const layer of LAYERS)
      canvas.solid(
        layer.hu ?? MUSCLE_HU,
        (z) => {
          const size = step(layer.low, layer.low + 26, z) * step(layer.high, layer.high - 22, z);
          if (size < 0.06) return null;
          return cage.band(z, side, { ...layer, thick: layer.thick * size });
        },
        // The skin is the limit, however a muscle bulges.
        canvas.body,
      );
  }
  marbling(canvas, cage, noise);
  for (const side of SIDES) {
    // The blade itself: two cortical sheets with a little marrow between.
    const blade = (inset: number) => (z: number) => {
      if (z < 140 || z > 262) return null;
      const width = step(138, 190, z);
      const from = 66 - 38 * width;
      return cage.band(z, side, {
        from,
        to: 68,
        inner: 21.5 + inset,
        innerTo: 15.5 + inset,
        thick: 4.4 - 2 * inset,
        peak: 0.2,
        even: true,
      });
    };
    canvas.solid(560, blade(0));
    canvas.solid(190, blade(1.4));
    // Its lateral border is a rod.
    const rod = (r: number) => (z: number) => {
      if (z < 150 || z > 266) return null;
      const a = ((66 - 38 * step(138, 190, z)) * Math.PI) / 180;
      const [x, y] = cage.point(z, side > 0 ? a : Math.PI - a, 23);
      return ellipse(x, y, r, r * 0.8);
    };
    canvas.solid(620, rod(5.2));
    canvas.solid(210, rod(3.4));
  }
}

/** Muscles along the spine; painted after the mediastinum, whose outline reaches between them. */
export function paintBackMuscles(canvas: Canvas): void {
  const down = step(90, 0, canvas.z) * 5;
  canvas.solid(MUSCLE_HU - 4, () => [-25, 71 - down, 25, 71 - down, 31, 91 - down, -31, 91 - down]);
  for (const side of SIDES) {
    // Erector spinae with its fat septum, beside the spinous processes.
    canvas.solid(MUSCLE_HU, () => ellipse(side * 29, 92 - down, 24, 11, side * -0.18));
    canvas.solid(-40, () => ellipse(side * 31, 92 - down, 0.8, 8, side * 0.5));
    canvas.solid(MUSCLE_HU, () => ellipse(side * 12, 87 - down, 9, 9));
  }
}
