import type { Language } from './index';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A number of bytes in the reader's language, in the largest unit that leaves at least 1, by thousands. */
export function bytes(count: number, lang: Language): string {
  let value = Math.max(count, 0);
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const text = new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', {
    style: 'unit',
    unit: units[unit],
    // "0 bytes" in words; the larger units by their signs.
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: unit > 1 && value < 10 ? 1 : 0,
  }).format(value);
  // Chinese is written with a space between a figure and a word here, as everywhere else on the page.
  return text.replace(/(\d)(\p{Script=Han})/u, '$1 $2');
}
