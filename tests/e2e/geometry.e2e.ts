/** Stacks that are no plain row of slices: what the reader sees of them, and that their planes do not lie. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, picture, servePage, shared, visit } from './browser';
import { filesOf, imageLoaded, minutes, openFiles } from './steps';

const data = shared && join(shared, 'data', 'dicom');

describe.skipIf(!data)('geometry', () => {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof servePage>>;

  beforeAll(async () => {
    [browser, server] = [await launch(), await servePage()];
  }, minutes(2));
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** Opens a folder, with the memory that the browser is to claim, and does something on the page. */
  async function opened(folder: string, act: (page: Page) => Promise<void>, deviceGb = 8): Promise<void> {
    const { page, errors } = await visit(browser, server.url);
    await page.addInitScript(
      (gb) => Object.defineProperty(navigator, 'deviceMemory', { get: () => gb }),
      deviceGb,
    );
    await page.reload();
    await openFiles(page, filesOf(join(data ?? '', folder), /\.dcm$/));
    await act(page);
    expect(errors).toEqual([]);
    await page.context().close();
  }

  async function planes(page: Page): Promise<void> {
    await page.getByTestId('layout-mpr').click();
    await page.getByTestId('viewport-sagittal').waitFor();
    await imageLoaded(page);
  }
  const notes = (page: Page, pane: string): Promise<string | null> =>
    page.getByTestId(`viewport-${pane}`).locator('.vp-notes').textContent();

  it('a tilted head CT is straightened for the planes and says so', { timeout: minutes(3) }, () =>
    opened('studies/ct-head/head', async (page) => {
      expect(await notes(page, 'stack')).toContain('Gantry tilt 18.5°');
      await planes(page);
      await picture(page, 'geometry-tilt');
      expect(await notes(page, 'axial')).toContain('Tilt of 18.5° corrected (resampled)');
      await page.getByTestId('layout-stack').click();
      await imageLoaded(page);
      expect(await page.getByTestId('viewport-stack').getAttribute('data-slices')).toBe('28');
    }),
  );

  it('a gap is named and no planes are cut through it', { timeout: minutes(3) }, () =>
    opened('malformed/series/gap-missing-slices', async (page) => {
      expect(await notes(page, 'stack')).toContain('Gap of 60 mm after image 8');
      expect(await page.getByTestId('layout-mpr').isDisabled()).toBe(true);
    }),
  );

  it('doubled slices are counted and used once', { timeout: minutes(3) }, () =>
    opened('malformed/series/duplicate-positions', async (page) => {
      await planes(page);
      expect(await page.getByTestId('viewport-axial').getAttribute('data-slices')).toBe('20');
      expect(await notes(page, 'axial')).toContain('repeated position: 4');
    }),
  );

  it('phases are entries of the series list', { timeout: minutes(3) }, () =>
    opened('malformed/series/4d-cardiac-phases', async (page) => {
      expect(await page.getByTestId('series-part').allTextContents()).toEqual([
        'Phase 1 of 3',
        'Phase 2 of 3',
        'Phase 3 of 3',
      ]);
      await page.getByTestId('series-item').nth(2).click();
      await imageLoaded(page);
      expect(await page.getByTestId('viewport-stack').getAttribute('data-slices')).toBe('10');
    }),
  );

  it('planes over the memory are offered reduced or whole; Escape stays', { timeout: minutes(4) }, () =>
    opened(
      'studies/ct-chest/lung-b70f',
      async (page) => {
        const offer = page.getByTestId('mpr-offer');
        await page.getByTestId('layout-mpr').click();
        await offer.waitFor();
        await picture(page, 'geometry-offer-en');
        expect(await offer.textContent()).toMatch(/needs 0\.\d+ GB of memory; this browser has 0\.06 GB/);
        expect(await offer.textContent()).toMatch(
          /pixels of (1\.\d+) mm instead of 0\.\d+, slices every 3\.00 mm as they are/,
        );
        expect(await page.getByTestId('viewport-stack').isVisible()).toBe(true);
        expect(await page.locator('.vp-cell:visible').count()).toBe(1);
        await page.keyboard.press('Escape');
        await offer.waitFor({ state: 'detached' });
        expect(await page.getByTestId('viewport-stack').isVisible()).toBe(true);

        await page.keyboard.press('l');
        await page.getByTestId('lang-toggle').first().click();
        expect(await offer.textContent()).toContain('降采样后');
        await picture(page, 'geometry-offer-zh');
        await page.getByTestId('lang-toggle').first().click();
        await page.getByTestId('mpr-reduced').click();
        await page.getByTestId('viewport-sagittal').waitFor();
        await imageLoaded(page);
        await picture(page, 'geometry-reduced');
        expect(await notes(page, 'axial')).toContain('Reduced to fit in memory: 1 of 2 pixels');
      },
      0.25,
    ),
  );

  it('planes over the memory are made whole when the reader wants them so', { timeout: minutes(3) }, () =>
    opened(
      'studies/ct-chest/lung-b70f',
      async (page) => {
        await page.getByTestId('layout-mpr').click();
        await page.getByTestId('mpr-whole').click();
        await page.getByTestId('viewport-sagittal').waitFor();
        await imageLoaded(page);
        expect(await notes(page, 'axial')).not.toContain('Reduced');
        expect(await page.getByTestId('viewport-stack').count()).toBe(0);
      },
      0.25,
    ),
  );

  it('without pixel spacing there are no mm', { timeout: minutes(3) }, () =>
    opened('malformed/series/no-pixelspacing', async (page) => {
      const pane = page.getByTestId('viewport-stack');
      expect(await pane.getAttribute('data-lengths')).toBe('none');
      expect(await pane.locator('.vp-scale text').textContent()).toMatch(/ px$/);
      expect(await page.getByTestId('layout-mpr').isDisabled()).toBe(true);
    }),
  );

  it('a film plays at the rate of its file, and stops', { timeout: minutes(3) }, () =>
    opened('studies/xa-coronary/cine', async (page) => {
      const pane = page.getByTestId('viewport-stack');
      const slice = async () => Number(await pane.getAttribute('data-slice'));
      const before = await slice();
      await page.getByTestId('cine-play').click();
      await page.waitForFunction(
        (n) =>
          Number(document.querySelector<HTMLElement>('[data-testid="viewport-stack"]')?.dataset.slice) !== n,
        before,
      );
      await page.getByTestId('cine-play').click();
      const stopped = await slice();
      await page.waitForTimeout(500);
      expect(await slice()).toBe(stopped);
      expect(await page.getByTestId('cine').getAttribute('data-playing')).toBe('false');
    }),
  );
});
