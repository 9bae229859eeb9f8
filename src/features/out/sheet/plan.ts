/** Film sheets: paper, rows and columns, and which image lies on which page. Sizes in mm. */

export type Paper = 'a4' | '14x17';

/** Portrait: width, height. */
const papers: Readonly<Record<Paper, readonly [number, number]>> = {
  a4: [210, 297],
  '14x17': [355.6, 431.8],
};

export interface SheetChoice {
  readonly paper: Paper;
  readonly landscape: boolean;
  readonly rows: number;
  readonly columns: number;
  /** Every n-th image of the active stack, the key images, or what the cells of the room show. */
  readonly source: 'every' | 'keys' | 'cells';
  readonly every: number;
  readonly marks: boolean;
  /** Hospital, patient and study in the header. */
  readonly patient: boolean;
}

export const firstChoice: SheetChoice = {
  paper: 'a4',
  landscape: false,
  rows: 5,
  columns: 4,
  source: 'every',
  every: 4,
  marks: true,
  patient: true,
};

export const paperSize = ({ paper, landscape }: Pick<SheetChoice, 'paper' | 'landscape'>) => {
  const [short, long] = papers[paper];
  return landscape ? { width: long, height: short } : { width: short, height: long };
};

/** Numbers (0-based) of the images of a stack that a sheet shows: the first, and every n-th after it. */
export const everyNth = (count: number, every: number): readonly number[] =>
  Array.from({ length: Math.ceil(count / Math.max(1, every)) }, (_image, n) => n * Math.max(1, every));

/** How often an image is taken so that a stack fills about two pages. */
export const suitableStep = (count: number, { rows, columns }: SheetChoice): number =>
  Math.max(1, Math.ceil(count / (2 * rows * columns)));

/** What lies on each page, in order of reading; the last may be part empty. No images make no page. */
export function pagesOf<T>(images: readonly T[], { rows, columns }: SheetChoice): readonly (readonly T[])[] {
  const perPage = Math.max(1, rows * columns);
  return Array.from({ length: Math.ceil(images.length / perPage) }, (_page, n) =>
    images.slice(n * perPage, (n + 1) * perPage),
  );
}
