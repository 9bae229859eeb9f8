import { InferenceError } from './contract';
import { spanToModel, spanToScan, type Box, type ModelSpace } from './model-space';

/** First voxel and end (excluded) along one axis. */
export type Span = readonly [number, number];

/** RunJob.region seen from the model's image: which windows touch it, and the box it has on a plane. */
export class Region {
  private readonly boxes: Int32Array;
  private readonly space: ModelSpace;
  /** Scan dims along i, j, k. */
  private readonly scan: readonly [number, number, number];

  /** @throws InferenceError imageInvalid when there are not four numbers for each slice */
  constructor(boxes: Int32Array, space: ModelSpace) {
    const scan: [number, number, number] = [0, 0, 0];
    space.scanAxis.forEach((a, c) => (scan[a] = space.scanDims[c]));
    if (boxes.length !== 4 * scan[2])
      throw new InferenceError(
        'imageInvalid',
        `the region has ${boxes.length / 4} boxes for ${scan[2]} slices`,
      );
    this.boxes = boxes;
    this.space = space;
    this.scan = scan;
  }

  /** Does any scan voxel under the window lie in the region? */
  touches(window: Box): boolean {
    return this.under(window.start, window.size) !== undefined;
  }

  /** The region's box within planes [from, to): spans along D, H, W of whole model voxels that hold it. */
  box(from: number, to: number): readonly [Span, Span, Span] | undefined {
    const { dims } = this.space;
    const found = this.under([from, 0, 0], [to - from, dims[1], dims[2]]);
    if (!found) return undefined;
    const along = (c: 0 | 1 | 2): Span => {
      const a = this.space.scanAxis[c];
      return spanToModel(this.space, c, found.lo[a], found.hi[a]);
    };
    return [along(0), along(1), along(2)];
  }

  /** Bounds, in scan voxels, of the region's part under a window of the model. */
  private under(start: Box['start'], size: Box['size']): { lo: number[]; hi: number[] } | undefined {
    const span: Span[] = [];
    this.space.scanAxis.forEach((a, c) => {
      span[a] = spanToScan(this.space, c as 0 | 1 | 2, start[c], start[c] + size[c]);
    });
    const lo = [...this.scan];
    const hi = [0, 0, 0];
    for (let k = span[2][0]; k < span[2][1]; k++) {
      const i0 = Math.max(span[0][0], this.boxes[4 * k]);
      const j0 = Math.max(span[1][0], this.boxes[4 * k + 1]);
      const i1 = Math.min(span[0][1], this.boxes[4 * k + 2]);
      const j1 = Math.min(span[1][1], this.boxes[4 * k + 3]);
      if (i1 <= i0 || j1 <= j0) continue;
      lo[0] = Math.min(lo[0], i0);
      lo[1] = Math.min(lo[1], j0);
      lo[2] = Math.min(lo[2], k);
      hi[0] = Math.max(hi[0], i1);
      hi[1] = Math.max(hi[1], j1);
      hi[2] = k + 1;
    }
    return hi[2] === 0 ? undefined : { lo, hi };
  }
}
