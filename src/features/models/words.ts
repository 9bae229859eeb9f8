/** Sizes and times as people read them, in units that both languages share. */

const UNITS = ['B', 'kB', 'MB', 'GB'];

/** Bytes, in powers of 1000 as operating systems' file lists have it. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : Number(value.toPrecision(2))} ${UNITS[unit]}`;
}

/** A number with as many digits as matter. */
export const numberText = (value: number): string =>
  value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1) : String(Number(value.toPrecision(3)));

/** Seconds below two minutes, minutes above. */
export const timeParts = (
  seconds: number,
): { readonly unit: 'seconds' | 'minutes'; readonly value: string } =>
  seconds < 120
    ? { unit: 'seconds', value: numberText(seconds < 10 ? seconds : Math.round(seconds)) }
    : { unit: 'minutes', value: String(Math.round(seconds / 60)) };
