/** Pixels under an annotation, in modality values, from the frames that are decoded. */
import { cache } from '@cornerstonejs/core';
import type { NoPixels, Place, SampleGrid } from '../../domain/annotation/annotation';
import {
  add,
  dot,
  ijkToLps,
  lpsToIjk,
  norm,
  normalise,
  scale,
  sub,
  type Grid,
  type Vec3,
} from '../../domain/geometry';
import { uptakeOf } from '../../domain/uptake';
import { imageIdOf, isColour, paddingHeld, rescaleHeld, viewedImage, type ViewedImage } from '../images';
import type { HandledPane } from '../paneHost';
import { imageGrid } from '../seriesGrid';
import { shownImage } from './placed';

/** Unit of the modality values of an image, UCUM where there is one. A CT without rescale holds no HU. */
export function valueUnit({ instance, series }: ViewedImage): string {
  const uptake = uptakeOf(series);
  if (uptake) return uptake.unit;
  const { rescaleType, warnings } = instance;
  const hounsfield =
    rescaleType === 'HU' || (series.modality === 'CT' && !rescaleType && !warnings?.includes('noRescale'));
  return hounsfield ? "[hnsf'U]" : '1';
}

/** Why an image gives no values to measure; undefined when it does. */
function refusal(imageId: string): NoPixels | undefined {
  const viewed = viewedImage(imageId);
  if (!viewed) return 'decoding';
  if (isColour(viewed.instance)) return 'colour';
  if (viewed.instance.voiLut) return 'lut';
  return cache.isLoaded(imageId) ? undefined : 'decoding';
}

/** Reads one frame: value at a whole column and row, undefined outside and on padding. */
function reader(imageId: string): ((column: number, row: number) => number | undefined) | undefined {
  const viewed = viewedImage(imageId);
  const image = refusal(imageId) ? undefined : cache.getImage(imageId);
  if (!viewed || !image) return undefined;
  const pixels = image.getPixelData();
  const { columns, rows } = image;
  const { slope, intercept } = rescaleHeld(viewed);
  const padding = paddingHeld(viewed);
  return (column, row) => {
    if (column < 0 || row < 0 || column >= columns || row >= rows) return undefined;
    const held = pixels[row * columns + column];
    if (padding && held >= padding.from && held <= padding.to) return undefined;
    return held * slope + intercept;
  };
}

/** The pixels of an image; undefined for colour, for what is drawn through a VOI LUT, and until it is decoded. */
export function imageSamples(imageId: string): SampleGrid | undefined {
  const viewed = viewedImage(imageId);
  const value = reader(imageId);
  if (!viewed || !value) return undefined;
  const { columns, rows } = viewed.instance;
  return { columns, rows, origin: [0, 0], stepI: [1, 0], stepJ: [0, 1], unit: valueUnit(viewed), value };
}

/** Pixels to measure on, or why there are none. */
export type Samples =
  | {
      readonly grid: SampleGrid;
      /** Was a voxel asked for whose image is not decoded yet? Then the numbers would be of a part only. */
      readonly incomplete: () => boolean;
    }
  | { readonly none: NoPixels };

/** Samples of an annotation's place as this pane can give them. */
export function samplesOf(place: Place, pane: HandledPane): Samples {
  const { host } = pane;
  if (place.on === 'image') {
    const instance = host.series.instances.find((one) => one.sopInstanceUid === place.sopInstanceUid);
    const imageId = instance && imageIdOf(instance, place.frame);
    const grid = imageId === undefined ? undefined : imageSamples(imageId);
    if (grid) return { grid, incomplete: () => false };
    return { none: (imageId === undefined ? undefined : refusal(imageId)) ?? 'decoding' };
  }
  if (host.planes)
    return host.slab() ? { none: 'slab' } : planeSamples(place, host.planes.grid, host.imageIds);
  // A plane that lies in a stack: the pixels are those of the image that is on screen.
  const image = shownImage(pane);
  const grid = image && imageGrid(image.instance);
  return grid ? planeSamples(place, grid, [image.imageId]) : { none: 'decoding' };
}

/** Samples of the series over that of the pane; undefined where there is none. */
export function layerSamplesOf(place: Place, { host }: HandledPane): Samples | undefined {
  const { layer } = host;
  if (!layer || place.on === 'image') return undefined;
  return host.slab() ? { none: 'slab' } : planeSamples(place, layer.grid, layer.imageIds);
}

/** Is a direction an axis of the grid? Its index and sign. */
function axisAlong(grid: Grid, direction: Vec3): { axis: number; sign: 1 | -1 } | undefined {
  for (let axis = 0; axis < 3; axis++) {
    const along = dot(grid.axes[axis], direction);
    if (Math.abs(along) > 0.99999) return { axis, sign: along > 0 ? 1 : -1 };
  }
  return undefined;
}

/**
 * On a plane along the grid the voxels themselves, of the slice nearest to it; on an oblique one the volume between
 * voxels (linear) at steps of the smallest voxel side.
 */
function planeSamples(
  place: Extract<Place, { on: 'plane' }>,
  grid: Grid,
  imageIds: readonly string[],
): Samples {
  const viewed = viewedImage(imageIds[0]);
  const none = refusal(imageIds[0]);
  // Slices that are not there yet are told by `incomplete`, as only those under the region matter.
  if (!viewed || (none && none !== 'decoding')) return { none: none ?? 'decoding' };
  let missing = false;
  const incomplete = (): boolean => missing;
  const readers = new Map<number, ReturnType<typeof reader>>();
  const voxel = (i: number, j: number, k: number): number | undefined => {
    if (k < 0 || k >= imageIds.length) return undefined;
    if (!readers.has(k)) readers.set(k, reader(imageIds[k]));
    const read = readers.get(k);
    if (!read) missing = true;
    return read?.(i, j);
  };
  const unit = valueUnit(viewed);
  const [right, down] = [axisAlong(grid, place.right), axisAlong(grid, place.down)];
  const start = lpsToIjk(grid, place.origin);
  if (right && down) {
    const through = 3 - right.axis - down.axis;
    const slice = Math.round(start[through]);
    // (i, j) of the samples are voxels along right and down, from the voxel under the origin of the place.
    const [i0, j0] = [Math.round(start[right.axis]), Math.round(start[down.axis])];
    const [si, sj] = [grid.spacing[right.axis], grid.spacing[down.axis]];
    const reach = Math.max(...grid.dims) + Math.max(Math.abs(i0), Math.abs(j0));
    const size = 2 * reach + 1;
    const samples: SampleGrid = {
      columns: size,
      rows: size,
      origin: [
        (i0 - start[right.axis]) * si * right.sign - reach * si,
        (j0 - start[down.axis]) * sj * down.sign - reach * sj,
      ],
      stepI: [si, 0],
      stepJ: [0, sj],
      unit,
      value: (i, j) => {
        const at = [0, 0, 0];
        at[through] = slice;
        at[right.axis] = i0 + (i - reach) * right.sign;
        at[down.axis] = j0 + (j - reach) * down.sign;
        return voxel(at[0], at[1], at[2]);
      },
    };
    return { grid: samples, incomplete };
  }
  const step = Math.min(...grid.spacing);
  const away = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) => {
    const ijk = grid.dims.map((n, axis) => ((corner >> axis) & 1) * (n - 1)) as unknown as Vec3;
    return norm(sub(ijkToLps(grid, ijk), place.origin));
  });
  const reach = Math.ceil(Math.max(...away) / step);
  const [u, v] = [normalise(place.right), normalise(place.down)];
  const samples: SampleGrid = {
    columns: 2 * reach + 1,
    rows: 2 * reach + 1,
    origin: [-reach * step, -reach * step],
    stepI: [step, 0],
    stepJ: [0, step],
    unit,
    value: (i, j) =>
      between(
        lpsToIjk(grid, add(place.origin, add(scale(u, (i - reach) * step), scale(v, (j - reach) * step)))),
        voxel,
      ),
  };
  return { grid: samples, incomplete };
}

/** Linear between the eight voxels around a point; undefined where one is missing. */
function between(
  [x, y, z]: Vec3,
  voxel: (i: number, j: number, k: number) => number | undefined,
): number | undefined {
  const [i, j, k] = [Math.floor(x), Math.floor(y), Math.floor(z)];
  let sum = 0;
  for (let corner = 0; corner < 8; corner++) {
    const [a, b, c] = [corner & 1, (corner >> 1) & 1, corner >> 2];
    const weight = (a ? x - i : 1 - x + i) * (b ? y - j : 1 - y + j) * (c ? z - k : 1 - z + k);
    if (weight === 0) continue;
    const value = voxel(i + a, j + b, k + c);
    if (value === undefined) return undefined;
    sum += weight * value;
  }
  return sum;
}
