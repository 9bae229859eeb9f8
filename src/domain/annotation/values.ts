/** How the numbers of an annotation are written on the screen. */
import type { AnnotationValue } from './annotation';

const MINUS = '\u2212';

const unitTexts: Readonly<Record<string, string>> = {
  deg: '°',
  mm2: 'mm²',
  px2: 'px²',
  "[hnsf'U]": 'HU',
  '{SUVbw}g/ml': 'SUVbw',
  '{counts}': 'counts',
  '{counts}/s': 'counts/s',
  'k{counts}/s': 'kcounts/s',
  '1': '',
};

/** A unit as a reader writes it: "mm", "px", "°", "mm²", "HU", "SUVbw" (g/ml); empty for plain numbers; others as they are. */
export const unitText = (unit: string): string => unitTexts[unit] ?? unit;

/** Fixed decimals, the typographic minus, no negative zero. */
function fixed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** Decimals that leave a small number, such as an ADC or a dose, three figures. */
function pixelValueDigits(value: number): number {
  const size = Math.abs(value);
  if (size === 0 || size >= 100) return 1;
  return Math.min(10, Math.max(2, 2 - Math.floor(Math.log10(size))));
}

function pixelValue({ name, value, unit }: AnnotationValue): string {
  const spread = name === 'mean' || name === 'sd';
  if (!spread && Number.isInteger(value)) return fixed(value, 0);
  return fixed(value, unitText(unit) === 'HU' ? 1 : pixelValueDigits(value));
}

/**
 * The number as text, without its unit. Lengths and angles to 0.1; areas whole from 100 on, to 0.1 below; HU to 0.1,
 * and whole as smallest, largest or single value when it is whole; other pixel values to 0.1 from 100 on and with
 * three figures or two decimals below; the cardiothoracic ratio to 0.01; counts whole. "-" where it is not finite.
 */
export function formatNumber(item: AnnotationValue): string {
  const { name, value } = item;
  if (!Number.isFinite(value)) return '-';
  switch (name) {
    case 'area':
      return fixed(value, Math.abs(value) >= 99.95 ? 0 : 1);
    case 'count':
      return fixed(value, 0);
    case 'cardiothoracicRatio':
      return fixed(value, 2);
    case 'mean':
    case 'sd':
    case 'min':
    case 'max':
    case 'value':
      return pixelValue(item);
    default:
      return fixed(value, 1);
  }
}

/** Number and unit: "12.3 mm", "45.0°", "0.51". */
export function formatValue(item: AnnotationValue): string {
  const unit = unitText(item.unit);
  if (unit === '°') return `${formatNumber(item)}°`;
  return unit === '' ? formatNumber(item) : `${formatNumber(item)} ${unit}`;
}
