/** Numbers as a reader of a report expects them. */
import { densityFigure, lengthFigure, volumeFigure } from '../domain/figures';
import type { Measurement } from '../domain/finding';
import type { ReportLanguage } from '../domain/report-facts';

const MINUS = '\u2212';

/** UCUM units as they are printed. A unit that is not here is printed as it is, never guessed. */
const units: Readonly<Record<string, Readonly<Record<ReportLanguage, string>>>> = {
  mm: { zh: 'mm', en: 'mm' },
  mm2: { zh: 'mm²', en: 'mm²' },
  mm3: { zh: 'mm³', en: 'mm³' },
  "[hnsf'U]": { zh: 'HU', en: 'HU' },
  '%': { zh: '%', en: '%' },
  '{pixels}': { zh: '像素', en: 'px' },
};

/** A UCUM code as it is printed. */
export const unitText = (ucum: string, language: ReportLanguage): string => units[ucum]?.[language] ?? ucum;

/**
 * Fixed decimals, no negative zero. The minus sign is the typographic one; plain text turns it into a hyphen.
 * @throws RangeError when the value is not finite: a report must not say NaN.
 */
export function decimal(value: number, digits: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a report cannot print ${value}`);
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** At most so many decimals, trailing zeros dropped: 2.50 is 2.5, 120.0 is 120. */
export const trimmed = (value: number, digits: number): string =>
  decimal(value, digits)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');

/**
 * As the panel writes it (`domain/figures.ts`), and only if it is a number.
 * @throws RangeError when the value is not finite
 */
function figure(write: (value: number) => string, value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a report cannot print ${value}`);
  return write(value);
}

/** "9.1 mm": lengths to 0.1. */
export const lengthText = (m: Measurement, language: ReportLanguage): string =>
  `${figure(lengthFigure, m.value)} ${unitText(m.unit, language)}`;

const pixelArea: Readonly<Record<ReportLanguage, string>> = { zh: '平方像素', en: 'px²' };

/** "310 mm³": whole numbers from 100 on, to 0.1 below. What is counted in pixels is an area. */
export const volumeText = (m: Measurement, language: ReportLanguage): string =>
  `${figure(volumeFigure, m.value)} ${m.unit === '{pixels}' ? pixelArea[language] : unitText(m.unit, language)}`;

/** "210–330 mm³". */
export const rangeText = (low: Measurement, high: Measurement, language: ReportLanguage): string =>
  `${figure(volumeFigure, low.value)}–${volumeText(high, language)}`;

/** "1520 mL" above 1 mL, else "310 mm³"; volumes in another unit as they are. */
export function sizeText(m: Measurement, language: ReportLanguage): string {
  if (m.unit !== 'mm3' || m.value <= 1000) return volumeText(m, language);
  const ml = m.value / 1000;
  return `${decimal(ml, ml < 99.95 ? 1 : 0)} mL`;
}

/** "−21 HU": whole numbers. */
export const attenuationText = (m: Measurement, language: ReportLanguage): string =>
  `${figure(densityFigure, m.value)} ${unitText(m.unit, language)}`;
