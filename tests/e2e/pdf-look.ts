/** Does a PDF look as its text says? Its pages, as poppler draws them, against the same words drawn by the browser. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

const { resolve } = createRequire(import.meta.url);
const fonts = '@expo-google-fonts/noto-sans-sc';
export const fontFiles = {
  regular: resolve(`${fonts}/400Regular/NotoSansSC_400Regular.ttf`),
  medium: resolve(`${fonts}/500Medium/NotoSansSC_500Medium.ttf`),
} as const;

/** pdftoppm and pdftotext (poppler-utils). */
export const poppler = !spawnSync('pdftoppm', ['-v']).error && !spawnSync('pdftotext', ['-v']).error;

export interface Word {
  readonly text: string;
  /** Left, top, right, bottom in points. */
  readonly box: readonly [number, number, number, number];
}

/** How like one character of the page is to the same character drawn by the browser: 0 to 1. */
export interface Likeness {
  readonly page: number;
  readonly char: string;
  readonly word: string;
  readonly share: number;
}

const DPI = 150;
/** Sizes that the report is printed in, points. */
const SIZES = [8, 9, 9.5, 10, 11, 16];

const plain = (xml: string): string =>
  xml
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');

/** Words of each page with their places. */
export function wordsOf(path: string): Word[][] {
  return execFileSync('pdftotext', ['-bbox', path, '-'], { encoding: 'utf8' })
    .split('<page ')
    .slice(1)
    .map((page) =>
      [...page.matchAll(/xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)<\/word>/g)].map((m) => ({
        text: plain(m[5]),
        box: [Number(m[1]), Number(m[2]), Number(m[3]), Number(m[4])] as const,
      })),
    );
}

/** A page as a PNG. */
export function pagePng(path: string, page: number, folder: string): Buffer {
  const stem = join(folder, `look-${page}`);
  execFileSync('pdftoppm', ['-png', '-r', `${DPI}`, '-f', `${page}`, '-singlefile', path, stem]);
  return readFileSync(`${stem}.png`);
}

/** A page of the browser that has the fonts of the report. */
export async function lookPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  await page.route('**/*', (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name in fontFiles) return route.fulfill({ path: fontFiles[name as keyof typeof fontFiles] });
    return route.fulfill({ contentType: 'text/html', body: '<!doctype html><html lang="zh-Hans">' });
  });
  await page.goto('http://look.test/page');
  await page.evaluate(async () => {
    for (const [name, weight] of [
      ['regular', '400'],
      ['medium', '500'],
    ])
      document.fonts.add(await new FontFace('Look', `url(/${name})`, { weight }).load());
  });
  return page;
}

/** Every character of a page with ink of its own. A word as wide as in no size and weight has likeness 0. */
export async function likeness(
  view: Page,
  png: Buffer,
  words: readonly Word[],
  page: number,
): Promise<Likeness[]> {
  const found = await view.evaluate(
    async ([data, list, dpi, sizes]) => {
      const scale = dpi / 72;
      const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      /** Mean of 3 x 3: two drawers part the same stroke among pixels in their own ways. */
      const softened = (ink: Uint8Array, width: number): Uint8Array => {
        const out = new Uint8Array(ink.length);
        for (let p = width + 1; p < ink.length - width - 1; p++)
          out[p] =
            (ink[p - width - 1] +
              ink[p - width] +
              ink[p - width + 1] +
              ink[p - 1] +
              ink[p] +
              ink[p + 1] +
              ink[p + width - 1] +
              ink[p + width] +
              ink[p + width + 1]) /
            9;
        return out;
      };
      /** Darkness of each pixel, 0 to 255. */
      const inkOf = (
        draw: (context: OffscreenCanvasRenderingContext2D) => void,
        width: number,
        height: number,
      ) => {
        const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
        context.fillStyle = '#fff';
        context.fillRect(0, 0, width, height);
        draw(context);
        const { data: rgba } = context.getImageData(0, 0, width, height);
        return softened(
          Uint8Array.from({ length: width * height }, (...[, p]) => 255 - rgba[4 * p + 1]),
          width,
        );
      };
      const { width: w, height: h } = image;
      const paper = inkOf((c) => c.drawImage(image, 0, 0), w, h);
      const at = (x: number, y: number): number =>
        x < 0 || y < 0 || x >= w || y >= h ? 0 : paper[y * w + x];
      const ruler = new OffscreenCanvas(1, 1).getContext('2d')!;
      const prepare = (c: OffscreenCanvasRenderingContext2D, size: number, weight: number) => {
        c.font = `${weight} ${size * scale}px Look`;
        c.fontKerning = 'none';
        c.textRendering = 'geometricPrecision';
      };
      /** Where each character begins and the last one ends. One by one: a browser closes up neighbouring signs. */
      const widths = (text: string): number[] => {
        const all = [0];
        for (const char of text) all.push(all.at(-1)! + ruler.measureText(char).width);
        return all;
      };
      const out: { char: string; word: string; share: number }[] = [];
      for (const { text, box } of list) {
        const [left, top, right, bottom] = box.map((v) => v * scale);
        const looks = sizes.flatMap((size) =>
          [400, 500].map((weight) => {
            prepare(ruler, size, weight);
            return { size, weight, off: Math.abs(widths(text).at(-1)! - (right - left)) };
          }),
        );
        const least = Math.min(...looks.map((look) => look.off));
        if (least > Math.max(1.5, 0.02 * (right - left))) {
          out.push({ char: text, word: text, share: 0 });
          continue;
        }
        let best: { char: string; word: string; share: number }[] = [];
        let bestMean = -1;
        // Chinese characters are as wide in both weights: the better likeness tells which it is.
        for (const { size, weight } of looks.filter((look) => look.off < least + 0.5)) {
          const em = Math.ceil(size * scale);
          const [width, height] = [Math.ceil(right - left) + 2 * em, 3 * em];
          const x0 = Math.floor(left) - em;
          prepare(ruler, size, weight);
          const starts = widths(text);
          /** Drawn with its origin a part of a pixel aside: the two drawers round in their own ways. */
          const drawn = (right: number, down: number): Uint8Array =>
            inkOf(
              (c) => {
                prepare(c, size, weight);
                c.fillStyle = '#000';
                [...text].forEach((char, n) =>
                  c.fillText(char, left - x0 + starts[n] + right, 2 * em + down),
                );
              },
              width,
              height,
            );
          const phases = [drawn(0, 0), drawn(0.5, 0), drawn(0, 0.5), drawn(0.5, 0.5)];
          const [mine] = phases;
          let dark = 1;
          for (let y = Math.floor(top); y < bottom; y++)
            for (let x = Math.floor(left); x < right; x++) dark = Math.max(dark, at(x, y));
          const gain = 255 / dark;
          /** Twice the ink in common over all ink, of a range of columns; darkness apart, for small print is grey. */
          const shared = (mine: Uint8Array, from: number, to: number, dx: number, dy: number) => {
            let [both, all] = [0, 0];
            for (let y = em; y < 2.5 * em; y++)
              for (let x = from; x < to; x++) {
                const a = mine[y * width + x];
                const b = Math.min(255, at(x0 + x + dx, y + dy) * gain);
                both += Math.min(a, b);
                all += a + b;
              }
            return all === 0 ? 1 : (2 * both) / all;
          };
          const middle = (top + bottom) / 2;
          let [lift, most] = [0, -1];
          // The base line is looked for once a word, near to where the box has it.
          for (let dy = Math.round(middle - 1.9 * em); dy <= middle - 1.35 * em; dy++) {
            const share = shared(mine, em, width - em, 0, dy);
            if (share > most) [lift, most] = [dy, share];
          }
          const chars: typeof best = [];
          for (const [n, char] of [...text].entries()) {
            const from = Math.floor(left - x0 + starts[n]);
            const to = Math.ceil(left - x0 + starts[n + 1]);
            let ink = 0;
            for (let y = 0; y < height; y++) for (let x = from; x < to; x++) ink += mine[y * width + x];
            if (ink < 255) continue;
            let share = -1;
            for (const one of phases)
              for (let dx = -1; dx <= 1; dx++)
                for (let dy = lift - 1; dy <= lift + 1; dy++)
                  share = Math.max(share, shared(one, from, to, dx, dy));
            chars.push({ char, word: text, share });
          }
          const mean = chars.reduce((sum, one) => sum + one.share, 0) / Math.max(1, chars.length);
          if (mean > bestMean) [best, bestMean] = [chars, mean];
        }
        out.push(...best);
      }
      return out;
    },
    [png.toString('base64'), words as Word[], DPI, SIZES] as const,
  );
  return found.map((one) => ({ page, ...one }));
}
