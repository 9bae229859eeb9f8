/** The big surfaces that everything else hangs on: skin, rib cage, diaphragm, mediastinum. Phantom frame, mm. */
import { clamp, curves, mix, step, type Curve } from './curves';
import type { Noise3 } from './random';
import type { Outline } from './raster';

/** Rows: z, half width, front y, back y, exponent of the superellipse. */
const CAGE = curves([
  [268, 64, -46, 60, 2],
  [252, 77, -58, 66, 2],
  [240, 88, -69, 70, 2.05],
  [225, 98, -79, 74, 2.1],
  [205, 108, -86, 78, 2.15],
  [180, 115, -92, 80, 2.2],
  [150, 119, -98, 82, 2.2],
  [110, 122, -102, 83, 2.25],
  [70, 122, -105, 81, 2.25],
  [30, 119, -106, 78, 2.25],
  [0, 116, -106, 75, 2.25],
]);
const SKIN = curves([
  [268, 168, -74, 99, 2.1],
  [250, 168, -90, 105, 2.25],
  [230, 166, -108, 109, 2.3],
  [200, 161, -117, 111, 2.3],
  [170, 157, -122, 111, 2.3],
  [140, 154, -125, 111, 2.35],
  [100, 152, -127, 111, 2.3],
  [50, 150, -129, 109, 2.3],
  [0, 150, -131, 107, 2.3],
]);
const MIDDLE_Y = -8;

/** Stations of the mediastinum's borders from front (0) to back (1), and its half widths there by level. */
const STATIONS = [0, 0.12, 0.25, 0.4, 0.55, 0.7, 0.85, 1];
const RIGHT_BORDER = curves([
  [262, 22, 34, 38, 34, 30, 28, 28, 34],
  [245, 18, 30, 36, 34, 29, 24, 24, 33],
  [225, 14, 22, 32, 35, 27, 20, 22, 32],
  [203, 4, 7, 18, 35, 27, 19, 22, 31],
  [185, 4, 6, 15, 37, 31, 15, 22, 30],
  [168, 4, 7, 20, 40, 38, 20, 21, 30],
  [150, 4, 8, 31, 43, 40, 19, 21, 30],
  [130, 6, 11, 35, 43, 36, 13, 21, 30],
  [100, 11, 15, 33, 37, 26, 11, 21, 30],
  [78, 22, 24, 29, 28, 22, 13, 21, 30],
  [50, 10, 10, 10, 12, 15, 18, 23, 30],
  [0, 8, 8, 8, 10, 14, 18, 24, 30],
]);
const LEFT_BORDER = curves([
  [262, 22, 34, 38, 34, 31, 28, 28, 34],
  [245, 16, 28, 36, 34, 31, 26, 25, 33],
  [225, 14, 22, 30, 34, 31, 26, 24, 32],
  [203, 5, 9, 17, 28, 36, 38, 33, 32],
  [185, 5, 9, 16, 29, 34, 33, 41, 33],
  [168, 5, 11, 25, 40, 43, 39, 41, 32],
  [150, 5, 13, 43, 53, 47, 33, 40, 31],
  [130, 8, 24, 55, 59, 46, 28, 40, 31],
  [100, 14, 34, 62, 61, 40, 24, 37, 31],
  [78, 30, 44, 60, 55, 34, 24, 34, 31],
  [50, 10, 12, 12, 14, 16, 22, 32, 30],
  [0, 8, 8, 8, 10, 14, 18, 26, 30],
]);

const ANGLES = 200;
const POW_EPS = 1e-9;

/** One level of a table: half width, depth in front of and behind the middle, exponent. */
interface Ring {
  readonly z: number;
  readonly half: number;
  readonly front: number;
  readonly back: number;
  /** The chest is rounder in front than behind. */
  readonly exponentFront: number;
  readonly exponentBack: number;
}

/** Rings by level, remembered: every outline of a slice asks for the same two. */
function rings(rows: readonly Curve[]): (z: number) => Ring {
  const known: Ring[] = [];
  return (z) => {
    for (const ring of known) if (ring.z === z) return ring;
    const ring: Ring = {
      z,
      half: rows[0](z),
      front: MIDDLE_Y - rows[1](z),
      back: rows[2](z) - MIDDLE_Y,
      exponentFront: rows[3](z) - 0.2,
      exponentBack: rows[3](z) + 0.2,
    };
    known.unshift(ring);
    if (known.length > 4) known.pop();
    return ring;
  };
}
const cageRing = rings(CAGE);
const skinRing = rings(SKIN);

function superellipse(ring: Ring, angle: number, offset: number): [number, number] {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const e = 2 / (s < 0 ? ring.exponentFront : ring.exponentBack);
  const b = (s < 0 ? ring.front : ring.back) + offset;
  return [
    Math.sign(c) * Math.abs(c) ** e * (ring.half + offset),
    MIDDLE_Y + Math.sign(s) * Math.abs(s) ** e * b,
  ];
}

/** One layer of the chest wall between two distances from the cage, between two angles, thinning to its ends. */
export interface Band {
  /** Angles in degrees: 0 to the side, 90 to the back, -90 to the front. */
  readonly from: number;
  readonly to: number;
  /** mm outside the cage of its deep face, at both ends. */
  readonly inner: number;
  readonly innerTo: number;
  /** Greatest thickness in mm, and where between the ends (0..1) it is. */
  readonly thick: number;
  readonly peak: number;
  /** Bone: no muscle's unevenness. */
  readonly even?: boolean;
}

export class Cage {
  constructor(private readonly noise: Noise3) {}

  private wobble(x: number, y: number, z: number): number {
    return 0.012 * this.noise.at(x / 45 + 7, y / 45 + 3, z / 60);
  }

  /** Inside surface of the ribs (the pleura), `offset` mm outwards, at a parametric angle in radians. */
  point(z: number, angle: number, offset = 0): [number, number] {
    const [x, y] = superellipse(cageRing(z), angle, offset);
    const w = 1 + this.wobble(x, y, z);
    return [x * w, MIDDLE_Y + (y - MIDDLE_Y) * w];
  }

  outline(z: number, offset = 0): Outline {
    const out: number[] = [];
    for (let n = 0; n < ANGLES; n++) {
      const [x, y] = this.point(z, (n / ANGLES) * 2 * Math.PI, offset);
      out.push(x, y);
    }
    return out;
  }

  /** Skin surface, `depth` mm inwards. */
  skin(z: number, depth = 0): Outline {
    const out: number[] = [];
    const pectoral = step(95, 140, z) * step(235, 190, z);
    for (let n = 0; n < ANGLES; n++) {
      const angle = (n / ANGLES) * 2 * Math.PI;
      const [x, y] = superellipse(skinRing(z), angle, -depth);
      // The back lies flat on the table with a furrow over the spine; the front dips over the sternum.
      const furrow = y > 0 ? 3.5 * Math.exp(-((x / 13) ** 2)) : -2.5 * Math.exp(-((x / 22) ** 2));
      const w = 1 + 1.1 * this.wobble(x * 0.7, y * 0.7, z * 0.5);
      // Over the pectoral muscles the front is fuller, a little more on the right.
      const chest =
        y < 0 ? (5.2 - 0.7 * Math.sign(x)) * Math.exp(-(((Math.abs(x) - 72) / 34) ** 2)) * pectoral : 0;
      out.push(x * w, (y - furrow - chest) * w);
    }
    return out;
  }

  /** Outside of the intercostal muscles: they bulge between some ribs and are thin between others. */
  intercostal(z: number): Outline {
    const out: number[] = [];
    for (let n = 0; n < ANGLES; n++) {
      const angle = (n / ANGLES) * 2 * Math.PI;
      const c = Math.cos(angle);
      const s = Math.sin(angle);
      const bulge =
        1.5 * this.noise.at(c * 5 + 3, s * 5, z / 9) + 0.9 * this.noise.at(c * 14, s * 14 + 2, z / 7);
      out.push(...this.point(z, angle, 5.6 + bulge));
    }
    return out;
  }

  /** A muscle layer on one side: side +1 left, -1 right. No two sides are the same. */
  band(z: number, side: 1 | -1, band: Band): Outline {
    const inner: number[] = [];
    const outer: number[] = [];
    const steps = 28;
    // The ends of a muscle move with the level, and the right one is the stronger.
    const shift = band.even ? 0 : 4 * this.noise.at(band.from / 9, side * 3, z / 34);
    const size = band.even ? 1 : 1 - 0.06 * side;
    // Turns [0, peak, 1] into [0, 1/2, 1] so that the sine has its top there.
    const bend = Math.log(0.5) / Math.log(band.peak);
    for (let n = 0; n <= steps; n++) {
      const t = n / steps;
      const degrees = band.from + shift + (band.to - band.from) * t;
      const taper = Math.sin(Math.PI * clamp(t ** bend, 0, 1)) ** (band.even ? 0.3 : 0.62);
      const a = (degrees * Math.PI) / 180;
      const uneven = band.even
        ? 0
        : 0.34 * this.noise.at(degrees / 17 + side * 7, z / 30, band.inner) +
          0.16 * this.noise.at(degrees / 6 + side * 4, z / 14, band.thick);
      const lift = band.even ? 0 : 1.3 * this.noise.at(degrees / 20 + side * 5, z / 24, band.from);
      const low = mix(band.inner, band.innerTo, t) + lift;
      const angle = side > 0 ? a : Math.PI - a;
      const half = (band.thick * taper * size * (1 + uneven)) / 2;
      const middle = low + band.thick / 2;
      inner.push(...this.point(z, angle, Math.max(5, middle - half)));
      outer.unshift(...this.point(z, angle, Math.max(5, middle + half)));
    }
    return [...inner, ...outer];
  }

  /** Is a point on the lung's side of the ribs? */
  contains(x: number, y: number, z: number): boolean {
    const w = 1 + this.wobble(x, y, z);
    const { half, front, back, exponentFront, exponentBack } = cageRing(z);
    const e = y < MIDDLE_Y ? exponentFront : exponentBack;
    const b = y < MIDDLE_Y ? front : back;
    const u = Math.abs(x) / (half * w);
    const v = Math.abs(y - MIDDLE_Y) / (b * w);
    return u ** e + v ** e < 1;
  }

  /** Distance in mm from a point inside along a direction of the plane to the cage. */
  private reach(x: number, y: number, z: number, dx: number, dy: number): number {
    let low = 0;
    let high = 240;
    for (let n = 0; n < 9; n++) {
      const t = (low + high) / 2;
      if (this.contains(x + dx * t, y + dy * t, z)) low = t;
      else high = t;
    }
    return low;
  }

  /**
   * What lies under one half of the diaphragm at a level: null above the dome. The dome falls from its top to
   * the place where it meets the wall, deepest behind (the posterior recess).
   */
  dome(z: number, side: 1 | -1, inset = 0): Outline | null {
    const top = side < 0 ? 93 : 80;
    if (z >= top - inset) return null;
    const cx = side * (side < 0 ? 66 : 68);
    const cy = -8;
    const out: number[] = [];
    const steps = 120;
    for (let n = 0; n < steps; n++) {
      const angle = (n / steps) * 2 * Math.PI;
      const dx = Math.cos(angle);
      const dy = Math.sin(angle);
      const lateral = clamp(dx * side, -1, 1);
      const back = step(-0.35, 0.9, dy);
      const front = step(0.1, 0.95, -dy);
      const medial = step(0.45, 0.95, -lateral);
      let wall = 30 - 6 * back + 34 * front;
      wall += (top - 10 - wall) * medial;
      const midline = Math.abs(cx) + 6 + 9 * this.noise.at(dy * 2.5, z / 26, side * 3);
      const toMidline = dx * side < -0.02 ? midline / -(dx * side) : 999;
      // Rounded where wall and midline meet.
      const toWall = (this.reach(cx, cy, z, dx, dy) ** -5 + toMidline ** -5) ** -0.2;
      const fall = clamp((top - inset - z) / (top - wall), 0, 1.6);
      const bumps = 1 + 0.03 * this.noise.at(dx * 2 + side * 9, dy * 2, z / 30);
      const share = fall >= 1 ? 1.06 : fall ** 0.42 * bumps;
      const r = Math.max(0.2, toWall * share - (fall >= 1 ? 0 : inset));
      out.push(cx + dx * r, cy + dy * r);
    }
    return out;
  }

  /**
   * The mediastinum with the spine: all that lies between the lungs, `grow` mm wider. `behind` leaves only the
   * space around aorta and crura of it under the diaphragm.
   */
  mediastinum(z: number, grow = 0, behind = false): Outline {
    const front = mix(CAGE[1](z) - 3, 2, behind ? step(86, 72, z) : 0);
    const back = 62;
    const right: number[] = [];
    const left: number[] = [];
    const steps = 40;
    const rights = curveThrough(RIGHT_BORDER, z);
    const lefts = curveThrough(LEFT_BORDER, z);
    for (let n = 0; n <= steps; n++) {
      const t = n / steps;
      const y = front + (back - front) * t;
      // Fat bulges here and there; each side its own way.
      const fine = 1.3 * this.noise.at(y / 16, z / 20, 3.5);
      const fat = 2.6 * (1 - t);
      right.push(-(rights(t) + fine + fat * this.noise.at(y / 13, z / 24, 9.5) + grow), y);
      left.unshift(lefts(t) - fine + fat * this.noise.at(y / 13, z / 24, 14.5) + grow, y);
    }
    // Behind the last station the spine closes the outline.
    return [...right, -34, back + 24, 34, back + 24, ...left];
  }

  /** The cone of one lung's apex: no limit below it. */
  apex(z: number, side: 1 | -1): Outline | null {
    const low = 203;
    const high = 253 + side;
    if (z >= high) return null;
    const u = clamp((z - low) / (high - low), 0, 1);
    const size = Math.sqrt(Math.max(POW_EPS, 1 - u ** 2.2));
    const out: number[] = [];
    const grow = 1 + 4 * step(low + 17, low - 10, z);
    for (let n = 0; n < 90; n++) {
      const a = (n / 90) * 2 * Math.PI;
      out.push(
        side * (54 - 4 * u) + Math.cos(a) * (62 - 4 * u) * size * grow,
        2 + 14 * u + Math.sin(a) * (88 - 26 * u) * size * grow,
      );
    }
    return out;
  }
}

function curveThrough(table: readonly Curve[], z: number): Curve {
  return curves(STATIONS.map((t, n) => [t, table[n](z)]))[0];
}

/** Front of the rib cage at the midline, where the sternum lies. */
export const cageFront: Curve = (z) => CAGE[1](z);
export const cageBack: Curve = (z) => CAGE[2](z);
