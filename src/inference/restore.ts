import { spanToScan, strides, type Box, type ModelSpace } from './model-space';
import { axisTable, type AxisTable } from './resample';

type Bytes = Uint8Array | Uint16Array;
export type RestoreMode = 'nearest' | 'linear' | 'vote';

/** One thing that a voxel can be: its values, what they count as, and the least that they must come to. */
export interface Candidate {
  readonly label: number;
  /** Laid out as the planes of the Restorer that decides. */
  readonly values: Uint16Array;
  /** What a value counts as, by value: 65536 numbers that may be blended linearly. */
  readonly score: Float32Array;
  readonly least: number;
}

/** A box of the scan's grid along i, j, k. */
export interface ScanBox {
  readonly start: readonly [number, number, number];
  readonly size: readonly [number, number, number];
}

/** The smallest box of scan voxels that holds a box of the model's image. */
export function scanBox(space: ModelSpace, domain: Box): ScanBox {
  const start: [number, number, number] = [0, 0, 0];
  const size: [number, number, number] = [0, 0, 0];
  ([0, 1, 2] as const).forEach((c) => {
    const [lo, hi] = spanToScan(space, c, domain.start[c], domain.start[c] + domain.size[c]);
    start[space.scanAxis[c]] = lo;
    size[space.scanAxis[c]] = Math.max(0, hi - lo);
  });
  return { start, size };
}

/**
 * Takes finished planes of the model's image (of `domain`, D x H x W) and gives them on the scan's grid. Where
 * both have the same voxels a plane goes straight to its place; else planes are kept and resampled at the end.
 */
export class Restorer<T extends Bytes> {
  readonly box: ScanBox;
  private readonly space: ModelSpace;
  private readonly domain: Box;
  private readonly make: (n: number) => T;
  /** The result itself when native, the model's image otherwise. */
  private readonly data: T;

  constructor(space: ModelSpace, domain: Box, make: (n: number) => T) {
    this.space = space;
    this.domain = domain;
    this.make = make;
    this.box = scanBox(space, domain);
    const [a, b, c] = space.native ? this.box.size : domain.size;
    this.data = make(a * b * c);
  }

  /** What was put, on the model's grid (on the scan's, when native). */
  get planes(): T {
    return this.data;
  }

  /** Bytes held, and, when resampled, to be held in the end. */
  get bytes(): number {
    const [a, b, c] = this.box.size;
    return this.data.byteLength + (this.space.native ? 0 : a * b * c * this.data.BYTES_PER_ELEMENT);
  }

  /** Rows [h0, h0 + rows) of plane d of the domain, from element `at` of values on. */
  put(d: number, h0: number, rows: number, values: T, at: number): void {
    const [, height, width] = this.domain.size;
    if (!this.space.native) {
      this.data.set(values.subarray(at, at + rows * width) as T, (d * height + h0) * width);
      return;
    }
    const { base, step } = strides(this.space, this.box.size);
    const { data } = this;
    let from = at;
    for (let h = h0; h < h0 + rows; h++) {
      let to = base + d * step[0] + h * step[1];
      for (let w = 0; w < width; w++, to += step[2]) data[to] = values[from++];
    }
  }

  /**
   * Everything on the scan's grid, in `box`. Labels: 'nearest', or 'vote' (the label with the largest share
   * among the eight voxels around). Values: 'nearest' or 'linear'. `pause` is called after each slice.
   */
  give(mode: RestoreMode, pause: (done: number, total: number) => Promise<void>): Promise<T> {
    return this.resampled(mode === 'nearest' ? 'nearest' : 'linear', pause, (sampler, out, at, j, k) =>
      sampler[mode](out, at, j, k),
    );
  }

  /**
   * Labels on the scan's grid, decided there: the candidate with the highest score, blended from the eight voxels
   * around, of those that reach their least; 0 where none does. What was put are the labels on the model's grid:
   * where all eight agree there is nothing to decide.
   */
  decide(
    candidates: readonly Candidate[],
    pause: (done: number, total: number) => Promise<void>,
  ): Promise<T> {
    return this.resampled('linear', pause, (sampler, out, at, j, k) =>
      sampler.decide(out, at, j, k, candidates),
    );
  }

  private async resampled(
    interp: 'nearest' | 'linear',
    pause: (done: number, total: number) => Promise<void>,
    row: (sampler: Sampler<T>, out: T, at: number, j: number, k: number) => void,
  ): Promise<T> {
    if (this.space.native) return this.data;
    const [ni, nj, nk] = this.box.size;
    const out = this.make(ni * nj * nk);
    const axes = [0, 1, 2].map((a) => this.table(a, interp));
    const sampler = new Sampler(this.data, axes, this.lineLength());
    for (let k = 0; k < nk; k++) {
      for (let j = 0; j < nj; j++) row(sampler, out, (k * nj + j) * ni, j, k);
      await pause(k + 1, nk);
    }
    return out;
  }

  /** For the box's voxels along scan axis a: offsets into the kept planes. */
  private table(a: number, interp: 'linear' | 'nearest'): AxisTable & { readonly step: number } {
    const { space, domain, box } = this;
    const c = space.scanAxis.indexOf(a);
    const n = space.scanDims[c];
    const full = axisTable(space.dims[c], n, interp);
    const step = [domain.size[1] * domain.size[2], domain.size[2], 1][c];
    const pick = (list: Int32Array): Int32Array =>
      Int32Array.from({ length: box.size[a] }, (_, s) => {
        const at = list[space.flip[c] ? n - 1 - (box.start[a] + s) : box.start[a] + s] - domain.start[c];
        return Math.min(domain.size[c] - 1, Math.max(0, at)) * step;
      });
    const share = Float32Array.from(
      { length: box.size[a] },
      (_, s) => full.share[space.flip[c] ? n - 1 - (box.start[a] + s) : box.start[a] + s],
    );
    return { first: pick(full.first), second: pick(full.second), share, step };
  }

  private lineLength(): number {
    return this.domain.size[this.space.scanAxis.indexOf(0)];
  }
}

type Four = readonly [number, number, number, number];

/** Samples rows along i out of the model's voxels by three tables. */
class Sampler<T extends Bytes> {
  private readonly data: T;
  private readonly i: AxisTable & { readonly step: number };
  private readonly j: AxisTable;
  private readonly k: AxisTable;
  /** The four rows around, blended: what is left to do along i. */
  private readonly line: Float32Array;
  private readonly tally = new Float32Array(256);

  constructor(data: T, axes: readonly (AxisTable & { readonly step: number })[], length: number) {
    this.data = data;
    [this.i, this.j, this.k] = [axes[0], axes[1], axes[2]];
    this.line = new Float32Array(length);
  }

  nearest(out: T, at: number, j: number, k: number): void {
    const { data } = this;
    const { first } = this.i;
    const row = this.j.first[j] + this.k.first[k];
    for (let i = 0; i < first.length; i++) out[at + i] = data[row + first[i]];
  }

  linear(out: T, at: number, j: number, k: number): void {
    const { data, line } = this;
    const { first, second, share, step } = this.i;
    const [a, b] = [this.j.first[j], this.j.second[j]];
    const [c, d] = [this.k.first[k], this.k.second[k]];
    const [t, u] = [this.j.share[j], this.k.share[k]];
    for (let n = 0, p = 0; n < line.length; n++, p += step) {
      const low = data[a + c + p] * (1 - t) + data[b + c + p] * t;
      line[n] = low + u * (data[a + d + p] * (1 - t) + data[b + d + p] * t - low);
    }
    for (let i = 0; i < first.length; i++) {
      const v = line[first[i] / step];
      out[at + i] = v + share[i] * (line[second[i] / step] - v) + 0.5;
    }
  }

  decide(out: T, at: number, j: number, k: number, candidates: readonly Candidate[]): void {
    const { first, second, share } = this.i;
    const { rows, weights } = this.around(j, k);
    for (let i = 0; i < first.length; i++) {
      const [a, b] = [first[i], second[i]];
      if (this.agree(rows, a, b)) {
        out[at + i] = this.data[rows[0] + a];
        continue;
      }
      let best = -Infinity;
      let label = 0;
      for (const one of candidates) {
        const { values, score } = one;
        let sum = 0;
        for (let n = 0; n < 4; n++) {
          const low = score[values[rows[n] + a]];
          sum += weights[n] * (low + share[i] * (score[values[rows[n] + b]] - low));
        }
        if (sum >= one.least && sum > best) {
          best = sum;
          label = one.label;
        }
      }
      out[at + i] = label;
    }
  }

  /** The four rows along i around row (j, k), and how much each counts. */
  private around(j: number, k: number): { readonly rows: Four; readonly weights: Four } {
    const [t, u] = [this.j.share[j], this.k.share[k]];
    return {
      rows: [
        this.j.first[j] + this.k.first[k],
        this.j.second[j] + this.k.first[k],
        this.j.first[j] + this.k.second[k],
        this.j.second[j] + this.k.second[k],
      ],
      weights: [(1 - t) * (1 - u), t * (1 - u), (1 - t) * u, t * u],
    };
  }

  /** Do the eight voxels at places a and b of four rows hold the same? */
  private agree([r0, r1, r2, r3]: Four, a: number, b: number): boolean {
    const { data } = this;
    const l = data[r0 + a];
    return (
      l === data[r1 + a] &&
      l === data[r2 + a] &&
      l === data[r3 + a] &&
      l === data[r0 + b] &&
      l === data[r1 + b] &&
      l === data[r2 + b] &&
      l === data[r3 + b]
    );
  }

  vote(out: T, at: number, j: number, k: number): void {
    const { data, tally } = this;
    const { first, second, share } = this.i;
    const { rows, weights } = this.around(j, k);
    for (let i = 0; i < first.length; i++) {
      const [a, b] = [first[i], second[i]];
      const l = data[rows[0] + a];
      if (this.agree(rows, a, b)) {
        out[at + i] = l;
        continue;
      }
      for (let n = 0; n < 4; n++) {
        tally[data[rows[n] + a]] += weights[n] * (1 - share[i]);
        tally[data[rows[n] + b]] += weights[n] * share[i];
      }
      let best: number = l;
      for (let n = 0; n < 4; n++) {
        if (tally[data[rows[n] + a]] > tally[best]) best = data[rows[n] + a];
        if (tally[data[rows[n] + b]] > tally[best]) best = data[rows[n] + b];
      }
      for (let n = 0; n < 4; n++) tally[data[rows[n] + a]] = tally[data[rows[n] + b]] = 0;
      out[at + i] = best;
    }
  }
}
