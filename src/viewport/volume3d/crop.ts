import { newInstance as newPlane } from '@kitware/vtk.js/Common/DataModel/Plane';
import { ijkToLps, scale, type Grid, type Vec3 } from '../../domain/geometry';

/** What is kept of a volume: from and to along its columns, rows and slices, shares 0..1 of each. */
export type CropBox = readonly (readonly [number, number])[];

export const wholeBox: CropBox = [
  [0, 1],
  [0, 1],
  [0, 1],
];

/** Least share that is kept along each axis. */
export const LEAST = 0.02;

/** The box with one end moved; ends do not pass each other. */
export function withEnd(box: CropBox, axis: number, end: 0 | 1, to: number): CropBox {
  return box.map(([from, until], a) => {
    if (a !== axis) return [from, until];
    return end === 0
      ? [Math.min(Math.max(0, to), until - LEAST), until]
      : [from, Math.max(Math.min(1, to), from + LEAST)];
  });
}

/** A plane that keeps what lies on the side of its normal; LPS mm. */
export interface CropPlane {
  readonly origin: Vec3;
  readonly normal: Vec3;
}

/** The planes of a box that cut something off. */
export function cropPlanes(grid: Grid, box: CropBox): readonly CropPlane[] {
  return box.flatMap(([from, to], axis) => {
    // Ends are edges of voxels, half a voxel outside their centres.
    const at = (share: number): Vec3 => {
      const ijk: [number, number, number] = [0, 0, 0];
      ijk[axis] = share * grid.dims[axis] - 0.5;
      return ijkToLps(grid, ijk);
    };
    return [
      ...(from > 0 ? [{ origin: at(from), normal: grid.axes[axis] }] : []),
      ...(to < 1 ? [{ origin: at(to), normal: scale(grid.axes[axis], -1) }] : []),
    ];
  });
}

/** As vtk takes them. */
export const vtkPlanes = (planes: readonly CropPlane[]): readonly unknown[] =>
  planes.map(({ origin, normal }) => newPlane({ origin: [...origin], normal: [...normal] }));
