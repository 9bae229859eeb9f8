import { SIZE, toPixel } from './space';

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
  /** Coverage 0..1 of the last shape; valid inside the box only. */
  readonly cover = new Float32Array(SIZE * SIZE);
  x0 = 0;
  x1 = 0;
  y0 = 0;
  y1 = 0;

  /** Covers a shape that depends on z. Returns false when nothing of it is in this slice. */
  shape(z: number, outlineAt: (z: number) => Outline | null): boolean {
    this.begin();
    for (const dz of [-SUB_SLICE_MM, SUB_SLICE_MM]) {
      const outline = outlineAt(z + dz);
      if (outline) this.add(outline, 0.5);
    }
    return this.finish();
  }

  private begin(): void {
    this.x0 = SIZE;
    this.y0 = SIZE;
    this.x1 = 0;
    this.y1 = 0;
  }

  private add(outline: Outline, weight: number): void {
    const n = outline.length;
    let ax = toPixel(outline[n - 2]);
    let ay = toPixel(outline[n - 1]);
    for (let at = 0; at < n; at += 2) {
      const bx = toPixel(outline[at]);
      const by = toPixel(outline[at + 1]);
      if (bx < this.x0) this.x0 = bx;
      if (bx > this.x1) this.x1 = bx;
      if (by < this.y0) this.y0 = by;
      if (by > this.y1) this.y1 = by;
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
    this.x0 = Math.max(0, Math.floor(this.x0));
    this.y0 = Math.max(0, Math.floor(this.y0));
    this.x1 = Math.min(SIZE, Math.ceil(this.x1) + 1);
    this.y1 = Math.min(SIZE, Math.ceil(this.y1) + 1);
    if (this.x1 <= this.x0 || this.y1 <= this.y0) return false;
    const { sums, cover } = this;
    for (let y = this.y0; y < this.y1; y++) {
      const row = y * STRIDE;
      let sum = 0;
      for (let x = this.x0; x < this.x1; x++) {
        sum += sums[row + x];
        const c = sum < 0 ? -sum : sum;
        cover[y * SIZE + x] = c > 1 ? 1 : c < 1e-4 ? 0 : c;
      }
      sums.fill(0, row, row + STRIDE);
    }
    return true;
  }
}
