/**
 * Volume doubling time, and whether a change of volume is more than the error of measuring it: 25 % (BTS, NELSON; Eur
 * Radiol 2021, 10.1007/s00330-021-08302-0). specs/clinical-rules.md, 5. A nodule that shrank has no doubling time.
 */
import { sphereVolume } from './round';

export interface VolumePair {
  /** mm3 */
  readonly before: number;
  readonly now: number;
  /** Days between the acquisitions. */
  readonly days: number;
}

export interface VolumeChange {
  /** (now - before) / before; 0.24 is +24 %. */
  readonly relative: number;
  readonly state: 'growing' | 'belowError' | 'unchanged' | 'shrinking';
  /** Days; present when the volume rose. With state 'belowError' it must be called that. */
  readonly doublingDays?: number;
  /** Below 400 days, 400 to 600, above; present with state 'growing'. */
  readonly meaning?: 'suspicious' | 'indeterminate' | 'likelyBenign';
}

/** Least relative rise of a volume that is more than the error of measuring it. */
export const SIGNIFICANT = 0.25;
/** Exactly 25 % is growth: this takes up binary fractions. */
const EPSILON = 1e-9;

/** Undefined when a volume or the interval is not positive: there is nothing to compute. */
export function volumeChange({ before, now, days }: VolumePair): VolumeChange | undefined {
  if (!(before > 0 && now > 0 && days > 0)) return undefined;
  const relative = (now - before) / before;
  if (now === before) return { relative, state: 'unchanged' };
  if (now < before) return { relative, state: 'shrinking' };
  const doublingDays = (days * Math.LN2) / Math.log(now / before);
  if (relative < SIGNIFICANT - EPSILON) return { relative, state: 'belowError', doublingDays };
  const meaning = doublingDays < 400 ? 'suspicious' : doublingDays <= 600 ? 'indeterminate' : 'likelyBenign';
  return { relative, state: 'growing', doublingDays, meaning };
}

/** The same from mean diameters in mm, taken as spheres. */
export const diameterChange = ({ before, now, days }: VolumePair): VolumeChange | undefined =>
  volumeChange({ before: sphereVolume(before), now: sphereVolume(now), days });

/** Whole days between two DICOM dates YYYYMMDD; undefined when one is none. Negative when `later` is earlier. */
export function daysBetween(earlier: string, later: string): number | undefined {
  const at = (date: string): number => {
    const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(date.trim());
    if (!parts) return Number.NaN;
    const [year, month, day] = parts.slice(1).map(Number);
    const time = Date.UTC(year, month - 1, day);
    // 20240231 would roll over into March.
    return new Date(time).getUTCDate() === day && month <= 12 ? time : Number.NaN;
  };
  const days = Math.round((at(later) - at(earlier)) / 86_400_000);
  return Number.isNaN(days) ? undefined : days;
}
