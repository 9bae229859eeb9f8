/** What an analysis says of a chest film as a whole, beside the outlines of its organs. */
import type { CardiothoracicLines } from './cardiothoracic';
import { codes } from './codes';
import type { Finding, Laterality, ReviewState } from './finding';
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

/** The lung, right lung and left lung of SNOMED CT. */
const lungSides: Readonly<Record<string, Laterality | undefined>> = {
  '3341006': 'right',
  '44029006': 'left',
};

/** Which lung an outline is of; undefined for everything else. */
export function lungSide({
  kind,
  category,
  laterality,
}: Pick<Finding, 'kind' | 'category' | 'laterality'>): Laterality | undefined {
  const named = lungSides[kind.value] ?? (category && lungSides[category.value]);
  if (named) return named;
  const lung = kind.value === codes.lung.value || category?.value === codes.lung.value;
  return lung ? laterality : undefined;
}

/** The outlines of the lungs on an image, one a side; those that the reader rejected do not count. */
function lungOutlines(findings: readonly Finding[], film: Pick<ChestFilm, 'sopInstanceUid' | 'frame'>) {
  const here = findings.filter(
    ({ keyImage, review }) =>
      review !== 'rejected' &&
      keyImage.sopInstanceUid === film.sopInstanceUid &&
      keyImage.frame === film.frame,
  );
  const [right, left] = (['right', 'left'] as const).map((side) => here.find((f) => lungSide(f) === side));
  return right && left && { right, left };
}

/**
 * Area of the right lung over that of the left as the outlines are now, plain number, and how the reader stands to
 * them: the less sure word of the two. Undefined where a film's border cuts a lung, or an outline is not there.
 */
export function lungAreas(
  findings: readonly Finding[],
  film: ChestFilm,
): { readonly ratio: number; readonly review: Exclude<ReviewState, 'rejected'> } | undefined {
  const lungs = film.lungAreaRatio === undefined ? undefined : lungOutlines(findings, film);
  if (!lungs) return undefined;
  const [a, b] = [lungs.right.measurements.volume, lungs.left.measurements.volume];
  if (!(b.value > 0) || a.unit !== b.unit) return undefined;
  const reviews = [lungs.right.review, lungs.left.review];
  const review = (['pending', 'edited'] as const).find((one) => reviews.includes(one)) ?? 'accepted';
  return { ratio: a.value / b.value, review };
}
