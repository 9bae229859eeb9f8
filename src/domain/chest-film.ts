/** What an analysis says of a chest film as a whole, beside the outlines of its organs. */
import type { CardiothoracicLines } from './cardiothoracic';
import type { Laterality } from './finding';
import type { LungZone } from './nodule';

/** First and last row of a lung on the film, pixels; the end excluded. */
export type LungRows = readonly [top: number, bottom: number];

export interface ChestFilm {
  readonly sopInstanceUid: string;
  /** 1-based. */
  readonly frame: number;
  /** Proposed lines of the cardiothoracic ratio; absent where the film does not show the whole width of heart and lungs. */
  readonly lines?: CardiothoracicLines;
  /** Area of the right lung over that of the left; absent where the film's border cuts a lung. */
  readonly lungAreaRatio?: number;
  /** Column (pixel centres at whole numbers) between the lungs: what is left of it on the film is the patient's right. */
  readonly midline: number;
  readonly lungs: Readonly<Record<Laterality, LungRows>>;
}

/** Side and third of the lung's height of a place of the film, column and row; above or below a lung the nearest third. */
export function zoneOnFilm(
  film: Pick<ChestFilm, 'midline' | 'lungs'>,
  [column, row]: readonly [number, number],
): { readonly laterality: Laterality; readonly zone: LungZone } {
  // As the network learnt films: the patient's right is on the left of the image.
  const laterality = column < film.midline ? 'right' : 'left';
  const [top, bottom] = film.lungs[laterality];
  const third = Math.floor((3 * (row + 0.5 - top)) / (bottom - top));
  return { laterality, zone: third <= 0 ? 'upper' : third === 1 ? 'middle' : 'lower' };
}
