import { InferenceError } from './contract';
import type { ModelWindow } from './manifest';
import { roundHalfEven, turnBox, type Box, type ModelSpace, type Triple } from './model-space';
import type { Region, Span } from './region';

/**
 * How many slices away (signed) the channel `offsetMm` lies: the nearest slice, of two equally near ones the
 * farther. `stepMm` is the signed distance between slices. The same rule as training's scan.py.
 */
export function sliceOffset(offsetMm: number, stepMm: number): number {
  const count = Math.floor(Math.abs(offsetMm) / Math.abs(stepMm) + 0.5 + 1e-4);
  return count === 0 ? 0 : count * Math.sign(offsetMm) * Math.sign(stepMm);
}

/**
 * Starts of windows of `piece` voxels over `length` voxels (at least as many).
 * nnU-Net (compute_steps_for_sliding_window): as few as keep the overlap, spread evenly, rounded as numpy does.
 * MONAI (_get_scan_interval, dense_patch_slices): every int(piece * (1 - overlap)), the last one moved back.
 */
export function windowStarts(
  length: number,
  piece: number,
  overlap: number,
  convention: ModelWindow['convention'],
): number[] {
  if (length <= piece) return [0];
  if (convention === 'nnunet') {
    const count = Math.ceil((length - piece) / (piece * (1 - overlap))) + 1;
    const step = (length - piece) / (count - 1);
    return Array.from({ length: count }, (_, n) => roundHalfEven(step * n));
  }
  const interval = Math.max(1, Math.floor(piece * (1 - overlap)));
  const count = Math.ceil((length - piece) / interval) + 1;
  return Array.from({ length: count }, (_, n) => Math.min(n * interval, length - piece));
}

/** Evenly spread starts of pieces of `piece` voxels over `length` voxels with at least `overlap` in common. */
export function tileStarts(length: number, piece: number, overlap: number): number[] {
  if (piece >= length) return [0];
  const count = Math.ceil((length - overlap) / (piece - overlap));
  return Array.from({ length: count }, (_, n) => Math.round((n * (length - piece)) / (count - 1)));
}

/**
 * Splits a window into equal overlapping pieces of at most `maxVoxels` voxels where that can be done, sides
 * multiples of `multipleOf`. A window that is small enough comes back as it is. Pieces in order of D, H, W.
 */
export function splitWindow(window: Box, maxVoxels: number, multipleOf: Triple, overlap: number): Box[] {
  const size: [number, number, number] = [...window.size];
  const half = (c: number): number => Math.ceil((size[c] / 2 + overlap) / multipleOf[c]) * multipleOf[c];
  while (size[0] * size[1] * size[2] > maxVoxels) {
    // The longest side that becomes shorter.
    const side = [2, 1, 0].filter((c) => half(c) < size[c]).sort((a, b) => size[b] - size[a])[0];
    if (side === undefined) break;
    size[side] = half(side);
  }
  if (size.every((n, c) => n === window.size[c])) return [window];
  return grid(
    [0, 1, 2].map((c) => tileStarts(window.size[c], size[c], overlap).map((s) => s + window.start[c])),
    size,
  );
}

function grid(starts: readonly (readonly number[])[], size: Triple): Box[] {
  return starts[0].flatMap((d) =>
    starts[1].flatMap((h) => starts[2].map((w): Box => ({ start: [d, h, w], size }))),
  );
}

/** A size of the manifest for D, H, W: one number for all, [H, W] of a 2-D model (D is 1) or [D, H, W]. */
export function sizeOf(value: number | readonly number[], planar: boolean): Triple {
  const [h, w] = typeof value === 'number' ? [value, value] : value.slice(-2);
  return [planar ? 1 : typeof value === 'number' ? value : value[0], h, w];
}

export interface WindowPlan {
  /** In the order in which they are run: along D first, so that planes are finished early. */
  readonly windows: readonly Box[];
  /** Windows (size 'fit': planes of a 2-D model) that touch no region. */
  readonly skipped: number;
}

/**
 * Where the windows of all planes start along one axis, but for whole steps of `multipleOf`: the start of the box around
 * the whole region. A network that pools answers a little differently for each place in its pooling grid, so planes that
 * follow each other, and scan.py, must have the same.
 */
function anchorOf([lo, hi]: Span, length: number, margin: number, multipleOf: number): number {
  const from = Math.max(0, lo - margin);
  const need = Math.min(length, hi + margin) - from;
  const size = Math.min(
    Math.ceil(need / multipleOf) * multipleOf,
    Math.floor(length / multipleOf) * multipleOf,
  );
  return Math.min(from, length - size);
}

/** One axis of fitted windows: where they start, and how long they are. In steps from `anchor` where there is one. */
function fit(
  [lo, hi]: Span,
  length: number,
  margin: number,
  multipleOf: number,
  patch: number,
  how: ModelWindow,
  anchor: number | undefined,
): { starts: number[]; size: number } {
  const most = Math.max(multipleOf, Math.floor(patch / multipleOf) * multipleOf);
  let [from, to] = [lo - margin, hi + margin];
  if (anchor !== undefined || to - from > most) [from, to] = [Math.max(0, from), Math.min(length, to)];
  if (anchor !== undefined) {
    const start = anchor + Math.floor((from - anchor) / multipleOf) * multipleOf;
    const size = Math.ceil((to - start) / multipleOf) * multipleOf;
    if (size <= most) return { starts: [start], size };
  }
  const need = to - from;
  const size = Math.min(most, Math.ceil(need / multipleOf) * multipleOf);
  if (need <= size) return { starts: [from - Math.floor((size - need) / 2)], size };
  return { starts: windowStarts(need, size, how.overlap, how.convention).map((s) => s + from), size };
}

/**
 * Windows over the model's image. 'fixed': all of the patch's size; an image smaller than the patch lies in the
 * middle of it. 'fit': around the region on each plane (2-D) or in the whole volume (3-D) with its margin, or
 * around the whole image where no region is given.
 */
export function planWindows(
  space: ModelSpace,
  how: ModelWindow,
  planar: boolean,
  region: Region | undefined,
): WindowPlan {
  const patch = sizeOf(how.patch, planar);
  const { dims } = space;
  const planes = planar ? Array.from({ length: dims[0] }, (_, d) => d) : [0];
  if (how.size === 'fixed') {
    const along = (c: 0 | 1 | 2): number[] => {
      const before = Math.floor(Math.max(0, patch[c] - dims[c]) / 2);
      return windowStarts(dims[c], patch[c], how.overlap, how.convention).map((s) => s - before);
    };
    const all = grid([planar ? planes : along(0), along(1), along(2)], patch);
    const windows = region ? all.filter((w) => region.touches(w)) : all;
    return { windows, skipped: all.length - windows.length };
  }
  const multiple = sizeOf(how.multipleOf, planar);
  const margin = region ? how.marginPx : 0;
  const whole = planar ? region?.box(0, dims[0]) : undefined;
  const anchors = whole?.map((span, c) => anchorOf(span, dims[c], margin, multiple[c]));
  const windows: Box[] = [];
  let skipped = 0;
  for (const d of planes) {
    const box = region
      ? region.box(d, planar ? d + 1 : dims[0])
      : ([
          [0, dims[0]],
          [0, dims[1]],
          [0, dims[2]],
        ] as const);
    if (!box) {
      skipped++;
      continue;
    }
    const axes = [0, 1, 2].map((c) => {
      if (planar && c === 0) return { starts: [d], size: 1 };
      return fit(box[c], dims[c], margin, multiple[c], patch[c], how, anchors?.[c]);
    });
    const size: Triple = [axes[0].size, axes[1].size, axes[2].size];
    const all = grid(
      axes.map((a) => a.starts),
      size,
    );
    // Tiles of a large box may miss what lies in its corners; a single window never does.
    const touching = region && all.length > 1 ? all.filter((w) => region.touches(w)) : all;
    skipped += all.length - touching.length;
    windows.push(...touching);
  }
  return { windows, skipped };
}

/**
 * The windows of RunJob.windows in the model's space, in the order in which planes are finished early.
 * @throws InferenceError imageInvalid where the model does not take the scan's voxels as they are, or a window is none
 */
export function givenWindows(boxes: Int32Array, space: ModelSpace, planar: boolean): WindowPlan {
  if (!space.native) throw new InferenceError('imageInvalid', 'windows are given, but the scan is resampled');
  const windows: Box[] = [];
  for (let n = 0; n < boxes.length; n += 6) {
    const box = turnBox(space, boxes.subarray(n, n + 6));
    if (box.size.some((s) => !(s > 0)) || (planar && box.size[0] !== 1))
      throw new InferenceError('imageInvalid', `window ${n / 6} is ${box.size.join(' x ')} voxels`);
    windows.push(box);
  }
  windows.sort((a, b) => a.start[0] - b.start[0]);
  const planes = new Set(windows.map((w) => w.start[0]));
  return { windows, skipped: planar ? space.dims[0] - planes.size : 0 };
}

/** Most planes that are open at once when windows are summed in this order, D cut to `planes`. */
export function openPlanes(windows: readonly Box[], planes: number): number {
  // The first plane that a window from n on still touches.
  const first = new Int32Array(windows.length);
  for (let n = windows.length - 1; n >= 0; n--)
    first[n] = Math.max(0, Math.min(windows[n].start[0], n + 1 < windows.length ? first[n + 1] : Infinity));
  let most = 1;
  let end = 0;
  windows.forEach((w, n) => {
    end = Math.max(end, Math.min(planes, w.start[0] + w.size[0]));
    most = Math.max(most, end - first[n]);
  });
  return most;
}
