import {
  cross,
  distance,
  dot,
  lpsToIjk,
  normalise,
  scale,
  sub,
  type Grid,
  type Vec3,
} from '../domain/geometry';
import type { Series } from '../domain/study';

/** Why a series cannot be cut in other planes; keys of the read catalogue `noMpr.*`. */
export type NoMpr = 'few' | 'colour' | 'noPositions' | 'mixed' | 'uneven' | 'tilted';

export type SeriesGrid = { readonly grid: Grid } | { readonly reason: NoMpr };

/** How far a slice may lie from an even row of slices, as a share of their distance. */
const UNEVEN = 0.12;

/** The voxel grid that the images of a series make, or why they make none. */
export function seriesGrid(series: Series): SeriesGrid {
  const images = series.instances;
  if (images.length < 3 || images.some((image) => image.frames !== 1)) return { reason: 'few' };
  const first = images[0];
  if (images.some((image) => image.samplesPerPixel !== 1)) return { reason: 'colour' };
  const { imageOrientation, imagePosition, pixelSpacing } = first;
  if (!imageOrientation || !imagePosition || !pixelSpacing) return { reason: 'noPositions' };
  for (const image of images) {
    if (!image.imagePosition || !image.imageOrientation) return { reason: 'noPositions' };
    const turned = image.imageOrientation.some((c, n) => Math.abs(c - imageOrientation[n]) > 1e-3);
    const spaced = image.pixelSpacing?.some((s, n) => Math.abs(s - pixelSpacing[n]) > 1e-4) ?? true;
    if (turned || spaced || image.rows !== first.rows || image.columns !== first.columns)
      return { reason: 'mixed' };
  }
  const along: Vec3 = normalise([imageOrientation[0], imageOrientation[1], imageOrientation[2]]);
  const down: Vec3 = normalise([imageOrientation[3], imageOrientation[4], imageOrientation[5]]);
  const normal = cross(along, down);
  const last = images[images.length - 1].imagePosition!;
  const run = sub(last, imagePosition);
  const spacing = dot(run, normal) / (images.length - 1);
  if (Math.abs(spacing) < 1e-3) return { reason: 'noPositions' };
  const sideways = distance(run, scale(normal, dot(run, normal)));
  if (sideways > 0.02 * Math.abs(dot(run, normal)) + 0.5) return { reason: 'tilted' };
  for (let k = 1; k < images.length; k++) {
    const offset = dot(sub(images[k].imagePosition!, imagePosition), normal) - k * spacing;
    if (Math.abs(offset) > UNEVEN * Math.abs(spacing) + 0.05) return { reason: 'uneven' };
  }
  return {
    grid: {
      dims: [first.columns, first.rows, images.length],
      spacing: [pixelSpacing[1], pixelSpacing[0], Math.abs(spacing)],
      origin: imagePosition,
      axes: [along, down, spacing > 0 ? normal : scale(normal, -1)],
    },
  };
}

/** Slice k of a grid nearest to a point in LPS mm, within the grid. */
export const nearestSlice = (grid: Grid, point: Vec3): number =>
  Math.min(grid.dims[2] - 1, Math.max(0, Math.round(lpsToIjk(grid, point)[2])));
