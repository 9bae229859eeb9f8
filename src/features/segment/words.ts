import { roundForDisplay } from '../../domain/measurement';
import type { Measurement } from '../../domain/finding';
import type { SegmentNumbers } from './segment';

const units: Readonly<Record<string, string>> = {
  mm3: 'mm³',
  mm2: 'mm²',
  '{pixels}': 'px',
  "[hnsf'U]": 'HU',
};

/** "523 mm³", "12.3 ml", "41.2 mm²". */
export function sizeText({ size }: SegmentNumbers): string {
  if (size.unit === 'mm3' && size.value >= 1000)
    return `${(size.value / 1000).toFixed(size.value < 1e5 ? 2 : 0)} ml`;
  if (size.unit === 'mm2') return `${size.value.toFixed(1)} mm²`;
  return `${Math.round(size.value)} ${units[size.unit] ?? size.unit}`;
}

/** "120 ± 5 HU"; values without a unit have none here either. */
export function valueText({ mean, sd }: SegmentNumbers): string {
  const number = ({ value, unit }: Measurement): string =>
    unit === '1' ? value.toFixed(1) : String(roundForDisplay({ value, unit }));
  const unit = units[mean.unit];
  return `${number(mean)} ± ${number(sd)}${unit ? ` ${unit}` : ''}`;
}

/** Where a number comes from. */
export const sourceText = ({ method, calibration }: Measurement): string => `${method}; ${calibration}`;
