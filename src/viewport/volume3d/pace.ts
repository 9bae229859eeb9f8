/**
 * How finely a volume is sampled, so that it follows the hand on whatever draws it. Costs are measured from asking for
 * an image to the frame after it is there; a step twice as long costs half.
 */

/** Lengths of a ray's steps, as multiples of the finest. */
export const steps = [1, 2, 4, 8] as const;
export type Step = (typeof steps)[number];

/** Longest that an image may take while the hand moves, and when it rests, ms. */
const MOVING = 120;
const RESTING = 1500;

/** The finest step whose image takes at most so long; the coarsest when none does or nothing is known yet. */
export function stepFor(finestMs: number | undefined, state: 'moving' | 'resting'): Step {
  const most = state === 'moving' ? MOVING : RESTING;
  const coarsest = steps[steps.length - 1];
  if (finestMs === undefined) return coarsest;
  return steps.find((step) => finestMs / step <= most) ?? coarsest;
}
