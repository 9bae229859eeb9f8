import { acrossAxis, linesOfPoints, measureCardiothoracic } from '../cardiothoracic';
import type { AnnotationPath, AnnotationShape, AnnotationValue, PlaceScale, Point2 } from './annotation';
import { distanceToPaths } from './hit';
import { rightmost, withPoint } from './plane-geometry';
import { lengthValue } from './quantities';

const pointAt = (axis: 0 | 1, across: number, along: number): Point2 =>
  axis === 0 ? [across, along] : [along, across];

/** The width between two borders at mid height, and the plumb lines from each border to it. */
function width(a: Point2, b: Point2, axis: 0 | 1): readonly AnnotationPath[] {
  const along = (a[1 - axis] + b[1 - axis]) / 2;
  const ends = [a, b].map((p) => pointAt(axis, p[axis], along));
  const drops = [a, b].flatMap((p, n): AnnotationPath[] =>
    p[1 - axis] === along ? [] : [{ path: 'line', points: [p, ends[n]], dashed: true }],
  );
  return [{ path: 'line', points: ends }, ...drops];
}

/** From each heart border across to the midline, and the midline itself from the highest to the lowest landmark. */
function toMidline(points: readonly Point2[], axis: 0 | 1): readonly AnnotationPath[] {
  const mid = points[4][axis];
  const heights = points.map((p) => p[1 - axis]);
  const end = (pick: (a: number, b: number) => number): Point2 => pointAt(axis, mid, heights.reduce(pick));
  return [
    ...points
      .slice(0, 2)
      .map((p): AnnotationPath => ({ path: 'line', points: [p, pointAt(axis, mid, p[1 - axis])] })),
    { path: 'line', points: [end((a, b) => Math.min(a, b)), end((a, b) => Math.max(a, b))], dashed: true },
  ];
}

/** The points of the line that the hand holds: the heart's, the thorax's, or the midline. */
function heldLine(points: readonly Point2[], at: Point2, scale: PlaceScale): readonly number[] {
  if (points.length < 4) return points.map((...[, n]) => n);
  const axis = acrossAxis(points.slice(2, 4), scale);
  const [heart, thorax] = [points.slice(0, 2), points.slice(2, 4)];
  const groups: readonly (readonly [readonly number[], readonly AnnotationPath[]])[] = [
    [[0, 1], points.length < 5 ? width(heart[0], heart[1], axis) : toMidline(points, axis).slice(0, 2)],
    [[2, 3], width(thorax[0], thorax[1], axis)],
    ...(points.length < 5 ? [] : [[[4], toMidline(points, axis).slice(2)] as const]),
  ];
  const away = (paths: readonly AnnotationPath[]): number => distanceToPaths(at, paths, scale);
  return groups.reduce((a, b) => (away(b[1]) < away(a[1]) ? b : a))[0];
}

/** Each of the three lines goes by itself: a thorax that is moved leaves the heart where it is. */
function carry(points: readonly Point2[], from: Point2, to: Point2, scale: PlaceScale): readonly Point2[] {
  const held = heldLine(points, from, scale);
  const by: Point2 = [to[0] - from[0], to[1] - from[1]];
  return points.map((p, n): Point2 => (held.includes(n) ? [p[0] + by[0], p[1] + by[1]] : p));
}

/**
 * Cardiothoracic ratio of a frontal chest film: the largest width of the heart, the parts right and left of the
 * midline together, over the largest inner width of the thorax, both straight across the image (Danzer; see
 * cardiothoracicLandmarks for the points). Where the midline lies does not change the sum, also when the whole heart
 * lies to one side of it: then the part beyond it counts against the other. It is drawn for those who read the parts.
 * The ratio is a plain number and needs no calibration; on anteroposterior films it is for reference only.
 */
export const cardiothoracic: AnnotationShape = {
  kind: 'cardiothoracic',
  draw: { by: 'clicks', count: 5, enough: 4 },
  complete: (drawn) => drawn.slice(0, 5),
  paths(points, scale) {
    if (points.length < 2) return points.map((at) => ({ path: 'dot', at }));
    const axis = acrossAxis(points.length < 4 ? points : points.slice(2, 4), scale);
    const heart = points.length < 5 ? width(points[0], points[1], axis) : toMidline(points, axis);
    return points.length < 4 ? heart : [...heart, ...width(points[2], points[3], axis)];
  },
  handles: (points) => points,
  drag: withPoint,
  carry,
  anchor: rightmost,
  measure(points, { scale }) {
    const lines = linesOfPoints(points);
    if (!lines) return { values: [] };
    // The numbers do not depend on the view; what they mean does, and is said where they are read.
    const { ratio, heart, thorax } = measureCardiothoracic(lines, scale, undefined);
    const plain: AnnotationValue[] =
      ratio === undefined ? [] : [{ name: 'cardiothoracicRatio', value: ratio, unit: '1' }];
    return {
      values: [
        ...plain,
        lengthValue('heartWidth', heart.value, scale),
        lengthValue('thoraxWidth', thorax.value, scale),
      ],
    };
  },
};
