/** Thyroid ultrasound as a doctor reads it: a click on the film outlines the nodule, forms and report follow. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, picture, servePage, shared, visit } from './browser';
import { dsrdump } from './dicom-tools';
import { exportAs, filesOf, findingRows, minutes, openFiles, showTab } from './steps';
import { film, writeThyroidFilm } from './thyroid-film';

const stack = (page: Page) => page.getByTestId('viewport-stack').first();
const slice = async (page: Page): Promise<number> => Number(await stack(page).getAttribute('data-slice'));
const marks = (page: Page): Promise<number> => stack(page).locator('.vp-marks [data-mark]').count();

/** Clicks at a share of the pane. */
async function clickAt(page: Page, x = 0.5, y = 0.5): Promise<void> {
  const box = (await stack(page).boundingBox())!;
  await page.mouse.click(box.x + x * box.width, box.y + y * box.height);
}

async function goToFrame(page: Page, frame: number): Promise<void> {
  await stack(page).focus();
  await page.keyboard.press('Home');
  await expect.poll(() => slice(page)).toBe(1);
  for (let n = 1; n < frame; n++) await page.keyboard.press('ArrowDown');
  await expect.poll(() => slice(page), { timeout: minutes(1) }).toBe(frame);
}

const number = async (page: Page, id: string): Promise<number> =>
  Number.parseFloat(await page.getByTestId(id).innerText());

describe('ultrasound of the thyroid', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  beforeAll(async () => {
    [browser, server] = [await launch(), await servePage()];
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test(
    'a click on a frame of the film: outlined, measured, in TI-RADS and the report',
    { timeout: minutes(6) },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'lamplight-thyroid-'));
      const { page, errors } = await visit(browser, server.url);
      await openFiles(page, [writeThyroidFilm(folder)]);
      await goToFrame(page, film.largest);
      await page.keyboard.press('m');
      await clickAt(page);
      await page.getByTestId('us-width').waitFor();
      const [row] = await findingRows(page);
      expect(Math.abs(row.long - film.longMm)).toBeLessThan(0.8);
      expect(Math.abs(row.short - film.shortMm)).toBeLessThan(0.8);
      expect(Math.abs((await number(page, 'us-depthToWidth')) - film.shortMm / film.longMm)).toBeLessThan(
        0.1,
      );
      await expect.poll(() => marks(page)).toBe(1);

      // The outline is of its frame alone, and its row leads back there, also out of the running film.
      await stack(page).focus();
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => marks(page)).toBe(0);
      await page.keyboard.press('Space');
      await expect.poll(() => slice(page)).not.toBe(film.largest + 1);
      await page.getByTestId('finding-row').click();
      await expect.poll(() => slice(page)).toBe(film.largest);
      await expect.poll(() => marks(page)).toBe(1);
      expect(await stack(page).getByTestId('cine').getAttribute('data-playing')).toBe('false');

      const size = async () => (await findingRows(page))[0].volume;
      await page.getByTestId('us-narrower').click();
      await expect.poll(size).toBeLessThan(row.volume);
      await page.keyboard.press('z');
      await expect.poll(size).toBe(row.volume);

      await page.getByTestId('set-thyroid-site').selectOption('right');
      await page.getByTestId('set-thyroid-level').selectOption('middle');
      await picture(page, 'thyroid-card-en');
      const found = await new AxeBuilder({ page }).include('.right-panel').analyze();
      expect(found.violations.map((v) => v.id)).toEqual([]);

      await page.getByTestId('form-of-cTiRads').click();
      const longest = page.locator('[data-field="longest"] input');
      await expect.poll(() => longest.inputValue()).toBe(row.long.toFixed(1));
      for (const [field, answer] of [
        ['orientation', 0],
        ['composition', 0],
        ['echogenicity', 0],
        ['margin', 0],
        ['foci', 0],
      ] as const)
        await page.locator(`[data-field="${field}"] input`).nth(answer).check({ force: true });
      await expect.poll(() => page.getByTestId('form-category').innerText()).toBe('Category 4A');
      await picture(page, 'thyroid-form-en');
      await showTab(page, 'report');
      const text = await page.locator('#panel-body').innerText();
      expect(text).toContain('hyroid nodule in the middle part of the right lobe');
      expect(text).toContain('C-TIRADS 2020');
      expect(text).toContain(`${row.long.toFixed(1)} × ${row.short.toFixed(1)} mm`);
      await picture(page, 'thyroid-report-en');
      await page.getByTestId('lang-toggle').click();
      await expect.poll(() => page.locator('#panel-body').innerText()).toContain('甲状腺右叶中部结节（1，');
      await picture(page, 'thyroid-report-zh');
      await showTab(page, 'findings');
      await picture(page, 'thyroid-card-zh');
      await page.getByTestId('lang-toggle').click();
      await showTab(page, 'report');
      const dump = dsrdump(await exportAs(page, 'sr', folder));
      expect(dump).toContain('Width');
      expect(dump).toContain('Ratio of depth to width');
      expect(dump).toContain('Thyroid nodule');
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );

  test.skipIf(!shared)(
    'the mass of a real breast ultrasound is outlined from a click',
    { timeout: minutes(4) },
    async () => {
      const { page, errors } = await visit(browser, server.url, { locale: 'zh-CN' });
      await openFiles(page, filesOf(join(shared!, 'data/dicom/studies/us-breast/p2')).slice(0, 1));
      await picture(page, 'us-breast-zh');
      await page.keyboard.press('m');
      await clickAt(page);
      await page.getByTestId('us-width').waitFor();
      await picture(page, 'us-breast-grown-zh');
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );
});
