/**
 * Stacks are drawn by a graphics card, or without WebGL where there is none: a reader must not see which. The same
 * images, drawn both ways, pixel by pixel.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, servePage, shared, visit } from './browser';
import { writeCt } from './phantom-study';
import { filesOf, minutes, openFiles } from './steps';

const folder = mkdtempSync(join(tmpdir(), 'lamplight-drawing-'));
let browser: Awaited<ReturnType<typeof launch>>;
let server: Awaited<ReturnType<typeof servePage>>;

beforeAll(async () => {
  [browser, server] = await Promise.all([launch(), servePage()]);
}, minutes(2));
afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** How pixels differ: the most, the share that differs by more than one level, and how much of the image is lit. */
interface Difference {
  readonly most: number;
  readonly overOne: number;
  readonly lit: number;
}

const canvasOf = (): Uint8ClampedArray => {
  const canvas = document.querySelector<HTMLCanvasElement>(
    '[data-testid="viewport-stack"] .vp-image canvas',
  )!;
  return canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data;
};

/** The canvas as text, once two looks half a second apart see the same. */
async function drawn(page: Page): Promise<Buffer> {
  const look = async (): Promise<Buffer> =>
    Buffer.from(
      (await page.evaluate(`(() => {
        const data = (${canvasOf.toString()})();
        let text = '';
        for (let n = 0; n < data.length; n += 8192) text += String.fromCharCode(...data.subarray(n, n + 8192));
        return btoa(text);
      })()`)) as string,
      'base64',
    );
  let before = await look();
  for (;;) {
    await page.waitForTimeout(500);
    const now = await look();
    if (now.equals(before)) return now;
    before = now;
  }
}

function difference(a: Buffer, b: Buffer): Difference {
  expect(a.length).toBe(b.length);
  let [most, over, lit] = [0, 0, 0];
  for (let n = 0; n < a.length; n++) {
    const off = Math.abs(a[n] - b[n]);
    most = Math.max(most, off);
    if (off > 1) over++;
    if (n % 4 === 0 && a[n] > 10) lit++;
  }
  return { most, overOne: over / a.length, lit: (4 * lit) / a.length };
}

/** What a reader does to an image; after each the two are compared. */
const acts: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ['as it opens', () => Promise.resolve()],
  [
    'zoomed',
    async (page) => {
      const box = (await page.getByTestId('viewport-stack').boundingBox())!;
      await page.mouse.move(box.x + 0.4 * box.width, box.y + 0.6 * box.height);
      await page.keyboard.down('Control');
      for (let n = 0; n < 5; n++) await page.mouse.wheel(0, -120);
      await page.keyboard.up('Control');
    },
  ],
  ['turned', (page) => page.keyboard.press('.')],
  ['mirrored', (page) => page.keyboard.press('v')],
  ['inverted', (page) => page.keyboard.press('i')],
];

const bothWays = async (files: string[]): Promise<Record<string, Difference>> => {
  const images: Buffer[][] = [];
  for (const card of [true, false]) {
    const { page, errors } = await visit(browser, server.url, { card });
    await openFiles(page, files);
    const seen: Buffer[] = [];
    for (const [, act] of acts) {
      await act(page);
      seen.push(await drawn(page));
    }
    images.push(seen);
    expect(errors).toEqual([]);
    await page.context().close();
  }
  return Object.fromEntries(acts.map(([name], n) => [name, difference(images[0][n], images[1][n])]));
};

function same(found: Record<string, Difference>): void {
  for (const [name, { most, overOne, lit }] of Object.entries(found)) {
    expect(lit, `${name}: something is drawn`).toBeGreaterThan(0.02);
    // Where a pixel lies on the very edge of the image, rounding decides whether it is in it.
    expect(overOne, `${name}: share of pixels that differ; the most ${most}`).toBeLessThan(0.002);
  }
}

it('grey values', { timeout: minutes(4) }, async () => {
  same(await bothWays(writeCt(folder)));
});

it.skipIf(!shared)('colour', { timeout: minutes(4) }, async () => {
  const us = join(shared ?? '', 'data', 'dicom', 'studies', 'us-breast', 'p2');
  same(await bothWays(filesOf(us, /\.dcm$/).slice(0, 1)));
});
