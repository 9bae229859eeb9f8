/** Fewer points for a line that a hand has drawn (Douglas and Peucker 1973). */
import type { PlaceScale, Point2 } from './annotation';
import { distanceToSegment } from './hit';
import { lengthBetween, samePoint } from './plane-geometry';

/**
 * How far the simplified outline may leave the drawn one, as a share of its bounding box's diagonal. A circle keeps
 * about sixty points and 99.8 % of its area.
 */
const SHARE = 0.0005;

/** Which points of an open line stay, ends included, when none may be farther off than the tolerance (lengths). */
function kept(points: readonly Point2[], scale: PlaceScale, tolerance: number): readonly Point2[] {
  const keep = points.map((_point, n) => n === 0 || n === points.length - 1);
  const pieces: [number, number][] = [[0, points.length - 1]];
  for (let piece = pieces.pop(); piece; piece = pieces.pop()) {
    const [from, to] = piece;
    let most = tolerance;
    let at = -1;
    for (let n = from + 1; n < to; n++) {
      const distance = distanceToSegment(points[n], points[from], points[to], scale);
      if (distance > most) {
        most = distance;
        at = n;
      }
    }
    if (at < 0) continue;
    keep[at] = true;
    pieces.push([from, at], [at, to]);
  }
  return points.filter((_point, n) => keep[n]);
}

/**
 * A closed outline with the points it needs: repeated ones dropped, the closing one too, the rest thinned. Points are
 * in coordinates of the place; the last joins the first. Fewer than four points come back as they are.
 */
export function simplifyClosed(drawn: readonly Point2[], scale: PlaceScale): readonly Point2[] {
  const points = drawn.filter((p, n) => n === 0 || !samePoint(p, drawn[n - 1]));
  while (points.length > 1 && samePoint(points[0], points[points.length - 1])) points.pop();
  if (points.length < 4) return points;
  const span = (axis: 0 | 1): number => {
    const all = points.map((p) => p[axis]);
    return all.reduce((a, b) => Math.max(a, b)) - all.reduce((a, b) => Math.min(a, b));
  };
  const tolerance = SHARE * Math.hypot(span(0) * scale.x, span(1) * scale.y);
  // Cut at the point farthest from the first: a closed line has no ends of its own.
  let far = 0;
  points.forEach((p, n) => {
    if (lengthBetween(points[0], p, scale) > lengthBetween(points[0], points[far], scale)) far = n;
  });
  const there = kept(points.slice(0, far + 1), scale, tolerance);
  const back = kept([...points.slice(far), points[0]], scale, tolerance);
  return [...there, ...back.slice(1, -1)];
}
