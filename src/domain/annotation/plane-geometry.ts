/** Points and lengths on a place. "Lengths" below are mm, or pixels where the scale knows no mm. */
import type { PlaceScale, Point2 } from './annotation';

export const plus = (a: Point2, b: Point2): Point2 => [a[0] + b[0], a[1] + b[1]];
export const minus = (a: Point2, b: Point2): Point2 => [a[0] - b[0], a[1] - b[1]];
export const times = (a: Point2, s: number): Point2 => [a[0] * s, a[1] * s];
export const dot = (a: Point2, b: Point2): number => a[0] * b[0] + a[1] * b[1];
export const cross = (a: Point2, b: Point2): number => a[0] * b[1] - a[1] * b[0];
export const norm = (a: Point2): number => Math.hypot(a[0], a[1]);
export const middle = (a: Point2, b: Point2): Point2 => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
export const samePoint = (a: Point2, b: Point2): boolean => a[0] === b[0] && a[1] === b[1];
/** A quarter turn. */
export const perpendicular = (a: Point2): Point2 => [-a[1], a[0]];
/** Unit vector; undefined for the zero vector. */
export function unit(a: Point2): Point2 | undefined {
  const n = norm(a);
  return n > 0 ? [a[0] / n, a[1] / n] : undefined;
}

/** Coordinates of the place as lengths. Right angles are right angles only there, as x and y scale apart. */
export const toLengths = (p: Point2, scale: PlaceScale): Point2 => [p[0] * scale.x, p[1] * scale.y];
export const fromLengths = (p: Point2, scale: PlaceScale): Point2 => [p[0] / scale.x, p[1] / scale.y];

export const lengthBetween = (a: Point2, b: Point2, scale: PlaceScale): number =>
  Math.hypot((b[0] - a[0]) * scale.x, (b[1] - a[1]) * scale.y);

/** Length of a line through the points, in order; closed: back to the first. */
export function pathLength(points: readonly Point2[], scale: PlaceScale, closed = false): number {
  let sum = 0;
  for (let n = 1; n < points.length; n++) sum += lengthBetween(points[n - 1], points[n], scale);
  return closed && points.length > 1 ? sum + lengthBetween(points[points.length - 1], points[0], scale) : sum;
}

/** Angle between two vectors, degrees 0 to 180; undefined where one has no direction. */
export function angleBetween(a: Point2, b: Point2): number | undefined {
  if (norm(a) === 0 || norm(b) === 0) return undefined;
  return (Math.atan2(Math.abs(cross(a, b)), dot(a, b)) * 180) / Math.PI;
}

/** The same points with one of them elsewhere; unchanged when there is no such point. */
export const withPoint = (points: readonly Point2[], index: number, to: Point2): readonly Point2[] =>
  points.map((p, n) => (n === index ? to : p));

/** All points moved alike, as when the whole annotation is dragged. */
export const moved = (points: readonly Point2[], by: Point2): readonly Point2[] =>
  points.map((p) => plus(p, by));

/** The point farthest along the first coordinate; the first of equals. The list must not be empty. */
export const rightmost = (points: readonly Point2[]): Point2 =>
  points.reduce((best, p) => (p[0] > best[0] ? p : best));
