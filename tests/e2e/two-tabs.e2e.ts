/** One study in two tabs: one edits, the other reads and says so, and takes over without losing anything. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, picture, servePage, visit } from './browser';
import { drawLine, openStudy, STUDY, writeStudy } from './keep-study';
import { seeded } from './profile';
import { rawRows } from './raw-store';
import { minutes } from './steps';

const wait = { timeout: minutes(1) };
const PASS = 'correct horse battery';
const lines = (page: Page): Promise<number> => page.getByTestId('measure-row').count();
const saved = (page: Page): Promise<void> =>
  page.locator('[data-testid="status-save"][data-state="saved"]').waitFor(wait);

describe('a study in two tabs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-tabs-'));
  const random = seeded(1);
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  beforeAll(async () => {
    [browser, server] = [await launch(), await servePage()];
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('is edited in one of them at a time', { timeout: minutes(5) }, async () => {
    const files = writeStudy(join(folder, 'ct'));
    const { page: one, errors } = await visit(browser, server.url);
    await openStudy(one, files);
    await one.getByTestId('tab-measure').click();
    await drawLine(one, random);
    await saved(one);

    // The second tab reads, with what the first has done.
    const two = await one.context().newPage();
    two.on('pageerror', (error) => errors.push(String(error)));
    await two.setViewportSize({ width: 1280, height: 720 });
    await two.goto(server.url);
    await openStudy(two, files);
    await two.getByTestId('notice-reading').waitFor(wait);
    await two.getByTestId('tab-measure').click();
    await expect.poll(() => lines(two), wait).toBe(1);
    await picture(two, 'two-tabs-reading');

    // What a hand changes there is taken back, and said; the other's work stays.
    await drawLine(two, random);
    await expect.poll(() => two.getByTestId('notice-reading').textContent(), wait).toContain('Not changed');
    await expect.poll(() => lines(two), wait).toBe(1);

    // What the first one does comes over by itself.
    await one.bringToFront();
    await drawLine(one, random);
    await expect.poll(() => lines(one), wait).toBe(2);
    await expect.poll(() => lines(two), wait).toBe(2);

    // On request, and with consent: refused first, then given.
    await two.bringToFront();
    await two.getByTestId('ask-seat').click();
    await one.bringToFront();
    await one.getByTestId('notice-asked').waitFor(wait);
    await picture(one, 'two-tabs-asked');
    await one.getByTestId('seat-refuse').click();
    await expect.poll(() => two.getByTestId('notice-reading').textContent(), wait).toContain('did not agree');
    await two.bringToFront();
    await two.getByTestId('ask-seat').click();
    await one.bringToFront();
    await drawLine(one, random);
    await one.getByTestId('seat-hand').click();
    await one.getByTestId('notice-reading').waitFor(wait);
    await expect.poll(() => two.getByTestId('notice-reading').count(), wait).toBe(0);
    // The line that was drawn just before handing over came along.
    await expect.poll(() => lines(two), wait).toBe(3);
    await two.bringToFront();
    await drawLine(two, random);
    await saved(two);
    await expect.poll(() => lines(one), wait).toBe(4);

    // The tab that reads has everything encrypted from now on; the one that edits goes on so, with what it did meanwhile.
    await one.bringToFront();
    await one.keyboard.press('Shift+S');
    await one.getByTestId('settings-tab-keep').click();
    await one.getByTestId('keep-sealed').check();
    for (const field of ['first', 'second']) await one.getByTestId(`keep-turn-${field}`).fill(PASS);
    await one.getByTestId('keep-turn-go').click();
    await one.locator('[data-testid="keep-mode"][data-mode="sealed"]').waitFor(wait);
    await one.getByTestId('settings-done').click();
    await two.bringToFront();
    await two.getByTestId('notice-followed').waitFor(wait);
    await picture(two, 'two-tabs-followed');
    expect(await two.getByTestId('notice-stale').count()).toBe(0);
    await drawLine(two, random);
    await saved(two);
    await expect.poll(() => lines(one), wait).toBe(5);
    for (const table of ['generations', 'pieces'])
      for (const { key } of await rawRows(two, table)) expect(key).not.toContain(STUDY);

    // The tab that edits dies without a word; the other goes on from what was saved.
    await two.close();
    await expect.poll(() => one.getByTestId('notice-reading').count(), wait).toBe(0);
    await one.bringToFront();
    await drawLine(one, random);
    await expect.poll(() => lines(one), wait).toBe(6);
    await saved(one);
    // Nothing was lost: a new start asks for the passphrase and has all of it.
    await one.reload();
    await one.getByTestId('lock-passphrase').fill(PASS);
    await one.getByTestId('unlock').click();
    await openStudy(one, files);
    await one.getByTestId('notice-restored').waitFor(wait);
    await one.getByTestId('tab-measure').click();
    await expect.poll(() => lines(one), wait).toBe(6);
    expect(errors).toEqual([]);
    await one.context().close();
  });
});
