import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDemoFile } from '../../src/dicom/demo/files';
import { deflate64, zipOfOne } from '../../src/dicom/testing/deflate64';
import { ctSlice, part10 } from '../../src/dicom/testing/part10';
import { DEMO_SEED, preparePhantom } from '../../src/domain/phantom';
import { launch, servePage, visit } from '../e2e/browser';
import { imageLoaded, minutes } from '../e2e/steps';

/** What comes in by other ways than a plain folder, in the page itself. */
describe('ways in', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-intake-'));
  const phantom = preparePhantom(DEMO_SEED);
  const slice = makeDemoFile(phantom, 80);

  beforeAll(async () => {
    server = await servePage();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const give = async (page: Page, name: string, bytes: Uint8Array | Blob): Promise<string> => {
    const path = join(folder, name);
    writeFileSync(path, bytes instanceof Blob ? new Uint8Array(await bytes.arrayBuffer()) : bytes);
    await page.getByTestId('open-files').first().setInputFiles([path]);
    const summary = page.getByTestId('file-summary').first();
    await summary.waitFor({ timeout: minutes(1) });
    return (await summary.textContent()) ?? '';
  };

  test('?url= opens what is there, and says what is not', async () => {
    const { page } = await visit(browser, server.url);
    // By path: the page's own address ends like that too.
    await page.route(
      ({ pathname }) => pathname === '/stored/slice',
      (route) => route.fulfill({ body: Buffer.from(slice) }),
    );
    await page.route(
      ({ pathname }) => pathname === '/stored/none',
      (route) => route.fulfill({ status: 404 }),
    );
    await page.goto(`${server.url}?url=stored/slice`);
    await imageLoaded(page);
    await page.goto(`${server.url}?url=/stored/none`);
    const problem = page.getByTestId('open-problem');
    await problem.waitFor({ timeout: minutes(1) });
    expect(await problem.textContent()).toContain('HTTP 404');
    // Another server, which the deployment does not name: not even asked, and the page says so.
    await page.goto(`${server.url}?url=${encodeURIComponent('https://example.org/a.dcm')}`);
    const refused = page.getByTestId('notice-link');
    await refused.waitFor({ timeout: minutes(1) });
    expect(await refused.textContent()).toContain('https://example.org');
    await page.context().close();
  });

  test('a ZIP in Deflate64 under the name of nothing in particular', async () => {
    const pixels = new Uint8Array(131072).map((_, i) => (Math.imul(i & 65535, 2654435761) >>> 13) & 255);
    const plain = part10(ctSlice(0, { '00280010 US': 256, '00280011 US': 256, '7FE00010 OW': pixels }));
    const at = plain.length - 65536;
    const packed = deflate64(plain, [{ at, length: 65536, back: 65536 }]);
    const { page } = await visit(browser, server.url);
    const zip = zipOfOne(new TextEncoder().encode('CT'), 9, packed, plain);
    expect(await give(page, 'STUDY01', zip)).toContain('1 loaded');
    await imageLoaded(page);
    await page.context().close();
  });

  test('an image that is cut is shown, and its series says so', async () => {
    const { page } = await visit(browser, server.url);
    const said = await give(page, 'cut.dcm', slice.subarray(0, slice.length - 100_000));
    expect(said).toContain('1 with a warning');
    await imageLoaded(page);
    expect(await page.getByTestId('series-odd').first().textContent()).toContain('incomplete');
    await page.getByTestId('file-summary').first().click();
    expect(await page.getByTestId('file-results').first().textContent()).toContain('cut.dcm');
    await page.context().close();
  });
});
