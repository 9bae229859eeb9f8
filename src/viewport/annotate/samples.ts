/** Pixels under an annotation, in modality values, from the frames that are decoded. */
import { cache } from '@cornerstonejs/core';
import type { Place, SampleGrid } from '../../domain/annotation/annotation';
import { dot, lpsToIjk, normalise, scale, add, type Grid, type Vec3 } from '../../domain/geometry';
import { imageIdOf, isColour, paddingHeld, rescaleHeld, viewedImage, type ViewedImage } from '../images';
import type { HandledPane } from '../paneHost';
import { toLps } from '../plane';

/** Unit of the modality values of an image, UCUM where there is one. */
export function valueUnit({ instance, series }: ViewedImage): string {
  if (instance.rescaleType === 'HU' || (series.modality === 'CT' && !instance.rescaleType)) return "[hnsf'U]";
  return '1';
}

/** Reads one frame: value at a whole column and row, undefined outside and on padding. */
function reader(imageId: string): ((column: number, row: number) => number | undefined) | undefined {
  const viewed = viewedImage(imageId);
  if (!viewed || isColour(viewed.instance) || viewed.instance.voiLut || !cache.isLoaded(imageId))
    return undefined;
  const image = cache.getImage(imageId);
  if (!image) return undefined;
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

/** Samples of an annotation's place as this pane can give them. */
export function samplesOf(place: Place, pane: HandledPane): SampleGrid | undefined {
  const { host } = pane;
  if (place.on === 'image') {
    const instance = host.series.instances.find((one) => one.sopInstanceUid === place.sopInstanceUid);
    return instance && imageSamples(imageIdOf(instance, place.frame));
  }
  if (!host.planes || host.slab()) return undefined;
  return planeSamples(place, host.planes.grid, host.imageIds, pane);
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
  pane: HandledPane,
): SampleGrid | undefined {
  const viewed = viewedImage(imageIds[0]);
  const plane = pane.view?.plane();
  if (!viewed || !plane) return undefined;
  const readers = new Map<number, ReturnType<typeof reader>>();
  const voxel = (i: number, j: number, k: number): number | undefined => {
    if (k < 0 || k >= imageIds.length) return undefined;
    if (!readers.has(k)) readers.set(k, reader(imageIds[k]));
    return readers.get(k)?.(i, j);
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
    const corners = [toLps(plane, [0, 0]), toLps(plane, [plane.width, plane.height])].map((p) =>
      lpsToIjk(grid, p),
    );
    const reach = Math.ceil(Math.max(...grid.dims, ...corners.flat().map(Math.abs)));
    const size = 2 * reach + 1;
    return {
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
  }
  const step = Math.min(...grid.spacing);
  const reach = Math.ceil(Math.max(...grid.dims.map((n, a) => n * grid.spacing[a])) / step) * 2;
  const [u, v] = [normalise(place.right), normalise(place.down)];
  return {
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
