/** What is drawn of a file's own presentation: VOI LUT, sigmoid, padding, overlays, palettes, video. */
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fields, part10 } from '../../src/dicom/testing/part10';
import { launch, picture, root, servePage, visit } from '../e2e/browser';
import { imageLoaded, minutes } from '../e2e/steps';

const SIDE = 64;
const words = (values: ArrayLike<number>): Uint8Array => new Uint8Array(Int16Array.from(values).buffer);

/** A square image whose left half has one value and the right half another. */
function halves(left: number, right: number, more: Fields = {}): Uint8Array {
  const pixels = Array.from({ length: SIDE * SIDE }, (_, n) => (n % SIDE < SIDE / 2 ? left : right));
  return part10({
    '00080016 UI': '1.2.840.10008.5.1.4.1.1.7',
    '00080018 UI': `1.2.3.${left + 5000}.${right + 5000}`,
    '00080060 CS': 'OT',
    '00100010 PN': 'Presentation^Test',
    '0020000D UI': '1.2.3.9',
    '0020000E UI': '1.2.3.9.1',
    '00280002 US': 1,
    '00280004 CS': 'MONOCHROME2',
    '00280010 US': SIDE,
    '00280011 US': SIDE,
    '00280100 US': 16,
    '00280101 US': 16,
    '00280102 US': 15,
    '00280103 US': 1,
    '7FE00010 OW': words(pixels),
    ...more,
  });
}

describe('presentation', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-presentation-'));
  const stack = (page: Page) => page.getByTestId('viewport-stack');

  beforeAll(async () => {
    server = await servePage();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function show(bytes: Uint8Array, name: string): Promise<Page> {
    const path = join(folder, `${name}.dcm`);
    writeFileSync(path, bytes);
    const { page } = await visit(browser, server.url);
    await page.getByTestId('open-files').first().setInputFiles([path]);
    await imageLoaded(page);
    await page.waitForTimeout(500);
    await picture(page, `presentation-${name}`);
    return page;
  }

  /** Colour at places of the image (0..1 across and down), which is fitted into the pane. */
  async function colours(page: Page, places: readonly (readonly [number, number])[]): Promise<number[][]> {
    const png = (await stack(page).screenshot()).toString('base64');
    return page.evaluate(
      async ({ png, places }) => {
        const bytes = Uint8Array.from(atob(png), (c) => c.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
        const draw = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
        draw.drawImage(bitmap, 0, 0);
        const side = Math.min(bitmap.width, bitmap.height);
        return places.map(([x, y]) => {
          const px = Math.round(bitmap.width / 2 + (x - 0.5) * side);
          const py = Math.round(bitmap.height / 2 + (y - 0.5) * side);
          return Array.from(draw.getImageData(px, py, 1, 1).data.slice(0, 3));
        });
      },
      { png, places },
    );
  }
  const sides: readonly (readonly [number, number])[] = [
    [0.3, 0.35],
    [0.7, 0.35],
  ];

  test('a VOI LUT is what turns values into grey', async () => {
    const inverse = Uint16Array.from({ length: 256 }, (_, n) => 255 - n);
    const lut = { '00283002 US': [256, 0, 8], '00283006 OW': new Uint8Array(inverse.buffer) };
    const page = await show(halves(50, 200, { '00283010 SQ': [lut] }), 'voi-lut');
    const [left, right] = await colours(page, sides);
    expect(Math.abs(left[0] - 205)).toBeLessThan(6);
    expect(Math.abs(right[0] - 55)).toBeLessThan(6);
    const small = await page.locator('.thumbnail canvas').evaluate((canvas: HTMLCanvasElement) => {
      const at = (x: number) =>
        canvas.getContext('2d')!.getImageData(x * canvas.width, canvas.height / 2, 1, 1).data[0];
      return [at(0.25), at(0.75)];
    });
    expect(Math.abs(small[0] - 205)).toBeLessThan(6);
    expect(Math.abs(small[1] - 55)).toBeLessThan(6);
    await page.context().close();
  });

  test('a sigmoid window is a sigmoid', async () => {
    const window = { '00281050 DS': '100', '00281051 DS': '50', '00281056 CS': 'SIGMOID' };
    const page = await show(halves(125, 75, window), 'sigmoid');
    const [left, right] = await colours(page, sides);
    // 255 / (1 + exp(-4 (x - c) / w)), PS3.3 C.11.2.1.3.1.
    expect(Math.abs(left[0] - 225)).toBeLessThan(10);
    expect(Math.abs(right[0] - 30)).toBeLessThan(10);
    await page.context().close();
  });

  test('padding is kept out of the automatic window', async () => {
    const values = Array.from({ length: SIDE * SIDE }, (_, n) =>
      n % SIDE < SIDE / 2 ? -2000 : (n * 7) % 500,
    );
    const more = { '00280120 SS': words([-2000]), '7FE00010 OW': words(values) };
    const page = await show(halves(1, 2, more), 'padding');
    const [width] = ((await stack(page).getAttribute('data-window')) ?? '').split('/').map(Number);
    expect(width).toBeGreaterThan(400);
    expect(width).toBeLessThan(520);
    await page.context().close();
  });

  test('overlay planes lie on their pixels and end at the edge of the image', async () => {
    // A filled square of 16 pixels whose first pixel is row 17, column 17; a second plane hangs over the edge.
    const square = new Uint8Array(32).fill(255);
    const plane = (group: string, origin: readonly number[]): Fields => ({
      [`${group}0010 US`]: 16,
      [`${group}0011 US`]: 16,
      [`${group}0040 CS`]: 'G',
      [`${group}0050 SS`]: words(origin),
      [`${group}0100 US`]: 1,
      [`${group}0102 US`]: 0,
      [`${group}3000 OW`]: square,
    });
    const more = {
      ...plane('6000', [17, 17]),
      ...plane('6002', [57, 33]),
      '00281050 DS': '0',
      '00281051 DS': '100',
    };
    const page = await show(halves(-100, -100, more), 'overlays');
    const at = (column: number, row: number): [number, number] => [column / SIDE, row / SIDE];
    const places = [at(24, 24), at(14, 24), at(35, 24), at(40, 60), at(40, 50)];
    const [inside, left, right, second, above] = await colours(page, places);
    expect(inside[0]).toBeGreaterThan(200);
    expect(inside[2]).toBeLessThan(150);
    for (const outside of [left, right, above]) expect(Math.max(...outside)).toBeLessThan(30);
    expect(second[0]).toBeGreaterThan(200);
    const shows = async () => (await colours(page, [at(24, 24)]))[0][0] > 200;
    const note = stack(page).locator('.vp-notes');
    const button = page.getByTestId('toggle-overlays');
    expect(await note.textContent()).not.toContain('Overlays');
    await button.waitFor();
    await page.keyboard.press('o');
    await note.filter({ hasText: 'Overlays of the file are hidden' }).waitFor();
    expect(await shows()).toBe(false);
    expect(await button.getAttribute('aria-label')).toBe('Show overlays of the file');
    await button.click();
    await note.filter({ hasText: 'Overlays' }).waitFor({ state: 'detached' });
    expect(await shows()).toBe(true);
    expect(await button.getAttribute('aria-label')).toBe('Hide overlays of the file');

    // Planes are cut through many images, each with overlays of its own: they say that they show none.
    const slices = [0, 1, 2, 3].map((k) => {
      const path = join(folder, `overlay-${k}.dcm`);
      const placed = {
        '00080016 UI': '1.2.840.10008.5.1.4.1.1.2',
        '00080018 UI': `1.2.3.8.${k}`,
        '00080060 CS': 'CT',
        '0020000E UI': '1.2.3.9.2',
        '00200032 DS': `0\\0\\${k}`,
        '00200037 DS': '1\\0\\0\\0\\1\\0',
        '00200052 UI': '1.2.3.9.3',
        '00280030 DS': '1\\1',
      };
      writeFileSync(path, halves(-100, -100, { ...more, ...placed }));
      return path;
    });
    await page.getByTestId('open-files').first().setInputFiles(slices);
    await page.getByTestId('series-item').nth(1).click();
    await page.getByTestId('layout-mpr').click();
    await page
      .getByTestId('viewport-axial')
      .locator('.vp-notes', { hasText: 'Overlays of the file are shown in the single view only' })
      .waitFor({ timeout: minutes(1) });
    await page.context().close();
  });

  test('a palette is drawn in its colours', async () => {
    const table = (a: number, b: number) => words([a * 257 - 65536, b * 257]);
    const more: Fields = {
      '00280004 CS': 'PALETTE COLOR',
      '00280103 US': 0,
      '00281101 US': [2, 0, 16],
      '00281102 US': [2, 0, 16],
      '00281103 US': [2, 0, 16],
      '00281201 OW': table(250, 20),
      '00281202 OW': table(128, 100),
      '00281203 OW': table(128, 20),
    };
    const page = await show(halves(0, 1, more), 'palette');
    const [left, right] = await colours(page, sides);
    expect(left.map((v) => Math.round(v / 10))).toEqual([25, 13, 13]);
    expect(right.map((v) => Math.round(v / 10))).toEqual([2, 10, 2]);
    await page.context().close();
  });

  const clips = join(process.env.LAMPLIGHT_SHARED ?? join(root, '..', 'shared'), 'data/dicom/conformance');
  const clip = (name: string): string => join(clips, name);
  test.skipIf(!existsSync(clips))('a video plays, or is named and can be saved', async () => {
    for (const [name, codec, playable] of [
      ['ts4_102_YBR_PARTIAL_420_8-8u_US_mf30_mpeg4-h264-hp41-us.dcm', 'H.264', 'avc1.640029'],
      ['ts4_100_YBR_PARTIAL_420_8-8u_US_mf30_mpeg2-mpml-us.dcm', 'MPEG-2', ''],
    ]) {
      const { page } = await visit(browser, server.url);
      await page
        .getByTestId('open-files')
        .first()
        .setInputFiles([clip(name)]);
      const holder = page.getByTestId('video');
      await holder.waitFor({ timeout: minutes(1) });
      await holder.locator('video[src], a').first().waitFor();
      await page.waitForTimeout(1000);
      const plays = await page.evaluate(
        (type) =>
          type !== '' && document.createElement('video').canPlayType(`video/mp4; codecs="${type}"`) !== '',
        playable,
      );
      await picture(page, `presentation-video-${codec}`);
      if (plays) {
        const ready = () => page.evaluate(() => document.querySelector('video')?.readyState ?? -1);
        expect(await ready()).toBeGreaterThanOrEqual(1);
      } else {
        expect(await holder.textContent()).toContain(codec);
        expect(await holder.locator('a[download]').count()).toBe(1);
      }
      await page.context().close();
    }
  });
});
