import { cache, utilities, type Types } from '@cornerstonejs/core';
import { ijkToLps, type Grid } from '../domain/geometry';
import { sampleSlice, type PlanePixels, type SliceArray } from '../domain/resample-slice';
import type { StackPlan, StackSlice } from '../domain/stack';
import { dropFailure, frameFailure, loadImage, type FrameFailure } from './imageLoader';
import { addImage, dropImage, rescaleHeld, viewedImage } from './images';
import { reduced, type Reduction } from './mprBudget';

/** Image ids of slices that no file holds: straightened, interpolated or reduced. */
export const GRID_SCHEME = 'lamplight-grid';

interface Recipe {
  readonly slice: StackSlice;
  readonly sources: readonly string[];
  readonly grid: Grid;
  readonly every: number;
}

const recipes = new Map<string, Recipe>();
/** HU of what a straightened CT has no pixels of. */
const AIR = -1024;
let made = 0;

export interface GridImages {
  /** One a slice of `grid`, in the order of k. */
  readonly imageIds: readonly string[];
  readonly grid: Grid;
  /** Forgets the slices and gives back those that are held. Volumes made of them must be gone. */
  dispose(): void;
}

/**
 * The slices of a planned grid as images for cornerstone, made of the frames of `sources` (image ids; the plan's
 * indices) when they are asked for. Only what is made is held; the frames stay in the DICOM room's limited cache.
 */
export function openGridImages(
  sources: readonly string[],
  plan: StackPlan,
  reduction: Pick<Reduction, 'inPlane' | 'slices'>,
): GridImages {
  const grid = reduced(plan.grid, reduction);
  const turn = ++made;
  const slices = plan.slices.filter((_, k) => k % reduction.slices === 0);
  const imageIds = slices.map((slice, k) => {
    const imageId = `${GRID_SCHEME}:${turn}/${k}`;
    const source = viewedImage(sources[slice.t < 0.5 ? slice.a : slice.b]);
    if (!source) throw new Error('The series of these slices is not open');
    addImage({
      ...source,
      imageId,
      instance: {
        ...source.instance,
        rows: grid.dims[1],
        columns: grid.dims[0],
        frames: 1,
        perFrame: undefined,
        imagePosition: ijkToLps(grid, [0, 0, k]),
        imageOrientation: [...grid.axes[0], ...grid.axes[1]],
        pixelSpacing: [grid.spacing[1], grid.spacing[0]],
      },
    });
    recipes.set(imageId, {
      slice,
      sources: [sources[slice.a], sources[slice.b]],
      grid,
      every: reduction.inPlane,
    });
    return imageId;
  });
  return {
    imageIds,
    grid,
    dispose: () => {
      for (const imageId of imageIds) {
        recipes.delete(imageId);
        dropImage(imageId);
        if (cache.getImageLoadObject(imageId)) cache.removeImageLoadObject(imageId, { force: true });
      }
    },
  };
}

/** Why an image cannot be drawn: of a made slice, the failure of a frame that it is made of. */
export function failureOf(imageId: string): FrameFailure | undefined {
  const recipe = recipes.get(imageId);
  if (!recipe) return frameFailure(imageId);
  return recipe.sources.map(frameFailure).find((failure) => failure !== undefined);
}

/** What failed is tried anew: nothing is said of it until it has failed again. */
export function forgetFailure(imageId: string): void {
  for (const source of recipes.get(imageId)?.sources ?? [imageId]) dropFailure(source);
}

/** Cornerstone's image loader for made slices. */
export function loadGridImage(
  imageId: string,
  options?: Record<string, unknown>,
): { promise: Promise<Types.IImage>; cancelFn: () => void } {
  const cancels: (() => void)[] = [];
  const load = (source: string): Promise<Types.IImage> => {
    const loading = loadImage(source, options);
    cancels.push(loading.cancelFn);
    return loading.promise;
  };
  const make = async (): Promise<Types.IImage> => {
    const recipe = recipes.get(imageId);
    if (!recipe) throw new Error(`No planes are open that hold ${imageId}`);
    const { slice, sources } = recipe;
    const [a, b] = await Promise.all([
      slice.t < 1 ? load(sources[0]) : undefined,
      slice.t > 0 ? load(sources[1]) : undefined,
    ]);
    return imageOf(imageId, recipe, a, b);
  };
  return { promise: make(), cancelFn: () => cancels.forEach((cancel) => cancel()) };
}

const planeOf = (image: Types.IImage | undefined): PlanePixels | undefined =>
  image && {
    pixels: image.getPixelData(),
    columns: image.columns,
    rows: image.rows,
    slope: 1,
    intercept: 0,
  };

function imageOf(
  imageId: string,
  { slice, grid, every }: Recipe,
  a: Types.IImage | undefined,
  b: Types.IImage | undefined,
): Types.IImage {
  const like = (a ?? b)!;
  const [columns, rows] = grid.dims;
  const held = like.getPixelData() as SliceArray;
  const out = new (held.constructor as new (length: number) => SliceArray)(columns * rows);
  const outside = outsideOf(imageId, like);
  sampleSlice({ out, columns, rows, every, outside }, slice, planeOf(a), planeOf(b));
  const pixels = out as Types.PixelDataTypedArray;
  return {
    ...like,
    imageId,
    rows,
    columns,
    height: rows,
    width: columns,
    columnPixelSpacing: grid.spacing[0],
    rowPixelSpacing: grid.spacing[1],
    minPixelValue: Math.min(outside, a?.minPixelValue ?? outside, b?.minPixelValue ?? outside),
    maxPixelValue: Math.max(outside, a?.maxPixelValue ?? outside, b?.maxPixelValue ?? outside),
    sizeInBytes: out.byteLength,
    getPixelData: () => pixels,
    voxelManager: utilities.VoxelManager.createImageVoxelManager({
      scalarData: pixels,
      width: columns,
      height: rows,
      numberOfComponents: 1,
    }),
  };
}

/** What stands where no frame has a pixel, in the values that cornerstone holds. */
function outsideOf(imageId: string, like: Types.IImage): number {
  const image = viewedImage(imageId);
  if (image?.series.modality !== 'CT') return like.minPixelValue;
  const { slope, intercept } = rescaleHeld(image);
  return (AIR - intercept) / slope;
}
