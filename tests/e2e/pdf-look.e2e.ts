import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fontkit from '@pdf-lib/fontkit';
import { PDFDocument } from 'pdf-lib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportDocument } from '../../src/domain/report-facts';
import { buildReport } from '../../src/report/build';
import { addSentence } from '../../src/report/edit';
import type { PdfAssets } from '../../src/report/pdf/assets';
import { toPdf } from '../../src/report/pdf/pdf';
import * as ph from '../../src/report/phantom.fixture';
import { launch } from './browser';
import { fontFiles, likeness, lookPage, pagePng, poppler, wordsOf, type Likeness } from './pdf-look';

const { resolve } = createRequire(import.meta.url);
const file = async (path: string): Promise<ArrayBuffer> => new Uint8Array(readFileSync(path)).buffer;
const assets: PdfAssets = {
  subsetWasm: () => file(resolve('harfbuzzjs/dist/harfbuzz-subset.wasm')),
  regular: () => file(fontFiles.regular),
  medium: () => file(fontFiles.medium),
};

/** Characters of names and places that small fonts lack, and full-width signs. */
const rare = '龘靐麤鱻犇骉焱垚喆堃彧翀赟昇镕珺旻晟淼燊劼頔祎嫄㛃䶮';
const sentence = `患者${rare}，复查：左肺下叶结节“边缘光整”，约8.3 mm×7.1 mm；建议（3个月）复查。`;

/** Red, so that it can be found on the page. */
async function redPng(view: Page): Promise<Uint8Array<ArrayBuffer>> {
  const base64 = await view.evaluate(async () => {
    const canvas = new OffscreenCanvas(80, 40);
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#f00';
    context.fillRect(0, 0, 80, 40);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  });
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

describe.skipIf(!poppler)('a PDF looks as its text says', () => {
  let browser: Browser;
  let view: Page;
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-look-'));
  const grid = ph.phantomGrid();
  const series = ph.phantomSeries(grid);
  const study = ph.phantomStudy(series);

  beforeAll(async () => {
    browser = await launch();
    view = await lookPage(browser);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Signed, with the hospital's head, and longer than a page. */
  async function report(): Promise<ReportDocument> {
    const findings = ph.phantomFindings(grid);
    let built = buildReport({
      study,
      series,
      run: ph.phantomRun(findings),
      analysisState: 'ran',
      findings,
      language: 'zh',
      now: new Date(2024, 2, 1, 11, 15),
    });
    for (let n = 0; n < 18; n++)
      built = addSentence(built, { section: 'findings', text: `${n + 1}）${sentence}` });
    const signature = { name: '欧阳頔', at: '2024-03-01T12:30:00+08:00' };
    return {
      ...built,
      status: 'final',
      signature,
      versions: [
        { number: 1, status: 'final', signature, language: 'zh', sections: built.sections, pending: 0 },
      ],
      header: {
        hospital: '示例县第一人民医院',
        department: '放射科',
        physician: '欧阳頔',
        reviewer: '张珺',
        logo: { png: await redPng(view), width: 80, height: 40 },
      },
    };
  }

  async function looked(path: string): Promise<Likeness[]> {
    const found: Likeness[] = [];
    for (const [n, words] of wordsOf(path).entries())
      found.push(...(await likeness(view, pagePng(path, n + 1, folder), words, n + 1)));
    return found;
  }

  /** Below this a character is another one, or none. A comma is a few grey pixels, which differ by how they are drawn. */
  const least = (char: string): number => (/[\p{L}\p{N}]/u.test(char) ? 0.7 : 0.45);
  const bad = (all: readonly Likeness[]) => all.filter(({ char, share }) => share < least(char));

  test('every character of a signed report over several pages, rare ones too', async () => {
    const path = join(folder, 'signed.pdf');
    writeFileSync(
      path,
      await toPdf({ report: await report(), study, keyImages: [], language: 'zh', assets }),
    );
    const all = await looked(path);
    const worst = all.toSorted((a, b) => a.share - b.share).slice(0, 5);
    console.log(
      `${all.length} characters, the least alike: ${worst.map((w) => `${w.char} ${w.share.toFixed(2)}`).join(', ')}`,
    );
    expect(bad(all)).toEqual([]);
    expect(all.length).toBeGreaterThan(1500);
    for (const char of rare)
      expect(
        all.some((one) => one.char === char),
        char,
      ).toBe(true);

    const pages = wordsOf(path);
    expect(pages.length).toBeGreaterThan(1);
    pages.forEach((words, n) => {
      const text = words.map((w) => w.text).join('');
      expect(text).toContain(`${n + 1}/${pages.length}`);
      expect(text).toContain('仅供研究，不作诊断');
      expect(text).toContain('SYNTHETIC');
      // A4 with its margins: nothing runs off the paper, and no line lies on the footer.
      const footer = Math.min(...words.filter((w) => w.text.startsWith('仅供研究')).map((w) => w.box[1]));
      for (const { box, text: word } of words) {
        expect(box[0], word).toBeGreaterThan(54);
        expect(box[2], word).toBeLessThan(595.28 - 54);
        expect(box[1], word).toBeGreaterThan(36);
        expect(box[3] <= footer || box[1] >= footer - 2, word).toBe(true);
      }
    });
    const said = pages
      .flat()
      .map((w) => w.text)
      .join('');
    for (const words of ['示例县第一人民医院', '放射科', '欧阳頔签名于', '张珺', '正式报告'])
      expect(said).toContain(words);
  });

  test('the logo stands in the head of the first page', async () => {
    const path = join(folder, 'signed.pdf');
    const box = await view.evaluate(
      async (data) => {
        const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes]));
        const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
        context.drawImage(image, 0, 0);
        const { data: rgba } = context.getImageData(0, 0, image.width, image.height);
        const reds: [number, number][] = [];
        for (let p = 0; p < rgba.length; p += 4)
          if (rgba[p] > 200 && rgba[p + 1] < 60 && rgba[p + 2] < 60)
            reds.push([(p / 4) % image.width, Math.floor(p / 4 / image.width)]);
        const xs = reds.map(([x]) => x / image.width);
        const ys = reds.map(([, y]) => y / image.height);
        return { count: reds.length, left: Math.min(...xs), right: Math.max(...xs), bottom: Math.max(...ys) };
      },
      pagePng(path, 1, folder).toString('base64'),
    );
    expect(box.count).toBeGreaterThan(1000);
    expect(box.left).toBeGreaterThan(0.6);
    expect(box.right).toBeLessThan(0.92);
    expect(box.bottom).toBeLessThan(0.2);
  });

  test('a PDF that lost its glyphs on screen is found out, though its text is all there', async () => {
    const pdf = await PDFDocument.create();
    pdf.registerFontkit(fontkit);
    // Cut by the library: the characters can be copied and are not drawn.
    const font = await pdf.embedFont(readFileSync(fontFiles.regular), { subset: true });
    pdf
      .addPage([595.28, 841.89])
      .drawText(`右肺上叶见实性结节${rare.slice(0, 12)}`, { x: 60, y: 700, size: 10, font });
    const path = join(folder, 'broken.pdf');
    writeFileSync(path, await pdf.save());
    expect(
      wordsOf(path)
        .flat()
        .map((w) => w.text)
        .join(''),
    ).toContain('右肺上叶见实性结节');
    const all = await looked(path);
    console.log(`broken: ${bad(all).length} of ${all.length} characters are not alike`);
    expect(bad(all).length).toBeGreaterThan(5);
  });

  test('another character in a glyph\u2019s place is found out', async () => {
    const path = join(folder, 'signed.pdf');
    const [words] = wordsOf(path);
    const swap: Record<string, string> = { 影: '门', 检: '国', 岁: '乙', 建: '口', 肺: '一' };
    const changed = words.map((w) => ({ ...w, text: [...w.text].map((c) => swap[c] ?? c).join('') }));
    const count = changed.flatMap((w) => [...w.text]).filter((c) => Object.values(swap).includes(c)).length;
    expect(count).toBeGreaterThan(3);
    const look = await likeness(view, pagePng(path, 1, folder), changed, 1);
    const found = bad(look);
    expect(
      found.map((one) => one.char).filter((c) => Object.values(swap).includes(c)).length,
    ).toBeGreaterThan(count / 2);
  });
});

if (!poppler) console.log('skipped: pdftoppm and pdftotext (poppler-utils) are not installed');
