import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDemoFile } from '../../src/dicom/demo/files';
import { DEMO_SEED, preparePhantom } from '../../src/domain/phantom';
import { dayBack, madeStudy, serveMadeStudies } from '../fixtures/made-dicomweb.mjs';
import { launch, long, picture, servePage, visit } from './browser';
import { minutes, openFiles } from './steps';

const COUNT = 100_000;
const patient = { timeout: minutes(2) };

/** The worklist as a reader of many studies a day uses it: a PACS of 100,000, one that is down, and this computer. */
describe('the worklist', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  let made: Awaited<ReturnType<typeof serveMadeStudies>>;
  let page: Page;
  let errors: string[];

  const folder = mkdtempSync(join(tmpdir(), 'lamplight-worklist-'));
  const phantom = preparePhantom(DEMO_SEED);
  const paths = Array.from({ length: 3 }, (_, n) => {
    const path = join(folder, `IM${n}.dcm`);
    writeFileSync(path, makeDemoFile(phantom, 86 + n));
    return path;
  });

  beforeAll(async () => {
    server = await servePage();
    made = await serveMadeStudies({
      page: server.url,
      count: COUNT,
      more: [{ name: 'Branch', url: '/branch' }],
    });
    browser = await launch();
    ({ page, errors } = await visit(browser, made.url));
  });
  afterAll(async () => {
    await browser?.close();
    await made?.close();
    await server?.close();
  });

  const shown = async (): Promise<number> =>
    Number(await page.getByTestId('wl-counts').getAttribute('data-shown'));
  const firstRow = () => page.locator('[data-testid="worklist-row"][data-at="0"]');
  const selected = () => page.locator('[data-testid="worklist-row"][aria-selected="true"]');
  const accessible = async (): Promise<string[]> => {
    const { violations } = await new AxeBuilder({ page }).include('[data-testid="worklist"]').analyze();
    return violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target.join(' ')).join(', ')}`);
  };

  test('lists a hundred thousand studies while they come, in pages, the newest first', async () => {
    await firstRow().waitFor(patient);
    // The first ones are there to be read long before the last ones.
    expect(await shown()).toBeLessThan(COUNT);
    await expect.poll(shown, patient).toBe(COUNT);
    expect(made.state.largestPage).toBeLessThanOrEqual(1000);
    expect(await firstRow().getAttribute('data-uid')).toBe(madeStudy(0).uid);
    // Only what can be seen is in the page.
    expect(await page.getByTestId('worklist-row').count()).toBeLessThan(100);
    const grid = page.getByTestId('worklist-grid');
    expect(await grid.getAttribute('aria-rowcount')).toBe(String(COUNT + 1));
  });

  test('says which server gave nothing and why, beside what the other gave', async () => {
    const branch = page.getByTestId('wl-server-preset:Branch');
    await branch.waitFor(patient);
    expect(await branch.getAttribute('data-state')).toBe('failed');
    expect(await branch.textContent()).toMatch(/Branch: could not be listed \(0 came\)\. .{10,}/);
    expect(await accessible()).toEqual([]);
    await picture(page, 'worklist-en-1280');
  });

  test('goes by keys: arrows, pages, ends, letters', async () => {
    await page.getByTestId('worklist-grid').focus();
    const at = () => selected().getAttribute('data-at', patient).then(Number);
    await page.keyboard.press('Home');
    await expect.poll(at).toBe(0);
    await page.keyboard.press('ArrowDown');
    await expect.poll(at).toBe(1);
    await page.keyboard.press('PageDown');
    await expect.poll(at).toBeGreaterThan(8);
    await page.keyboard.press('End');
    await expect.poll(at).toBe(COUNT - 1);
    const active = await page.getByTestId('worklist-grid').getAttribute('aria-activedescendant');
    expect(await selected().getAttribute('id')).toBe(active);
    await page.keyboard.press('Home');
    await page.keyboard.type('wang');
    await expect.poll(() => selected().textContent()).toMatch(/WANG FANG/);
  });

  test('searches in Chinese and with wildcards, and filters by date', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('张伟70');
    const all = Array.from({ length: COUNT }, (_, n) => madeStudy(n));
    const called = all.filter((s) => s.name.includes('=张^伟70')).length;
    await expect.poll(shown, patient).toBe(called);
    await page.getByTestId('wl-search').fill('P00001?');
    await expect.poll(shown, patient).toBe(10);
    await page.getByTestId('wl-search').fill('');
    await page.getByTestId('wl-filter-date').click();
    await page.getByTestId('wl-date-yesterday').check();
    await expect.poll(shown, patient).toBe(all.filter((s) => s.date === dayBack(1)).length);
    await page.keyboard.press('Escape');
    await page.getByTestId('wl-filter-modalities').click();
    await page.getByTestId('wl-modalities-CT').check();
    const wanted = all.filter((s) => s.date === dayBack(1) && s.modality === 'CT');
    await expect.poll(shown, patient).toBe(wanted.length);
    await page.keyboard.press('Escape');
    await page.getByTestId('wl-sort-name').click();
    const names = wanted.map((s) => s.name.replaceAll('^', ' ').toUpperCase()).toSorted();
    await expect
      .poll(() => firstRow().textContent(), patient)
      .toContain((names[0] ?? '').replace(/=.*$/, ''));
  });

  test('keeps the list as a view under a name, over a reload', async () => {
    const before = await shown();
    await page.getByTestId('wl-views').click();
    await page.getByTestId('wl-view-save').click();
    await page.getByTestId('wl-view-name').fill('CT 昨天');
    await page.getByTestId('wl-view-done').click();
    await expect.poll(() => page.getByTestId('wl-views').textContent()).toBe('CT 昨天');
    await page.waitForFunction(
      () =>
        new Promise((resolve) => {
          const asked = indexedDB.open('lamplight');
          asked.addEventListener('success', () => {
            const db = asked.result;
            const kept = db.transaction('settings').objectStore('settings').get('choice:worklist');
            kept.addEventListener('success', () => {
              db.close();
              resolve(JSON.stringify(kept.result ?? '').includes('CT 昨天'));
            });
          });
        }),
    );
    const asked = made.state.searches;
    await page.reload();
    // The view asks the server for its day only.
    await expect.poll(shown, patient).toBe(before);
    expect(await page.getByTestId('wl-views').textContent()).toBe('CT 昨天');
    expect(made.state.searches - asked).toBeLessThan(10);
    await page.getByTestId('wl-views').click();
    await page.getByTestId('wl-view-delete').click();
    await page.getByTestId('wl-view-done').click();
    await expect.poll(() => page.getByTestId('wl-views').textContent()).toBe('All studies');
  });

  test('shows a study of this computer in the same table; the list opens over the images by a key', async () => {
    await page.getByTestId('wl-filter-sources').click();
    await page.getByTestId('wl-sources-here').check();
    await openFiles(page, paths);
    await page.keyboard.press('F7');
    await page.getByTestId('worklist-over').waitFor(patient);
    await expect.poll(shown, patient).toBe(1);
    expect(await firstRow().textContent()).toContain('SYNTHETIC');
    expect(await selected().getAttribute('data-open')).toBe('true');
    expect(await firstRow().getAttribute('data-status')).toBe('new');
    await page.keyboard.press('F7');
    await expect.poll(() => page.getByTestId('worklist-over').count(), patient).toBe(0);
  });

  test('knows what was begun, and where a server is down keeps what it had', async () => {
    await page.keyboard.press('k');
    made.state.down = true;
    await page.keyboard.press('F7');
    await expect.poll(() => firstRow().getAttribute('data-status'), patient).toBe('draft');
    await page.getByTestId('wl-refresh').click();
    const pacs = page.getByTestId('wl-server-preset:made');
    await expect.poll(() => pacs.getAttribute('data-state'), patient).toBe('failed');
    await page.getByTestId('wl-clear').click();
    await expect.poll(shown, patient).toBeGreaterThan(1);
    made.state.down = false;
    // What a server that is not there says is an error to the browser, and to nobody else.
    expect(errors.filter((one) => !/status of (404|500)/.test(one))).toEqual([]);
  });
});

describe.runIf(long)('AI ahead of the reader', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  beforeAll(async () => {
    server = await servePage();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('looks at the next study without opening it; opening it shows what was found, the next key comes to it', async () => {
    const { page, errors } = await visit(browser, server.url);
    const phantom = preparePhantom(DEMO_SEED);
    const path = join(mkdtempSync(join(tmpdir(), 'lamplight-ahead-')), 'IM0.dcm');
    writeFileSync(path, makeDemoFile(phantom, 90));
    await page.getByTestId('start-page').waitFor();
    await page.getByTestId('open-files').first().setInputFiles([path]);
    await page.getByTestId('more-menu').click(patient);
    await page.getByTestId('close-study').click();
    const row = page.locator('[data-testid="worklist-row"]');
    await expect.poll(() => row.getAttribute('data-status'), patient).toBe('new');
    await page.getByTestId('wl-ahead').click();
    const status = page.getByTestId('wl-ahead-status');
    await expect.poll(() => status.getAttribute('data-state'), patient).toBe('running');
    // Nothing is opened meanwhile.
    expect(await page.getByTestId('start-page').count()).toBe(1);
    await expect.poll(() => row.getAttribute('data-status'), { timeout: minutes(9) }).toBe('aiRan');
    expect(await status.getAttribute('data-done')).toBe('1');
    await picture(page, 'worklist-ahead');
    await page.keyboard.press('`');
    await page
      .getByTestId('finding-row')
      .first()
      .waitFor({ timeout: minutes(4) });
    expect(await page.getByTestId('finding-row').count()).toBeGreaterThan(3);
    expect(errors).toEqual([]);
  });
});
