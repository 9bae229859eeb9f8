/** Files made to do harm, each given to the page in the way that it comes in: nothing runs, nothing leaves. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  archives,
  images,
  logos,
  models,
  script,
  settingsFiles,
  templates,
  type HostileFile,
} from '../security/hostile';
import { poisonedStudy } from '../security/objects';
import { picture } from './browser';
import { writeDemo } from './demo-files';
import { hostileSession } from './hostile-session';
import { classicMrrt, editorMrrt } from './mrrt-files';
import { exportAs, imageLoaded, minutes, showTab } from './steps';

const { folder, fresh } = hostileSession();

const put = ({ name, bytes }: HostileFile, under = ''): string => {
  mkdirSync(join(folder, under), { recursive: true });
  const path = join(folder, under, name);
  writeFileSync(path, bytes);
  return path;
};

const give = async (page: Page, paths: readonly string[]): Promise<string> => {
  await page
    .getByTestId('open-files')
    .first()
    .setInputFiles([...paths]);
  await page
    .locator('[data-testid="file-summary"], [data-testid="open-problem"]')
    .first()
    .waitFor({ timeout: minutes(2) });
  await page.waitForFunction(() => !document.querySelector('[data-testid="open-progress"]'));
  const summary = page.getByTestId('file-summary').first();
  if ((await summary.count()) > 0) await summary.click();
  return (await page.locator('body').textContent()) ?? '';
};

describe('files', () => {
  test('images whose names and texts are markup are shown as text', async () => {
    const page = await fresh();
    const all = images();
    expect(all).toHaveLength(10);
    const named = { what: 'file name', name: '<img src=x onerror=pwned=1>.txt', bytes: new Uint8Array(9) };
    await give(
      page,
      [...all, named].map((one) => put(one)),
    );
    await imageLoaded(page);
    const items = page.getByTestId('series-item');
    const count = await items.count();
    expect(count).toBeGreaterThanOrEqual(9);
    const said: string[] = [];
    for (let n = 0; n < count; n++) {
      await items.nth(n).click();
      said.push((await page.locator('body').textContent()) ?? '');
    }
    // It was shown, not swallowed.
    expect(said.some((text) => text.includes('onerror=pwned=1'))).toBe(true);
    await picture(page, 'security-images');
  });

  test('a report, outlines, key images and marks of markup are read, and leave again as text', async () => {
    const page = await fresh();
    // The report brings work into the page: whenever it asks, it is let in.
    await page.addLocatorHandler(page.getByTestId('resume-dialog'), () =>
      page.getByTestId('resume-take').click(),
    );
    const paths = (await poisonedStudy()).map((bytes, n) =>
      put({ what: '', name: `${n}.dcm`, bytes }, 'objects'),
    );
    await give(page, paths);
    await imageLoaded(page);
    const objects = page.locator('[data-testid="series-item"]:has(.thumbnail-object)');
    for (let n = 0; n < (await objects.count()); n++) {
      await objects.nth(n).click();
      await page.getByTestId('object-panel').or(page.getByTestId('notice-link')).first().waitFor();
    }
    await page.getByTestId('object-close').click();
    await showTab(page, 'report');
    const html = readFileSync(await exportAs(page, 'html', folder), 'utf8');
    expect(html).toContain('&lt;img');
    // In a page without any policy, as the one who gets it by mail opens it.
    const plain = await page.context().newPage();
    await plain.setContent(html);
    expect(await plain.evaluate(() => (globalThis as { pwned?: unknown }).pwned)).toBeUndefined();
    expect(await plain.locator('script, iframe, object, embed, [onerror], [onload]').count()).toBe(0);
    const fhir = JSON.parse(readFileSync(await exportAs(page, 'fhir', folder), 'utf8')) as unknown;
    const narratives: string[] = [];
    JSON.stringify(fhir, (key: string, value: unknown) => {
      if (key === 'div' && typeof value === 'string') narratives.push(value);
      return value;
    });
    for (const one of narratives) expect(one).not.toMatch(/<(img|svg|script)/i);
    for (const what of ['docx', 'pdf', 'txt', 'json', 'sr'] as const) await exportAs(page, what, folder);
  });

  test('archives that want out of their folder, or to fill the memory, are named or opened in bounds', async () => {
    const page = await fresh();
    const said = await give(
      page,
      archives().map((one) => put(one)),
    );
    for (const { name } of archives().filter((one) => !['names.zip', 'traversal.zip'].includes(one.name)))
      expect(said, name).toContain(name);
    expect(said).toContain('entries overlap');
    expect(said).toMatch(/4294967280 bytes/);
    const used = await page.evaluate(
      () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
    );
    expect(used).toBeLessThan(600e6);
    // And the page goes on.
    await page
      .getByTestId('open-files')
      .first()
      .setInputFiles(writeDemo(join(folder, 'good'), 80, 82));
    await imageLoaded(page);
  });
});

describe('what is brought in', () => {
  test('settings, templates and logos', async () => {
    const page = await fresh();
    await page.getByTestId('open-demo').waitFor();
    await page.keyboard.press('Shift+S');
    for (const one of settingsFiles()) {
      await page.getByTestId('settings-import').setInputFiles(put(one));
      await expect
        .poll(() => page.locator('[data-testid="settings"] [role="status"]').first().textContent())
        .not.toBe('');
    }
    await page.getByTestId('settings-done').click();
    await page
      .getByTestId('open-files')
      .first()
      .setInputFiles(writeDemo(join(folder, 'few'), 80, 82));
    await imageLoaded(page);
    await showTab(page, 'report');
    await page.getByTestId('report-setup').click();
    for (const { what, name, bytes, kept } of logos()) {
      await page
        .getByTestId('logo-file')
        .setInputFiles({ name, mimeType: 'image/svg+xml', buffer: Buffer.from(bytes) });
      if (!kept)
        await expect
          .poll(() => page.locator('[data-testid="report-setup-dialog"]').textContent(), { message: what })
          .toMatch(/SVG|could not|decode/i);
    }
    await page.getByTestId('setup-tab-templates').click();
    const mrrt = [
      classicMrrt,
      editorMrrt,
      `<html><head><meta http-equiv="refresh" content="0;url=https://evil.example/"><base href="https://evil.example/"><link rel="stylesheet" href="https://evil.example/a.css"><title>${script}</title></head><body><form action="https://evil.example/"><input autofocus onfocus="ran=1"></form><math><mtext><table><mglyph><style><img src=x onerror=ran=1></style></mglyph></table></mtext></math></body></html>`,
    ];
    const files = [
      ...mrrt.map((text, n) => ({ name: `${n}.html`, mimeType: 'text/html', buffer: Buffer.from(text) })),
      ...templates().map(({ name, bytes }) => ({
        name,
        mimeType: 'application/json',
        buffer: Buffer.from(bytes),
      })),
    ];
    await page.getByTestId('template-file').setInputFiles(files);
    await expect.poll(() => page.getByTestId('template-said').locator('p').count()).toBe(files.length);
    await picture(page, 'security-templates');
  });

  test('models', async () => {
    const page = await fresh();
    await page.getByTestId('open-models').click();
    for (const [n, files] of models().entries()) {
      await page.getByTestId('import-files').setInputFiles(files.map((one) => put(one, `model${n}`)));
      await page
        .getByTestId('import-dialog')
        .locator('[role="alert"], [data-testid="import-refused"]')
        .first()
        .waitFor({ timeout: minutes(1) });
      await page
        .getByTestId('import-discard')
        .or(page.getByTestId('import-dialog').getByRole('button').last())
        .first()
        .click();
    }
    expect(
      await page.evaluate(async () =>
        (await (await caches.open('lamplight-models')).keys()).some(({ url }) => url.includes('evil')),
      ),
    ).toBe(false);
  });
});
