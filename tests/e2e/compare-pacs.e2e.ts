/** A prior that lies on a PACS: found by the patient's number, brought in beside what was opened from a file, compared. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, picture, servePage, shared, visit } from './browser';
import { oneOrigin, type OneOrigin } from './one-origin';
import { hasOrthanc, startOrthanc, type Orthanc } from './orthanc';
import { pairUids, slicesOf, writePair, type Header, type PairFiles } from './prior-pair';
import { minutes, openFiles } from './steps';

/** The prior as files, each by itself. */
function prior(pair: PairFiles, folder: string, header: Header): string[] {
  return slicesOf(pair.prior, header).map(({ name, data }) => {
    const path = join(folder, `${header.study}-${name}`);
    writeFileSync(path, data);
    return path;
  });
}

describe.skipIf(!shared || !hasOrthanc)('a prior on a PACS', () => {
  let folder: string;
  let orthanc: Orthanc;
  let server: Awaited<ReturnType<typeof servePage>>;
  let site: OneOrigin;
  let browser: Browser;
  let now: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lamplight-compare-pacs-'));
    const chest = join(shared!, 'data', 'dicom', 'studies', 'ct-chest', 'lung-b70f');
    const pair = await writePair(folder, chest);
    ({ now } = pair);
    [orthanc, server, browser] = await Promise.all([startOrthanc(), servePage(), launch()]);
    site = await oneOrigin({
      page: server.url,
      archive: orthanc.url,
      servers: [{ name: 'PACS', url: '/dicom-web' }],
    });
    // Theirs, and a study of somebody else.
    const stranger = { '00100010 PN': 'LI^Na', '00100020 LO': 'PAIR-2' };
    await orthanc.load(prior(pair, folder, { study: pairUids.then, date: '20250902' }));
    await orthanc.load(prior(pair, folder, { study: pairUids.other, date: '20250801', fields: stranger }));
  }, minutes(4));
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await server?.close();
    await orthanc?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it(
    'is offered where none is open, comes in, is registered and read with',
    { timeout: minutes(4) },
    async () => {
      const { page, errors, foreign } = await visit(browser, site.url);
      await openFiles(page, [now]);
      await page.keyboard.press('Control+Alt+C');
      const none = page.getByTestId('compare-none');
      await none.waitFor();
      await picture(page, 'compare-pacs-none-en');
      await none.getByTestId('compare-from-server').click();
      const priors = page.getByTestId('priors');
      await priors.getByTestId('prior').first().waitFor();
      await picture(page, 'compare-pacs-list-en');
      // Nobody else's.
      expect(
        await priors
          .getByTestId('prior')
          .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-study-uid'))),
      ).toEqual([pairUids.then]);
      await priors.getByTestId('prior-open').click();
      // Whoever asked for a prior in order to compare has it compared as soon as it is here.
      await page.waitForFunction(
        () => document.querySelector<HTMLElement>('[data-testid="compare-bar"]')?.dataset.state === 'ready',
      );
      expect(await page.getByTestId('compare-state').textContent()).toMatch(
        /Registered, good.*error \d\.\d mm/,
      );
      const cell = (n: number) => page.locator('.vp-cell').nth(n);
      expect(await cell(0).getByTestId('cell-role').textContent()).toBe('Current 2026-03-01');
      expect(await cell(1).getByTestId('cell-role').textContent()).toBe('Prior 2025-09-02 (−180 days)');
      const slice = async (n: number): Promise<number> =>
        Number(await cell(n).locator('.vp-pane').getAttribute('data-slice'));
      await cell(0).locator('.vp-pane').focus();
      const [mine, theirs] = [await slice(0), await slice(1)];
      for (let n = 0; n < 12; n++) await page.keyboard.press('ArrowDown');
      await expect.poll(() => slice(0)).toBe(mine + 12);
      await expect.poll(() => slice(1)).not.toBe(theirs);
      await picture(page, 'compare-pacs-en');
      expect(errors).toEqual([]);
      expect(foreign).toEqual([]);
      await page.context().close();
    },
  );

  it('is asked for in Chinese on a phone', { timeout: minutes(2) }, async () => {
    const { page, errors } = await visit(browser, site.url, { locale: 'zh-CN' });
    await openFiles(page, [now]);
    await page.keyboard.press('Control+Alt+C');
    await page.getByTestId('compare-none').waitFor();
    await picture(page, 'compare-pacs-none-zh');
    await page.setViewportSize({ width: 390, height: 844 });
    await picture(page, 'compare-pacs-none-390-zh');
    await page.getByTestId('compare-from-server').click();
    await page.getByTestId('prior-open').waitFor();
    await picture(page, 'compare-pacs-list-390-zh');
    await page.getByTestId('prior-open').click();
    await page.waitForFunction(
      () => document.querySelector<HTMLElement>('[data-testid="compare-bar"]')?.dataset.state === 'ready',
    );
    await picture(page, 'compare-pacs-390-zh');
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
