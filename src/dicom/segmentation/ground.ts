/** What a segmentation is laid on: the voxel grid of a series, or its images one by one. */
import { cross, dot, type Grid, lpsToIjk, sub, type Vec3 } from '../../domain/geometry';
import type { Instance, Series } from '../../domain/study';
import { SegmentationError, VolumeError } from '../errors';
import { volumeGrid, type Slice, type VolumeSources } from '../volume/build';

export interface Ground {
  readonly grid: Grid;
  /** Is the grid in the patient? Else i, j, k are column, row and number in `images`, all steps 1. */
  readonly placed: boolean;
  readonly frameOfReferenceUid?: string;
  readonly images: readonly { readonly sopInstanceUid: string; readonly frame: number }[];
  /** k of an image by its name. */
  sliceOf(sopInstanceUid: string, frame: number): number | undefined;
  /** k of the image that lies at a position of a frame's first pixel, within half a millimetre of its plane. */
  sliceAt(position: Vec3 | undefined): number | undefined;
  /**
   * Slices of a resampled grid that a frame at a position covers: all that lie nearest to the image it was drawn on,
   * half-way to the neighbours. None beyond the series; undefined where slices are images.
   */
  slabAt?(position: Vec3): readonly number[];
}

/** mm; positions are rounded by their writers. */
const samePlane = 0.5;

const nameOf = (sopInstanceUid: string, frame: number): string => `${sopInstanceUid} ${frame}`;

function named(images: Ground['images']): Ground['sliceOf'] {
  const known = new Map(images.map((image, k) => [nameOf(image.sopInstanceUid, image.frame), k]));
  return (sopInstanceUid, frame) => known.get(nameOf(sopInstanceUid, frame));
}

/** The series as a voxel grid where it is one, else image by image. @throws SegmentationError noPositions */
export function groundOf(sources: VolumeSources, series: Series): Ground {
  try {
    const { grid, slices, resampled } = volumeGrid(sources, series);
    return {
      grid,
      placed: true,
      frameOfReferenceUid: slices[0].instance.frameOfReferenceUid,
      images: slices,
      sliceOf: named(slices),
      sliceAt: () => undefined,
      ...(resampled ? { slabAt: slabs(grid, slices) } : {}),
    };
  } catch (error) {
    if (!(error instanceof VolumeError)) throw error;
    return imageByImage(series);
  }
}

/** @param slices the image that each k of the grid is mostly made of. */
function slabs(grid: Grid, slices: readonly Slice[]): NonNullable<Ground['slabAt']> {
  const byImage = new Map<string, { readonly at: number; readonly ks: number[] }>();
  slices.forEach(({ sopInstanceUid, frame, position }, k) => {
    const name = nameOf(sopInstanceUid, frame);
    const known = byImage.get(name);
    if (known) known.ks.push(k);
    else if (position) byImage.set(name, { at: lpsToIjk(grid, position)[2], ks: [k] });
  });
  const images = [...byImage.values()];
  return (position) => {
    const k = lpsToIjk(grid, position)[2];
    let best: (typeof images)[number] | undefined;
    for (const one of images) if (!best || Math.abs(one.at - k) < Math.abs(best.at - k)) best = one;
    // At the image itself, as writers round, or between two images: then it lies where it says.
    if (best && Math.abs(best.at - k) * grid.spacing[2] < samePlane) return best.ks;
    const nearest = Math.round(k);
    return nearest >= 0 && nearest < grid.dims[2] ? [nearest] : [];
  };
}

function imageByImage(series: Series): Ground {
  const first = series.instances[0] as Instance | undefined;
  if (!first) throw new SegmentationError('noPositions', 'the series has no images');
  const same = series.instances.filter((one) => one.rows === first.rows && one.columns === first.columns);
  const images = same.flatMap((one) =>
    Array.from({ length: one.frames }, (_, n) => ({
      sopInstanceUid: one.sopInstanceUid,
      frame: n + 1,
      instance: one,
    })),
  );
  return {
    grid: {
      dims: [first.columns, first.rows, images.length],
      spacing: [1, 1, 1],
      origin: [0, 0, 0],
      axes: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    },
    placed: false,
    frameOfReferenceUid: first.frameOfReferenceUid,
    images,
    sliceOf: named(images),
    sliceAt: (position) => {
      if (!position) return undefined;
      const at = images.findIndex(({ instance: { imagePosition, imageOrientation, frames } }) => {
        if (!imagePosition || !imageOrientation || frames !== 1) return false;
        const o = imageOrientation;
        const normal = cross([o[0], o[1], o[2]], [o[3], o[4], o[5]]);
        return Math.abs(dot(sub(position, imagePosition), normal)) < samePlane;
      });
      return at < 0 ? undefined : at;
    },
  };
}
