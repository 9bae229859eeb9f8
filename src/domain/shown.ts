import type { Finding } from './finding';

type Judged = Pick<Finding, 'origin' | 'review' | 'score'>;

/**
 * Does a finding count: in lists, on the image, in the report, in exports? An analysis gives every candidate down to
 * its most sensitive operating point; the study's threshold (a score, 0..1) decides which of them are spoken of. What a
 * reader made, or has accepted, edited or rejected, always counts, and so does what has no score to compare.
 * Without a threshold the one holds that the finding's own run was made at.
 */
export function isShown({ origin, review, score }: Judged, threshold?: number): boolean {
  if (origin.kind === 'reader' || review !== 'pending' || !score) return true;
  const least = threshold ?? origin.threshold;
  return least === undefined || score.value >= least;
}

/** The findings that count at a threshold, in their order (see `isShown`). */
export const shownAt = <F extends Judged>(findings: readonly F[], threshold?: number): F[] =>
  findings.filter((finding) => isShown(finding, threshold));
