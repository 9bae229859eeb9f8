/** What circles and ellipses have in common: centre + p cos t + q sin t. */
import type { Point2 } from './annotation';
import { cross, dot, plus, times } from './plane-geometry';
import type { Roi } from './roi-rows';

export type Oval = Extract<Roi, { roi: 'ellipse' }>;

const STEPS = 96;

/** Points of the outline, for drawing. */
export const ovalOutline = ({ centre, p, q }: Oval): readonly Point2[] =>
  Array.from({ length: STEPS }, (_, n) => {
    const t = (2 * Math.PI * n) / STEPS;
    return plus(centre, plus(times(p, Math.cos(t)), times(q, Math.sin(t))));
  });

/** Circumference of an ellipse from its half axes, by the arithmetic-geometric mean (exact to rounding). */
export function circumference(halfA: number, halfB: number): number {
  let a = Math.max(halfA, halfB);
  let b = Math.min(halfA, halfB);
  if (a === 0) return 0;
  // Flatter than doubles can tell from a line there and back.
  if (b / a < 1e-12) return 4 * a;
  let sum = a * a - (a * a - b * b) / 2;
  for (let power = 1; Math.abs(a - b) > 1e-14 * a && power < 1e6; power *= 2) {
    const c = (a - b) / 2;
    [a, b] = [(a + b) / 2, Math.sqrt(a * b)];
    sum -= power * c * c;
  }
  return (2 * Math.PI * sum) / a;
}

/** Area and perimeter of centre + p cos t + q sin t, with p and q in lengths; they need not be at a right angle. */
export function ovalSize(p: Point2, q: Point2): { readonly area: number; readonly perimeter: number } {
  const det = Math.abs(cross(p, q));
  const squares = dot(p, p) + dot(q, q);
  // Half axes a and b from a² + b² and a·b.
  const sum = Math.sqrt(squares + 2 * det);
  const difference = Math.sqrt(Math.max(0, squares - 2 * det));
  return { area: Math.PI * det, perimeter: circumference((sum + difference) / 2, (sum - difference) / 2) };
}
