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
import { filesOf, imageLoaded, minutes, openFiles } from './steps';

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

/** The pixels of every canvas on show, once two looks half a second apart see the same. */
async function drawn(page: Page): Promise<Buffer> {
  const look = async (): Promise<Buffer> =>
    Buffer.from(
      await page.evaluate(() => {
        let text = '';
        for (const canvas of document.querySelectorAll<HTMLCanvasElement>(
          '[data-testid^="viewport-"] .vp-image canvas',
        )) {
          if (canvas.clientWidth === 0) continue;
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
          for (let n = 0; n < data.length; n += 8192)
            text += String.fromCharCode(...data.subarray(n, n + 8192));
        }
        return btoa(text);
      }),
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

type Act = readonly [string, (page: Page) => Promise<void>];

/** What a reader does to an image; after each the two are compared. */
const acts: readonly Act[] = [
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

/** And then the planes. */
const planeActs: readonly Act[] = [
  ...acts,
  [
    'planes',
    async (page) => {
      await page.getByTestId('layout-mpr').click();
      await page.getByTestId('viewport-sagittal').waitFor();
      await imageLoaded(page);
    },
  ],
];

const bothWays = async (files: string[], steps: readonly Act[]): Promise<Record<string, Difference>> => {
  const images: Buffer[][] = [];
  for (const card of [true, false]) {
    const { page, errors } = await visit(browser, server.url, { card });
    await openFiles(page, files);
    const seen: Buffer[] = [];
    for (const [, act] of steps) {
      await act(page);
      seen.push(await drawn(page));
    }
    images.push(seen);
    expect(errors).toEqual([]);
    await page.context().close();
  }
  return Object.fromEntries(steps.map(([name], n) => [name, difference(images[0][n], images[1][n])]));
};

/**
 * @param share of pixels that may differ by more than one level, by act: the graphics card blends colours and voxels
 * with fewer digits, which shows at steep edges
 */
function same(found: Record<string, Difference>, share: Readonly<Record<string, number>>): void {
  for (const [name, { most, overOne, lit }] of Object.entries(found)) {
    expect(lit, `${name}: something is drawn`).toBeGreaterThan(0.02);
    expect(overOne, `${name}: share of pixels that differ, by at most ${most}`).toBeLessThanOrEqual(
      share[name] ?? share.else,
    );
  }
}

it('grey values', { timeout: minutes(4) }, async () => {
  same(await bothWays(writeCt(folder), planeActs), { else: 0, planes: 0.005 });
});

it.skipIf(!shared)('colour', { timeout: minutes(4) }, async () => {
  const us = join(shared ?? '', 'data', 'dicom', 'studies', 'us-breast', 'p2');
  same(await bothWays(filesOf(us, /\.dcm$/).slice(0, 1), acts), { else: 0.001, inverted: 0.003 });
});
