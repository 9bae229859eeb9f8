/** Seeded random numbers and smooth noise: the same seed gives the same phantom on every machine. */

/** Uniform numbers in [0, 1). */
export type Random = () => number;

/** Mulberry32; enough for textures, not for secrets. */
export function makeRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A number from the standard normal distribution: sum of uniforms, so no transcendental functions differ by engine. */
export function normal(random: Random): number {
  // Six uniforms have a variance of a half.
  let sum = -3;
  for (let n = 0; n < 6; n++) sum += random();
  return sum * Math.SQRT2;
}

const LATTICE = 32;
const MASK = LATTICE - 1;

/** Smooth noise in space: about -1..1, correlation length about one unit, period 32 units. */
export interface Noise3 {
  at(x: number, y: number, z: number): number;
}

const ease = (t: number): number => t * t * (3 - 2 * t);

export function makeNoise3(random: Random): Noise3 {
  const values = new Float32Array(LATTICE ** 3);
  for (let n = 0; n < values.length; n++) values[n] = random() * 2 - 1;
  return {
    at(x, y, z) {
      const xf = Math.floor(x);
      const yf = Math.floor(y);
      const zf = Math.floor(z);
      const u = ease(x - xf);
      const v = ease(y - yf);
      const w = ease(z - zf);
      const x0 = xf & MASK;
      const x1 = (xf + 1) & MASK;
      const y0 = (yf & MASK) * LATTICE;
      const y1 = ((yf + 1) & MASK) * LATTICE;
      const z0 = (zf & MASK) * LATTICE * LATTICE;
      const z1 = ((zf + 1) & MASK) * LATTICE * LATTICE;
      const a = values[x0 + y0 + z0] + (values[x1 + y0 + z0] - values[x0 + y0 + z0]) * u;
      const b = values[x0 + y1 + z0] + (values[x1 + y1 + z0] - values[x0 + y1 + z0]) * u;
      const c = values[x0 + y0 + z1] + (values[x1 + y0 + z1] - values[x0 + y0 + z1]) * u;
      const d = values[x0 + y1 + z1] + (values[x1 + y1 + z1] - values[x0 + y1 + z1]) * u;
      const low = a + (b - a) * v;
      return low + (c + (d - c) * v - low) * w;
    },
  };
}
