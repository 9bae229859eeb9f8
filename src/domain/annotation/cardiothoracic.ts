import type { AnnotationPath, AnnotationShape, AnnotationValue, PlaceScale, Point2 } from './annotation';
import { rightmost, withPoint } from './plane-geometry';
import { lengthValue } from './quantities';

/** What is clicked, in this order; keys for prompts. Right and left are the patient's. The midline may be left out. */
export const cardiothoracicLandmarks = [
  'rightHeartBorder',
  'leftHeartBorder',
  'rightInnerThorax',
  'leftInnerThorax',
  'midline',
] as const;

/**
 * Which coordinate runs across the patient: the one that the thorax is wider along, so that a film that was stored
 * lying on its side is measured the same.
 */
const acrossAxis = ([a, b]: readonly Point2[], scale: PlaceScale): 0 | 1 =>
  Math.abs(b[0] - a[0]) * scale.x >= Math.abs(b[1] - a[1]) * scale.y ? 0 : 1;

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
  anchor: rightmost,
  measure(points, { scale }) {
    if (points.length < 4) return { values: [] };
    const axis = acrossAxis(points.slice(2, 4), scale);
    const unit = axis === 0 ? scale.x : scale.y;
    const across = (a: Point2, b: Point2): number => Math.abs(a[axis] - b[axis]) * unit;
    const heart = across(points[0], points[1]);
    const thorax = across(points[2], points[3]);
    const ratio: AnnotationValue[] =
      thorax > 0 ? [{ name: 'cardiothoracicRatio', value: heart / thorax, unit: '1' }] : [];
    return {
      values: [...ratio, lengthValue('heartWidth', heart, scale), lengthValue('thoraxWidth', thorax, scale)],
    };
  },
};
