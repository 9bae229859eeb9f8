import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dicomParser from 'dicom-parser';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SLICE_MM } from '../../src/domain/phantom';
import { launch, picture, servePage, visit, type Visit } from './browser';
import { volumeAbove, writeDemo } from './demo-files';
import { dciodvfyErrors, segmentVoxels, validators } from './dicom-tools';
import { exportAs, exportJson, findingRows, minutes, openDemo, showTab } from './steps';
import { BRIGHT_HU, tinyLabel, writeTinyModel } from './tiny-model';

describe('a model that the user brings, from its file to the segmentation object', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  let seen: Visit;
  const out = mkdtempSync(join(tmpdir(), 'lamplight-imported-'));

  beforeAll(async () => {
    server = await servePage();
    browser = await launch();
    seen = await visit(browser, server.url, { locale: 'zh-CN' });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('is imported, tried and added on the models page', async () => {
    const { page } = seen;
    await page.getByTestId('open-models').click();
    await page.getByTestId('models-page').waitFor();
    await page.getByTestId('import-files').setInputFiles(writeTinyModel(join(out, 'model')));
    await page.getByTestId('import-check').or(page.getByTestId('import-add')).first().waitFor();
    const check = page.getByTestId('import-check');
    if (await check.isVisible()) await check.click();
    await page.getByTestId('import-add').click({ timeout: minutes(2) });
    await page.getByTestId('model-bright-bone').waitFor();
    await picture(page, 'models-imported-zh');
    await page.keyboard.press('Escape');
  });

  test('is offered on the study with its badge; the nodule analysis stays the first choice', async () => {
    const { page } = seen;
    await openDemo(page);
    await page.getByTestId('analyse').click();
    const choice = page.getByTestId('analysis-choice');
    await choice.waitFor();
    expect(await choice.locator('input:checked').evaluate((e) => e.closest('label')?.dataset.testid)).toBe(
      'analysis-lung-nodule',
    );
    const own = page.getByTestId('analysis-model:bright-bone');
    expect(await own.textContent()).toContain('未经验证');
    // By keyboard: from the button that starts, back to the choice, down to the imported one.
    await choice.locator('input:checked').focus();
    // It stands behind all that come with the page.
    const others = (await choice.locator('input').count()) - 1;
    for (let n = 0; n < others; n++) await page.keyboard.press('ArrowDown');
    expect(await own.locator('input').isChecked()).toBe(true);
    await picture(page, 'analyse-imported-zh');
  });

  test('runs; one finding whose volume is what was counted', async () => {
    const { page } = seen;
    await page.getByTestId('analysis-run').click();
    await page.waitForFunction(
      () => {
        const now = document.querySelector<HTMLElement>('[data-testid="analysis-state"]')?.dataset.state;
        return now !== undefined && !['running', 'waiting', 'idle'].includes(now);
      },
      undefined,
      { timeout: minutes(5) },
    );
    expect(await page.getByTestId('analysis-state').first().getAttribute('data-state')).toBe('done');
    const rows = await findingRows(page);
    expect(rows).toHaveLength(1);
    const counted = volumeAbove(writeDemo(join(out, 'demo')), BRIGHT_HU, SLICE_MM);
    console.log(`imported model: ${rows[0].volume.toFixed(0)} mm3, counted ${counted.toFixed(0)} mm3`);
    expect(Math.abs(rows[0].volume / counted - 1)).toBeLessThan(0.01);
    const row = page.getByTestId('finding-row').first();
    expect(await row.textContent()).toContain('未经验证');
    await row.click();
    // A bone has no nodule type and no lobe.
    expect(await page.getByTestId('set-type').count()).toBe(0);
    expect(await page.getByTestId('set-lobe').count()).toBe(0);
    await picture(page, 'imported-finding-zh');
  });

  test('waits for the reader: only what was accepted is in the report', async () => {
    const { page } = seen;
    await showTab(page, 'report');
    const report = page.getByTestId('report-panel');
    expect(await report.textContent()).not.toMatch(/Bright bone：\d/);
    await showTab(page, 'findings');
    await page.getByTestId('accept').click();
    await showTab(page, 'report');
    expect(await report.textContent()).toMatch(
      /Bright bone：\d+ mL（导入模型 Bright bone 1\.0\.0，未经验证）/,
    );
    expect(await report.textContent()).not.toContain('结节');
    await picture(page, 'imported-report-zh');
  });

  test('leaves as a valid SEG with the codes of the manifest, and in the JSON', async () => {
    const { page } = seen;
    const path = await exportAs(page, 'seg', out);
    const json = await exportJson(page, out);
    const [finding] = json.findings;
    expect(segmentVoxels(path).get(finding.trackingUid)!.size).toBe(finding.outline.voxels);
    const set = dicomParser.parseDicom(new Uint8Array(readFileSync(path)));
    const segment = set.elements.x00620002.items![0].dataSet!;
    const codeOf = (tag: string) => segment.elements[tag].items![0].dataSet!.string('x00080100');
    expect(codeOf('x00620003')).toBe(tinyLabel.category.value);
    expect(codeOf('x0062000f')).toBe(tinyLabel.type.value);
    const algorithm = segment.elements.x00620007.items![0].dataSet!;
    expect(algorithm.string('x00660036')).toBe('bright-bone');
    expect(algorithm.string('x00660032')).toMatch(/sha256=[0-9a-f]{64}.*not validated/);
    const sr = await exportAs(page, 'sr', out);
    if (validators) {
      expect(dciodvfyErrors(path)).toEqual([]);
      expect(dciodvfyErrors(sr)).toEqual([]);
    }
    expect(seen.errors).toEqual([]);
    expect(seen.foreign).toEqual([]);
  });

  test('English says the same', async () => {
    const { page } = seen;
    await page.getByTestId('lang-toggle').first().click();
    await showTab(page, 'report');
    await picture(page, 'imported-report-en');
    await showTab(page, 'findings');
    expect(await page.getByTestId('finding-row').first().textContent()).toContain('not validated');
    await picture(page, 'imported-finding-en');
  });
});
