import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from './browser';

const folder = join(root, 'tests', 'visual');
/** What the pictures were made with: other fonts or another browser draw other letters. */
const madeWith = join(folder, 'made-with.json');

/** A channel may differ by so much, of 255, and so many of a hundred pixels by more. */
const CHANNEL = 40;
const PERCENT = 1;

interface Maker {
  readonly browser: string;
  readonly font: string;
}

/** The browser's major version, and widths of letters that tell its fonts apart. */
async function makerOf(page: Page): Promise<Maker> {
  const version = page.context().browser()?.version() ?? '';
  const font = await page.evaluate(() => {
    const draw = document.createElement('canvas').getContext('2d');
    if (!draw) return '';
    draw.font = getComputedStyle(document.body).font;
    return ['Slice 12 / 40', '窗宽窗位 肺窗'].map((text) => draw.measureText(text).width.toFixed(1)).join();
  });
  return { browser: version.split('.')[0], font };
}

/**
 * Compares the page with its kept picture `tests/visual/<name>.jpg`: undefined when it is the same within the tolerance,
 * else what differs. `LAMPLIGHT_PICTURES=write` keeps the present one instead. Where the browser or the fonts are not
 * those that the pictures were made with, nothing is compared and a line says so.
 */
export async function compareWithGolden(page: Page, name: string): Promise<string | undefined> {
  await page.evaluate(() => document.fonts.ready);
  const now = await page.screenshot({
    type: 'jpeg',
    quality: 82,
    animations: 'disabled',
    caret: 'hide',
    mask: [page.locator('.status-bar'), page.locator('.vp-cine')],
    maskColor: '#14171c',
  });
  const maker = await makerOf(page);
  const path = join(folder, `${name}.jpg`);
  if (process.env.LAMPLIGHT_PICTURES === 'write') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, now);
    writeFileSync(madeWith, `${JSON.stringify(maker, undefined, 2)}\n`);
    return undefined;
  }
  const before = existsSync(madeWith) ? (JSON.parse(readFileSync(madeWith, 'utf8')) as Maker) : undefined;
  if (before?.browser !== maker.browser || before.font !== maker.font) {
    console.log(
      `skipped: ${name} was drawn with ${JSON.stringify(before)}, here is ${JSON.stringify(maker)}`,
    );
    return undefined;
  }
  if (!existsSync(path)) return `${path} is missing; LAMPLIGHT_PICTURES=write makes it`;
  const share = await differing(page, readFileSync(path), now);
  if (share <= PERCENT) return undefined;
  const shown = join(root, 'test-results', `${name}.now.jpg`);
  mkdirSync(join(root, 'test-results'), { recursive: true });
  writeFileSync(shown, now);
  return `${share.toFixed(2)} % of ${name} differ; see ${shown}`;
}

/** Pixels of a hundred that differ; 100 when the sizes do. */
async function differing(page: Page, a: Buffer, b: Buffer): Promise<number> {
  const blank = await page.context().newPage();
  try {
    return await blank.evaluate(
      async ({ first, second, channel }) => {
        const read = async (base64: string): Promise<ImageData> => {
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          const image = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
          const canvas = new OffscreenCanvas(image.width, image.height);
          const draw = canvas.getContext('2d')!;
          draw.drawImage(image, 0, 0);
          return draw.getImageData(0, 0, image.width, image.height);
        };
        const [one, two] = [await read(first), await read(second)];
        if (one.width !== two.width || one.height !== two.height) return 100;
        let count = 0;
        for (let p = 0; p < one.data.length; p += 4)
          if ([0, 1, 2].some((c) => Math.abs(one.data[p + c] - two.data[p + c]) > channel)) count++;
        return (400 * count) / one.data.length;
      },
      { first: a.toString('base64'), second: b.toString('base64'), channel: CHANNEL },
    );
  } finally {
    await blank.close();
  }
}
