/**
 * How the numbers of a finding are written, on screen and in the report alike: two roundings of one number would read
 * as two numbers.
 */

/** Lengths in mm to 0.1. */
export const lengthFigure = (mm: number): string => mm.toFixed(1);

/** Volumes in mm³ and areas in mm²: whole from 100 on, to 0.1 below. */
export const volumeFigure = (value: number): string =>
  value < 100 ? value.toFixed(1) : String(Math.round(value));

/** Whole Hounsfield units, with a real minus sign and no negative zero. */
export function densityFigure(hu: number): string {
  const whole = Math.round(hu);
  return whole < 0 ? `\u2212${-whole}` : String(whole);
}

/** A probability from 0 to 1 as per cent: to 0.1, "<0.1" for less than that. */
export const percentFigure = (p: number): string => (p < 0.001 ? '<0.1' : (100 * p).toFixed(1));

/** A relative change as whole per cent with its sign: 0.24 is +24. */
export function changeFigure(relative: number): string {
  const whole = Math.round(100 * relative);
  if (whole === 0) return '0';
  return whole < 0 ? `\u2212${-whole}` : `+${whole}`;
}
