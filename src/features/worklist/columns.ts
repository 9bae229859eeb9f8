/** The columns of the table: ids are keys of `worklist:column.*` and of what the reader keeps. */
import type { SortKey } from '../../domain/worklist/order';

export interface Column {
  readonly id: SortKey;
  /** px at first; the one that stretches takes what is left. */
  readonly width: number;
  readonly stretches?: true;
  /** Always there: without it a row says nothing. */
  readonly fixed?: true;
}

export const columns: readonly Column[] = [
  { id: 'priority', width: 210 },
  { id: 'status', width: 92 },
  { id: 'name', width: 140, fixed: true },
  { id: 'id', width: 110 },
  { id: 'age', width: 70 },
  { id: 'modality', width: 70 },
  { id: 'description', width: 190, stretches: true },
  { id: 'date', width: 146 },
  { id: 'accession', width: 110 },
  { id: 'images', width: 62 },
  { id: 'source', width: 110 },
];

const LEAST = 48;
const MOST = 600;

export const clampWidth = (px: number): number => Math.round(Math.min(MOST, Math.max(LEAST, px)));

export const shownColumns = (hidden: readonly string[]): readonly Column[] =>
  columns.filter(({ id, fixed }) => fixed || !hidden.includes(id));

/** `grid-template-columns` of every row. */
export const template = (shown: readonly Column[], widths: Readonly<Record<string, number>>): string =>
  shown
    .map(({ id, width, stretches }) =>
      stretches && widths[id] === undefined ? `minmax(${width * 0.6}px, 1fr)` : `${widths[id] ?? width}px`,
    )
    .join(' ');
