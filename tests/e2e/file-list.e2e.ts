/** What the page says of the files of a CD: what is missing, what is skipped, also when that is thousands. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ctSlice, part10 } from '../../src/dicom/testing/part10';
import { launch, picture, servePage, visit } from './browser';
import { minutes } from './steps';

const entry = (path: string) => ({ '00041410 US': 65535, '00041430 CS': 'IMAGE', '00041500 CS': path });
const directory = part10({
  '00080016 UI': '1.2.840.10008.1.3.10',
  '00041220 SQ': [entry('IMAGES\\IM1'), entry('IMAGES\\IM2'), entry('IMAGES\\IM3')],
});
/** Documents of a CD's viewer program; more than one page of the list. */
const DOCUMENTS = 450;

describe('the list of files', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  const cd = join(mkdtempSync(join(tmpdir(), 'lamplight-cd-')), 'CD');
  const write = (name: string, bytes: Uint8Array | string): string => {
    const path = join(cd, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, bytes);
    return path;
  };
  const dicomdir = write('DICOMDIR', directory);
  write('IMAGES/IM1', part10(ctSlice(0)));
  write('IMAGES/IM3', part10(ctSlice(2)));
  for (let n = 0; n < DOCUMENTS; n++) write(`VIEWER/help-${n}.htm`, `<p>${n}`);

  beforeAll(async () => {
    [browser, server] = [await launch(), await servePage()];
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const openCd = async (page: Page): Promise<void> => {
    await page.getByTestId('open-folder').first().setInputFiles(cd);
    await page
      .getByTestId('file-summary')
      .first()
      .waitFor({ timeout: minutes(2) });
  };
  const linesShown = (page: Page) => page.locator('[data-testid="file-results"] li:not(.file-more)').count();

  test(
    'a DICOMDIR alone is no study; with its folder, the missing image is named',
    {
      timeout: minutes(3),
    },
    async () => {
      const { page, errors } = await visit(browser, server.url);
      await page.getByTestId('open-files').first().setInputFiles([dicomdir]);
      const problem = page.getByTestId('open-problem');
      await problem.waitFor({ timeout: minutes(1) });
      expect(await problem.textContent()).toContain('Only a table of contents (DICOMDIR)');

      await openCd(page);
      const summary = page.getByTestId('file-summary').first();
      await summary.filter({ hasText: '2 loaded' }).waitFor({ timeout: minutes(2) });
      expect(await summary.textContent()).toBe(`2 loaded${DOCUMENTS + 1} skipped1 failed`);
      await summary.click();
      const results = page.getByTestId('file-results');
      const missing = results.locator('details').filter({ hasText: 'Named by the table of contents' });
      expect(await missing.locator('li').allTextContents()).toEqual(['CD/IMAGES/IM2CD/DICOMDIR']);

      // Hundreds of other files: folded, and unfolded a page at a time.
      const other = results.locator('details').filter({ hasText: 'Not a DICOM file' });
      const before = await linesShown(page);
      expect(await other.getAttribute('open')).toBeNull();
      expect(await other.locator('li').count()).toBe(0);
      await other.locator('summary').click();
      await other.locator('.file-more').waitFor();
      expect(await linesShown(page)).toBe(before + 200);
      expect(await other.locator('.file-more').textContent()).toContain(`and ${DOCUMENTS - 200} more files`);
      const more = other.locator('.file-more button');
      await more.click();
      expect(await more.textContent()).toBe('Show 50 more');
      await more.click();
      await more.waitFor({ state: 'detached' });
      expect(await linesShown(page)).toBe(before + DOCUMENTS);
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );

  test('on a phone it is in reach when there is something to say', { timeout: minutes(3) }, async () => {
    const { page, errors } = await visit(browser, server.url, {
      locale: 'zh-CN',
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await openCd(page);
    await page.getByTestId('file-summary').first().tap();
    const results = page.getByTestId('file-results');
    await results.waitFor();
    expect(await results.textContent()).toContain('CD/IMAGES/IM2');
    await picture(page, 'file-list-zh-phone');
    const { x, width } = (await results.boundingBox())!;
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(390);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
