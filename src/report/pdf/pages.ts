/** A4 pages and a pen that goes down them. Lengths in points, y upwards as in PDF. */
import { rgb, type PDFDocument, type PDFImage, type PDFPage, type RGB } from 'pdf-lib';
import type { Frame } from './content';
import { styles } from './content';
import type { Fonts } from './fonts';
import { wrap, type Line, type Run, type Style } from './wrap';

const A4 = [595.28, 841.89] as const;
const margin = { side: 56, top: 50, bottom: 62 } as const;
export const textWidth = A4[0] - 2 * margin.side;

const colours: Readonly<Record<Style['colour'], RGB>> = {
  text: rgb(0.11, 0.13, 0.16),
  quiet: rgb(0.4, 0.44, 0.5),
  accent: rgb(0.1, 0.33, 0.45),
};
const hairline = rgb(0.78, 0.81, 0.85);

export class Pages {
  private readonly all: PDFPage[] = [];
  private page: PDFPage;
  /** Next free height on the page. */
  private y = 0;

  constructor(
    private readonly pdf: PDFDocument,
    private readonly fonts: Fonts,
    private readonly frame: Frame,
  ) {
    this.page = this.next();
  }

  private next(): PDFPage {
    this.page = this.pdf.addPage([A4[0], A4[1]]);
    this.all.push(this.page);
    this.y = A4[1] - margin.top;
    if (this.frame.banner) {
      const height = 20;
      this.page.drawRectangle({
        x: margin.side,
        y: this.y - height,
        width: textWidth,
        height,
        borderColor: colours.accent,
        borderWidth: 0.8,
      });
      this.text(this.frame.banner, styles.banner, margin.side + 8, this.y - 13.4);
      this.y -= height + 14;
    }
    if (this.all.length > 1) {
      this.text(this.frame.running, styles.label, margin.side, this.y - 6);
      this.y -= 12;
      this.rule();
      this.y -= 14;
    }
    return this.page;
  }

  /** Starts a page unless so much room is left; says whether it did. */
  need(height: number): boolean {
    if (this.y - height >= margin.bottom) return false;
    this.next();
    return true;
  }

  skip(height: number): void {
    this.y -= height;
  }

  width(text: string, style: Style): number {
    let width = 0;
    for (const char of this.fonts.drawable(text)) width += this.fonts.width(char, style.weight) * style.size;
    return width;
  }

  lines(runs: readonly Run[], width: number): readonly Line[] {
    const drawable = runs.map((r) => ({ text: this.fonts.drawable(r.text), style: r.style }));
    return wrap(drawable, width, (char, style) => this.fonts.width(char, style.weight) * style.size);
  }

  private text(text: string, style: Style, x: number, y: number): void {
    const drawable = this.fonts.drawable(text);
    if (drawable === '') return;
    this.page.drawText(drawable, {
      x,
      y,
      size: style.size,
      font: this.fonts.faces[style.weight],
      color: colours[style.colour],
    });
  }

  /** Text on the pen's line, without moving the pen. `baseline` is how far under the pen the letters stand. */
  put(text: string, style: Style, x: number, baseline: number): void {
    this.text(text, style, margin.side + x, this.y - baseline);
  }

  putRight(text: string, style: Style, baseline: number): void {
    this.put(text, style, textWidth - this.width(text, style), baseline);
  }

  rule(): void {
    this.page.drawLine({
      start: { x: margin.side, y: this.y },
      end: { x: A4[0] - margin.side, y: this.y },
      thickness: 0.6,
      color: hairline,
    });
  }

  /** A line to write on, from x over `length` points, under the pen's baseline. */
  blank(x: number, length: number, baseline: number): void {
    this.page.drawLine({
      start: { x: margin.side + x, y: this.y - baseline },
      end: { x: margin.side + x + length, y: this.y - baseline },
      thickness: 0.6,
      color: colours.quiet,
    });
  }

  /** Wrapped text; goes on to the next page line by line. `first` stands in the indent of the first line. */
  paragraph(runs: readonly Run[], leading: number, indent = 0, first?: Run): void {
    this.lines(runs, textWidth - indent).forEach((line, n) => {
      this.need(leading);
      if (n === 0 && first) this.put(first.text, first.style, 0, leading * 0.72);
      let x = indent;
      for (const run of line) {
        this.put(run.text, run.style, x, leading * 0.72);
        x += this.width(run.text, run.style);
      }
      this.y -= leading;
    });
  }

  /** Lines that were wrapped before, in a column of their own; the pen does not move. */
  column(lines: readonly Line[], x: number, top: number, leading: number): void {
    lines.forEach((line, n) => {
      let at = x;
      for (const run of line) {
        this.put(run.text, run.style, at, top + leading * (n + 0.72));
        at += this.width(run.text, run.style);
      }
    });
  }

  image(image: PDFImage, x: number, width: number, height: number): void {
    this.page.drawImage(image, { x: margin.side + x, y: this.y - height, width, height });
  }

  /** Footers with the page count, when all pages are there. */
  finish(): void {
    this.all.forEach((page, n) => {
      this.page = page;
      this.y = margin.bottom - 16;
      this.rule();
      this.put(this.frame.footer[0], styles.footerLeft, 0, 13);
      const middle = this.frame.footer[1];
      this.put(middle, styles.label, (textWidth - this.width(middle, styles.label)) / 2, 13);
      this.putRight(`${n + 1} / ${this.all.length}`, styles.label, 13);
    });
  }
}
