/** Frames of a SEG laid over the voxel grid of the series that they were drawn on. */
import { dot, type Grid, lpsToIjk, type Vec3 } from '../../domain/geometry';
import type { VoxelMask } from '../../domain/volume';
import { SegmentationError } from '../errors';

/** One frame of one segment: which of its pixels are set. */
export interface SegmentFrame {
  readonly rows: number;
  readonly columns: number;
  /** data[column + columns * row]. */
  readonly pixels: ArrayLike<number>;
  /** Which values are inside; those that are not 0 when absent. */
  readonly inside?: (value: number) => boolean;
  /** LPS mm of the first pixel's centre; absent when only `slice` says where the frame belongs. */
  readonly position?: Vec3;
  /** Row direction then column direction, unit vectors. */
  readonly orientation?: readonly number[];
  /** [between rows, between columns], mm. */
  readonly spacing?: readonly [number, number];
  /** Index k of the slice that the frame was drawn on, when the file names it. */
  readonly slice?: number;
  /**
   * Slices k that lie nearer to the frame's image than to any other, on a grid that was resampled from uneven images;
   * absent on a grid whose slices are images.
   */
  readonly slab?: readonly number[];
}

/** Where a frame's pixels go: i = i0 + column * ci + row * ri, likewise j. */
interface Placement {
  readonly frame: SegmentFrame;
  readonly ks: readonly number[];
  readonly i0: number;
  readonly j0: number;
  readonly ci: number;
  readonly cj: number;
  readonly ri: number;
  readonly rj: number;
}

/**
 * A frame's position may lie this many slices from the image that it names, whose own position may be off an even
 * stack. Farther away the name is wrong (a copied template), and the position, which the file states too, holds.
 */
const nameTolerance = 1.5;

/** Voxel steps may differ by this share from one voxel of the series. */
const stepTolerance = 0.01;

/**
 * Places a frame; undefined when it lies beyond the series.
 * @throws SegmentationError otherGrid when its pixels are not the series' voxels.
 */
function place(frame: SegmentFrame, grid: Grid): Placement | undefined {
  const { position, orientation: o, spacing } = frame;
  if (!position || !o || !spacing) {
    const same = frame.columns === grid.dims[0] && frame.rows === grid.dims[1];
    if (frame.slice === undefined || !same)
      throw new SegmentationError('noPositions', 'a frame has no plane position');
    return { frame, ks: frame.slab ?? [frame.slice], i0: 0, j0: 0, ci: 1, cj: 0, ri: 0, rj: 1 };
  }
  const along = (a: Vec3, mm: number) => grid.axes.map((axis, c) => (dot(a, axis) * mm) / grid.spacing[c]);
  const column = along([o[0], o[1], o[2]], spacing[1]);
  const row = along([o[3], o[4], o[5]], spacing[0]);
  const steps = [...column, ...row];
  const whole = steps.every((s) => Math.abs(s - Math.round(s)) < stepTolerance && Math.abs(s) < 1.5);
  if (!whole || Math.round(column[2]) !== 0 || Math.round(row[2]) !== 0)
    throw new SegmentationError('otherGrid', `voxel steps ${steps.map((s) => s.toFixed(3)).join(', ')}`);
  const [i, j, k] = lpsToIjk(grid, position);
  const named = frame.slice !== undefined && Math.abs(frame.slice - k) <= nameTolerance;
  const nearest = named ? frame.slice! : Math.round(k);
  const ks = frame.slab ?? (nearest < 0 || nearest >= grid.dims[2] ? [] : [nearest]);
  if (ks.length === 0) return undefined;
  return {
    frame,
    ks,
    i0: Math.round(i),
    j0: Math.round(j),
    ci: Math.round(column[0]),
    cj: Math.round(column[1]),
    ri: Math.round(row[0]),
    rj: Math.round(row[1]),
  };
}

/** Calls back for each set pixel that falls on the grid. */
function eachVoxel(p: Placement, grid: Grid, visit: (i: number, j: number) => void): void {
  const { rows, columns, pixels, inside = Boolean } = p.frame;
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) {
      if (!inside(pixels[c + columns * r])) continue;
      const i = p.i0 + c * p.ci + r * p.ri;
      const j = p.j0 + c * p.cj + r * p.rj;
      if (i >= 0 && j >= 0 && i < grid.dims[0] && j < grid.dims[1]) visit(i, j);
    }
}

/**
 * One segment as a mask cut to its box. An empty segment gives a mask of size 0.
 * @throws SegmentationError outsideSeries when it has set pixels and none of its frames is on the series.
 */
export function overlaySegment(frames: readonly SegmentFrame[], grid: Grid): VoxelMask {
  const placed = frames.map((f) => place(f, grid)).filter((p) => p !== undefined);
  if (frames.length > 0 && placed.length === 0)
    throw new SegmentationError('outsideSeries', `none of ${frames.length} frames lies on the series`);
  const low = [Infinity, Infinity, Infinity];
  const high = [-1, -1, -1];
  for (const p of placed)
    eachVoxel(p, grid, (i, j) => {
      if (i < low[0]) low[0] = i;
      if (j < low[1]) low[1] = j;
      low[2] = Math.min(low[2], ...p.ks);
      if (i > high[0]) high[0] = i;
      if (j > high[1]) high[1] = j;
      high[2] = Math.max(high[2], ...p.ks);
    });
  if (high[0] < 0) return { start: [0, 0, 0], size: [0, 0, 0], data: new Uint8Array(0) };
  const [si, sj, sk] = low;
  const ni = high[0] - si + 1;
  const nj = high[1] - sj + 1;
  const nk = high[2] - sk + 1;
  const data = new Uint8Array(ni * nj * nk);
  for (const p of placed)
    eachVoxel(p, grid, (i, j) => {
      for (const k of p.ks) data[i - si + ni * (j - sj + nj * (k - sk))] = 1;
    });
  return { start: [si, sj, sk], size: [ni, nj, nk], data };
}
