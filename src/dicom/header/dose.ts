/** What the values of an RT Dose are (PS3.3 C.8.8.3). */
import type { Tags } from './tags';

export const rtDose = '1.2.840.10008.5.1.4.1.1.481.2';

/**
 * Dose a stored value, as slope, and the unit as written: GY or RELATIVE; undefined for other objects. Without a
 * scaling that is above 0 the values are no dose.
 */
export function readDoseRescale(t: Tags): { readonly slope: number; readonly type: string } | undefined {
  if (t.plain('x00080016') !== rtDose) return undefined;
  const slope = t.decimal('x3004000e');
  return slope !== undefined && slope > 0 ? { slope, type: t.plain('x30040002') } : undefined;
}
