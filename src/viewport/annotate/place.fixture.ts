/** A pane as annotations see it, for tests: one series of made images and a view that lies as it is told. */
import type { Grid, Vec3 } from '../../domain/geometry';
import { add, ijkToLps, scale } from '../../domain/geometry';
import type { Instance, Series } from '../../domain/study';
import { addImage, imageIdOf } from '../images';
import type { HandledPane } from '../paneHost';
import type { ViewPlane } from '../plane';
import type { PaneName } from '../tool';

/** 20 x 16 x 8 voxels of 0.7 x 0.5 x 2 mm, plain axial. */
export const grid: Grid = {
  dims: [20, 16, 8],
  spacing: [0.7, 0.5, 2],
  origin: [10, -20, 30],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};

export const huAt = (i: number, j: number, k: number): number => 100 * k + 7 * j + i;

const instanceAt = (k: number, more: Partial<Instance>): Instance =>
  ({
    sopInstanceUid: `1.2.${k}`,
    seriesUid: '1.2',
    studyUid: '1',
    rows: 16,
    columns: 20,
    frames: 1,
    imagePosition: ijkToLps(grid, [0, 0, k]),
    imageOrientation: [1, 0, 0, 0, 1, 0],
    pixelSpacing: [0.5, 0.7],
    spacingSource: 'PixelSpacing',
    samplesPerPixel: 1,
    photometricInterpretation: 'MONOCHROME2',
    rescaleSlope: 1,
    rescaleIntercept: 0,
    rescaleType: 'HU',
    ...more,
  }) as Instance;

/** Registers eight images; `more` changes what each says of itself. */
export function madeSeries(more: Partial<Instance> = {}): { series: Series; imageIds: string[] } {
  const instances = Array.from({ length: 8 }, (_image, k) => instanceAt(k, more));
  const series = {
    seriesUid: '1.2',
    studyUid: '1',
    modality: 'CT',
    frameOfReferenceUid: '1.9',
    instances,
  } as unknown as Series;
  const imageIds = instances.map((instance) => imageIdOf(instance, 1));
  instances.forEach((instance, k) =>
    addImage({ imageId: imageIds[k], instance, frame: 1, series, prescaled: false }),
  );
  return { series, imageIds };
}

/** A plane through a point, in its middle, `mm` to a CSS pixel. */
export const planeAt = (middle: Vec3, right: Vec3, down: Vec3, normal: Vec3, mm = 0.25): ViewPlane => ({
  origin: add(middle, add(scale(right, -200 * mm), scale(down, -150 * mm))),
  right: scale(right, mm),
  down: scale(down, mm),
  normal,
  width: 400,
  height: 300,
});

interface PaneFacts {
  readonly name: PaneName;
  readonly plane: ViewPlane;
  /** Image of the stack, or slice of the planes. */
  readonly index?: number;
  readonly slab?: boolean;
  readonly more?: Partial<Instance>;
}

export function paneOf({ name, plane, index = 4, slab = false, more }: PaneFacts): HandledPane {
  const { series, imageIds } = madeSeries(more);
  const along: Vec3 = plane.normal;
  const view = {
    plane: () => plane,
    index: () => index,
    count: () => 8,
    pointOn: (n: number): Vec3 => add(plane.origin, scale(along, 2 * (n - index))),
    imagePoint: (column: number, row: number): Vec3 => ijkToLps(grid, [column, row, index]),
  };
  const host = {
    series,
    imageIds,
    planes: name === 'stack' ? undefined : { grid, imageIds },
    slab: () => (slab ? { mode: 'mip', mm: 10 } : undefined),
  };
  return { name, view, host } as unknown as HandledPane;
}
