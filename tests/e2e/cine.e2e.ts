/** A film of breast ultrasound analysed as it plays: outlines on their own frames, the best one accepted as key image. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { breastFilm, writeBreastFilm } from './breast-film';
import { launch, picture, servePage, shared, visit } from './browser';
import { findingRows, minutes, openFiles, showTab } from './steps';

const stack = (page: Page) => page.getByTestId('viewport-stack').first();
const outlines = (page: Page, kind: string) => stack(page).locator(`.vp-marks .${kind} .line`);
const analysed = async (page: Page): Promise<number> =>
  Number(await page.getByTestId('live-bar').getAttribute('data-analysed'));

describe.skipIf(!shared)('a film analysed as it plays', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  let film: string;
  beforeAll(async () => {
    [browser, server] = [await launch(), await servePage()];
    const page = await browser.newPage();
    const still = join(shared!, 'data', 'breast-ultrasound-busbra', 'images', 'bus_0054-s.jpg');
    film = await writeBreastFilm(page, still, mkdtempSync(join(tmpdir(), 'lamplight-breast-')));
    await page.close();
  }, minutes(1));
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test(
    'frames get outlines while it plays; the best one becomes key image and finding',
    { timeout: minutes(3) },
    async () => {
      const { page, errors } = await visit(browser, server.url, { locale: 'zh-CN' });
      await openFiles(page, [film]);
      await stack(page).focus();
      await page.keyboard.press('Control+Alt+a');
      await page.getByTestId('live-bar').waitFor({ timeout: 15_000 });
      await page.getByTestId('cine-play').click();
      await expect.poll(() => analysed(page), { timeout: minutes(1) }).toBeGreaterThan(3);
      // It plays on while frames are analysed.
      expect(await page.getByTestId('cine').getAttribute('data-playing')).toBe('true');
      await outlines(page, 'live').first().waitFor();
      // Nothing is a finding until the reader says so.
      expect(await findingRows(page)).toHaveLength(0);
      await picture(page, 'cine-playing-zh');
      await expect.poll(() => analysed(page), { timeout: minutes(2) }).toBe(breastFilm.frames);

      const best = Number(await page.getByTestId('live-best').getAttribute('data-frame'));
      expect(Math.abs(best - breastFilm.largest)).toBeLessThanOrEqual(4);
      await page.getByTestId('live-show').click();
      await expect.poll(() => stack(page).getAttribute('data-slice')).toBe(String(best));
      await expect.poll(() => outlines(page, 'seen').count()).toBe(1);
      expect(await outlines(page, 'carried').count()).toBe(0);
      await picture(page, 'cine-best-zh');

      await stack(page).focus();
      await page.keyboard.press('Control+Alt+y');
      await page.getByTestId('finding-row').first().waitFor();
      const [row] = await findingRows(page);
      expect(row.review).toBe('accepted');
      expect(await page.getByTestId('live-bar').count()).toBe(0);
      expect(await outlines(page, 'live').count()).toBe(0);
      await expect.poll(() => page.getByTestId('key-mark').first().isVisible()).toBe(true);
      expect(await page.getByTestId('film-facts').textContent()).toContain(String(breastFilm.frames));
      await picture(page, 'cine-accepted-zh');
      await showTab(page, 'report');
      await expect.poll(() => page.getByTestId('report-panel').textContent()).toContain('纵横比');
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );

  test(
    'on a phone by its button, in English; nothing is left of it when it is switched off',
    { timeout: minutes(2) },
    async () => {
      const { page, errors } = await visit(browser, server.url, {
        viewport: { width: 390, height: 844 },
        hasTouch: true,
      });
      await openFiles(page, [film]);
      await page.getByTestId('analyse').click();
      await picture(page, 'cine-menu-phone-en');
      await page.getByTestId('analysis-live').click();
      await expect.poll(() => analysed(page), { timeout: minutes(1) }).toBeGreaterThan(2);
      await page.getByTestId('live-best').waitFor();
      await picture(page, 'cine-phone-en');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(390);
      await page.getByTestId('live-stop').click();
      await expect.poll(() => page.getByTestId('live-bar').count()).toBe(0);
      expect(await outlines(page, 'live').count()).toBe(0);
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );
});
