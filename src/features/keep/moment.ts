/** A moment by two clocks: the one of the day, and the one that counts since the page was opened; both in ms. */
export interface Moment {
  readonly day: number;
  readonly count: number;
}

export const moment = (): Moment => ({ day: Date.now(), count: performance.now() });

/**
 * Time since a moment, ms: by both clocks, whichever says more. The one of the day may be set back, and the one that
 * counts may stand still while the computer sleeps.
 */
export const since = (then: Moment, now = moment()): number =>
  Math.max(now.day - then.day, now.count - then.count);
