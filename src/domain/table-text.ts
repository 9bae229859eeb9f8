/** A table as plain text, for systems that show letters only. */
import type { ReportTable } from './report-facts';

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;
const columnsOf = (text: string): number =>
  [...text].reduce((sum, char) => sum + (wide.test(char) ? 2 : 1), 0);

/** A table as lines of text: columns filled up with spaces, a Chinese character as wide as two, bars between them. */
export function tableText({ caption, head, rows, foot, figures }: ReportTable): readonly string[] {
  const all = [head, ...rows, ...foot].map((row) => row.map((one) => one.replace(/\s+/g, ' ').trim()));
  const widths = head.map((_, n) => Math.max(...all.map((row) => columnsOf(row[n] ?? ''))));
  const line = (row: readonly string[]): string =>
    row
      .map((text, n) => {
        const spaces = ' '.repeat(widths[n] - columnsOf(text));
        return figures.includes(n) ? spaces + text : text + spaces;
      })
      .join(' | ')
      .trimEnd();
  return [caption, ...all.map(line)];
}
