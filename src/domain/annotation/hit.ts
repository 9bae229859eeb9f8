/** What of a drawing lies under the hand. */
import type { AnnotationPath, Point2 } from './annotation';

/** How places look on the canvas: its pixels per unit of the first and second coordinate, both positive. */
export interface CanvasScale {
  readonly x: number;
  readonly y: number;
}

export type Hit =
  | { readonly on: 'handle'; readonly handle: number; readonly distance: number }
  | { readonly on: 'path'; readonly distance: number };

const apart = (a: Point2, b: Point2, canvas: CanvasScale): number =>
  Math.hypot((a[0] - b[0]) * canvas.x, (a[1] - b[1]) * canvas.y);

/** Distance from a point to a piece of line, in canvas pixels. */
export function distanceToSegment(at: Point2, a: Point2, b: Point2, canvas: CanvasScale): number {
  const d: Point2 = [(b[0] - a[0]) * canvas.x, (b[1] - a[1]) * canvas.y];
  const p: Point2 = [(at[0] - a[0]) * canvas.x, (at[1] - a[1]) * canvas.y];
  const length2 = d[0] ** 2 + d[1] ** 2;
  const t = length2 > 0 ? Math.min(1, Math.max(0, (p[0] * d[0] + p[1] * d[1]) / length2)) : 0;
  return Math.hypot(p[0] - t * d[0], p[1] - t * d[1]);
}

/** Distance from a point to the drawn lines, in canvas pixels; Infinity where nothing is drawn. Areas are hollow. */
export function distanceToPaths(at: Point2, paths: readonly AnnotationPath[], canvas: CanvasScale): number {
  let least = Infinity;
  for (const path of paths) {
    if (path.path === 'dot') least = Math.min(least, apart(at, path.at, canvas));
    else if (path.path === 'arrowhead') least = Math.min(least, apart(at, path.tip, canvas));
    else {
      const { points } = path;
      const last = path.closed ? points.length : points.length - 1;
      if (points.length === 1) least = Math.min(least, apart(at, points[0], canvas));
      for (let n = 0; n < last; n++)
        least = Math.min(least, distanceToSegment(at, points[n], points[(n + 1) % points.length], canvas));
    }
  }
  return least;
}

/** The handle nearest to a point, if within the tolerance (canvas pixels); of equals the later, drawn on top. */
export function nearestHandle(
  at: Point2,
  handles: readonly Point2[],
  canvas: CanvasScale,
  tolerance: number,
): Hit | undefined {
  let hit: Hit | undefined;
  handles.forEach((point, handle) => {
    const distance = apart(at, point, canvas);
    if (distance <= tolerance && distance <= (hit?.distance ?? Infinity))
      hit = { on: 'handle', handle, distance };
  });
  return hit;
}

/**
 * The drawing under a point of the place: a handle before any line, then the nearest; of equals the later, which is
 * drawn on top. Tolerance in canvas pixels. Undefined where nothing is near.
 */
export function hitTest<
  T extends { readonly paths: readonly AnnotationPath[]; readonly handles: readonly Point2[] },
>(
  at: Point2,
  drawings: readonly T[],
  canvas: CanvasScale,
  tolerance: number,
): { readonly drawing: T; readonly hit: Hit } | undefined {
  let best: { readonly drawing: T; readonly hit: Hit } | undefined;
  const rank = (hit: Hit): number => (hit.on === 'handle' ? hit.distance - tolerance * 2 : hit.distance);
  for (const drawing of drawings) {
    const distance = distanceToPaths(at, drawing.paths, canvas);
    const hit: Hit | undefined =
      nearestHandle(at, drawing.handles, canvas, tolerance) ??
      (distance <= tolerance ? { on: 'path', distance } : undefined);
    if (hit && (!best || rank(hit) <= rank(best.hit))) best = { drawing, hit };
  }
  return best;
}
