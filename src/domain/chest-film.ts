/** What an analysis says of a chest film as a whole, beside the outlines of its organs. */
import type { CardiothoracicLines } from './cardiothoracic';
import type { Laterality } from './finding';
import { partOfSeries, partOfStudy } from './hanging/body-part';
import type { Series, Study } from './study';

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

const FILMS = new Set(['CR', 'DX', 'RF']);

/** May this be a film of the chest? Where no word names a part of the body, the reader knows better than the file. */
export function isChestFilm(study: Study, series: Series): boolean {
  if (!FILMS.has(series.modality)) return false;
  const part = (partOfSeries(series) ?? partOfStudy(study, [series]))?.part;
  return part === undefined || part === 'chest' || part === 'heart';
}
