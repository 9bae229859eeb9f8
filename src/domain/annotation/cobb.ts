import type { AnnotationPath, AnnotationShape, PlaceScale, Point2 } from './annotation';
import {
  angleBetween,
  cross,
  fromLengths,
  middle,
  minus,
  norm,
  perpendicular,
  plus,
  rightmost,
  times,
  toLengths,
  unit,
  withPoint,
} from './plane-geometry';
import { angleValues } from './quantities';

const crosses = (a: Point2, b: Point2, c: Point2, d: Point2): boolean =>
  cross(minus(b, a), minus(c, a)) * cross(minus(b, a), minus(d, a)) < 0 &&
  cross(minus(d, c), minus(a, c)) * cross(minus(d, c), minus(b, c)) < 0;

/**
 * Angle between two endplates, degrees 0 to 180, whichever end of each was clicked first. Ends on the same side of
 * the spine belong together: the lines that join them do not cross, those that join opposite ends do. So a curve of
 * more than 90 degrees reads as such. Where that does not decide (lines that cross each other, or one that points
 * at the middle of the other) the smaller angle is taken. Lines in lengths; undefined where one has no direction.
 */
export function cobbAngle(lines: readonly Point2[]): number | undefined {
  const [a, b, c, d] = lines;
  const turned = angleBetween(minus(b, a), minus(d, c));
  if (turned === undefined) return undefined;
  const straightCrosses = crosses(a, c, b, d);
  const swappedCrosses = crosses(a, d, b, c);
  if (straightCrosses === swappedCrosses) return Math.min(turned, 180 - turned);
  return straightCrosses ? 180 - turned : turned;
}

/** No perpendicular is longer than this many times the distance between the middles of the lines. */
const LONGEST = 2;

/** The perpendiculars from the middle of each line to where they meet; some way towards it when that is far off. */
function perpendiculars(points: readonly Point2[], scale: PlaceScale): readonly AnnotationPath[] {
  const [a, b, c, d] = points.map((p) => toLengths(p, scale));
  const [m, k] = [middle(a, b), middle(c, d)];
  const [u, v] = [unit(perpendicular(minus(b, a))), unit(perpendicular(minus(d, c)))];
  const gap = norm(minus(k, m));
  if (!u || !v || gap === 0) return [];
  const turn = cross(u, v);
  const longest = LONGEST * gap;
  /** From one line's middle along its perpendicular, signed, to the other's. */
  const reach = (from: Point2, to: Point2, along: Point2, other: Point2, sign: number): number => {
    const t = Math.abs(turn) > 1e-9 ? (sign * cross(minus(to, from), other)) / turn : Infinity;
    if (Math.abs(t) <= longest) return t;
    return along[0] * (to[0] - from[0]) + along[1] * (to[1] - from[1]) < 0 ? -gap : gap;
  };
  const line = (from: Point2, along: Point2, by: number): AnnotationPath => ({
    path: 'line',
    points: [from, plus(from, times(along, by))].map((p) => fromLengths(p, scale)),
    dashed: true,
  });
  return [line(m, u, reach(m, k, u, v, 1)), line(k, v, reach(k, m, v, u, -1))];
}

/** Cobb angle of a spinal curve. Points: two on the upper endplate, two on the lower. */
export const cobb: AnnotationShape = {
  kind: 'cobb',
  draw: { by: 'clicks', count: 4 },
  complete: (drawn) => drawn.slice(0, 4),
  paths(points, scale) {
    const lines: AnnotationPath[] = [];
    if (points.length >= 2) lines.push({ path: 'line', points: points.slice(0, 2) });
    if (points.length >= 4)
      lines.push({ path: 'line', points: points.slice(2, 4) }, ...perpendiculars(points, scale));
    return lines;
  },
  handles: (points) => points,
  drag: withPoint,
  anchor: rightmost,
  measure: (points, { scale }) => ({
    values: points.length < 4 ? [] : angleValues('angle', cobbAngle(points.map((p) => toLengths(p, scale)))),
  }),
};
