/** What a segmentation is laid on: the voxel grid of a series, or its images one by one. */
import { cross, dot, type Grid, sub, type Vec3 } from '../../domain/geometry';
import type { Instance, Series } from '../../domain/study';
import { SegmentationError, VolumeError } from '../errors';
import { volumeGrid, type VolumeSources } from '../volume/build';

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
    const { grid, slices } = volumeGrid(sources, series);
    return {
      grid,
      placed: true,
      frameOfReferenceUid: slices[0].instance.frameOfReferenceUid,
      images: slices,
      sliceOf: named(slices),
      sliceAt: () => undefined,
    };
  } catch (error) {
    if (!(error instanceof VolumeError)) throw error;
    return imageByImage(series);
  }
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
