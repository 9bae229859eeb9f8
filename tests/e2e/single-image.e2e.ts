/** A model of images on one radiograph: marked, measured in mm2 with the source of its scale, never in mm3. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { part10 } from '../../src/dicom/testing/part10';
import { launch, picture, servePage, visit } from './browser';
import { exportJson, findingRows, imageLoaded, minutes, openFiles, type Row } from './steps';
import { writeFlatModel } from './tiny-model';

const ABOVE = 3000.5;
const [COLUMNS, ROWS] = [400, 300];

/** A DX image stored inverted, 0.25 x 0.2 mm at the detector, with 30 x 20 pixels that are bright once turned over. */
function radiograph(): Uint8Array {
  const stored = Int16Array.from({ length: COLUMNS * ROWS }, (_, n) => {
    const [x, y] = [n % COLUMNS, Math.floor(n / COLUMNS)];
    return x >= 100 && x < 130 && y >= 200 && y < 220 ? 500 : 2000;
  });
  return part10({
    '00080016 UI': '1.2.840.10008.5.1.4.1.1.1.1',
    '00080018 UI': '1.2.3.77.1',
    '00080060 CS': 'DX',
    '00100010 PN': 'Single^Test',
    '00181164 DS': '0.25\\0.2',
    '0020000D UI': '1.2.3.77',
    '0020000E UI': '1.2.3.77.2',
    '00280002 US': 1,
    '00280004 CS': 'MONOCHROME1',
    '00280010 US': ROWS,
    '00280011 US': COLUMNS,
    '00280100 US': 16,
    '00280101 US': 12,
    '00280102 US': 11,
    '00280103 US': 0,
    '7FE00010 OW': new Uint8Array(stored.buffer),
  });
}

describe('a single radiograph', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  beforeAll(async () => {
    [browser, server] = [await launch(), await servePage()];
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('is what a 2-D model runs on; the area is what was counted', { timeout: minutes(5) }, async () => {
    const out = mkdtempSync(join(tmpdir(), 'lamplight-single-'));
    const { page, errors } = await visit(browser, server.url, { locale: 'zh-CN' });
    await page.getByTestId('open-models').click();
    await page
      .getByTestId('import-files')
      .setInputFiles(writeFlatModel(join(out, 'model'), ABOVE, ['CR', 'DX']));
    const check = page.getByTestId('import-check');
    await check.or(page.getByTestId('import-add')).first().waitFor();
    if (await check.isVisible()) await check.click();
    await page.getByTestId('import-add').click({ timeout: minutes(2) });
    await page.getByTestId('model-bright-pixels').waitFor();
    await page.keyboard.press('Escape');

    const made = join(out, 'radiograph.dcm');
    writeFileSync(made, radiograph());
    const row = await marked(page, made);
    expect(row.volume).toBeCloseTo(30 * 20 * 0.25 * 0.2, 6);
    const element = page.getByTestId('finding-row').first();
    expect(await element.getAttribute('data-unit')).toBe('mm2');
    expect(await element.textContent()).toContain('30.0 mm²');
    await element.click();
    const mark = page.getByTestId('viewport-stack').locator('.vp-marks [data-mark]').first();
    await mark.waitFor({ timeout: minutes(1) });
    await picture(page, 'single-image-zh');
    await page.getByTestId('accept').first().click();
    const { measurements } = (await exportJson(page, out)).findings[0];
    expect(measurements.volume).toBeUndefined();
    expect(measurements.area).toMatchObject({
      unit: { value: 'mm2' },
      calibration: 'ImagerPixelSpacing (0018,1164), at the detector',
    });

    expect(errors).toEqual([]);
    await page.context().close();
  });

  /** Opens a file, runs the model on it and gives the one row that comes of it. */
  async function marked(page: Page, file: string): Promise<Row> {
    await openFiles(page, [file]);
    await imageLoaded(page);
    await page.getByTestId('analyse').click();
    await page.getByTestId('analysis-model:bright-pixels').locator('input').check();
    await page.getByTestId('analysis-run').click();
    await page
      .locator('[data-testid="analysis-state"][data-state="done"]')
      .first()
      .waitFor({ timeout: minutes(2) });
    return (await findingRows(page))[0];
  }
});
