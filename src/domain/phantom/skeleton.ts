/** Ribs, spine, sternum and clavicles: cortical shells around spongy bone. Phantom frame, mm. */
import { cageFront, type Cage } from './cage';
import type { Canvas } from './canvas';
import { curve, mirrored, mix, path, step, type Station } from './curves';
import type { Noise3 } from './random';
import type { Outline } from './raster';
import { SIZE } from './space';
import { paintTubes, Tubes } from './tubes';

const CORTEX = 640;
const SPONGY = 185;
const CARTILAGE = 105;

/** y of the vertebral bodies' centre, by level: the kyphosis of the chest. */
export const spineY = curve([
  [0, 36],
  [50, 42],
  [100, 47],
  [150, 50],
  [200, 47],
  [235, 40],
  [268, 30],
]);
/** Height of a vertebra with its disc, and the level of the first lower end plate. */
const PITCH = 22.5;
const OFFSET = 4;
const DISC = 4.6;

const vertebraBase = (index: number): number => OFFSET + index * PITCH;

/** Degrees from the side (90 is the back) as the cage's angle, on either side of the body. */
const turned = (degrees: number, side: 1 | -1): number =>
  side > 0 ? (degrees * Math.PI) / 180 : Math.PI - (degrees * Math.PI) / 180;

export interface Skeleton {
  readonly bones: Tubes;
  readonly cartilage: Tubes;
}

/** Path of one rib: from the spine backwards, round the cage, down to the front. Side +1 is left. */
function rib(
  cage: Cage,
  index: number,
  side: 1 | -1,
): { bone: readonly Station[]; cartilage: readonly Station[] } {
  const head = 250 - index * PITCH + 3;
  // No chest is quite symmetric: the right ribs hang a little lower.
  const lower = side < 0 ? 2.2 + 0.9 * Math.sin(index * 2.1) : 0;
  const drop = index === 0 ? 38 : index === 1 ? 66 : index < 8 ? 84 + index * 4 : 104;
  const end = index >= 10 ? 5 - (index - 10) * 25 : -52 + Math.max(0, index - 6) * 9;
  const bone: Station[] = [];
  const headY = spineY(head) + 8;
  bone.push({ at: [side * 17, headY, head], r: 4 }, { at: [side * 26, headY + 12, head + 1], r: 3.6 });
  const steps = 34;
  for (let n = 0; n <= steps; n++) {
    const t = n / steps;
    const degrees = mix(68, end, t);
    const z = head - (drop + lower) * (0.12 * t + 0.88 * step(-0.15, 1.05, t));
    const [x, y] = cage.point(z, turned(degrees, side), 4.1);
    // Thickest at the angle and in front; no two ribs are alike.
    const own =
      0.35 * Math.sin(index * 2.3 + side + t * 9) + 0.25 * Math.sin(index * 5.1 - side * 2 + t * 23);
    bone.push({ at: [x, y, z], r: (index === 0 ? 3.8 : mix(3.2, 3.7, t)) + own });
  }
  const cartilage: Station[] = [];
  if (index < 10) {
    const tip = bone[bone.length - 1].at;
    // Upper cartilages go straight to the sternum; the lower ones climb to it along the costal arch.
    const goalZ = index < 6 ? mix(tip[2], 196 - index * 18, 0.85) : 84 - (index - 6) * 4;
    for (let n = 0; n <= 10; n++) {
      const t = n / 10;
      const z = mix(tip[2], goalZ, t ** 1.4);
      const degrees = mix(end, -84, t);
      const [x, y] = cage.point(z, turned(degrees, side), 4.4);
      cartilage.push({ at: [x, y, z], r: 3.9 });
    }
  }
  return { bone, cartilage };
}

export function buildSkeleton(cage: Cage): Skeleton {
  const bones = new Tubes(0.62);
  const cartilage = new Tubes(0.62);
  for (let index = 0; index < 12; index++)
    for (const side of [1, -1] as const) {
      const one = rib(cage, index, side);
      bones.along(one.bone);
      cartilage.along(one.cartilage);
    }
  for (let index = -1; index < 13; index++) {
    const z = vertebraBase(index) + PITCH * 0.62;
    const y = spineY(z);
    for (const side of [1, -1]) {
      // Pedicle, lamina and transverse process of one side.
      bones.along([
        { at: [side * 11, y + 10, z], r: 3.6 },
        { at: [side * 12.5, y + 21, z], r: 3.9 },
      ]);
      bones.along([
        { at: [side * 12.5, y + 21, z], r: 3.9 },
        { at: [side * 8, y + 29, z - 3], r: 3.2 },
        { at: [0, y + 33.5, z - 6], r: 3 },
      ]);
      bones.along([
        { at: [side * 12.5, y + 21, z], r: 3.8 },
        { at: [side * 24, y + 27, z + 1], r: 3.4 },
        { at: [side * 33, y + 31, z + 1], r: 3.9 },
      ]);
      bones.piece({ at: [side * 10, y + 22, z - 9], r: 3 }, { at: [side * 10, y + 22, z + 5], r: 3 });
    }
    bones.along([
      { at: [0, y + 33.5, z - 6], r: 2.9 },
      { at: [0, y + 42, z - 16], r: 2.5 },
      { at: [0, Math.min(y + 50, 97), z - 24], r: 3 },
    ]);
  }
  const clavicle = path(
    [
      [17, -88, 213, 7],
      [32, -88, 217, 6],
      [56, -76, 229, 5.4],
      [84, -58, 245, 5],
      [106, -42, 260, 5],
    ],
    6,
  );
  bones.along(clavicle);
  bones.along(mirrored(clavicle));
  // The arms are up: the humeral heads stand beside the apices.
  for (const side of [1, -1])
    bones.along([
      { at: [side * 133, 8, 262], r: 14 },
      { at: [side * 139, 2, 272], r: 20 },
      { at: [side * 146, -6, 290], r: 16 },
    ]);
  return { bones: bones.pack(), cartilage: cartilage.pack() };
}

/** Outline of a vertebral body with a flat back; `inset` mm inside its surface. */
function vertebra(z: number, inset: number): Outline {
  const y = spineY(z);
  const phase = (((z - OFFSET) % PITCH) + PITCH) % PITCH;
  // Bodies are waisted between their end plates, and grow from the neck to the waist.
  const middle = (phase - DISC) / (PITCH - DISC) - 0.5;
  const waist = phase < DISC ? 1 : 0.9 + 0.1 * Math.min(1, (2 * middle) ** 2);
  const grow = 1 + 0.24 * step(240, 20, z);
  const rx = 15 * grow * waist - inset;
  const ry = 12.4 * grow * waist - inset;
  const out: number[] = [];
  for (let n = 0; n < 56; n++) {
    const a = (n / 56) * 2 * Math.PI;
    const s = Math.sin(a);
    const back = s > 0 ? 0.78 - 0.14 * Math.exp(-((Math.cos(a) / 0.45) ** 2)) : 1;
    out.push(Math.cos(a) * rx, y + s * ry * back);
  }
  return out;
}

function sternum(z: number, inset: number): Outline | null {
  if (z > 216 || z < 66) return null;
  const manubrium = step(170, 192, z);
  const width = mix(12 + 5 * step(160, 95, z), 26, manubrium) * step(219, 211, z) * step(62, 82, z);
  const half = mix(5 + 0.8 * Math.sin(z / 11), 6.6, manubrium);
  const y = cageFront(z) - half - 2;
  if (width <= inset + 0.5) return null;
  const out: number[] = [];
  for (let n = 0; n < 48; n++) {
    const a = (n / 48) * 2 * Math.PI;
    const c = Math.cos(a);
    const s = Math.sin(a);
    out.push(
      Math.sign(c) * Math.abs(c) ** 0.75 * (width - inset),
      y + Math.sign(s) * Math.abs(s) ** 0.8 * (half - inset),
    );
  }
  return out;
}

/** Spongy bone is not even: trabeculae as noise, stronger along z. */
function trabeculae(canvas: Canvas, noise: Noise3): void {
  const { raster, hu, z } = canvas;
  for (let y = raster.y0; y < raster.y1; y++)
    for (let x = raster.from[y]; x < raster.to[y]; x++) {
      const at = y * SIZE + x;
      const c = raster.cover[at];
      if (c > 0) hu[at] += c * 46 * noise.at(x * 0.42, y * 0.42, z / 5);
    }
}

export function paintSkeleton(canvas: Canvas, skeleton: Skeleton, k: number, noise: Noise3): void {
  const { z } = canvas;
  skeleton.cartilage.cover(canvas, k);
  paintTubes(canvas, CARTILAGE);
  // Vertebral bodies: end plates are full cortex for a millimetre above and below the disc.
  const phase = (((z - OFFSET) % PITCH) + PITCH) % PITCH;
  const disc = step(DISC + 0.2, DISC - 0.9, phase) * step(-0.2, 0.9, phase);
  const plate = Math.max(step(2.2, 0.9, Math.abs(phase - DISC - 0.6)), step(2.2, 0.9, PITCH - phase + 0.6));
  canvas.solid(mix(mix(CORTEX - 90, 420, plate), 92, disc), (at) => vertebra(at, 0));
  canvas.solid(mix(mix(SPONGY, 390, plate), 80, disc), (at) => vertebra(at, 1.3));
  if (disc < 0.5) trabeculae(canvas, noise);
  // Joint of manubrium and body: fibrocartilage between two plates.
  const joint = step(3, 1.6, Math.abs(z - 172));
  canvas.solid(mix(CORTEX - 120, 130, joint), (at) => sternum(at, 0));
  canvas.solid(mix(SPONGY - 70, 100, joint), (at) => sternum(at, 1.4));
  if (joint < 0.5) trabeculae(canvas, noise);
  skeleton.bones.cover(canvas, k);
  paintTubes(canvas, CORTEX);
  skeleton.bones.cover(canvas, k, 1, 1.5);
  paintTubes(canvas, SPONGY);
  // Canal: fat around the sac, then the sac with the cord.
  const y = spineY(z) + 19.5;
  const oval = (rx: number, ry: number): Outline => {
    const out: number[] = [];
    for (let n = 0; n < 36; n++) {
      const a = (n / 36) * 2 * Math.PI;
      out.push(Math.cos(a) * rx, y + Math.sin(a) * ry);
    }
    return out;
  };
  canvas.solid(-60, () => oval(9.2, 8));
  canvas.solid(16, () => oval(7.8, 7));
  canvas.solid(38, () => oval(4.2, 3.4));
}
