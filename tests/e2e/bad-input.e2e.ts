import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobReader, BlobWriter, ZipWriter } from '@zip.js/zip.js';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDemoFile } from '../../src/dicom/demo/files';
import { DEMO_SEED, preparePhantom } from '../../src/domain/phantom';
import { launch, servePage, shared, visit } from './browser';
import { filesOf, imageLoaded, minutes, openDemo, openFiles } from './steps';

/** Every bad input gets a message that names the file and the reason; the rest goes on. */
describe('bad input', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-bad-'));
  const file = (name: string, bytes: Uint8Array | string): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  const phantom = preparePhantom(DEMO_SEED);
  const slices = [80, 81, 82].map((k) => makeDemoFile(phantom, k));

  beforeAll(async () => {
    server = await servePage();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const fresh = async (): Promise<Page> => (await visit(browser, server.url)).page;
  const results = async (page: Page): Promise<string> => {
    await page.getByTestId('file-summary').first().click();
    return (await page.getByTestId('file-results').first().textContent()) ?? '';
  };
  const text = async (page: Page): Promise<string> => (await page.locator('body').textContent()) ?? '';

  test('a text file and a damaged file beside good ones: each is named with its reason, the good ones open', async () => {
    const page = await fresh();
    await openFiles(page, [
      ...slices.map((bytes, n) => file(`good${n}.dcm`, bytes)),
      file('notes.txt', 'not an image'),
      file('cut.dcm', slices[0].subarray(0, 400)),
      file('short-pixels.dcm', slices[1].subarray(0, slices[1].length - 200_000)),
    ]);
    const said = await results(page);
    for (const name of ['notes.txt', 'cut.dcm', 'short-pixels.dcm']) expect(said).toContain(name);
    expect(said).toMatch(/not a DICOM|not DICOM/i);
    expect(await page.getByTestId('series-item').count()).toBe(1);
    await page.context().close();
  });

  test('only things that are not DICOM: a message, and the start page stays usable', async () => {
    const page = await fresh();
    await page
      .getByTestId('open-files')
      .first()
      .setInputFiles([file('a.txt', 'x'), file('b.bin', new Uint8Array(600))]);
    await page
      .getByRole('alert')
      .first()
      .waitFor({ timeout: minutes(1) });
    await page.getByTestId('open-demo').waitFor();
    await page.context().close();
  });

  test('a ZIP with a password: wrong says so, right opens', async () => {
    const zip = new ZipWriter(new BlobWriter('application/zip'), {
      password: 'right',
      encryptionStrength: 3,
    });
    for (const [n, bytes] of slices.entries())
      await zip.add(`CT/slice${n}.dcm`, new BlobReader(new Blob([bytes])));
    const path = file('locked.zip', new Uint8Array(await (await zip.close()).arrayBuffer()));
    const page = await fresh();
    await page.getByTestId('open-files').first().setInputFiles([path]);
    const dialog = page.getByRole('dialog');
    await dialog.waitFor({ timeout: minutes(1) });
    const before = await dialog.textContent();
    expect(before).toContain('locked.zip');
    await dialog.locator('input').fill('wrong');
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      (was) => {
        const now = document.querySelector('dialog[open]')?.textContent;
        return now !== undefined && now !== null && now !== was;
      },
      before,
      { timeout: minutes(1) },
    );
    await dialog.locator('input').fill('right');
    await page.keyboard.press('Enter');
    await imageLoaded(page);
    await page.context().close();
  });

  test('a compressed ZIP behind a program, an archive of another kind, a twin with other pixels: opened or named', async () => {
    const zip = new ZipWriter(new BlobWriter('application/zip'));
    for (const [n, bytes] of slices.entries())
      await zip.add(`CT/slice${n}.dcm`, new BlobReader(new Blob([bytes])), { level: 6 });
    await zip.add('disk.img', new BlobReader(new Blob([new Uint8Array(20 * 1024 * 1024)])));
    const packed = new Uint8Array(await (await zip.close()).arrayBuffer());
    const program = new Uint8Array(4096 + packed.length);
    program.set([0x4d, 0x5a]);
    program.set(packed, 4096);
    const twin = slices[0].slice();
    twin[twin.length - 1] ^= 1;
    const page = await fresh();
    await openFiles(page, [
      file('study.exe', program),
      file('study.rar', Uint8Array.of(0x52, 0x61, 0x72, 0x21, 0x1a, 7, 0)),
      file('twin.dcm', twin),
    ]);
    const said = await results(page);
    expect(said).toContain('study.rar');
    expect(said).toMatch(/not a ZIP/);
    expect(said).toContain('study.exe/disk.img');
    // Whichever came second: the twin is a plain file, read before what is in the archive.
    expect(said).toContain('study.exe/CT/slice0.dcm');
    expect(said).toMatch(/Another image with the identifier/);
    expect(await page.locator('[data-slices]').first().getAttribute('data-slices')).toBe('3');
    await page.context().close();
  });

  test.skipIf(!shared)('a head CT: the nodule analysis declines and says why', async () => {
    const page = await fresh();
    const head = join(shared!, 'data', 'dicom', 'studies', 'ct-head');
    const [inner] = filesOf(head).filter((path) => !path.endsWith('.txt'));
    await openFiles(page, filesOf(inner));
    await page.getByTestId('analyse').click();
    expect(await page.getByTestId('suitability').getAttribute('data-verdict')).toBe('unsuitable');
    expect(await page.getByTestId('analysis-run').isDisabled()).toBe(true);
    await page.context().close();
  });

  test('cancel within a second, and the page can run again', async () => {
    const page = await fresh();
    await openDemo(page);
    await page.getByTestId('analyse').click();
    await page.getByTestId('analysis-run').click();
    await page.getByTestId('analysis-cancel').waitFor();
    await page.waitForTimeout(4000);
    await page.getByTestId('analysis-cancel').click();
    await page.waitForFunction(
      () =>
        document.querySelector<HTMLElement>('[data-testid="analysis-state"]')?.dataset.state === 'cancelled',
      undefined,
      { timeout: 3000 },
    );
    await page.getByTestId('analyse').click();
    expect(await page.getByTestId('analysis-run').isEnabled()).toBe(true);
    await page.context().close();
  });

  test('WebGL lost: said, and back by itself', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en-US' });
    const page = await context.newPage();
    await page.addInitScript(() => {
      const contexts: WebGL2RenderingContext[] = [];
      Object.assign(window, { glContexts: contexts });
      for (const canvas of [HTMLCanvasElement, OffscreenCanvas]) {
        const get = canvas.prototype.getContext as (this: unknown, ...args: unknown[]) => unknown;
        canvas.prototype.getContext = function (this: unknown, ...args: unknown[]) {
          const made = get.apply(this, args);
          if (args[0] === 'webgl2' && made && !contexts.includes(made as WebGL2RenderingContext))
            contexts.push(made as WebGL2RenderingContext);
          return made;
        } as never;
      }
    });
    await page.goto(server.url);
    await openFiles(
      page,
      slices.map((bytes, n) => file(`few${n}.dcm`, bytes)),
    );
    await page.evaluate(() => {
      const { glContexts } = window as unknown as { glContexts: WebGL2RenderingContext[] };
      for (const gl of glContexts) {
        const handle = gl.getExtension('WEBGL_lose_context');
        if (!handle || gl.isContextLost()) continue;
        handle.loseContext();
        setTimeout(() => handle.restoreContext(), 1500);
      }
    });
    await page.getByText('graphics', { exact: false }).first().waitFor({ timeout: 10_000 });
    await page.waitForTimeout(4000);
    await imageLoaded(page);
    const before = await page.locator('[data-slice]').first().getAttribute('data-slice');
    await page.locator('[data-slice]').first().hover();
    await page.mouse.wheel(0, 200);
    await page.waitForFunction(
      (was) => document.querySelector<HTMLElement>('[data-slice]')?.dataset.slice !== was,
      before,
      { timeout: minutes(1) },
    );
    await context.close();
  });

  test('without cross-origin isolation the page says that it is slower and still opens', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en-US' });
    const page = await context.newPage();
    await page.route(server.url, async (route) => {
      const response = await route.fetch();
      const headers = response.headers();
      delete headers['cross-origin-opener-policy'];
      delete headers['cross-origin-embedder-policy'];
      await route.fulfill({ response, headers });
    });
    await page.goto(server.url);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await openFiles(
      page,
      slices.map((bytes, n) => file(`few${n}.dcm`, bytes)),
    );
    expect(await text(page)).toMatch(/isolat|one thread/i);
    await context.close();
  });
});

test('a browser without WebGL2 still shows slices', async () => {
  const server = await servePage();
  const browser = await launch({ webgl: false });
  try {
    const { page } = await visit(browser, server.url);
    await openDemo(page);
    expect(await page.locator('body').textContent()).toMatch(/WebGL/);
  } finally {
    await browser.close();
    await server.close();
  }
});
