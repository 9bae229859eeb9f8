import { SIZE, toPixel } from './space';
import { warp } from './warp';

/** Closed outline in one axial plane: x0, y0, x1, y1, ... in mm. */
export type Outline = readonly number[];

/** One pixel more than a row, because an edge at the right border writes its rest there. */
const STRIDE = SIZE + 2;
/** Rays at z -/+ this share of a slice stand for the slice's thickness. */
const SUB_SLICE_MM = 0.375;

/**
 * Anti-aliased filling of outlines: the area of every pixel inside the outline, exactly, by summing signed
 * areas to the right of each edge along a row. Two planes within the slice are averaged, which gives slanted
 * surfaces (domes, apices) their partial volume.
 */
export class Raster {
  private readonly sums = new Float32Array(STRIDE * SIZE);
  /** Coverage 0..1 of the last shape; valid inside its rows' ranges only. */
  readonly cover = new Float32Array(SIZE * SIZE);
  /** Rows y0 <= y < y1 hold something of the shape; in row y it lies in from[y] <= x < to[y]. */
  y0 = 0;
  y1 = 0;
  readonly from = new Int32Array(SIZE);
  readonly to = new Int32Array(SIZE);
  /** Outlines are of the body and lie as it lies; false for the table. */
  ofBody = true;

  /** Covers a shape that depends on z. Returns false when nothing of it is in this slice. */
  shape(z: number, outlineAt: (z: number) => Outline | null): boolean {
    this.begin();
    for (const dz of [-SUB_SLICE_MM, SUB_SLICE_MM]) {
      const outline = outlineAt(z + dz);
      if (outline) this.add(outline, z + dz, 0.5);
    }
    return this.finish();
  }

  private begin(): void {
    this.y0 = SIZE;
    this.y1 = 0;
    this.from.fill(SIZE);
    this.to.fill(0);
  }

  private add(outline: Outline, z: number, weight: number): void {
    const n = outline.length;
    const place = (at: number): [number, number] =>
      this.ofBody ? warp(outline[at], outline[at + 1], z) : [outline[at], outline[at + 1]];
    const last = place(n - 2);
    let ax = toPixel(last[0]);
    let ay = toPixel(last[1]);
    for (let at = 0; at < n; at += 2) {
      const [x, y] = place(at);
      const bx = toPixel(x);
      const by = toPixel(y);
      this.edge(ax, ay, bx, by, weight);
      ax = bx;
      ay = by;
    }
  }

  private edge(ax: number, ay: number, bx: number, by: number, weight: number): void {
    if (ay === by) return;
    const down = ay < by;
    const top = down ? ay : by;
    const bottom = down ? by : ay;
    const slope = (bx - ax) / (by - ay);
    const first = Math.max(0, Math.floor(top));
    const last = Math.min(SIZE - 1, Math.ceil(bottom) - 1);
    if (first > last) return;
    if (first < this.y0) this.y0 = first;
    if (last >= this.y1) this.y1 = last + 1;
    let x = (down ? ax : bx) + (Math.max(first, top) - top) * slope;
    const sums = this.sums;
    for (let y = first; y <= last; y++) {
      const dy = Math.min(y + 1, bottom) - Math.max(y, top);
      const next = x + slope * dy;
      const area = (down ? dy : -dy) * weight;
      const left = Math.min(SIZE, Math.max(0, x < next ? x : next));
      const right = Math.min(SIZE, Math.max(0, x < next ? next : x));
      x = next;
      const row = y * STRIDE;
      const i0 = Math.floor(left);
      const i1 = Math.ceil(right);
      if (i0 < this.from[y]) this.from[y] = i0;
      if (i1 + 1 > this.to[y]) this.to[y] = Math.max(i1, i0 + 1) + 1;
      if (i1 <= i0 + 1) {
        const part = (left + right) / 2 - i0;
        sums[row + i0] += area * (1 - part);
        sums[row + i0 + 1] += area * part;
        continue;
      }
      // The edge crosses several pixels of the row: a ramp of covered area.
      const per = 1 / (right - left);
      const inFirst = 1 - (left - i0);
      const inLast = right - i1 + 1;
      const areaFirst = 0.5 * per * inFirst * inFirst;
      const areaLast = 0.5 * per * inLast * inLast;
      sums[row + i0] += area * areaFirst;
      if (i1 === i0 + 2) sums[row + i0 + 1] += area * (1 - areaFirst - areaLast);
      else {
        const second = per * (inFirst + 0.5);
        sums[row + i0 + 1] += area * (second - areaFirst);
        for (let i = i0 + 2; i < i1 - 1; i++) sums[row + i] += area * per;
        sums[row + i1 - 1] += area * (1 - (second + (i1 - i0 - 3) * per) - areaLast);
      }
      sums[row + i1] += area * areaLast;
    }
  }

  private finish(): boolean {
    if (this.y1 <= this.y0) return false;
    const { sums, cover, from, to } = this;
    for (let y = this.y0; y < this.y1; y++) {
      const row = y * STRIDE;
      const out = y * SIZE;
      const end = Math.min(to[y], SIZE);
      let sum = 0;
      for (let x = from[y]; x < end; x++) {
        sum += sums[row + x];
        sums[row + x] = 0;
        const c = sum < 0 ? -sum : sum;
        cover[out + x] = c > 1 ? 1 : c < 1e-4 ? 0 : c;
      }
      sums[row + SIZE] = 0;
      sums[row + SIZE + 1] = 0;
      to[y] = end;
    }
    return true;
  }
}
