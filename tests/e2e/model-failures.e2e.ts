/** What a reader sees when a model cannot be had, when they cancel, and when the network is gone. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, root, servePage, visit } from './browser';
import { writeDemo } from './demo-files';
import { analyse, findingRows, minutes, openDemo, openFiles } from './steps';

const stateOf = (page: Page): Promise<string | null> =>
  page.getByTestId('analysis-state').first().getAttribute('data-state');

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => browser?.close());

/** Starts or repeats the analysis and waits until the network has begun. */
async function untilTheNetworkRuns(page: Page): Promise<void> {
  await page.getByTestId('analysis-left').waitFor({ timeout: minutes(3) });
}

/** Presses cancel; gives the ms until the page says so. */
async function cancel(page: Page): Promise<number> {
  const pressed = Date.now();
  await page.getByTestId('analysis-cancel').click();
  await page.waitForFunction(
    () =>
      document.querySelector<HTMLElement>('[data-testid="analysis-state"]')?.dataset.state === 'cancelled',
  );
  return Date.now() - pressed;
}

describe('a model on the page', () => {
  it('whose bytes are not what the manifest says is not run, and runs once they are right again', async () => {
    const served = await servePage();
    const { page, foreign } = await visit(browser, served.url);
    try {
      const weights = '**/models/lung-nodule/weights.onnx';
      const bytes = readFileSync(join(root, 'public', 'models', 'lung-nodule', 'weights.onnx'));
      bytes[bytes.length >> 1] ^= 1;
      await page.route(weights, (route) => route.fulfill({ body: bytes }));
      await openDemo(page);
      expect(await analyse(page)).toBe('failed');
      const text = page.locator('.analysis-text').first();
      expect(await text.getAttribute('data-tip')).toMatch(/weights\.onnx: sha256/);
      await page.unroute(weights);
      await page.getByTestId('analysis-again').click();
      await untilTheNetworkRuns(page);
      expect(await cancel(page)).toBeLessThan(1000);
      expect(foreign).toEqual([]);
    } finally {
      await page.context().close();
      await served.close();
    }
  });

  it('runs again without the server: everything that a run needs was kept', async () => {
    const served = await servePage();
    const { page } = await visit(browser, served.url, { serviceWorkers: 'allow' });
    try {
      // The part of the demo study that holds five of its nodules: the run is about what is kept, not about the lungs.
      await openFiles(page, writeDemo(mkdtempSync(join(tmpdir(), 'lamplight-kept-')), 50, 115));
      await page.getByTestId('analyse').click();
      await page.getByTestId('analysis-run').click();
      await untilTheNetworkRuns(page);
      await cancel(page);
      await served.close();
      await page.getByTestId('analysis-again').click();
      await page.waitForFunction(
        () => {
          const now = document.querySelector<HTMLElement>('[data-testid="analysis-state"]')?.dataset.state;
          return now !== 'running' && now !== 'waiting';
        },
        undefined,
        { timeout: minutes(10) },
      );
      const tip = await page.locator('.analysis-text').first().getAttribute('data-tip');
      expect([await stateOf(page), tip]).toEqual(['done', tip]);
      expect((await findingRows(page)).length).toBeGreaterThan(3);
    } finally {
      await page.context().close();
    }
  });
});
