import type { AnnotationShape, PlaceScale, Point2 } from './annotation';
import { ovalOutline, ovalSize, type Oval } from './oval';
import {
  dot,
  fromLengths,
  middle,
  minus,
  norm,
  perpendicular,
  plus,
  rightmost,
  samePoint,
  times,
  toLengths,
  unit,
} from './plane-geometry';
import { measureRoi } from './roi';

const oval = ([a, b, c, d]: readonly Point2[]): Oval => ({
  roi: 'ellipse',
  centre: middle(a, b),
  p: times(minus(b, a), 0.5),
  q: times(minus(d, c), 0.5),
});

/** Ends of both axes from the centre and the half axes, all in lengths. */
const axisEnds = (centre: Point2, p: Point2, q: Point2, scale: PlaceScale): readonly Point2[] =>
  [minus(centre, p), plus(centre, p), minus(centre, q), plus(centre, q)].map((e) => fromLengths(e, scale));

/**
 * An ellipse. Points: the two ends of one axis, then of the other, at a right angle to it (in lengths); either may be
 * the longer. It is drawn as a box that it fills, and turned and stretched by its ends.
 */
export const ellipse: AnnotationShape = {
  kind: 'ellipse',
  draw: { by: 'drag' },
  complete(drawn) {
    if (drawn.length < 2) return drawn;
    const [a, b] = drawn;
    const [x, y] = middle(a, b);
    return [
      [a[0], y],
      [b[0], y],
      [x, a[1]],
      [x, b[1]],
    ];
  },
  paths: (points) =>
    points.length < 4 ? [] : [{ path: 'line', points: ovalOutline(oval(points)), closed: true }],
  handles: (points) => points,
  /** An end of the first axis turns and stretches it about its other end; one of the second widens both sides. */
  drag(points, handle, to, scale) {
    if (points.length < 4 || !points[handle] || samePoint(points[handle], to)) return points;
    const [a, b, c, d] = points.map((p) => toLengths(p, scale));
    const end = toLengths(to, scale);
    const q = times(minus(d, c), 0.5);
    const u = unit(minus(b, a)) ?? unit(perpendicular(q)) ?? ([1, 0] as const);
    if (handle >= 2) {
      const centre = middle(a, b);
      const n = perpendicular(u);
      const off = dot(minus(end, centre), n) * (handle === 3 ? 1 : -1);
      return axisEnds(centre, times(minus(b, a), 0.5), times(n, off), scale);
    }
    const [from, till] = handle === 0 ? [end, b] : [a, end];
    const p = times(minus(till, from), 0.5);
    const side = dot(q, perpendicular(u)) < 0 ? -norm(q) : norm(q);
    const across = times(perpendicular(unit(p) ?? u), side);
    return axisEnds(middle(from, till), p, across, scale);
  },
  anchor: rightmost,
  measure(points, context) {
    if (points.length < 4) return { values: [] };
    const drawn = oval(points);
    const size = ovalSize(toLengths(drawn.p, context.scale), toLengths(drawn.q, context.scale));
    return measureRoi(drawn, size, context);
  },
};
