import { cross, dot, type Grid, type Vec3 } from '../domain/geometry';
import { InferenceError } from './contract';
import type { ModelInput } from './manifest';

/** Three numbers in the order D, H, W of the tensor, unless a name says otherwise. */
export type Triple = readonly [number, number, number];

/** A box of voxels of the model's image: D, H, W. A window may reach over the image's border. */
export interface Box {
  readonly start: Triple;
  readonly size: Triple;
}

/**
 * How the model's image lies in the scan's grid. Both cover the same field of view; their axes are parallel,
 * so each model axis is one scan axis, perhaps turned round and with other steps.
 */
export interface ModelSpace {
  /** Voxels along D, H, W. */
  readonly dims: Triple;
  /** mm along D, H, W: what results from whole voxel counts. */
  readonly spacing: Triple;
  /** The scan axis (0 i, 1 j, 2 k) that D, H, W lie along. */
  readonly scanAxis: Triple;
  /** Does the model's axis grow against the scan's? */
  readonly flip: readonly [boolean, boolean, boolean];
  /** The scan's voxels along D, H, W. */
  readonly scanDims: Triple;
  /** Same voxels as the scan's, only named differently. */
  readonly native: boolean;
}

/** Spacings that differ by less are the same. */
const SAME_SPACING = 1e-3;

const LETTERS: Readonly<Record<string, readonly [number, 1 | -1]>> = {
  L: [0, 1],
  R: [0, -1],
  P: [1, 1],
  A: [1, -1],
  S: [2, 1],
  I: [2, -1],
};

/** numpy's round: halves go to the even neighbour. */
export function roundHalfEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest < 0.5) return low;
  if (rest > 0.5) return low + 1;
  return low % 2 === 0 ? low : low + 1;
}

/**
 * The patient axis (0 x, 1 y, 2 z of LPS) that each scan axis lies nearest to, and its sign: the scan axis that
 * is most certain chooses first, as nibabel's io_orientation does.
 */
export function closestAxes(axes: readonly [Vec3, Vec3, Vec3]): readonly (readonly [number, 1 | -1])[] {
  const size = (v: Vec3): number => Math.max(...v.map(Math.abs));
  const order = [0, 1, 2].sort((a, b) => size(axes[b]) - size(axes[a]) || a - b);
  const taken = new Set<number>();
  const out: (readonly [number, 1 | -1])[] = [];
  for (const axis of order) {
    const free = [0, 1, 2].filter((c) => !taken.has(c));
    const best = free.reduce((a, b) => (Math.abs(axes[axis][b]) > Math.abs(axes[axis][a]) ? b : a));
    taken.add(best);
    out[axis] = [best, axes[axis][best] < 0 ? -1 : 1];
  }
  return out;
}

function directions(
  grid: Grid,
  orientation: string,
): { axis: [number, number, number]; flip: [boolean, boolean, boolean] } {
  if (orientation === 'native') {
    // ITK sorts slices along row x column; a scan may be stored the other way round.
    const normal = cross(grid.axes[0], grid.axes[1]);
    return { axis: [2, 1, 0], flip: [dot(normal, grid.axes[2]) < 0, false, false] };
  }
  const closest = closestAxes(grid.axes);
  const axis: [number, number, number] = [0, 0, 0];
  const flip: [boolean, boolean, boolean] = [false, false, false];
  [...orientation].forEach((letter, n) => {
    const [patient, sign] = LETTERS[letter];
    axis[n] = closest.findIndex(([c]) => c === patient);
    flip[n] = closest[axis[n]][1] !== sign;
  });
  return { axis, flip };
}

/**
 * Where the model wants the scan's voxels. An oblique scan is not turned: its axes are named after the patient
 * axes they lie nearest to. An image without calibration is taken as it is, and `note` says so.
 * @throws InferenceError imageInvalid when the grid is no grid
 */
export function modelSpace(
  grid: Grid,
  calibrated: boolean,
  input: ModelInput,
  note: (text: string) => void = () => undefined,
): ModelSpace {
  if (!grid.dims.every((n) => Number.isInteger(n) && n > 0))
    throw new InferenceError('imageInvalid', `the image has ${grid.dims.join(' x ')} voxels`);
  if (!grid.spacing.every((s) => Number.isFinite(s) && s > 0))
    throw new InferenceError('imageInvalid', `the image's spacing is ${grid.spacing.join(' x ')} mm`);
  const wantsMm =
    input.spacing !== 'native' ||
    input.orientation !== 'native' ||
    (input.slices && 'offsetsMm' in input.slices);
  if (!calibrated && wantsMm)
    note('the image has no calibration: taken as it is, though the model expects mm and directions');
  const { axis, flip } = directions(grid, calibrated ? input.orientation : 'native');
  const scanDims = axis.map((a) => grid.dims[a]) as [number, number, number];
  const steps = axis.map((a) => grid.spacing[a]) as [number, number, number];
  const wanted = calibrated && input.spacing !== 'native' ? input.spacing : [null, null, null];
  const dims = scanDims.map((n, c) => {
    const target = wanted[c];
    if (target === null || Math.abs(steps[c] / target - 1) < SAME_SPACING) return n;
    return Math.max(1, roundHalfEven((n * steps[c]) / target));
  }) as [number, number, number];
  return {
    dims,
    spacing: dims.map((n, c) => (steps[c] * scanDims[c]) / n) as [number, number, number],
    scanAxis: axis,
    flip,
    scanDims,
    native: dims.every((n, c) => n === scanDims[c]),
  };
}

/** So that 3.0000000001 voxels are not four. */
const EPS = 1e-7;

/** The span [lo, hi) of the model's axis as whole scan voxels that hold all of it, cut at the scan's border. */
export function spanToScan(space: ModelSpace, axis: 0 | 1 | 2, lo: number, hi: number): [number, number] {
  const n = space.scanDims[axis];
  const ratio = n / space.dims[axis];
  const a = Math.max(0, Math.floor(lo * ratio + EPS));
  const b = Math.min(n, Math.ceil(hi * ratio - EPS));
  return space.flip[axis] ? [n - b, n - a] : [a, b];
}

/** The span [lo, hi) of scan voxels along the model's axis as whole model voxels that hold all of it. */
export function spanToModel(space: ModelSpace, axis: 0 | 1 | 2, lo: number, hi: number): [number, number] {
  const n = space.scanDims[axis];
  const ratio = space.dims[axis] / n;
  const [a, b] = space.flip[axis] ? [n - hi, n - lo] : [lo, hi];
  return [Math.max(0, Math.floor(a * ratio + EPS)), Math.min(space.dims[axis], Math.ceil(b * ratio - EPS))];
}

/** A box of scan voxels, [i0, j0, k0, i1, j1, k1] with the end excluded, along the model's axes; of a native space. */
export function turnBox(space: ModelSpace, scan: ArrayLike<number>): Box {
  const ends = space.scanAxis.map((a, c) => {
    const n = space.scanDims[c];
    return space.flip[c] ? [n - scan[a + 3], n - scan[a]] : [scan[a], scan[a + 3]];
  });
  const along = (of: (lo: number, hi: number) => number): Triple =>
    [of(ends[0][0], ends[0][1]), of(ends[1][0], ends[1][1]), of(ends[2][0], ends[2][1])] as const;
  return { start: along((lo) => lo), size: along((lo, hi) => hi - lo) };
}

/** The other way: [i0, j0, k0, i1, j1, k1] of the scan of a box along the axes of a native model's space. */
export function boxOnScan(space: ModelSpace, { start, size }: Box): number[] {
  const scan = [0, 0, 0, 0, 0, 0];
  space.scanAxis.forEach((a, c) => {
    const end = start[c] + size[c];
    scan[a] = space.flip[c] ? space.scanDims[c] - end : start[c];
    scan[a + 3] = scan[a] + size[c];
  });
  return scan;
}

/** Element steps of D, H, W and the place of voxel (0, 0, 0) in an array of the given size along i, j, k. */
export function strides(space: ModelSpace, size: Vec3): { readonly base: number; readonly step: Triple } {
  const along = [1, size[0], size[0] * size[1]];
  let base = 0;
  const step = space.scanAxis.map((a, c) => {
    if (!space.flip[c]) return along[a];
    base += along[a] * (size[a] - 1);
    return -along[a];
  }) as [number, number, number];
  return { base, step };
}
