import { densityFigure, lengthFigure, volumeFigure } from '../../domain/figures';

/** How the numbers of a finding are written, as in the report: one function for both. */
export const mm = lengthFigure;
export const mm3 = volumeFigure;
export const hu = densityFigure;

/** Volumes above 1 mL in mL, as one speaks of organs: "1520 mL"; below in mm³. */
export const size = (mm3Value: number): string => {
  if (mm3Value <= 1000) return `${mm3(mm3Value)} mm³`;
  const ml = mm3Value / 1000;
  return `${ml < 99.95 ? ml.toFixed(1) : Math.round(ml)} mL`;
};

export const score = (value: number): string => value.toFixed(2);

/** A UCUM unit as a reader writes it; 1 stands for no unit. */
export const unitText = (ucum: string): string =>
  ({ mm3: 'mm³', mm2: 'mm²', '{pixels}': 'px', "[hnsf'U]": 'HU', '1': '', deg: '°' })[ucum] ?? ucum;

/** A measurement's value in the precision of its unit. */
export function valueText(value: number, ucum: string): string {
  if (ucum === 'mm3') return mm3(value);
  if (ucum === 'mm2') return mm3(value);
  return ucum === 'mm' || ucum === '{pixels}' ? mm(value) : hu(value);
}

/** The unit of an area or a volume: what is counted in pixels is an area, and named so. */
export const sizeUnit = (ucum: string): string => (ucum === '{pixels}' ? 'px²' : unitText(ucum));

/** How large a finding is: a volume in mm³ or mL, on one image an area in mm² or px². */
export const sizeOf = ({ value, unit }: { readonly value: number; readonly unit: string }): string =>
  unit === 'mm3' ? size(value) : `${mm3(value)} ${sizeUnit(unit)}`;
