/** What leaves the page: pictures with the image's own pixels, key images, films, sheets; and the volume itself. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readObjectFile } from '../../src/dicom/objects/read';
import { launch, picture, servePage, visit } from './browser';
import { ct, huAt, lpsOf, uids, writeCt } from './phantom-study';
import { greyOf, pictureGreys, WORDS, wrongInPlane, wrongPixels } from './picture-truth';
import { imageLoaded, minutes, openFiles } from './steps';

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
async function fromMenu(item: string): Promise<void> {
  await page.getByTestId('out-menu').click();
  await page.getByTestId(item).click();
}

/** What the page saves when `act` is done. */
async function saved(act: () => Promise<void>): Promise<{ download: Download; path: string }> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: minutes(2) }), act()]);
  return { download, path: await download.path() };
}

/** Greys of a picture file. */
const greys = (path: string, type: string) =>
  pictureGreys(page, `data:${type};base64,${readFileSync(path).toString('base64')}`);

/** Greys of the first picture on the sheet that is being looked at. */
const figureGreys = async () =>
  pictureGreys(
    page,
    (await page.locator('[data-testid="sheet-dialog"] .film-page img').first().getAttribute('src'))!,
  );

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

describe('out', () => {
  it('writes a stack image at its own pixels, through the window', async () => {
    await goToSlice(20);
    const { download, path } = await savePicture({ format: 'png', scale: '1', text: 'none' }, false);
    expect(download.suggestedFilename()).toBe('lamplight_CT_series1_image21.png');
    const made = await greys(path, 'image/png');
    expect([made.width, made.height]).toEqual([columns, rows]);
    expect(wrongPixels(made.grey, 20)).toBe(0);
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

  it('writes a JPEG whose greys are near to those of the image', async () => {
    await goToSlice(20);
    const { download, path } = await savePicture({ format: 'jpeg', scale: '1', text: 'none' }, false);
    expect(download.suggestedFilename()).toBe('lamplight_CT_series1_image21.jpg');
    // Start of image, and a quantisation table: no other format under a JPEG's name.
    expect([...readFileSync(path).subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
    const made = await greys(path, 'image/jpeg');
    expect([made.width, made.height]).toEqual([columns, rows]);
    expect(made.coloured).toBe(0);
    const off = [...made.grey.subarray(WORDS * columns)].map((grey, n) =>
      Math.abs(grey - greyOf(huAt([n % columns, WORDS + Math.floor(n / columns), 20]))),
    );
    expect(off.reduce((a, b) => a + b, 0) / off.length).toBeLessThan(2);
    // Edges from air to bone ring by some levels at this quality, not more.
    expect(Math.max(...off)).toBeLessThan(32);
  });

  it('copies the image to the clipboard, pixel for pixel', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.bringToFront();
    await fromMenu('out-copy');
    await page.locator('[data-testid="out-said"][data-kind="copied"]').waitFor();
    const base64 = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const bytes = new Uint8Array(await (await item.getType('image/png')).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    });
    const path = join(folder, 'copied.png');
    writeFileSync(path, Buffer.from(base64, 'base64'));
    const made = await greys(path, 'image/png');
    expect([made.width, made.height]).toEqual([columns, rows]);
    expect(wrongPixels(made.grey, 20)).toBe(0);
  });

  it('a film that is called off is not saved, and the next one can be made', async () => {
    const came: string[] = [];
    const note = (download: Download): void => void came.push(download.suggestedFilename());
    page.on('download', note);
    await fromMenu('out-film');
    await page.getByTestId('film-to').fill('40');
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const button = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
          // Called off with the first frame under way, however fast this computer is.
          new MutationObserver((...[, observer]) => {
            if (!document.querySelector('[data-testid="film-dialog"] [role="progressbar"]')) return;
            observer.disconnect();
            button('film-cancel')!.click();
            resolve();
          }).observe(document.body, { childList: true, subtree: true });
          button('film-save')!.click();
        }),
    );
    await page.locator('[data-testid="out-said"][data-kind="cancelled"]').waitFor({ timeout: minutes(1) });
    expect(await page.getByTestId('film-dialog').count()).toBe(0);
    expect(came).toEqual([]);
    page.off('download', note);
    await fromMenu('out-film');
    await page.getByTestId('film-to').fill('2');
    const { download } = await saved(() => page.getByTestId('film-save').click());
    expect(download.suggestedFilename()).toMatch(/_film\.(mp4|webm)$/);
  });

  it('puts key images on a sheet of 14 x 17 inches, with their own pixels', async () => {
    await fromMenu('out-sheet');
    await page.getByTestId('sheet-source').selectOption('keys');
    await page.getByTestId('sheet-paper').selectOption('14x17');
    await page.locator('[data-testid="sheet-count"][data-pages="1"]').waitFor({ timeout: minutes(1) });
    const figures = page.locator('[data-testid="sheet-dialog"] .film-page figure');
    expect(await figures.count()).toBe(1);
    const caption = await figures.locator('figcaption').textContent();
    expect(caption).toContain('Im 13');
    expect(caption).toContain(`z ${lpsOf([0, 0, 12])[2].toFixed(1)} mm`);
    expect(caption).toContain('W 400 L 40');
    const made = await figureGreys();
    expect([made.width, made.height]).toEqual([columns, rows]);
    expect(wrongPixels(made.grey, 12)).toBe(0);
    await page.getByTestId('sheet-print').click();
    await page.getByTestId('film-print').waitFor();
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
    expect(Number(width)).toBeCloseTo(14 * 72, -0.5);
    expect(Number(height)).toBeCloseTo(17 * 72, -0.5);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.getByTestId('film-print').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
  });

  it('draws a plane with twice the pixels of the screen', async () => {
    await page.getByTestId('layout-mpr').click();
    const axial = page.getByTestId('viewport-axial');
    await axial.waitFor();
    await imageLoaded(page);
    await axial.focus();
    await page.keyboard.press('Home');
    for (let n = 0; n < 20; n++) await page.keyboard.press('ArrowDown');
    await page.locator('[data-testid="viewport-axial"][data-slice="21"]').waitFor();
    const { path, download } = await savePicture({ format: 'png', text: 'none' }, false);
    expect(download.suggestedFilename()).toBe('lamplight_CT_series1_plane.png');
    const made = await greys(path, 'image/png');
    const [width, height] = await axial.evaluate((root) => [root.clientWidth, root.clientHeight]);
    expect([made.width, made.height]).toEqual([2 * width, 2 * height]);
    expect(wrongInPlane(made, 20)).toEqual({ wrong: [], enough: true });
  });

  it('puts what the cells show on a sheet', async () => {
    await fromMenu('out-sheet');
    expect(await page.getByTestId('sheet-source').inputValue()).toBe('cells');
    await page.locator('[data-testid="sheet-count"][data-pages="1"]').waitFor({ timeout: minutes(1) });
    const captions = await page
      .locator('[data-testid="sheet-dialog"] .film-page figcaption')
      .allTextContents();
    expect(captions).toHaveLength(3);
    expect(captions[0]).toContain('21 / 40');
    for (const caption of captions) expect(caption).toContain('W 400 L 40');
    await picture(page, 'out-sheet-cells');
    const axial = await figureGreys();
    expect(wrongInPlane(axial, 20)).toEqual({ wrong: [], enough: true });
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
      // Coarse in the hand, then as sharp as this computer is willing to draw it: the viewport says when.
      await page.waitForFunction(
        () =>
          /fine|decimated/.test(
            document.querySelector<HTMLElement>('[data-testid="viewport-volume"]')?.dataset.drawn ?? '',
          ),
        undefined,
        { timeout: minutes(2) },
      );
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
    // The whole cylinder has a skin: it is there once it has been drawn at all.
    await expect.poll(async () => (await drawn()).lit, { timeout: minutes(2) }).toBeGreaterThan(10_000);
    const skin = await drawn();
    await volume.focus();
    await page.keyboard.press('!');
    expect(await page.getByTestId('preset-3d').inputValue()).toBe('bone');
    // Only bars of 200 HU and single voxels are as dense as bone.
    await expect.poll(async () => (await drawn()).lit, { timeout: minutes(2) }).toBeLessThan(skin.lit / 3);
    expect((await drawn()).lit).toBeGreaterThan(0);
    // Shift and drag, as a window: down shows less. The slider says by how much, in HU.
    const box = (await volume.boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 3];
    await page.keyboard.down('Shift');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 30, { steps: 3 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    expect(Number(await page.getByTestId('shift-3d').inputValue())).toBe(60);
    await page.getByTestId('preset-3d').selectOption('skin');
    // In a small viewport the preset stands alone until the rest is asked for.
    await page.getByTestId('more-3d').click();
    await page.getByTestId('crop-3d').click();
    await page.getByTestId('crop-0-1').fill('0.5');
    const share = async () => (await drawn()).lit / skin.lit;
    await expect.poll(share, { timeout: minutes(2) }).toBeGreaterThan(0.35);
    expect(await share()).toBeLessThan(0.65);
    await picture(page, 'out-volume');
  });

  it('has thrown nothing', () => expect(errors).toEqual([]));
});
