import type { Slab } from '../domain/hanging/layout';

/** Thicknesses that the wheel goes through, mm. */
const STEPS = [0, 2, 3, 5, 8, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200] as const;

/** The slab some steps thicker or thinner; undefined: the plane alone. A first slab is a MIP. */
export function nearestSlab(slab: Slab | undefined, steps: number): Slab | undefined {
  const mm = slab?.mm ?? 0;
  const above = STEPS.findIndex((step) => step >= mm - 1e-6);
  const at = above < 0 ? STEPS.length : above;
  // Between two steps the first one up is the thicker of them.
  const between = steps > 0 && STEPS[at] !== undefined && STEPS[at] > mm + 1e-6 ? 1 : 0;
  const next = STEPS[Math.max(0, Math.min(STEPS.length - 1, at + steps - between))];
  return next === 0 ? undefined : { mode: slab?.mode ?? 'mip', mm: next };
}
