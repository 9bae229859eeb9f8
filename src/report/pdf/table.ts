/** A small table on the page: columns as wide as what they hold, the spare room to those of words. */
import type { ReportTable } from '../../domain/report-facts';
import { styles } from './content';
import { textWidth, type Pages } from './pages';
import type { Style } from './wrap';

const leading = 13;
const gap = 10;

/** Widths of the columns in points, with the gap behind each and a point for rounding; together no more than the page. */
export function columnWidths(
  { head, rows, foot, figures }: ReportTable,
  width: (text: string, style: Style) => number,
  room = textWidth,
): readonly number[] {
  const natural = head.map(
    (title, column) =>
      gap +
      1 +
      Math.max(
        width(title, styles.note),
        ...[...rows, ...foot].map((row) => width(row[column] ?? '', styles.value)),
      ),
  );
  const total = natural.reduce((sum, one) => sum + one, 0);
  if (total <= room) return natural;
  // Figures are never broken: the columns of words share what is left.
  const words = natural.map((_, column) => !figures.includes(column));
  const fixed = natural.reduce((sum, one, column) => (words[column] ? sum : sum + one), 0);
  const flexible = total - fixed;
  const left = Math.max(room - fixed, room * 0.3);
  return natural.map((one, column) => (words[column] ? (one * left) / flexible : one));
}

/** Draws it under the pen; a row is never parted, and the head stands again on the next page. */
export function drawTable(pages: Pages, table: ReportTable): void {
  const widths = columnWidths(table, (text, style) => pages.width(text, style));
  const starts = widths.map((_, n) => widths.slice(0, n).reduce((sum, one) => sum + one, 0));
  const row = (cells: readonly string[], style: Style): void => {
    const lines = cells.map((text, n) => pages.lines([{ text, style }], widths[n] - gap));
    const height = leading * Math.max(1, ...lines.map((one) => one.length));
    if (pages.need(height + 4) && style !== styles.note) row(table.head, styles.note);
    cells.forEach((text, n) => {
      const single = lines[n].length === 1;
      const right = table.figures.includes(n) && single ? widths[n] - gap - pages.width(text, style) : 0;
      pages.column(lines[n], starts[n] + right, 0, leading);
    });
    pages.skip(height + 2);
  };
  const line = (): void => {
    pages.rule();
    pages.skip(3);
  };
  pages.need(leading * 4);
  pages.skip(2);
  pages.put(table.caption, styles.note, 0, 9);
  pages.skip(leading);
  line();
  row(table.head, styles.note);
  line();
  for (const cells of table.rows) row(cells, styles.value);
  if (table.foot.length > 0) line();
  for (const cells of table.foot) row(cells, styles.value);
  line();
  pages.skip(4);
}
