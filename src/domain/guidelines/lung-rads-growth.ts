/**
 * Growth by Lung-RADS v2022: the mean diameter rose by more than 1.5 mm within 12 months. The "(> 2 mm3)" that the
 * table prints is the volume of a 1.5 mm sphere and no test on volumes, so volumes are turned into diameters first
 * (specs/clinical-rules.md, 1).
 */
import { tenth } from './round';

export interface Sizes {
  /** Mean diameters, mm. */
  readonly before: number;
  readonly now: number;
  /** Days between the two acquisitions. */
  readonly days: number;
}

/** A year and a day of grace for the leap. */
const YEAR = 366;

/**
 * 'undetermined': more than 1.5 mm, but over more than a year: whether any 12 months of it held 1.5 mm, two
 * examinations do not tell.
 */
export function lungRadsGrowth({
  before,
  now,
  days,
}: Sizes): 'growing' | 'stable' | 'smaller' | 'undetermined' {
  const change = tenth(tenth(now) - tenth(before));
  if (change < -1.5) return 'smaller';
  if (change <= 1.5) return 'stable';
  return days > 0 && days <= YEAR ? 'growing' : 'undetermined';
}
