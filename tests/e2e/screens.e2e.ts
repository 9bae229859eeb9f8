import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDemoFile } from '../../src/dicom/demo/files';
import { DEMO_SEED, preparePhantom } from '../../src/domain/phantom';
import { launch, picture, servePage, visit } from './browser';
import { compareWithGolden } from './golden-picture';
import { openFiles } from './steps';

/** Every size and language once: pictures for a person to look at, and what a machine can judge of them. */
describe('screens', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  // Some slices of the demo study: the page looks the same and opens at once.
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-screens-'));
  const phantom = preparePhantom(DEMO_SEED);
  const paths = Array.from({ length: 9 }, (_, n) => {
    const path = join(folder, `IM${n}.dcm`);
    writeFileSync(path, makeDemoFile(phantom, 86 + n));
    return path;
  });
  beforeAll(async () => {
    server = await servePage();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const accessible = async (page: Page): Promise<string[]> => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    return violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target.join(' ')).join(', ')}`);
  };

  /** Every frame is decoded and drawn, and what streamed in has been drawn once more. */
  const settled = async (page: Page): Promise<void> => {
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLElement>('[data-testid^="viewport-"]')].every(
        (pane) => Number(pane.dataset.loaded) >= 0.999,
      ),
    );
    await page.mouse.move(5, 5);
    await page.waitForTimeout(800);
  };

  for (const [language, locale] of [
    ['zh', 'zh-CN'],
    ['en', 'en-US'],
  ])
    for (const [width, height] of [
      [1280, 720],
      [1920, 1080],
      [390, 844],
    ])
      test(`${language} at ${width}x${height}`, async () => {
        const phone = width < 600;
        const { page, errors } = await visit(browser, server.url, {
          locale,
          viewport: { width, height },
          hasTouch: phone,
          isMobile: phone,
        });
        await page.getByTestId('start-page').waitFor();
        await picture(page, `start-${language}-${width}`);
        expect.soft(await compareWithGolden(page, `start-${language}-${width}`)).toBeUndefined();
        expect(await accessible(page)).toEqual([]);
        await openFiles(page, paths);
        await picture(page, `open-${language}-${width}`);
        await settled(page);
        expect.soft(await compareWithGolden(page, `open-${language}-${width}`)).toBeUndefined();
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(sideways, 'the page scrolls sideways').toBe(0);
        if (phone) {
          const hidden = await page
            .locator('.thumb-bar button')
            .evaluateAll((all) =>
              all
                .filter((one) => one.getBoundingClientRect().right > innerWidth - 4)
                .map((one) => one.getAttribute('aria-label') ?? one.textContent),
            );
          expect(hidden, 'tools behind the edge').toEqual([]);
        }
        const image = (await page.locator('[data-testid^="viewport-"]').first().boundingBox())!;
        if (!phone) expect(image.width / width).toBeGreaterThanOrEqual(0.62);
        expect(await accessible(page)).toEqual([]);
        await page.keyboard.press('l');
        await page.getByTestId('viewport-sagittal').waitFor();
        await settled(page);
        await picture(page, `planes-${language}-${width}`);
        expect.soft(await compareWithGolden(page, `planes-${language}-${width}`)).toBeUndefined();
        expect(await accessible(page)).toEqual([]);
        expect(errors).toEqual([]);
        await page.context().close();
      });
});
