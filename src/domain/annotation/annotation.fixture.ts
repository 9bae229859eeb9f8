/** Scales, pixels and drawings that the tests of this folder share. */
import type {
  AnnotationKind,
  AnnotationValue,
  PlaceScale,
  Point2,
  SampleGrid,
  ValueName,
} from './annotation';

/** Columns 0.7 mm apart, rows 0.5 mm. */
export const uneven: PlaceScale = { x: 0.7, y: 0.5, unit: 'mm', source: 'pixel' };
export const even: PlaceScale = { x: 1, y: 1, unit: 'mm', source: 'pixel' };
export const unknown: PlaceScale = { x: 1, y: 1, unit: 'px', source: 'none' };

/** Samples of an image: points are (column, row). */
export const imageOf = (
  columns: number,
  rows: number,
  value: (i: number, j: number) => number | undefined,
  unit = 'HU',
): SampleGrid => ({ columns, rows, origin: [0, 0], stepI: [1, 0], stepJ: [0, 1], unit, value });

export function valueOf(values: readonly AnnotationValue[], name: ValueName): number | undefined {
  return values.find((v) => v.name === name)?.value;
}

/** A hand's way around a circle, more points than it needs. */
export const loop = (centre: Point2, radius: number, count: number): readonly Point2[] =>
  Array.from({ length: count }, (_, n) => {
    const t = (2 * Math.PI * n) / count;
    return [centre[0] + radius * Math.cos(t), centre[1] + radius * Math.sin(t)] as const;
  });

/** One plausible drawing of each kind. */
export const drawings: Readonly<Record<AnnotationKind, readonly Point2[]>> = {
  probe: [[12.4, 20.6]],
  length: [
    [3, 4],
    [33, 44],
  ],
  bidirectional: [
    [10, 10],
    [40, 22],
    [22, 8],
    [27, 31],
  ],
  angle: [
    [5, 5],
    [20, 30],
    [40, 12],
  ],
  cobb: [
    [10, 10],
    [40, 18],
    [8, 60],
    [42, 50],
  ],
  ellipse: [
    [10, 12],
    [34, 26],
  ],
  circle: [
    [20, 20],
    [29, 24],
  ],
  rectangle: [
    [6, 8],
    [30, 21],
  ],
  freehand: loop([25, 22], 14, 300),
  arrow: [
    [10, 10],
    [30, 5],
  ],
  text: [[7, 9]],
  cardiothoracic: [
    [80, 200],
    [220, 240],
    [20, 300],
    [300, 290],
    [130, 100],
  ],
  limb: [
    [100, 50],
    [110, 450],
    [70, 448],
    [150, 446],
    [72, 456],
    [148, 458],
    [112, 840],
    [95, 832],
    [130, 834],
  ],
  vertebra: [[15, 25]],
  mark: [[18, 21]],
};
