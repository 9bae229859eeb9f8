/**
 * How finely a volume is drawn, so that it follows the hand and leaves the planes beside it room on whatever draws it.
 * Every image is measured; what a finer or coarser one would take follows from the number of its samples.
 */

/** Pixels of the screen a side for each ray, and the length of a ray's steps as multiples of the finest. */
export interface Fineness {
  readonly pixels: 1 | 2 | 4 | 8;
  readonly step: 1 | 2 | 4 | 8;
}

/** How a volume stands on the screen now: so finely; a finer image may be on its way. */
export interface Drawn {
  readonly fineness: Fineness;
  readonly sharpening: boolean;
}

/** From the finest to the coarsest: steps that leap over thin bone are worse than pixels that are smoothed. */
export const finenesses: readonly Fineness[] = [
  { pixels: 1, step: 1 },
  { pixels: 1, step: 2 },
  { pixels: 2, step: 2 },
  { pixels: 4, step: 2 },
  { pixels: 4, step: 4 },
  { pixels: 8, step: 4 },
  { pixels: 8, step: 8 },
];
export const finest = finenesses[0];
export const coarsest = finenesses[finenesses.length - 1];

/** Samples of an image as a share of those of the finest. */
export const shareOf = ({ pixels, step }: Fineness): number => 1 / (pixels * pixels * step);

/** An image at rest that takes no longer comes at once; one that does comes by way of coarser ones, so many finenesses at a time, ms. */
const AT_ONCE = 500;
const LEAP = 2;
/** Longest that an image may take while the hand moves; in all, of an image that is made in bands at rest, ms. */
const MOVING = 90;
const RESTING = 10_000;
/** What one band may take: whatever else wants to be drawn waits no longer. Fewer rows than so many are not worth it. */
const BAND = 80;
const LEAST_ROWS = 16;

/** The finest that takes at most so long; the coarsest when none does or nothing is known yet. */
export function finenessFor(finestMs: number | undefined, state: 'moving' | 'resting'): Fineness {
  if (finestMs === undefined) return coarsest;
  const most = state === 'moving' ? MOVING : RESTING;
  return finenesses.find((one) => finestMs * shareOf(one) <= most) ?? coarsest;
}

/** What is drawn next at rest after an image so fine; the same when nothing finer is worth its time. */
export function nextFiner(drawn: Fineness, finestMs: number): Fineness {
  const goal = finenessFor(finestMs, 'resting');
  const [now, to] = [finenesses.indexOf(drawn), finenesses.indexOf(goal)];
  if (to >= now) return drawn;
  return finestMs * shareOf(goal) <= AT_ONCE ? goal : finenesses[Math.max(to, now - LEAP)];
}

const wholeRays = (rows: number, pixels: number): number =>
  Math.max(LEAST_ROWS, Math.floor(rows / pixels) * pixels);

/** Rows of the screen of the first band of an image of `rows` rows that would take `ms` in one. */
export const firstBand = (rows: number, ms: number, pixels: number): number =>
  wholeRays(Math.min(rows, (rows * BAND) / ms), pixels);

/** Rows of the next band, after one of `rows` rows took `ms`. */
export const nextBand = (rows: number, ms: number, pixels: number): number =>
  wholeRays(rows * Math.min(2, Math.max(0.25, BAND / Math.max(1, ms))), pixels);
