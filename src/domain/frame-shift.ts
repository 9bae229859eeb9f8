/**
 * How far a patch of one frame has moved on another: the shift with the best normalised correlation of some hundred
 * samples, coarse steps first. Pixels throughout; frames of a film lie on one grid.
 */
import type { VoxelMask } from './volume';

/** One frame's values, rows one after the other. */
export interface FramePixels {
  readonly data: ArrayLike<number>;
  readonly columns: number;
  readonly rows: number;
}

/** What is looked for: values at points of the frame that it was taken from. */
export interface FramePatch {
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly values: Float32Array;
  /** How far it is looked for, either way. */
  readonly reach: number;
}

export interface FrameShift {
  readonly dx: number;
  readonly dy: number;
  /** -1..1; of patches without contrast 0. */
  readonly correlation: number;
}

/** Samples along the longer side of a patch. */
const SAMPLES = 32;
/** Share of its outline's size that a patch takes in around it, and that it may have moved. */
const MARGIN = 0.25;
const REACH = 0.35;
const LEAST_REACH = 6;
/** Below this share of samples on the frame nothing can be said. */
const ON_FRAME = 0.6;

/** The patch around an outline. */
export function patchAround({ data, columns, rows }: FramePixels, { start, size }: VoxelMask): FramePatch {
  const longer = Math.max(size[0], size[1]);
  const margin = Math.round(MARGIN * longer);
  const step = Math.max(1, Math.ceil((longer + 2 * margin) / SAMPLES));
  const [xs, ys]: number[][] = [[], []];
  for (let y = Math.max(0, start[1] - margin); y < Math.min(rows, start[1] + size[1] + margin); y += step)
    for (
      let x = Math.max(0, start[0] - margin);
      x < Math.min(columns, start[0] + size[0] + margin);
      x += step
    ) {
      xs.push(x);
      ys.push(y);
    }
  return {
    x: Int32Array.from(xs),
    y: Int32Array.from(ys),
    values: Float32Array.from(xs, (x, n) => data[ys[n] * columns + x]),
    reach: Math.max(LEAST_REACH, Math.round(REACH * longer)),
  };
}

function correlation(
  patch: FramePatch,
  { data, columns, rows }: FramePixels,
  dx: number,
  dy: number,
): number {
  let [n, sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0, 0];
  for (let s = 0; s < patch.values.length; s++) {
    const [x, y] = [patch.x[s] + dx, patch.y[s] + dy];
    if (x < 0 || y < 0 || x >= columns || y >= rows) continue;
    const a = patch.values[s];
    const b = data[y * columns + x];
    n++;
    sa += a;
    sb += b;
    saa += a * a;
    sbb += b * b;
    sab += a * b;
  }
  if (n < ON_FRAME * patch.values.length) return -1;
  const spread = (saa - (sa * sa) / n) * (sbb - (sb * sb) / n);
  return spread > 0 ? (sab - (sa * sb) / n) / Math.sqrt(spread) : 0;
}

/** Where the patch lies on another frame of the same film. */
export function shiftOf(patch: FramePatch, frame: FramePixels): FrameShift {
  let best: FrameShift = { dx: 0, dy: 0, correlation: correlation(patch, frame, 0, 0) };
  const around = (reach: number, step: number): void => {
    const { dx: cx, dy: cy } = best;
    for (let dy = cy - reach; dy <= cy + reach; dy += step)
      for (let dx = cx - reach; dx <= cx + reach; dx += step) {
        const found = correlation(patch, frame, dx, dy);
        if (found > best.correlation) best = { dx, dy, correlation: found };
      }
  };
  let step = Math.max(1, Math.ceil(patch.reach / 4));
  around(4 * step, step);
  while (step > 1) {
    const finer = Math.ceil(step / 2);
    around(step, finer);
    step = finer;
  }
  return best;
}
