/**
 * The report as a Word file (OOXML), for hospitals that go on writing in Word. Loaded when the first one is made:
 * the library has 0.4 MB.
 */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  ImageRun,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type IRunOptions,
} from 'docx';
import { software, type ReportTable } from '../../domain/report-facts';
import { content, type Block, type KeyImage } from '../pdf/content';
import type { Run, Style } from '../pdf/wrap';
import type { HtmlInput } from './html';
import { allowed } from './text';

/** Twentieths of a point: A4, and the margins of the PDF. */
const A4 = { width: 11906, height: 16838 } as const;
const margin = 1120;
const textWidth = A4.width - 2 * margin;
/** Pixels of 1/96 inch. */
const imageBox = { width: 300, height: 250 } as const;
const logoBox = { width: 160, height: 46 } as const;

/** Word chooses by script: without eastAsia it takes a font for Chinese that may have none. */
const font = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: 'Microsoft YaHei' } as const;
const colours: Readonly<Record<Style['colour'], string>> = {
  text: '1C2129',
  quiet: '58626F',
  accent: '1A5473',
};
const hair = { style: BorderStyle.SINGLE, size: 4, color: 'C7CED9' } as const;
const none = { style: BorderStyle.NONE, size: 0, color: 'FFFFFF' } as const;
const noBorders = { top: none, bottom: none, left: none, right: none } as const;

/** Sizes in points, as in the PDF, and one more for reading on a screen. */
const look = (style: Style): IRunOptions => ({
  font,
  size: Math.round(style.size * 2) + 1,
  bold: style.weight === 'medium',
  color: colours[style.colour],
});
const text = (words: string, style: Style): TextRun[] =>
  allowed(words)
    .split('\n')
    .map((line, n) => new TextRun({ ...look(style), text: line, ...(n > 0 && { break: 1 }) }));

const body: Style = { weight: 'regular', size: 10, colour: 'text' };
const quiet: Style = { weight: 'regular', size: 8, colour: 'quiet' };
const strong: Style = { weight: 'medium', size: 11, colour: 'text' };
const heading: Style = { weight: 'medium', size: 11, colour: 'accent' };

/** Width and height of a PNG, from its IHDR. @throws RangeError when it is none */
function pngSize(bytes: Uint8Array): { width: number; height: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 24 || view.getUint32(0) !== 0x89504e47) throw new RangeError('a key image is no PNG');
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function picture(
  png: Uint8Array,
  box: { readonly width: number; readonly height: number },
  alt: string,
): ImageRun {
  const size = pngSize(png);
  const scale = Math.min(box.width / size.width, box.height / size.height, 1);
  return new ImageRun({
    type: 'png',
    data: png,
    transformation: { width: Math.round(size.width * scale), height: Math.round(size.height * scale) },
    altText: { name: alt, title: alt, description: alt },
  });
}

/** Cells side by side, equally wide. */
function row(cells: readonly (readonly Paragraph[])[], columns: number): TableRow {
  const width = Math.floor(textWidth / columns);
  return new TableRow({
    cantSplit: true,
    children: cells.map(
      (children) =>
        new TableCell({ children, borders: noBorders, width: { size: width, type: WidthType.DXA } }),
    ),
  });
}

function table<T>(items: readonly T[], columns: number, cell: (item: T) => readonly Paragraph[]): Table {
  const rows: TableRow[] = [];
  for (let n = 0; n < items.length; n += columns) {
    const filled = items.slice(n, n + columns).map(cell);
    while (filled.length < columns) filled.push([new Paragraph({})]);
    rows.push(row(filled, columns));
  }
  const width = Math.floor(textWidth / columns);
  return new Table({
    rows,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: Array.from({ length: columns }, () => width),
    borders: { ...noBorders, insideHorizontal: none, insideVertical: none },
  });
}

/** A table with its caption above it and a line under each row; columns share the page by what they hold. */
function dataTable({ caption, head, rows, foot, figures }: ReportTable): readonly (Paragraph | Table)[] {
  const letters = (one: string): number => [...one].reduce((sum, c) => sum + (c > '\u2e80' ? 2 : 1), 0);
  const longest = head.map(
    (_, n) => 3 + Math.max(...[head, ...rows, ...foot].map((row) => letters(row[n] ?? ''))),
  );
  const all = longest.reduce((sum, one) => sum + one, 0);
  const widths = longest.map((one) => Math.floor((textWidth * one) / all));
  const line = (cells: readonly string[], style: Style, isHead = false): TableRow =>
    new TableRow({
      cantSplit: true,
      ...(isHead && { tableHeader: true }),
      children: cells.map(
        (one, n) =>
          new TableCell({
            borders: { ...noBorders, bottom: hair },
            width: { size: widths[n], type: WidthType.DXA },
            margins: { top: 30, bottom: 30, right: 80 },
            children: [
              new Paragraph({
                ...(figures.includes(n) && { alignment: AlignmentType.RIGHT }),
                children: text(one, style),
              }),
            ],
          }),
      ),
    });
  return [
    new Paragraph({ keepNext: true, spacing: { before: 60, after: 20 }, children: text(caption, quiet) }),
    new Table({
      rows: [
        line(head, quiet, true),
        ...rows.map((cells) => line(cells, body)),
        ...foot.map((cells) => line(cells, { ...body, weight: 'medium' })),
      ],
      width: { size: textWidth, type: WidthType.DXA },
      columnWidths: widths,
      borders: { ...noBorders, insideHorizontal: none, insideVertical: none },
    }),
    // Word joins a table to the one that follows it.
    new Paragraph({ spacing: { before: 0, after: 0, line: 120, lineRule: LineRuleType.EXACT } }),
  ];
}

const paragraphRuns = (runs: readonly Run[]): TextRun[] => runs.flatMap((run) => text(run.text, run.style));

function blockOf(block: Block, next?: Block): readonly (Paragraph | Table)[] {
  switch (block.kind) {
    case 'title':
      return [
        ...(block.logo
          ? [
              new Paragraph({
                alignment: AlignmentType.RIGHT,
                children: [picture(block.logo.png, logoBox, block.hospital || 'logo')],
              }),
            ]
          : []),
        ...(block.hospital ? [new Paragraph({ children: text(block.hospital, strong) })] : []),
        new Paragraph({
          heading: 'Title',
          children: text(block.title, { weight: 'medium', size: 16, colour: 'text' }),
        }),
        new Paragraph({
          border: { bottom: hair },
          spacing: { after: 120 },
          children: text(block.status, quiet),
        }),
      ];
    case 'fields':
      return [
        table(block.fields, 4, ([label, value]) => [
          new Paragraph({ children: text(label, quiet) }),
          new Paragraph({ spacing: { after: 80 }, children: text(value, body) }),
        ]),
      ];
    case 'heading':
      return [
        new Paragraph({
          heading: 'Heading2',
          keepNext: true,
          spacing: { before: 240, after: 60 },
          children: text(block.text, heading),
        }),
      ];
    case 'paragraph':
      return [
        new Paragraph({
          spacing: { after: 60, line: 320 },
          // A table stands with the sentence that speaks of it.
          ...(next?.kind === 'table' && { keepNext: true }),
          ...(block.number && { indent: { left: 360, hanging: 360 } }),
          children: [...(block.number ? text(`${block.number} `, body) : []), ...paragraphRuns(block.runs)],
        }),
      ];
    case 'table':
      return dataTable(block.table);
    case 'images':
      return [
        table<KeyImage>(block.images, 2, ({ png, caption }) => [
          new Paragraph({ children: [picture(png, imageBox, caption)] }),
          new Paragraph({ spacing: { after: 120 }, children: text(caption, quiet) }),
        ]),
      ];
    case 'signature':
      return [
        new Paragraph({ spacing: { before: 360 } }),
        table(block.lines, 3, ([label, value]) => [
          new Paragraph({ children: [...text(`${label}  `, quiet), ...text(value || '____________', body)] }),
        ]),
      ];
  }
}

/**
 * Bytes of a .docx file.
 * @throws RangeError when a key image is no PNG
 */
export async function toDocx({ report, study, keyImages }: HtmlInput): Promise<Uint8Array<ArrayBuffer>> {
  const { blocks, frame } = content(report, study, keyImages, report.header.hospital || study.institution);
  const zh = report.language === 'zh';
  const head = [frame.banner, frame.running].filter((line) => line !== undefined && line !== '') as string[];
  const page = (field: (typeof PageNumber)[keyof typeof PageNumber]) =>
    new TextRun({ ...look(quiet), children: [field] });
  const file = new Document({
    creator: `${software.name} ${software.version}`,
    description: [frame.banner, frame.footer[0]].filter(Boolean).join(' '),
    styles: {
      default: {
        document: { run: { font, language: { value: 'en-US', eastAsia: zh ? 'zh-CN' : 'en-US' } } },
      },
    },
    sections: [
      {
        properties: {
          page: { size: A4, margin: { top: margin, bottom: margin, left: margin, right: margin } },
        },
        headers: {
          default: new Header({
            children: head.map(
              // The body begins a line below it, on pages that go on in the middle of a text, too.
              (line, n) =>
                new Paragraph({
                  ...(n === head.length - 1 && { spacing: { after: 200 } }),
                  children: text(line, line === frame.banner ? heading : quiet),
                }),
            ),
          }),
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                border: { top: hair },
                alignment: AlignmentType.CENTER,
                children: [
                  ...text(`${frame.footer.join(' · ')} · `, quiet),
                  page(PageNumber.CURRENT),
                  ...text(' / ', quiet),
                  page(PageNumber.TOTAL_PAGES),
                ],
              }),
            ],
          }),
        },
        children: blocks.flatMap((block, n) => blockOf(block, blocks[n + 1])),
      },
    ],
  });
  const blob = await Packer.toBlob(file);
  return new Uint8Array(await blob.arrayBuffer());
}
