import { frameInstance, seriesFrames } from '../domain/frames';
import { cross, dot, ijkToLps, scale, sub, type Grid, type Vec3 } from '../domain/geometry';
import { planStack, type StackGap, type StackPlan } from '../domain/stack';
import type { Instance, Series } from '../domain/study';
import { drawsOnCpu } from './engine';

/** Why a series cannot be cut in other planes; keys of the read catalogue `noMpr.*`. */
export type NoMpr = 'few' | 'colour' | 'noPositions' | 'noSpacing' | 'mixed' | 'gaps';

/** What a reader should know of how the slices lie, whether or not there are other planes. */
export interface StackFacts {
  readonly tiltDegrees?: number;
  readonly uneven: boolean;
  /** Images that repeat the position of another. */
  readonly duplicates: number;
  /** The largest gap; `after` is the 1-based number of the image before it. */
  readonly gap?: { readonly mm: number; readonly missing: number; readonly after: number };
}

export type SeriesGrid =
  | { readonly grid: Grid; readonly plan: StackPlan; readonly exact: boolean; readonly facts: StackFacts }
  | { readonly reason: NoMpr; readonly facts?: StackFacts };

/** Gaps up to this are interpolated with a warning that names them; in larger ones a lesion could lie unseen. */
const FILL = { fillSlices: 1, fillMm: 10 };

/** Images of a series in the order of reading, each as its own frame sees it. */
export const framesOf = (series: Series): readonly Instance[] =>
  seriesFrames(series).map(({ instance, frame }) => frameInstance(instance, frame));

/**
 * The voxel grid that the images of a series make, or why they make none. `exact`: slice k of the grid is image k
 * of the series, pixel for pixel. Indices of `plan` are those of `images`; k grows with them.
 */
export function seriesGrid(series: Series, images: readonly Instance[] = framesOf(series)): SeriesGrid {
  if (images.length < 3) return { reason: 'few' };
  if (images.some((image) => image.samplesPerPixel !== 1)) return { reason: 'colour' };
  // Spacing at the detector is none in the patient: no volume can be made of it.
  const planes = images.map((image) => ({
    rows: image.rows,
    columns: image.columns,
    position: image.imagePosition,
    orientation: image.imageOrientation,
    spacing: image.spacingSource === 'PixelSpacing' ? image.pixelSpacing : undefined,
  }));
  const plan = planStack(planes, FILL);
  if ('refused' in plan) {
    if (plan.refused !== 'gaps') return { reason: plan.refused };
    return { reason: 'gaps', facts: { uneven: false, duplicates: 0, gap: largest(plan.gaps) } };
  }
  if (plan.slices.length < 3) return { reason: 'few' };
  const way = inOrder(plan);
  return {
    grid: way.grid,
    plan: way,
    exact: !plan.resampled && plan.duplicates.length === 0,
    facts: {
      tiltDegrees: plan.tiltDegrees,
      uneven: plan.slices.some((slice) => slice.t > 0 && slice.t < 1),
      duplicates: plan.duplicates.length,
      ...(plan.gaps.length > 0 && { gap: largest(plan.gaps) }),
    },
  };
}

function largest(gaps: readonly StackGap[]): StackFacts['gap'] {
  const { mm, missing, after, before } = gaps.reduce((a, b) => (b.mm > a.mm ? b : a));
  return { mm, missing, after: Math.min(after, before) + 1 };
}

/** k grows along the order of the images, also when that is against their normal. */
function inOrder(plan: StackPlan): StackPlan {
  const { slices, grid } = plan;
  if (slices[0].a <= slices[slices.length - 1].b) return plan;
  return {
    ...plan,
    slices: [...slices].reverse(),
    grid: {
      ...grid,
      origin: ijkToLps(grid, [0, 0, grid.dims[2] - 1]),
      axes: [grid.axes[0], grid.axes[1], scale(grid.axes[2], -1)],
    },
  };
}

/** Index of the image whose plane is nearest to a point in LPS mm; undefined when no image has a place. */
export function nearestImage(images: readonly Instance[], point: Vec3): number | undefined {
  let best: number | undefined;
  let least = Infinity;
  images.forEach(({ imagePosition, imageOrientation: o }, n) => {
    if (!imagePosition || !o) return;
    const normal = cross([o[0], o[1], o[2]], [o[3], o[4], o[5]]);
    const off = Math.abs(dot(sub(point, imagePosition), normal));
    if (off < least) {
      least = off;
      best = n;
    }
  });
  return best;
}

/** The grid that one image is a slice of, with only that slice; undefined when it has no place or spacing. */
export function imageGrid(image: Instance): Grid | undefined {
  const { imagePosition, imageOrientation: o, pixelSpacing } = image;
  if (!imagePosition || !o || !pixelSpacing) return undefined;
  const along: Vec3 = [o[0], o[1], o[2]];
  const down: Vec3 = [o[3], o[4], o[5]];
  return {
    dims: [image.columns, image.rows, 1],
    spacing: [pixelSpacing[1], pixelSpacing[0], 1],
    origin: imagePosition,
    axes: [along, down, cross(along, down)],
  };
}

/** Middle of an image in LPS mm. */
export function imageMiddle(image: Instance): Vec3 | undefined {
  const grid = imageGrid(image);
  return grid && ijkToLps(grid, [(image.columns - 1) / 2, (image.rows - 1) / 2, 0]);
}

/** Why a series cannot be cut in other planes on this computer; undefined when it can. */
export function planesRefused(series: Series): NoMpr | 'cpu' | undefined {
  const made = seriesGrid(series);
  if ('reason' in made) return made.reason;
  return drawsOnCpu() ? 'cpu' : undefined;
}
