import type { ScanImage } from './contract';
import { strides, type ModelSpace } from './model-space';

export type ScanData = ScanImage['data'];

/** For each of n sample points the two neighbours it lies between, and the share of the second. */
export interface AxisTable {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share: Float32Array;
}

/**
 * Sample points of `to` voxels over `from` voxels of the same field of view, half-pixel centres, the border
 * repeated (scipy.ndimage.zoom with grid_mode, torch's interpolate with align_corners=false). Plain linear also
 * where voxels become larger: nnU-Net and MONAI do not smooth before it either, and their models have learnt so.
 */
export function axisTable(from: number, to: number, interp: 'linear' | 'nearest' = 'linear'): AxisTable {
  const first = new Int32Array(to);
  const second = new Int32Array(to);
  const share = new Float32Array(to);
  for (let n = 0; n < to; n++) {
    // (n + 1/2) * from / to in one division keeps whole numbers whole.
    const at = ((n + 0.5) * from) / to;
    const low = interp === 'nearest' ? Math.floor(at) : Math.floor(at - 0.5);
    first[n] = Math.min(from - 1, Math.max(0, low));
    second[n] = interp === 'nearest' ? first[n] : Math.min(from - 1, Math.max(0, low + 1));
    share[n] = interp === 'nearest' ? 0 : at - 0.5 - low;
  }
  return { first, second, share };
}

/** Resamples a scan's image to the model's space, plane by plane: turns, flips and interpolates in one go. */
export class Resampler {
  private readonly tables: readonly AxisTable[];
  private readonly plane: Float32Array;
  private readonly row: Float32Array;
  private readonly data: ScanData;
  private readonly space: ModelSpace;
  private readonly base: number;
  private readonly step: readonly [number, number, number];

  /** `data` is in the scan's order, i fastest; `scan` are its dims i, j, k. */
  constructor(
    data: ScanData,
    scan: readonly [number, number, number],
    space: ModelSpace,
    interp: 'linear' | 'nearest',
  ) {
    this.data = data;
    this.space = space;
    this.tables = space.dims.map((n, c) => axisTable(space.scanDims[c], n, interp));
    this.plane = new Float32Array(space.scanDims[1] * space.scanDims[2]);
    this.row = new Float32Array(space.scanDims[2]);
    ({ base: this.base, step: this.step } = strides(space, scan));
  }

  /** Fills planes [from, to) of `out`, an array of D x H x W values. */
  run(out: Float32Array, from: number, to: number): void {
    const { plane, row } = this;
    const [, height, width] = this.space.dims;
    const columns = this.space.scanDims[2];
    const [, tableH, tableW] = this.tables;
    for (let d = from; d < to; d++) {
      this.blendPlane(d);
      for (let h = 0; h < height; h++) {
        const a = tableH.first[h] * columns;
        const b = tableH.second[h] * columns;
        const t = tableH.share[h];
        for (let w = 0; w < columns; w++) row[w] = plane[a + w] + t * (plane[b + w] - plane[a + w]);
        const at = (d * height + h) * width;
        for (let w = 0; w < width; w++) {
          const v = row[tableW.first[w]];
          out[at + w] = v + tableW.share[w] * (row[tableW.second[w]] - v);
        }
      }
    }
  }

  /** The scan's values between the two slices that plane d lies between, in rows of the model. */
  private blendPlane(d: number): void {
    const { data, plane } = this;
    const [, rows, columns] = this.space.scanDims;
    const [stepD, stepH, stepW] = this.step;
    const table = this.tables[0];
    const a = this.base + table.first[d] * stepD;
    const b = this.base + table.second[d] * stepD;
    const t = table.share[d];
    let at = 0;
    for (let h = 0; h < rows; h++) {
      let p = a + h * stepH;
      let q = b + h * stepH;
      if (t === 0) for (let w = 0; w < columns; w++, p += stepW) plane[at++] = data[p];
      else
        for (let w = 0; w < columns; w++, p += stepW, q += stepW)
          plane[at++] = data[p] + t * (data[q] - data[p]);
    }
  }
}
