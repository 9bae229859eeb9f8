/** PDFs are tested by rendering: a PDF can hold its Chinese as text and still draw blanks (specs, section 0.3). */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addSentence } from '../edit';
import { buildReport } from '../build';
import * as ph from '../phantom.fixture';
import type { ReportDocument, ReportLanguage } from '../../domain/report-facts';
import type { PdfAssets } from './assets';
import { ageText } from './content';
import { toPdf } from './pdf';
import { wrap, type Style } from './wrap';

const { resolve } = createRequire(import.meta.url);
const file = async (name: string): Promise<ArrayBuffer> => new Uint8Array(readFileSync(resolve(name))).buffer;
const fonts = '@expo-google-fonts/noto-sans-sc';
const assets: PdfAssets = {
  subsetWasm: () => file('harfbuzzjs/dist/harfbuzz-subset.wasm'),
  regular: () => file(`${fonts}/400Regular/NotoSansSC_400Regular.ttf`),
  medium: () => file(`${fonts}/500Medium/NotoSansSC_500Medium.ttf`),
};

/** A grey PNG of 1 x 1. */
const png = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='),
  (c) => c.charCodeAt(0),
);

const grid = ph.phantomGrid();
function report(language: ReportLanguage, synthetic = true): ReportDocument {
  const series = ph.phantomSeries(grid, { synthetic });
  const findings = ph.phantomFindings(grid);
  return buildReport({
    study: ph.phantomStudy(series),
    series,
    run: ph.phantomRun(findings),
    analysisState: 'ran',
    findings,
    language,
    now: new Date(2024, 2, 1, 11, 15),
  });
}
const study = ph.phantomStudy(ph.phantomSeries(grid));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamplight-pdf-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const poppler = !spawnSync('pdftoppm', ['-v']).error && !spawnSync('pdftotext', ['-v']).error;

interface Word {
  readonly text: string;
  /** Left, top, right, bottom in points. */
  readonly box: readonly number[];
}

async function rendered(document: ReportDocument, images = 0) {
  const path = join(folder, `${document.language}-${images}.pdf`);
  const caption = document.language === 'zh' ? '结节1（右肺上叶）' : 'Nodule 1';
  const pdf = await toPdf({
    report: document,
    study,
    language: document.language,
    keyImages: Array.from({ length: images }, () => ({ png, caption })),
    assets,
  });
  writeFileSync(path, pdf);
  const words: Word[][] = execFileSync('pdftotext', ['-bbox', path, '-'], { encoding: 'utf8' })
    .split('<page ')
    .slice(1)
    .map((page) =>
      [...page.matchAll(/xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)<\/word>/g)].map((m) => ({
        text: m[5],
        box: [m[1], m[2], m[3], m[4]].map(Number),
      })),
    );
  return { path, pdf, words, text: execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }) };
}

/** Darkest grey level in a box of the rendered page. */
function pixels(path: string, page: number): (box: readonly number[]) => number {
  const dpi = 100;
  const stem = join(folder, 'page');
  execFileSync('pdftoppm', ['-gray', '-r', `${dpi}`, '-f', `${page}`, '-singlefile', path, stem]);
  const bytes = readFileSync(`${stem}.pgm`);
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 40).toString('latin1'))!;
  const width = Number(head[1]);
  return (box) => {
    const [left, top, right, bottom] = box.map((v) => Math.round((v * dpi) / 72));
    let darkest = 255;
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) darkest = Math.min(darkest, bytes[head[0].length + y * width + x]);
    return darkest;
  };
}

// Fonts of 10 MB and a renderer: seconds on a busy computer.
describe('toPdf', { timeout: 60_000 }, () => {
  it('draws every Chinese character that it holds', async (context) => {
    if (!poppler) {
      console.log('skipped: pdftoppm and pdftotext (poppler-utils) are not installed');
      return context.skip();
    }
    const { path, words, text } = await rendered(report('zh'), 3);
    let seen = 0;
    words.forEach((page, n) => {
      const darkest = pixels(path, n + 1);
      for (const { text: word, box } of page) {
        // Full-width characters only: each has one em of the word's width.
        if (!/^[\u4e00-\u9fff]+$/.test(word)) continue;
        const em = (box[2] - box[0]) / word.length;
        for (let c = 0; c < word.length; c++) {
          const cell = [box[0] + c * em, box[1], box[0] + (c + 1) * em, box[3]];
          expect(darkest(cell), `${word[c]} in ${word}`).toBeLessThan(200);
          seen++;
        }
      }
    });
    expect(seen).toBeGreaterThan(60);
    for (const said of ['检查技术', '检查所见', '影像学诊断', '建议', '王小明', '62岁', '仅供研究，不作诊断'])
      expect(text).toContain(said);
    for (const page of text.split('\f').filter((p) => p.trim())) expect(page).toContain('SYNTHETIC');
    return undefined;
  });

  it('keeps the digits of a number together', async (context) => {
    if (!poppler) {
      console.log('skipped: pdftotext (poppler-utils) is not installed');
      return context.skip();
    }
    const { text, words } = await rendered(report('en'));
    expect(text.replace(/\s+/g, ' ')).toContain('9.1 × 7.5 mm (mean diameter 8.3 mm)');
    for (const said of ['9.1', '7.5']) {
      const word = words[0].find((w) => w.text === said)!;
      // Three characters of 10 points: wider means a hole in the number.
      expect(word.box[2] - word.box[0]).toBeLessThan(15.5);
    }
    expect(text).toContain('Research use, not for diagnosis');
    expect(text).toMatch(/1 ?\/ ?1/);
    return undefined;
  });

  it('shows a box for what the font lacks, and lists it', async (context) => {
    if (!poppler) {
      console.log('skipped: pdftotext (poppler-utils) is not installed');
      return context.skip();
    }
    const added = addSentence(report('zh'), { section: 'findings', text: '见😀及\u{1F9E0}，㐀字。\u0007' });
    const { text } = await rendered(added);
    expect(text).toContain('见□及□，');
    expect(text).toMatch(/U\+1F600, U\+1F9E0.*U\+0007|U\+0007.*U\+1F600, U\+1F9E0/s);
    return undefined;
  });

  it('is small, and is not made in another language than the report', async () => {
    const pdf = await toPdf({ report: report('zh'), study, keyImages: [], language: 'zh', assets });
    expect(pdf.length).toBeLessThan(120_000);
    await expect(
      toPdf({ report: report('zh'), study, keyImages: [], language: 'en', assets }),
    ).rejects.toThrow(RangeError);
    const lost = { ...assets, regular: () => Promise.reject(new Error('offline')) };
    await expect(
      toPdf({ report: report('zh'), study, keyImages: [], language: 'zh', assets: lost }),
    ).rejects.toThrow('offline');
  });
});

describe('lines', () => {
  const style: Style = { weight: 'regular', size: 10, colour: 'text' };
  // Chinese one em, the rest half an em.
  const measure = (char: string): number => (/[\u2e80-\uffef]/.test(char) ? 10 : 5);
  const lines = (text: string, width: number): string[] =>
    wrap([{ text, style }], width, measure).map((line) => line.map((r) => r.text).join(''));

  it('breaks Chinese anywhere but before a closing mark or after an opening one', () => {
    expect(lines('右肺上叶见结节，左肺', 70)).toEqual(['右肺上叶见结', '节，左肺']);
    expect(lines('右肺上叶见（结节）', 60)).toEqual(['右肺上叶见', '（结节）']);
  });
  it('keeps a number with its unit', () => {
    expect(lines('volume 264 mm³ x', 60)).toEqual(['volume', '264 mm³ x']);
    expect(lines('size 9.1 × 7.5 mm', 70)).toEqual(['size', '9.1 × 7.5 mm']);
  });
  it('cuts a word that is wider than the line, keeps line breaks', () => {
    expect(lines('abcdefghij', 25)).toEqual(['abcde', 'fghij']);
    expect(lines('a\n\nb', 50)).toEqual(['a', '', 'b']);
  });
});

describe('patient lines', () => {
  it('writes ages in the language', () => {
    expect(ageText('062Y', 'zh')).toBe('62岁');
    expect(ageText('003M', 'en')).toBe('3 mo');
    expect(ageText('', 'en')).toBe('');
  });
});
