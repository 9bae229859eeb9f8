/** The report as an A4 PDF, for print and for the file. */
import { PDFDocument, type PDFImage } from 'pdf-lib';
import { researchUse, software, type ReportDocument, type ReportLanguage } from '../../domain/report-facts';
import type { Study } from '../../domain/study';
import { pageAssets, type PdfAssets } from './assets';
import { content, styles, textOf, type Block, type KeyImage } from './content';
import { embedFonts } from './fonts';
import { Pages, textWidth } from './pages';
import { drawTable } from './table';

export type { KeyImage } from './content';

export interface PdfInput {
  readonly report: ReportDocument;
  readonly study: Study;
  /** PNG bytes and a caption each, in the order of the pages. */
  readonly keyImages: readonly KeyImage[];
  /** Must be the report's own: a report is built in a language, not translated. */
  readonly language: ReportLanguage;
  /** Head of the page; the header's own, else the study's institution, when absent. */
  readonly hospital?: string;
  /** Where the fonts come from; the page's own origin when absent. */
  readonly assets?: PdfAssets;
}

const columns = 4;
const gap = 14;
const imageWidth = (textWidth - gap) / 2;
const imageHeight = 190;

/** Highest and widest that a logo is drawn, points. */
const logoBox = { width: 120, height: 34 } as const;

function title(pages: Pages, block: Extract<Block, { kind: 'title' }>, logo?: PDFImage): void {
  if (logo) {
    const scale = Math.min(logoBox.width / logo.width, logoBox.height / logo.height, 1);
    pages.image(logo, textWidth - logo.width * scale, logo.width * scale, logo.height * scale);
    // The hospital's name stands beside it, the title under both.
    pages.skip(Math.max(0, logo.height * scale - (block.hospital ? 20 : 0)));
  }
  if (block.hospital) {
    pages.paragraph([{ text: block.hospital, style: styles.hospital }], 16);
    pages.skip(4);
  }
  pages.put(block.title, styles.title, 0, 16);
  pages.putRight(block.status, styles.note, 15);
  pages.skip(30);
  pages.rule();
  pages.skip(10);
}

function fields(pages: Pages, block: Extract<Block, { kind: 'fields' }>): void {
  const width = textWidth / columns;
  for (let n = 0; n < block.fields.length; n += columns) {
    const row = block.fields.slice(n, n + columns);
    const values = row.map(([, value]) => pages.lines([{ text: value, style: styles.value }], width - 10));
    const height = 12 + 13 * Math.max(...values.map((lines) => lines.length));
    pages.need(height);
    row.forEach(([label], column) => {
      pages.put(label, styles.label, column * width, 8);
      pages.column(values[column], column * width, 11, 13);
    });
    pages.skip(height + 7);
  }
  pages.rule();
}

function images(
  pages: Pages,
  block: Extract<Block, { kind: 'images' }>,
  embedded: readonly PDFImage[],
): void {
  for (let n = 0; n < block.images.length; n += 2) {
    const row = block.images.slice(n, n + 2).map((image, column) => {
      const { width, height } = embedded[n + column];
      const scale = Math.min(imageWidth / width, imageHeight / height);
      const caption = pages.lines([{ text: image.caption, style: styles.note }], imageWidth);
      return { image: embedded[n + column], width: width * scale, height: height * scale, caption };
    });
    const tallest = Math.max(...row.map((r) => r.height));
    const captions = 5 + 11 * Math.max(...row.map((r) => r.caption.length));
    pages.need(tallest + captions);
    row.forEach((r, column) => {
      const x = column * (imageWidth + gap);
      pages.image(r.image, x, r.width, r.height);
      pages.column(r.caption, x, r.height + 4, 11);
    });
    pages.skip(tallest + captions + 10);
  }
}

function signature(pages: Pages, block: Extract<Block, { kind: 'signature' }>): void {
  pages.need(44);
  pages.skip(22);
  const width = textWidth / block.lines.length;
  block.lines.forEach(([label, value], n) => {
    pages.put(label, styles.note, n * width, 12);
    const used = pages.width(label, styles.note) + 6;
    if (value) pages.put(value, styles.note, n * width + used, 12);
    else pages.blank(n * width + used, width - used - 14, 14);
  });
  pages.skip(22);
}

/**
 * @returns bytes of the PDF. About 40 KB and the key images.
 * @throws RangeError when `language` is not the report's; Error when the fonts cannot be fetched or a key image
 *   is not a PNG.
 */
export async function toPdf(input: PdfInput): Promise<Uint8Array<ArrayBuffer>> {
  const { report, study, keyImages, language } = input;
  if (language !== report.language)
    throw new RangeError(`the report is in ${report.language}; build it in ${language} first`);
  const pdf = await PDFDocument.create();
  const hospital = input.hospital ?? (report.header.hospital || study.institution);
  const all = content(report, study, keyImages, hospital);
  const fonts = await embedFonts(pdf, input.assets ?? pageAssets, textOf(all));
  const embedded = await Promise.all(keyImages.map((image) => pdf.embedPng(image.png)));
  const logo = report.header.logo && (await pdf.embedPng(report.header.logo.png));
  const pages = new Pages(pdf, fonts, all.frame);
  for (const [n, block] of all.blocks.entries())
    if (block.kind === 'title') title(pages, block, logo);
    else if (block.kind === 'fields') fields(pages, block);
    else if (block.kind === 'images') images(pages, block, embedded);
    else if (block.kind === 'signature') signature(pages, block);
    else if (block.kind === 'table') drawTable(pages, block.table);
    else if (block.kind === 'heading') {
      // A heading stays with the first two lines, or the first row of images, of what it heads.
      pages.need(all.blocks[n + 1]?.kind === 'images' ? 64 + imageHeight : 64);
      pages.skip(14);
      pages.put(block.text, styles.heading, 0, 12);
      pages.skip(21);
    } else {
      const first = block.number ? { text: block.number, style: styles.body } : undefined;
      pages.paragraph(block.runs, 16, first ? 16 : 0, first);
      pages.skip(3);
    }
  if (fonts.lacking.length > 0) {
    pages.skip(10);
    pages.paragraph([{ text: all.lackingNote(fonts.lacking.join(', ')), style: styles.note }], 12);
  }
  pages.finish();
  pdf.setTitle(report.sections.map((s) => s.title).join(' / '), { showInWindowTitleBar: false });
  pdf.setLanguage(language === 'zh' ? 'zh-CN' : 'en');
  pdf.setCreator(`${software.name} ${software.version}`);
  pdf.setProducer(`${software.name} ${software.version} (pdf-lib)`);
  pdf.setSubject(`${report.synthetic ? 'SYNTHETIC. ' : ''}${researchUse[language]}`);
  pdf.setCreationDate(new Date(report.builtAt));
  return new Uint8Array(await pdf.save());
}
