import type { Say } from './say';

/**
 * Unit of the values of an RT Dose as a reader reads it: Gy, or words that say that it is relative or not stated;
 * empty for all other images.
 * @param dose Dose Units (3004,0002) as written.
 */
export function doseUnit(modality: string, dose: string | undefined, say: Say): string {
  if (modality !== 'RTDOSE') return '';
  if (dose === 'GY') return 'Gy';
  return say(dose === 'RELATIVE' ? 'dose.relative' : 'dose.unknown');
}
