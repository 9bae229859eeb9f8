import type { AnnotationPath, AnnotationShape, PlaceScale, Point2 } from './annotation';
import {
  angleBetween,
  cross,
  dot,
  fromLengths,
  minus,
  norm,
  perpendicular,
  plus,
  times,
  toLengths,
  unit,
  withPoint,
} from './plane-geometry';
import { angleValues } from './quantities';

/** The two arms from the corner, in lengths. */
const arms = (points: readonly Point2[], scale: PlaceScale): readonly [Point2, Point2] => {
  const corner = toLengths(points[1], scale);
  return [minus(toLengths(points[0], scale), corner), minus(toLengths(points[2], scale), corner)];
};

const ARC_STEPS = 24;

/** The arc that shows which angle is meant, a quarter of the shorter arm from the corner. */
function arc(points: readonly Point2[], scale: PlaceScale): readonly AnnotationPath[] {
  const [a, b] = arms(points, scale);
  const u = unit(a);
  if (!u || norm(b) === 0) return [];
  const v = perpendicular(u);
  const sweep = Math.atan2(cross(u, b), dot(u, b));
  const radius = Math.min(norm(a), norm(b)) / 4;
  const corner = toLengths(points[1], scale);
  const at = (n: number): Point2 => {
    const t = (sweep * n) / ARC_STEPS;
    const d = plus(times(u, radius * Math.cos(t)), times(v, radius * Math.sin(t)));
    return fromLengths(plus(corner, d), scale);
  };
  return [{ path: 'line', points: Array.from({ length: ARC_STEPS + 1 }, (_, n) => at(n)) }];
}

/** The angle at a corner, 0 to 180 degrees. Points: the end of an arm, the corner, the end of the other arm. */
export const angle: AnnotationShape = {
  kind: 'angle',
  draw: { by: 'clicks', count: 3 },
  complete: (drawn) => drawn.slice(0, 3),
  paths(points, scale) {
    if (points.length < 2) return [];
    const line: AnnotationPath = { path: 'line', points };
    return points.length < 3 ? [line] : [line, ...arc(points, scale)];
  },
  handles: (points) => points,
  drag: withPoint,
  anchor: (points) => points[1] ?? points[0],
  measure: (points, { scale }) => ({
    values: points.length < 3 ? [] : angleValues('angle', angleBetween(...arms(points, scale))),
  }),
};
