/** After one visit the page works without a network; another version is offered, and never mixed with the one in use. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, picture, root, visit } from './browser';
import { writeDemo } from './demo-files';
import { analyse, exportAs, findingRows, keepOffline, minutes, openFiles, showTab } from './steps';

const folder = mkdtempSync(join(tmpdir(), 'lamplight-offline-'));
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const serveFolder = async (dist: string, port = 0) => {
  const { serve } = await import('../../scripts/serve.mjs');
  return serve(port, dist);
};

describe('without a network', () => {
  test('visit, cut the network, load again, open, analyse, report, export', async () => {
    const server = await serveFolder(join(root, 'dist'));
    const { page, errors } = await visit(browser, server.url, { serviceWorkers: 'allow' });
    await keepOffline(page);
    await picture(page, 'offline-version-en');
    const axe = await new AxeBuilder({ page }).include('[data-testid="version-dialog"]').analyze();
    expect(axe.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    await expect.poll(() => page.getByTestId('version-checked').textContent()).toMatch(/^today, \d/);
    // Every rule by its name, not by a key.
    expect(await page.getByTestId('version-dialog').textContent()).not.toMatch(/rule\./);
    await page.getByTestId('version-done').click();

    // The server goes for good, and the browser has no line either.
    await server.close();
    await page.context().setOffline(true);
    await expect(fetch(server.url)).rejects.toThrow();
    errors.length = 0;
    await page.reload();
    await page
      .locator('[data-testid="status-offline"][data-online="false"]')
      .waitFor({ timeout: minutes(1) });
    expect(await page.getByTestId('status-offline').textContent()).toMatch(
      /^Offline, version of \d+ \w+ \d{4}$/,
    );
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);

    await openFiles(page, writeDemo(join(folder, 'study'), 70, 110));
    expect(await analyse(page)).toBe('done');
    const rows = await findingRows(page);
    expect(rows.length).toBeGreaterThan(0);
    await page.keyboard.press('n');
    await page.keyboard.press('a');
    await expect
      .poll(async () => (await findingRows(page)).map(({ review }) => review))
      .toContain('accepted');

    for (const what of ['pdf', 'docx', 'html', 'txt', 'json', 'fhir', 'sr', 'seg'] as const) {
      const path = await exportAs(page, what, folder);
      expect(statSync(path).size, path).toBeGreaterThan(200);
    }
    await page.getByTestId('lang-toggle').click();
    await showTab(page, 'report');
    // The Chinese fonts are 10 MB each and are asked for by a Chinese report only.
    const chinese = await exportAs(page, 'pdf', folder);
    if (existsSync('/usr/bin/pdffonts'))
      expect(execFileSync('/usr/bin/pdffonts', [chinese]).toString()).toMatch(/NotoSansSC/);
    else expect(readFileSync(chinese).subarray(0, 5).toString()).toBe('%PDF-');
    // What the page tries and cannot have, it says once itself; nothing of it may break.
    expect(errors.filter((error) => !/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED/.test(error))).toEqual(
      [],
    );
    await page.context().close();
  });
});

describe('another version', () => {
  /** The page as it was built, before it was given its version. */
  const unlisted = (dist: string): void => {
    const bare = (path: string, change: (text: string) => string) =>
      writeFileSync(join(dist, path), change(readFileSync(join(dist, path), 'utf8')));
    bare('service-worker.js', (text) => text.replace(/^self\.LAMPLIGHT_BUILD = .*\n/, ''));
    bare('index.html', (text) => text.replace(/\n\s*<meta name="lamplight-build"[^>]*>/, ''));
  };

  /** As a deployment does it: the program and the writer of Word files have new names, the old ones are gone. */
  const deployNext = async (dist: string): Promise<string> => {
    unlisted(dist);
    const assets = join(dist, 'assets');
    const main = /assets\/(index-[\w-]+\.js)/.exec(readFileSync(join(dist, 'index.html'), 'utf8'))![1];
    const docx = readdirSync(assets).find((name) => /^docx-[\w-]+\.js$/.test(name))!;
    for (const name of readdirSync(assets).filter((one) => /\.(js|mjs)$/.test(one))) {
      const path = join(assets, name);
      writeFileSync(
        path,
        readFileSync(path, 'utf8').replaceAll(docx, `new-${docx}`).replaceAll(main, `new-${main}`),
      );
    }
    renameSync(join(assets, docx), join(assets, `new-${docx}`));
    renameSync(join(assets, main), join(assets, `new-${main}`));
    const index = join(dist, 'index.html');
    writeFileSync(index, readFileSync(index, 'utf8').replaceAll(main, `new-${main}`));
    const { writeKeptList } = await import('../../scripts/kept-list.mjs');
    writeKeptList(dist);
    return docx;
  };

  const versionOf = (page: Page): Promise<string> =>
    page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[name="lamplight-build"]')!.content);

  test('is offered and not forced; the one in use stays whole until its last tab is gone', async () => {
    const dist = join(folder, 'dist');
    cpSync(join(root, 'dist'), dist, { recursive: true });
    const server = await serveFolder(dist);
    const { page, errors } = await visit(browser, server.url, { serviceWorkers: 'allow' });
    const context = page.context();
    await page.locator('[data-testid="status-offline"]').waitFor({ timeout: minutes(1) });
    const first = await versionOf(page);
    const other = await context.newPage();
    await other.goto(server.url);
    await openFiles(other, writeDemo(join(folder, 'few'), 80, 83));

    const gone = await deployNext(dist);
    expect(existsSync(join(dist, 'assets', gone))).toBe(false);
    await page.getByTestId('status-offline').click();
    await page.getByTestId('version-check').click();
    await page.getByTestId('version-done').click();
    await other.getByTestId('notice-update').waitFor({ timeout: minutes(1) });
    await page.getByTestId('notice-update').waitFor({ timeout: minutes(1) });
    await picture(page, 'offline-update-en');
    // Loaded again while the other tab reads: still the old page, with all that it needs.
    await page.reload();
    expect(await versionOf(page)).toBe(first);

    await page.getByTestId('update-take').click();
    await expect.poll(() => versionOf(page).catch(() => first), { timeout: minutes(1) }).not.toBe(first);
    // The tab in which a study is read was not touched, and writes with the old version's own files.
    await other
      .locator('[data-testid="notice-update"]', { hasText: 'Another tab' })
      .waitFor({ timeout: minutes(1) });
    expect(await versionOf(other)).toBe(first);
    expect(await other.getByTestId('study-name').count()).toBe(1);
    expect(statSync(await exportAs(other, 'docx', folder)).size).toBeGreaterThan(2000);

    const left = (): Promise<boolean> =>
      page.evaluate(
        async (name) =>
          (await (await caches.open('lamplight-assets')).keys()).some(({ url }) => url.endsWith(name)),
        `/${gone}`,
      );
    expect(await left()).toBe(true);
    await other.close();
    await page.reload();
    await expect.poll(left, { timeout: minutes(1) }).toBe(false);
    expect(errors).toEqual([]);
    await context.close();
    await server.close();
  });
});
