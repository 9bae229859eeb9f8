import type { Canvas } from './canvas';
import type { Station } from './curves';
import type { Vec3 } from '../geometry';
import { pixelMm, SIZE, SLICES, SLICE_MM, sliceZ, SPACING, toPixel } from './space';
import { warped } from './warp';

/** Width in mm over which a tube's edge goes from full to none: about a voxel. */
const EDGE_MM = 0.9;
/**
 * The same along z, times this: the slice profile is wider than a pixel, so what crosses the slice at a slant
 * tapers off and what runs along it fades from one slice to the next.
 */
const PROFILE = 1.9;
/** A tube thinner than this is drawn this thick and paler: it fills only a part of its voxels. */
const THIN_MM = 0.45;
/** Half of the slice's extra thickness over the edge width, in mm. */
const SLAB_MM = 0.25;
const FLOATS = 8;

/**
 * Many tapering tube pieces with round ends, sorted into slices once. A piece is ax, ay, az, bx, by, bz and the
 * radii at both ends, in mm.
 */
export class Tubes {
  private data: number[] = [];
  private packed = new Float32Array(0);
  private first = new Uint32Array(0);
  private order = new Uint32Array(0);

  /** @param flatten factor on z distances: below 1 the tube is taller than wide, as a rib is. */
  constructor(readonly flatten = 1) {}

  get count(): number {
    return this.data.length / FLOATS || this.packed.length / FLOATS;
  }

  piece(a: Station, b: Station): void {
    this.data.push(...a.at, ...b.at, a.r, b.r);
  }

  along(stations: readonly Station[]): void {
    for (let n = 1; n < stations.length; n++) this.piece(stations[n - 1], stations[n]);
  }

  /**
   * Sorts the pieces by slice; call once after the last piece.
   * @param place where a point of the tables lies in the patient; what is there already passes itself.
   */
  pack(place: (p: Vec3) => Vec3 = warped): this {
    this.packed = Float32Array.from(this.data);
    for (let at = 0; at < this.packed.length; at += FLOATS)
      for (const end of [at, at + 3])
        this.packed.set(place([this.packed[end], this.packed[end + 1], this.packed[end + 2]]), end);
    this.data = [];
    const counts = new Uint32Array(SLICES + 1);
    const ranges = this.packed.length / FLOATS;
    const reach = (n: number): [number, number] => {
      const p = this.packed;
      const at = n * FLOATS;
      const r = (Math.max(p[at + 6], p[at + 7], THIN_MM) + (EDGE_MM / 2) * PROFILE) / this.flatten + SLAB_MM;
      const low = Math.min(p[at + 2], p[at + 5]) - r;
      const high = Math.max(p[at + 2], p[at + 5]) + r;
      return [
        Math.max(0, Math.ceil(SLICES - 1 - high / SLICE_MM)),
        Math.min(SLICES - 1, Math.floor(SLICES - 1 - low / SLICE_MM)),
      ];
    };
    for (let n = 0; n < ranges; n++) {
      const [a, b] = reach(n);
      for (let k = a; k <= b; k++) counts[k + 1]++;
    }
    for (let k = 0; k < SLICES; k++) counts[k + 1] += counts[k];
    this.first = counts.slice();
    this.order = new Uint32Array(counts[SLICES]);
    const next = counts.slice();
    for (let n = 0; n < ranges; n++) {
      const [a, b] = reach(n);
      for (let k = a; k <= b; k++) this.order[next[k]++] = n;
    }
    return this;
  }

  /** Writes the coverage of slice k into canvas.tubes by maximum, so that joints do not count twice. */
  cover(canvas: Canvas, k: number, scale = 1, shrink = 0): void {
    const p = this.packed;
    const out = canvas.tubes;
    const z = sliceZ(k);
    for (let o = this.first[k]; o < this.first[k + 1]; o++) {
      const at = this.order[o] * FLOATS;
      const ra = p[at + 6] * scale - shrink;
      const rb = p[at + 7] * scale - shrink;
      if (ra <= 0 && rb <= 0) continue;
      const reach = Math.max(ra, rb, THIN_MM) + (EDGE_MM / 2) * PROFILE;
      const ax = p[at];
      const ay = p[at + 1];
      const az = p[at + 2] * this.flatten;
      const dx = p[at + 3] - ax;
      const dy = p[at + 4] - ay;
      const dz = p[at + 5] * this.flatten - az;
      const length2 = dx * dx + dy * dy + dz * dz || 1e-9;
      const pz = z * this.flatten - az;
      const i0 = Math.max(0, Math.floor(toPixel(Math.min(ax, ax + dx) - reach)));
      const i1 = Math.min(SIZE - 1, Math.floor(toPixel(Math.max(ax, ax + dx) + reach)));
      const j0 = Math.max(0, Math.floor(toPixel(Math.min(ay, ay + dy) - reach)));
      const j1 = Math.min(SIZE - 1, Math.floor(toPixel(Math.max(ay, ay + dy) + reach)));
      if (j0 < canvas.tubesFrom) canvas.tubesFrom = j0;
      if (j1 >= canvas.tubesTo) canvas.tubesTo = j1 + 1;
      const startX = pixelMm(i0) - ax;
      for (let j = j0; j <= j1; j++) {
        const py = pixelMm(j) - ay;
        const along = py * dy + pz * dz;
        let px = startX;
        for (let i = i0; i <= i1; i++, px += SPACING) {
          let t = (px * dx + along) / length2;
          t = t < 0 ? 0 : t > 1 ? 1 : t;
          const ex = px - t * dx;
          const ey = py - t * dy;
          let ez = pz - t * dz;
          ez = ez < 0 ? -ez - SLAB_MM : ez - SLAB_MM;
          if (ez < 0) ez = 0;
          const away2 = ex * ex + ey * ey + ez * ez;
          if (away2 > reach * reach) continue;
          const r = ra + (rb - ra) * t;
          const away = Math.sqrt(away2);
          // ez / away: how much of the way is along z.
          const edge = ez > 0 ? EDGE_MM * (1 + ((PROFILE - 1) * ez) / away) : EDGE_MM;
          let c = 0.5 - (away - (r < THIN_MM ? THIN_MM : r)) / edge;
          if (c <= 0) continue;
          if (c > 1) c = 1;
          if (r < THIN_MM) c *= r > 0 ? (r * r) / (THIN_MM * THIN_MM) : 0;
          const pixel = j * SIZE + i;
          if (c > out[pixel]) out[pixel] = c;
        }
      }
    }
  }
}

/** Paints the coverage gathered in canvas.tubes with one HU and empties it. `clear` also takes lung away. */
export function paintTubes(canvas: Canvas, hu: number, clear = true): void {
  const { tubes } = canvas;
  for (let at = canvas.tubesFrom * SIZE, end = canvas.tubesTo * SIZE; at < end; at++) {
    const c = tubes[at];
    if (c === 0) continue;
    canvas.hu[at] += (hu - canvas.hu[at]) * c;
    if (clear) canvas.lung[at] *= 1 - c;
    tubes[at] = 0;
  }
  canvas.tubesFrom = SIZE;
  canvas.tubesTo = 0;
}
