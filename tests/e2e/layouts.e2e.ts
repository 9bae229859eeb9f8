/** Cells and planes: what the reader sees of them, on studies whose every voxel is known. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, picture, servePage, visit } from './browser';
import { keepContexts, loseContexts } from './lost-graphics';
import { writeCt, writeMr } from './phantom-study';
import { minutes, openFiles } from './steps';

let folder: string;
let server: Awaited<ReturnType<typeof servePage>>;
let browser: Browser;
let page: Page;
let errors: string[];
let files: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamplight-layouts-'));
  server = await servePage();
  browser = await launch();
  ({ page, errors } = await visit(browser, server.url));
  await keepContexts(page);
  await page.reload();
  files = [...writeCt(join(folder, 'ct')), ...writeMr(join(folder, 'mr'))];
  await openFiles(page, files);
}, minutes(3));
afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const pane = (name: string): Locator => page.getByTestId(`viewport-${name}`);
const fact = (name: string, what: string) => pane(name).getAttribute(`data-${what}`);
const cells = () => page.locator('.vp-room').getAttribute('data-cells');

/** Waits until an attribute of a pane is what it must be. */
async function until(name: string, what: string, value: string): Promise<void> {
  await page.waitForFunction(
    ([id, attribute, wanted]) =>
      document.querySelector(`[data-testid="viewport-${id}"]`)?.getAttribute(`data-${attribute}`) === wanted,
    [name, what, value] as const,
    { timeout: minutes(1) },
  );
}

async function choose(item: string): Promise<void> {
  await page.getByTestId('layout-menu').click();
  await page.getByTestId(item).click();
}

const closeMenu = () => page.keyboard.press('Escape');

/** Pixels of a pane's canvas that are at least this bright, 0 to 255. */
const brightPixels = (name: string, least: number): Promise<number> =>
  pane(name).evaluate((root, from) => {
    const canvas = root.querySelector('canvas')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let n = 0; n < data.length; n += 4) if (data[n] >= from) count++;
    return count;
  }, least);

/** Lines of the other planes on a pane: degrees clockwise from the right, 0 to 180, in order. */
const lineAngles = (name: string): Promise<number[]> =>
  pane(name).evaluate((root) => {
    const angles = [...root.querySelectorAll('.vp-crosshair line.line')].map((line) => {
      const [x1, y1, x2, y2] = ['x1', 'y1', 'x2', 'y2'].map((a) => Number(line.getAttribute(a)));
      return ((Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI + 360) % 180;
    });
    return [...new Set(angles.map((angle) => Math.round(angle * 100) / 100))].sort((a, b) => a - b);
  });

describe('cells', () => {
  it(
    'a grid keeps what hangs, fills with the other series and leaves the rest empty',
    { timeout: minutes(3) },
    async () => {
      expect(await cells()).toBe('1');
      await choose('grid-2x2');
      await until('stack-2', 'slices', '16');
      expect(await fact('stack', 'slices')).toBe('40');
      expect(await cells()).toBe('4');
      expect(await page.locator('.vp-cell-empty:visible').count()).toBe(2);
    },
  );

  it('the layout is chosen with the keyboard alone', { timeout: minutes(2) }, async () => {
    // Keys are pressed faster here than the page draws: where the focus has gone is waited for.
    const focused = (testId: string) =>
      page.waitForFunction(
        (id) => (document.activeElement as HTMLElement | null)?.dataset.testid === id,
        testId,
      );
    const choose = async (from: string, way: string, to: string, cells: string) => {
      await focused('layout-menu');
      await page.keyboard.press('Enter');
      await focused(from);
      await page.keyboard.press(way);
      await focused(to);
      await page.keyboard.press('Enter');
      await page.waitForFunction(
        (count) => document.querySelector<HTMLElement>('.vp-room')?.dataset.cells === count,
        cells,
      );
    };
    await page.getByTestId('layout-menu').focus();
    await choose('grid-2x2', 'ArrowUp', 'grid-1x2', '2');
    await choose('grid-1x2', 'ArrowDown', 'grid-2x2', '4');
  });

  it(
    'a series is dragged into a cell, sent there by its menu, or goes where the keyboard is',
    { timeout: minutes(3) },
    async () => {
      const ct = page.getByTestId('series-item').filter({ hasText: 'phantom' });
      await ct.dragTo(page.locator('.vp-cell').nth(2));
      await until('stack-3', 'slices', '40');
      const other = page.locator('.series-list li').filter({ hasNotText: 'phantom' }).first();
      await other.getByTestId('series-cells').click();
      await other.getByTestId('series-cell-4').click();
      await until('stack-4', 'slices', '16');
      await page.locator('.vp-cell').nth(3).click();
      await ct.focus();
      await page.keyboard.press('Enter');
      await until('stack-4', 'slices', '40');
      await picture(page, 'layouts-2x2-en');
    },
  );

  it('stacks of one space scroll together until they are let go', { timeout: minutes(2) }, async () => {
    await pane('stack').click();
    const start = Number(await fact('stack', 'slice'));
    await pane('stack').hover();
    await page.mouse.wheel(0, 240);
    await until('stack', 'slice', String(start + 2));
    await until('stack-3', 'slice', String(start + 2));
    await page.getByTestId('layout-menu').click();
    await page.getByTestId('link-scroll').click();
    await closeMenu();
    await pane('stack').hover();
    await page.mouse.wheel(0, 240);
    await until('stack', 'slice', String(start + 4));
    expect(await fact('stack-3', 'slice')).toBe(String(start + 2));
    await page.getByTestId('layout-menu').click();
    await page.getByTestId('link-scroll').click();
    await closeMenu();
  });

  it(
    'a number key sets the window of the series that is active, and of no other',
    { timeout: minutes(2) },
    async () => {
      const before = await fact('stack-2', 'window');
      await pane('stack').focus();
      await page.keyboard.press('2');
      await until('stack', 'window', '1500/-600');
      expect(await fact('stack-3', 'window')).toBe('1500/-600');
      expect(await fact('stack-2', 'window')).toBe(before);
      await page.getByTestId('presets').click();
      await page.getByTestId('preset-file-1').click();
      await until('stack', 'window', '400/40');
    },
  );

  it('a cell fills the room by double click and by key, and goes back', { timeout: minutes(2) }, async () => {
    await pane('stack-2').dblclick();
    expect(await pane('stack').isVisible()).toBe(false);
    const whole = await page.getByTestId('reading-room').boundingBox();
    const large = await pane('stack-2').boundingBox();
    expect(large!.width).toBeGreaterThan(0.98 * whole!.width);
    await page.keyboard.press('f');
    await pane('stack').waitFor();
    expect((await pane('stack-2').boundingBox())!.width).toBeLessThan(0.6 * whole!.width);
  });

  it('turning and mirroring are of the active cell alone', { timeout: minutes(2) }, async () => {
    await pane('stack').focus();
    const letters = (name: string) => pane(name).locator('.vp-letter').allTextContents();
    expect(await letters('stack')).toEqual(['R', 'L', 'A', 'P']);
    await page.keyboard.press('.');
    expect(await letters('stack')).toEqual(['P', 'A', 'R', 'L']);
    await page.keyboard.press('v');
    expect(await letters('stack')).toEqual(['A', 'P', 'R', 'L']);
    expect(await letters('stack-3')).toEqual(['R', 'L', 'A', 'P']);
    await page.keyboard.press('0');
    expect(await letters('stack')).toEqual(['R', 'L', 'A', 'P']);
  });

  it('a room comes back after a reload, with its slices and windows', { timeout: minutes(4) }, async () => {
    await pane('stack').focus();
    await page.keyboard.press('3');
    await page.keyboard.press('Home');
    await until('stack-3', 'slice', '1');
    const wanted = { window: await fact('stack', 'window'), slice: '1' };
    // Kept once what the status bar calls saved has had its pause.
    await page.waitForTimeout(1500);
    await page.reload();
    await openFiles(page, files);
    await until('stack-4', 'slices', '40');
    expect(await cells()).toBe('4');
    expect({ window: await fact('stack', 'window'), slice: await fact('stack', 'slice') }).toEqual(wanted);
    expect(await fact('stack-2', 'slices')).toBe('16');
  });
});

describe('planes', () => {
  it(
    'the planes turn with the arm of the crosshair, by the angle of the hand',
    { timeout: minutes(3) },
    async () => {
      await pane('stack').focus();
      await page.getByTestId('layout-mpr').click();
      await until('sagittal', 'loaded', '1.000');
      await page.keyboard.press('c');
      expect(await lineAngles('axial')).toEqual([0, 90]);
      const box = (await pane('axial').boundingBox())!;
      const middle = await pane('axial').evaluate((root) => {
        const ends = [...root.querySelectorAll('.vp-crosshair line.line')].map((line) =>
          ['x1', 'y1', 'x2', 'y2'].map((a) => Number(line.getAttribute(a))),
        );
        const upright = ends.find(([x1, , x2]) => Math.abs(x1 - x2) < 0.5)!;
        const level = ends.find(([, y1, , y2]) => Math.abs(y1 - y2) < 0.5)!;
        return [upright[0], level[1]];
      });
      const at = (degrees: number): [number, number] => {
        const turn = (degrees * Math.PI) / 180;
        return [box.x + middle[0] + 140 * Math.sin(turn), box.y + middle[1] - 140 * Math.cos(turn)];
      };
      await page.mouse.move(...at(0));
      await page.mouse.down();
      for (const degrees of [10, 20, 25, 30]) await page.mouse.move(...at(degrees));
      await page.mouse.up();
      const [level, upright] = await lineAngles('axial');
      expect(level).toBeCloseTo(30, 0);
      expect(upright).toBeCloseTo(120, 0);
      // The other planes look along the turned directions: their edges are no longer a patient's axis alone.
      expect(await pane('coronal').locator('.vp-letter-left').textContent()).toMatch(/^R[AP]$/);
      expect(await fact('axial', 'slices')).toBe('40');
      await picture(page, 'layouts-oblique-en');
    },
  );

  it(
    'an oblique plane scrolls through the whole volume and the lines go along',
    { timeout: minutes(2) },
    async () => {
      const before = await pane('axial').evaluate((root) =>
        [...root.querySelectorAll('.vp-crosshair line.line')].map((line) => line.outerHTML).join(''),
      );
      const [slice, slices] = [
        Number(await fact('coronal', 'slice')),
        Number(await fact('coronal', 'slices')),
      ];
      expect(slices).toBeGreaterThan(96);
      await pane('coronal').hover();
      await page.mouse.wheel(0, 360);
      await until('coronal', 'slice', String(slice + 3));
      const after = await pane('axial').evaluate((root) =>
        [...root.querySelectorAll('.vp-crosshair line.line')].map((line) => line.outerHTML).join(''),
      );
      expect(after).not.toBe(before);
      await pane('axial').focus();
      await page.keyboard.press('0');
      expect(await lineAngles('axial')).toEqual([0, 90]);
    },
  );

  it('a plane is turned, mirrored and inverted as a stack is', { timeout: minutes(2) }, async () => {
    /** At the left, right, upper and lower edge. */
    const letters = (name: string) => pane(name).locator('.vp-letter').allTextContents();
    expect(await letters('axial')).toEqual(['R', 'L', 'A', 'P']);
    const bright = await brightPixels('axial', 225);
    await pane('axial').focus();
    await page.keyboard.press('.');
    await expect.poll(() => letters('axial')).toEqual(['P', 'A', 'R', 'L']);
    await page.keyboard.press('v');
    await expect.poll(() => letters('axial')).toEqual(['A', 'P', 'R', 'L']);
    await page.keyboard.press('i');
    await expect.poll(() => brightPixels('axial', 225)).toBeGreaterThan(2 * bright + 1000);
    expect(await letters('coronal')).toEqual(['R', 'L', 'H', 'F']);
    await page.keyboard.press('0');
    await expect.poll(() => letters('axial')).toEqual(['R', 'L', 'A', 'P']);
    await expect.poll(() => brightPixels('axial', 225)).toBe(bright);
  });

  it('a slab is as thick as it says', { timeout: minutes(3) }, async () => {
    await pane('axial').focus();
    await page.keyboard.press('Home');
    // Slice 37 lies 28 mm above the uppermost slice of the bars (HU 200), slice 23.
    for (let n = 0; n < 36; n++) await page.keyboard.press('ArrowDown');
    await until('axial', 'slice', '37');
    await page.keyboard.press('1');
    await until('axial', 'window', '350/40');
    const box = (await pane('axial').boundingBox())!;
    // The bars are 48 x 4 and 4 x 20 voxels of 0.8 mm, in an image of 96 x 96 that fills the shorter side.
    const voxel = (Math.min(box.width, box.height) / 96) ** 2;
    // The numbers at the edge are written a frame before the pixels under them: the picture is waited for.
    const bright = () => expect.poll(() => brightPixels('axial', 225));
    await bright().toBeLessThan(10 * voxel);
    await page.getByTestId('layout-menu').click();
    await page.getByTestId('slab-mip').click();
    await page.getByTestId('slab-mm').selectOption('40');
    await closeMenu();
    // Half the slab's 40 mm do not reach the bars, half of 75 mm do.
    await page.waitForTimeout(500);
    expect(await brightPixels('axial', 225)).toBeLessThan(30 * voxel);
    await page.getByTestId('layout-menu').click();
    await page.getByTestId('slab-mm').selectOption('75');
    await closeMenu();
    await bright().toBeGreaterThan(0.8 * (48 * 4 + 4 * 20) * voxel);
    expect(await brightPixels('axial', 225)).toBeLessThan(1.4 * (48 * 4 + 4 * 20) * voxel);
    expect(await pane('axial').locator('.vp-bl').textContent()).toContain('MIP 75 mm');
    await picture(page, 'layouts-slab-en');
  });

  it(
    'a lost graphics context comes back with layout, slab, slice and window',
    { timeout: minutes(3) },
    async () => {
      const facts = () => Promise.all(['slice', 'window'].map((what) => fact('axial', what)));
      const before = await facts();
      const bright = await brightPixels('axial', 225);
      expect(await loseContexts(page)).toBeGreaterThan(0);
      await page.waitForTimeout(3500);
      await until('sagittal', 'loaded', '1.000');
      expect(await facts()).toEqual(before);
      expect(await page.locator('.vp-room').getAttribute('data-layout')).toBe('mpr');
      await page.waitForFunction(() => !document.querySelector('.vp-message:not([hidden])'), undefined, {
        timeout: minutes(1),
      });
      expect(Math.abs((await brightPixels('axial', 225)) - bright)).toBeLessThan(0.1 * bright + 50);
    },
  );

  it('layouts that overtake each other end in the last one', { timeout: minutes(2) }, async () => {
    for (const key of ['l', 'l', 'l', 'l', 'l']) await page.keyboard.press(key);
    await until('stack', 'slices', '40');
    await page.keyboard.press('l');
    await until('sagittal', 'loaded', '1.000');
    await page.waitForTimeout(300);
    for (const name of ['axial', 'coronal', 'sagittal'])
      expect(await brightPixels(name, 60)).toBeGreaterThan(500);
    expect(errors).toEqual([]);
  });
});
