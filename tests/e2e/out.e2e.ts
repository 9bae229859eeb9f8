/** What leaves the page: pictures with the image's own pixels, key images, films, sheets; and the volume itself. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readObjectFile } from '../../src/dicom/objects/read';
import { launch, picture, servePage, visit } from './browser';
import { ct, huAt, uids, writeCt } from './phantom-study';
import { minutes, openFiles } from './steps';

let folder: string;
let server: Awaited<ReturnType<typeof servePage>>;
let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamplight-out-'));
  server = await servePage();
  browser = await launch();
  ({ page, errors } = await visit(browser, server.url));
  await openFiles(page, writeCt(folder));
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const [columns, rows] = ct.dims;
/** The window of the phantom's files: 40 wide 400, by PS3.3 C.11.2.1.2.1. */
const greyOf = (hu: number): number => {
  const share = (hu - (40 - 0.5)) / (400 - 1) + 0.5;
  return Math.round(255 * Math.min(1, Math.max(0, share)));
};

async function fromMenu(item: string): Promise<void> {
  await page.getByTestId('out-menu').click();
  await page.getByTestId(item).click();
}

/** What the page saves when `act` is done. */
async function saved(act: () => Promise<void>): Promise<{ download: Download; path: string }> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: minutes(2) }), act()]);
  return { download, path: await download.path() };
}

/** Grey of every pixel of a picture file; the picture must hold no colour. */
async function greys(path: string, type: string) {
  const base64 = readFileSync(path).toString('base64');
  return page.evaluate(
    async ([data, mime]) => {
      const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: mime }));
      const canvas = new OffscreenCanvas(image.width, image.height);
      const draw = canvas.getContext('2d')!;
      draw.drawImage(image, 0, 0);
      const { data: rgba } = draw.getImageData(0, 0, image.width, image.height);
      const grey = Array.from({ length: rgba.length / 4 }, (_pixel, n) => rgba[4 * n]);
      return { width: image.width, height: image.height, grey };
    },
    [base64, type] as const,
  );
}

async function savePicture(options: Partial<Record<'format' | 'scale' | 'text', string>>, marks: boolean) {
  await fromMenu('out-picture');
  for (const [name, value] of Object.entries(options))
    await page.getByTestId(`picture-${name}`).selectOption(value);
  await page.getByTestId('picture-marks').setChecked(marks);
  await page.getByTestId('picture-preview').waitFor();
  return saved(() => page.getByTestId('picture-save').click());
}

/** Goes to a slice, 0-based, with the keys. */
async function goToSlice(k: number): Promise<void> {
  await page.getByTestId('viewport-stack').focus();
  await page.keyboard.press('Home');
  for (let n = 0; n < Math.floor(k / 10); n++) await page.keyboard.press('PageDown');
  for (let n = 0; n < k % 10; n++) await page.keyboard.press('ArrowDown');
  await page.waitForFunction(
    (slice) => document.querySelector<HTMLElement>('[data-testid="viewport-stack"]')?.dataset.slice === slice,
    String(k + 1),
  );
}

/** The word SYNTHETIC stands in the top rows: it is on whatever leaves the page. */
const WORDS = 22;

describe('out', () => {
  it('writes a stack image at its own pixels, through the window', async () => {
    await goToSlice(20);
    const { download, path } = await savePicture({ format: 'png', scale: '1', text: 'none' }, false);
    expect(download.suggestedFilename()).toBe('lamplight_CT_series1_image21.png');
    const made = await greys(path, 'image/png');
    expect([made.width, made.height]).toEqual([columns, rows]);
    let wrong = 0;
    for (let j = WORDS; j < rows; j++)
      for (let i = 0; i < columns; i++)
        if (Math.abs(made.grey[j * columns + i] - greyOf(huAt([i, j, 20]))) > 1) wrong++;
    expect(wrong).toBe(0);
  });

  it('turns and mirrors it as it is seen, at twice the pixels, and says who it is only when asked', async () => {
    await page.keyboard.press('.');
    const { path } = await savePicture({ scale: '2' }, false);
    const made = await greys(path, 'image/png');
    expect([made.width, made.height]).toEqual([2 * rows, 2 * columns]);
    // A quarter clockwise: the first column becomes the top row, read from below.
    let wrong = 0;
    for (let y = WORDS; y < columns; y++)
      for (let x = 0; x < rows; x++) {
        const truth = greyOf(huAt([y, rows - 1 - x, 20]));
        if (Math.abs(made.grey[(2 * y + 1) * made.width + 2 * x + 1] - truth) > 1) wrong++;
      }
    expect(wrong).toBe(0);
    const lit = async (text: string): Promise<number> => {
      const { path: file } = await savePicture({ text, scale: '4' }, false);
      const { grey, width } = await greys(file, 'image/png');
      // The patient's corner, top left: air around the body, black until words stand there.
      let white = 0;
      for (let y = 0; y < 40; y++) for (let x = 0; x < 60; x++) if (grey[y * width + x] > 128) white++;
      return white;
    };
    expect(await lit('image')).toBe(0);
    expect(await lit('patient')).toBeGreaterThan(50);
    await page.keyboard.press('0');
  });

  it('marks key images, takes the mark back, and writes them as key objects', async () => {
    await goToSlice(12);
    await page.keyboard.press('k');
    await page.getByTestId('key-mark').getByText('Key image').waitFor();
    await goToSlice(13);
    await expect.poll(() => page.getByTestId('key-mark').isVisible()).toBe(false);
    await page.keyboard.press('k');
    await page.keyboard.press('z');
    await expect.poll(() => page.locator('.vp-key-tick').count()).toBe(1);
    await fromMenu('out-keys');
    await page.getByTestId('key-image-list').getByRole('button', { name: 'image 13' }).click();
    await page.waitForFunction(
      () => document.querySelector<HTMLElement>('[data-testid="viewport-stack"]')?.dataset.slice === '13',
    );
    await picture(page, 'out-key-images');
    const { path } = await saved(() => page.getByTestId('key-save').click());
    await page.keyboard.press('Escape');
    const object = await readObjectFile(new Blob([readFileSync(path)]), '1.2.840.10008.5.1.4.1.1.88.59');
    if (object.kind !== 'keyObjects') throw new Error(object.kind);
    expect(object.images.map((ref) => ref.sopInstanceUid)).toEqual([`${uids.ct}.13`]);
    const check = spawnSync('dciodvfy', ['-new', path], { encoding: 'utf8' });
    if (check.error) console.log('skipped: dciodvfy is not installed');
    else expect(`${check.stdout}${check.stderr}`).not.toMatch(/^Error/m);
  });

  it('films a part of the stack at the rate that is asked for', async () => {
    await fromMenu('out-film');
    await page.getByTestId('film-to').fill('8');
    await page.getByTestId('film-from').fill('5');
    await page.getByTestId('film-fps').fill('5');
    const { path, download } = await saved(() => page.getByTestId('film-save').click());
    expect(download.suggestedFilename()).toMatch(/^lamplight_CT_series1_film\.(mp4|webm)$/);
    const base64 = readFileSync(path).toString('base64');
    const film = await page.evaluate(
      ([data, mime]) =>
        new Promise<{ seconds: number; width: number; height: number }>((resolve, reject) => {
          const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
          const video = document.createElement('video');
          video.addEventListener('loadeddata', () =>
            resolve({ seconds: video.duration, width: video.videoWidth, height: video.videoHeight }),
          );
          video.addEventListener('error', () => reject(new Error(video.error?.message)));
          video.src = URL.createObjectURL(new Blob([bytes], { type: mime }));
        }),
      [base64, path.endsWith('webm') ? 'video/webm' : 'video/mp4'] as const,
    );
    expect(film.seconds).toBeCloseTo(4 / 5, 1);
    expect([film.width, film.height]).toEqual([3 * columns, 3 * rows]);
  });

  it('prints a film sheet on as many pages as it says', async () => {
    await page.evaluate(() => {
      window.print = () => document.body.setAttribute('data-printed', 'true');
    });
    await fromMenu('out-sheet');
    await page.getByTestId('sheet-every').fill('4');
    await page.getByTestId('sheet-rows').fill('2');
    await page.getByTestId('sheet-columns').fill('2');
    await page.getByTestId('sheet-way').selectOption('landscape');
    await page.locator('[data-testid="sheet-count"][data-pages="3"]').waitFor({ timeout: minutes(1) });
    await picture(page, 'out-film-sheet');
    await page.getByTestId('sheet-print').click();
    await page.locator('body[data-printed]').waitFor({ state: 'attached' });
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    writeFileSync(join(folder, 'sheet.pdf'), pdf, 'latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(3);
    const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
    // A4 across, in points.
    expect(Number(width)).toBeCloseTo((297 / 25.4) * 72, -0.5);
    expect(Number(height)).toBeCloseTo((210 / 25.4) * 72, -0.5);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.getByTestId('film-print').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
  });

  it('draws the volume by its preset, and crops it', async () => {
    await page.getByTestId('layout-menu').click();
    await page.getByTestId('named-mpr3d').click();
    const volume = page.getByTestId('viewport-volume');
    await volume.waitFor({ timeout: minutes(1) });
    await page.getByTestId('volume-controls').waitFor();
    /** Pixels that are not black, and the sum of all, of what is drawn now. */
    const drawn = async () => {
      await page.waitForTimeout(1200);
      return volume
        .locator('canvas')
        .first()
        .evaluate((canvas: HTMLCanvasElement) => {
          const copy = new OffscreenCanvas(canvas.width, canvas.height);
          const draw = copy.getContext('2d')!;
          draw.drawImage(canvas, 0, 0);
          const { data } = draw.getImageData(0, 0, canvas.width, canvas.height);
          let [lit, sum] = [0, 0];
          for (let p = 0; p < data.length; p += 4) {
            const value = data[p] + data[p + 1] + data[p + 2];
            if (value > 30) lit++;
            sum += value;
          }
          return { lit, sum };
        });
    };
    await page.getByTestId('preset-3d').selectOption('skin');
    const skin = await drawn();
    await page.getByTestId('preset-3d').selectOption('bone');
    const bone = await drawn();
    // The whole cylinder has a skin; only bars of 200 HU and single voxels are as dense as bone.
    expect(skin.lit).toBeGreaterThan(10_000);
    expect(bone.lit).toBeGreaterThan(0);
    expect(bone.lit).toBeLessThan(skin.lit / 3);
    await page.getByTestId('preset-3d').selectOption('skin');
    await page.getByTestId('crop-3d').click();
    await page.getByTestId('crop-0-1').fill('0.5');
    const half = await drawn();
    expect(half.lit / skin.lit).toBeGreaterThan(0.35);
    expect(half.lit / skin.lit).toBeLessThan(0.65);
    await picture(page, 'out-volume');
  });

  it('has thrown nothing', () => expect(errors).toEqual([]));
});
