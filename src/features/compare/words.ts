/** A pair in words. */
import { daysApart } from '../../domain/comparison';
import { clockOf } from '../../domain/dicom-time';
import { dicomDate } from '../../domain/person-text';
import type { Study } from '../../domain/study';
import { i18n } from '../../i18n';
import type { PairFailure, PairRegistration, PairSide } from './store';

/** "−180 days", with a true minus sign; "days unknown" where a date is missing. */
export function daysWords(current: Pick<PairSide, 'date'>, prior: Pick<PairSide, 'date'>): string {
  const days = daysApart(current, prior);
  const t = i18n.getFixedT(null, 'compare');
  if (days === undefined) return t('daysUnknown');
  const sign = days < 0 ? '−' : days > 0 ? '+' : '';
  return t('days', { days: `${sign}${Math.abs(days)}` });
}

/** The day of an examination, or that nobody knows it. */
export const dayWords = ({ date }: Pick<PairSide, 'date'>): string =>
  dicomDate(date) || i18n.getFixedT(null, 'compare')('undated');

/** Day and time of day, as far as they are known. */
export const momentWords = (study: Pick<Study, 'date' | 'time'>): string =>
  [dayWords(study), clockOf(study.time)].filter(Boolean).join(' ');

const percent = (share: number): number => Math.round(100 * share);

/** Overlap in %, errors in mm: how well the prior lies upon the current one. */
export const qualityFigures = ({
  quality,
}: Pick<PairRegistration, 'quality'>): {
  overlap: number;
  error: string;
  p90: string;
  border: string | undefined;
} => ({
  overlap: percent(quality.overlap),
  error: quality.error.median.toFixed(1),
  p90: quality.error.p90.toFixed(1),
  border: quality.border?.median.toFixed(1),
});

/** Why there is no registration, in a sentence. */
export function failureWords(failure: PairFailure): string {
  const t = i18n.getFixedT(null, 'compare');
  switch (failure.code) {
    case 'refused':
      return t('failed.refused', {
        why: failure.faults.map((fault) => t(`fault.${fault}`)).join(t('between')),
      });
    case 'cancelled':
      return t('failed.cancelled');
    case 'unreadable':
      return t(`failed.unreadable.${failure.side}`, { detail: failure.detail });
    case 'error':
      return t('failed.error', { detail: failure.detail });
  }
}
