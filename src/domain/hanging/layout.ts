/** How the reading room is divided, and what each of its cells shows. Plain facts, kept with the study's work. */

/** What a cell draws of its series: images as acquired, a plane of the patient, or the volume itself. */
export type CellView = 'stack' | 'axial' | 'coronal' | 'sagittal' | 'volume';

/** A slab instead of a single plane: what is kept of the values along the line of sight, and how thick, mm. */
export interface Slab {
  readonly mode: 'mip' | 'minip' | 'mean';
  readonly mm: number;
}

/** Place of a cell in the grid of the room, 0-based. */
export interface CellArea {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

export interface RoomLayout {
  /** Key of the read catalogue `layouts.*`; `grid` for plain rows and columns. */
  readonly name: 'grid' | 'mpr' | 'mpr3d' | 'planes';
  /** CSS grid tracks as shares, from the top and from the left. */
  readonly rowShares: readonly number[];
  readonly columnShares: readonly number[];
  readonly cells: readonly CellArea[];
}

/** What one cell shows when it is filled. */
export interface CellContent {
  readonly seriesUid: string;
  readonly view: CellView;
  /** Name of a window preset of the modality, or the file's own when absent. */
  readonly preset?: string;
  readonly slab?: Slab;
  /** Series drawn in colour over this one: PET over CT. Both share a frame of reference. */
  readonly fusedWith?: string;
  /** Image of the series that the cell opens at, 0-based in the order of reading; its middle or first when absent. */
  readonly image?: number;
  /** Edge of the cell that the image lies at: mammograms meet chest wall to chest wall. Centred when absent. */
  readonly align?: 'left' | 'right';
  /** The series belongs to the prior study. */
  readonly prior?: true;
}

export interface Hanging {
  readonly layout: RoomLayout;
  /** One a cell, in the order of `layout.cells`; undefined leaves it empty. */
  readonly contents: readonly (CellContent | undefined)[];
}

/** Plain rows and columns, 1x1 to 4x4. */
export function gridLayout(rows: number, columns: number): RoomLayout {
  return {
    name: 'grid',
    rowShares: Array.from({ length: rows }, () => 1),
    columnShares: Array.from({ length: columns }, () => 1),
    cells: Array.from({ length: rows * columns }, (_, n) => ({
      row: Math.floor(n / columns),
      column: n % columns,
      rows: 1,
      columns: 1,
    })),
  };
}

/** Several cells in one place, of which one is seen at a time: what flickers. */
export const stackedLayout = (count: number): RoomLayout => ({
  ...gridLayout(1, 1),
  cells: Array.from({ length: count }, () => area(0, 0)),
});

/** Do all cells stand in one place? */
export const isStacked = ({ cells }: RoomLayout): boolean =>
  cells.length > 1 && cells.every(({ row, column }) => row === cells[0].row && column === cells[0].column);

const area = (row: number, column: number, rows = 1, columns = 1): CellArea => ({
  row,
  column,
  rows,
  columns,
});

/** Named layouts: the axial plane large with the two others beside it, the same with the volume, three in a row. */
export const namedLayouts: Readonly<Record<Exclude<RoomLayout['name'], 'grid'>, RoomLayout>> = {
  mpr: {
    name: 'mpr',
    rowShares: [1, 1],
    columnShares: [3, 2],
    cells: [area(0, 0, 2), area(0, 1), area(1, 1)],
  },
  mpr3d: {
    name: 'mpr3d',
    rowShares: [1, 1],
    columnShares: [1, 1],
    cells: [area(0, 0), area(0, 1), area(1, 0), area(1, 1)],
  },
  planes: {
    name: 'planes',
    rowShares: [1],
    columnShares: [1, 1, 1],
    cells: [area(0, 0), area(0, 1), area(0, 2)],
  },
};

/** The same layout lying on its side: rows become columns. For a room that is much taller than wide, as on a phone. */
export const transposed = ({ name, rowShares, columnShares, cells }: RoomLayout): RoomLayout => ({
  name,
  rowShares: columnShares,
  columnShares: rowShares,
  cells: cells.map(({ row, column, rows, columns }) => ({
    row: column,
    column: row,
    rows: columns,
    columns: rows,
  })),
});
