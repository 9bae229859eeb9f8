/** Where the cells of a room stand on the page, and what they are called. */
import { isStacked, transposed, type RoomLayout } from '../domain/hanging/layout';
import type { Cell } from './cell';
import type { RoomContent } from './roomState';
import type { Say } from './say';

/** Named layouts lie on their side in a room that is much taller than wide, as on a phone. */
export const liesUpright = ({ clientHeight, clientWidth }: HTMLElement, layout: RoomLayout): boolean =>
  layout.name !== 'grid' && clientHeight > 1.2 * clientWidth;

const tracks = (shares: readonly number[]): string =>
  shares.map((share) => `minmax(0, ${share}fr)`).join(' ');

/** Lays the cells out in the grid of the room; `one` alone fills it. */
export function arrangeCells(
  root: HTMLElement,
  layout: RoomLayout,
  cells: readonly Cell[],
  upright: boolean,
  one: number | undefined,
): void {
  const { name, rowShares, columnShares, cells: areas } = upright ? transposed(layout) : layout;
  root.dataset.layout = name;
  root.dataset.cells = String(cells.length);
  // Cells in one place: the active one is to be seen.
  root.dataset.stacked = String(one === undefined && isStacked(layout));
  root.style.gridTemplateRows = one === undefined ? tracks(rowShares) : '1fr';
  root.style.gridTemplateColumns = one === undefined ? tracks(columnShares) : '1fr';
  cells.forEach(({ root: cell }, n) => {
    const { row, column, rows, columns } = areas[n];
    cell.hidden = one !== undefined && one !== n;
    cell.dataset.cell = String(n);
    cell.style.gridArea =
      one === undefined ? `${row + 1} / ${column + 1} / span ${rows} / span ${columns}` : '1 / 1';
    // The order on screen is the order of the tab key.
    root.append(cell);
  });
}

/** Cells of the same kind are told apart by a number, for tests and for readers of the screen. */
export function nameCells(cells: readonly Cell[], marked: number | undefined, say: Say): void {
  const counts = new Map<string, number>();
  cells.forEach(({ pane, root }, n) => {
    root.dataset.active = String(cells.length > 1 && n === marked);
    if (!pane) return;
    const count = (counts.get(pane.name) ?? 0) + 1;
    counts.set(pane.name, count);
    pane.root.dataset.testid = `viewport-${pane.name}${count > 1 ? `-${count}` : ''}`;
    const name = say(`pane.${pane.name}`);
    pane.root.setAttribute('aria-label', cells.length > 1 ? `${n + 1}: ${name}` : name);
  });
}

/** A cell that may go on with this content: the one in its place `n`, else another with the same series and view. */
export function reusableCell(
  before: readonly Cell[],
  kept: ReadonlySet<Cell>,
  content: RoomContent | undefined,
  n: number,
): Cell | undefined {
  const fits = (cell: Cell | undefined): boolean =>
    cell !== undefined &&
    !kept.has(cell) &&
    content !== undefined &&
    cell.content?.seriesUid === content.seriesUid &&
    cell.content.view === content.view &&
    cell.content.preset === content.preset &&
    cell.content.image === content.image &&
    cell.content.align === content.align &&
    cell.content.fusedWith === content.fusedWith;
  return fits(before[n]) ? before[n] : before.find(fits);
}
