import type { Grid } from '../domain/geometry';

/** How coarse a volume is made so that it fits: every n-th voxel in the plane, every n-th slice. */
export interface Reduction {
  readonly inPlane: number;
  readonly slices: number;
  /** Bytes that the whole volume would need, and how many there are for it. */
  readonly needed: number;
  readonly budget: number;
}

const GB = 1024 ** 3;
/** Voxels along one side of a 3-D texture: what every WebGL 2 driver of the last ten years has. */
const MOST_SIDE = 2048;
/** In this order: thin slices are worth more than thin pixels. */
const steps = [
  [1, 1],
  [2, 1],
  [2, 2],
  [3, 3],
  [4, 4],
  [6, 6],
  [8, 8],
] as const;

/**
 * Bytes that the planes may take: a quarter of the memory that the browser admits to (it says at most 8 GB, and
 * nothing on some browsers: then 4 is assumed). The rest is for the page, the system and the graphics driver.
 */
export const mprBudget = (deviceGb: number | undefined): number => ((deviceGb ?? 4) * GB) / 4;

/**
 * What the planes of a grid need: its voxels as frames, and again as a texture, which on most clinic computers is
 * the same memory. Predicted before anything is made.
 * @returns inPlane 1 and slices 1 when the whole volume fits.
 */
export function reductionFor(grid: Grid, bytesPerVoxel: number, budget: number): Reduction {
  const [ni, nj, nk] = grid.dims;
  const bytes = (inPlane: number, slices: number): number =>
    2 * bytesPerVoxel * Math.ceil(ni / inPlane) * Math.ceil(nj / inPlane) * Math.ceil(nk / slices);
  const fits = ([inPlane, slices]: readonly [number, number]): boolean =>
    bytes(inPlane, slices) <= budget && Math.max(ni, nj) / inPlane <= MOST_SIDE && nk / slices <= MOST_SIDE;
  const [inPlane, slices] = steps.find(fits) ?? steps[steps.length - 1];
  return { inPlane, slices, needed: bytes(1, 1), budget };
}

/** Does nothing have to be left out? */
export const isWhole = ({ inPlane, slices }: Pick<Reduction, 'inPlane' | 'slices'>): boolean =>
  inPlane === 1 && slices === 1;

/**
 * Can a volume be held whole all the same, though it is over the budget? Its frames must stay in the viewport's cache
 * together, or slices would be missing in it, and no side may be longer than a texture's.
 * @param frameBytes what the cache of frames may hold.
 */
export const canHoldWhole = (grid: Grid, bytesPerVoxel: number, frameBytes: number): boolean =>
  Math.max(...grid.dims) <= MOST_SIDE &&
  bytesPerVoxel * grid.dims[0] * grid.dims[1] * grid.dims[2] <= frameBytes;

/** The grid of every n-th voxel, from the first on. */
export function reduced(grid: Grid, { inPlane, slices }: Pick<Reduction, 'inPlane' | 'slices'>): Grid {
  const [ni, nj, nk] = grid.dims;
  const [si, sj, sk] = grid.spacing;
  return {
    ...grid,
    dims: [Math.ceil(ni / inPlane), Math.ceil(nj / inPlane), Math.ceil(nk / slices)],
    spacing: [si * inPlane, sj * inPlane, sk * slices],
  };
}
