/**
 * No patient is symmetric or lies quite straight. The anatomy's tables are symmetric; this moves them into place:
 * a small turn about the body's axis and slow shifts in the plane that differ by level. Phantom frame, mm.
 */
import type { Vec3 } from '../geometry';

/** Turn in radians: the right shoulder lies a little deeper. */
const TURN = 0.036;
const COS = Math.cos(TURN);
const SIN = Math.sin(TURN);

/** Where a point of the tables lies in the patient: [x, y] at the same z. Shifts stay under 6 mm in the chest. */
export function warp(x: number, y: number, z: number): [number, number] {
  const dx = 2.2 * Math.sin(y / 46 + z / 95 + 0.7) + 1.3 * Math.sin(x / 40 - z / 60 + 1.9);
  const dy = 1.9 * Math.sin(x / 44 + z / 85 + 2.2) + 1.1 * Math.sin(x / 27 + y / 60 - z / 70);
  return [x * COS - y * SIN + dx, x * SIN + y * COS + dy];
}

export const warped = ([x, y, z]: Vec3): Vec3 => [...warp(x, y, z), z];

/** The point of the tables that lies at a place in the patient. */
export function unwarped([x, y, z]: Vec3): Vec3 {
  let u = x;
  let v = y;
  for (let n = 0; n < 4; n++) {
    const [a, b] = warp(u, v, z);
    u += x - a;
    v += y - b;
  }
  return [u, v, z];
}
