/** A real breast ultrasound: outlined, measured with the region's own scale, described by the reader's clicks alone. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSaved } from './breast-film';
import { launch, picture, root, servePage, shared, visit } from './browser';
import { analyse, filesOf, findingRows, imageLoaded, minutes, openFiles, showTab } from './steps';

describe.skipIf(!shared)('breast ultrasound', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  beforeAll(async () => {
    [browser, server] = [await launch(), await servePage()];
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('a mass is outlined and measured; what is suggested waits', { timeout: minutes(5) }, async () => {
    const { page, errors } = await visit(browser, server.url, { locale: 'zh-CN' });
    await openFiles(page, filesOf(join(shared!, 'data', 'dicom', 'studies', 'us-breast', 'p2'), /\.dcm$/));
    await imageLoaded(page);
    expect(await analyse(page)).toBe('done');
    const rows = await findingRows(page);
    expect(rows).toHaveLength(1);
    // By eye the mass is 26 to 32 mm long on this image, and about as deep as wide.
    expect(rows[0].long).toBeGreaterThan(24);
    expect(rows[0].long).toBeLessThan(34);
    const row = page.getByTestId('finding-row').first();
    expect(await row.getAttribute('data-unit')).toBe('mm2');
    await row.click();
    await page.getByTestId('viewport-stack').locator('.vp-marks [data-mark]').first().waitFor();
    expect(Number.parseFloat((await page.getByTestId('us-depthToWidth').textContent())!)).toBeGreaterThan(
      0.8,
    );
    // Its outline is cut into on both sides: nobody would call it oval or circumscribed.
    expect(await page.getByTestId('suggested-orientation').textContent()).toContain('非平行');
    const suggestions = await page.getByTestId('us-suggested').innerText();
    expect(suggestions).not.toContain('椭圆形');
    expect(suggestions).not.toContain('边缘清晰');
    // Nearly black with a shadow: dark, not mixed.
    expect(suggestions).toContain('低回声');
    // Off until it is asked for.
    expect(await page.getByTestId('suspicion-value').count()).toBe(0);
    await page.getByTestId('toggle-suspicion').click();
    expect(Number(await page.getByTestId('suspicion-value').textContent())).toBeGreaterThan(0);
    await picture(page, 'breast-ultrasound-zh');

    // The row speaks of a lesion by its axes, whoever outlined it.
    expect(await row.innerText()).toMatch(/\d+\.\d × \d+\.\d mm/);
    await page.getByTestId('lang-toggle').click();
    expect(await page.getByTestId('tool-addNodule').getAttribute('aria-label')).toMatch(/^Add lesion/);
    await page.keyboard.press('/');
    await page.getByTestId('command-search').waitFor();
    await page.keyboard.type('suspicion score');
    await page.keyboard.press('Enter');
    await page.getByTestId('command-search').waitFor({ state: 'detached' });
    await expect.poll(() => page.getByTestId('suspicion-value').count()).toBe(0);
    expect(await page.getByTestId('set-organ').inputValue()).toBe('breast');
    await page.getByTestId('accept').click();
    await picture(page, 'breast-card-en');
    await page.getByTestId('form-of-biRads').click();
    await page.getByTestId('confirm-method').click();
    await page.getByTestId('confirm-lesion').click();
    await page.getByTestId('confirm-orientation').waitFor();
    expect(await page.getByTestId('confirm-shape').count(), 'one deep notch: the form is not told').toBe(0);
    await picture(page, 'breast-birads-en');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('.phone').waitFor();
    await picture(page, 'breast-birads-en-390');
    await page.setViewportSize({ width: 1280, height: 720 });
    await showTab(page, 'report');
    await expect
      .poll(() => page.locator('#panel-body').innerText())
      .toMatch(/Lesion \(1, .*\), \d+\.\d × \d+\.\d mm, width .* mm, depth .* mm, depth to width \d\.\d\d/);
    await picture(page, 'breast-report-en');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test(
    'where no second thread can be had onnxruntime computes, with the same result, and the reader is told',
    { timeout: minutes(5) },
    async () => {
      const dist = mkdtempSync(join(tmpdir(), 'lamplight-threads-'));
      cpSync(join(root, 'dist'), dist, { recursive: true });
      const assets = join(dist, 'assets');
      const [thread] = readdirSync(assets).filter((name) => name.startsWith('thread.worker'));
      rmSync(join(assets, thread));
      const lacking = await servePage(dist);
      const { page } = await visit(browser, lacking.url, { locale: 'zh-CN' });
      await openFiles(page, filesOf(join(shared!, 'data', 'dicom', 'studies', 'us-breast', 'p2'), /\.dcm$/));
      await imageLoaded(page);
      expect(await analyse(page)).toBe('done');
      const [row] = await findingRows(page);
      expect(row.long).toBeGreaterThan(24);
      expect(row.long).toBeLessThan(34);
      const facts = page.locator('.run-facts');
      const told = async (words: string, name: string): Promise<void> => {
        await page.getByTestId('analyse').click();
        await expect.poll(() => facts.innerText()).toContain(words);
        await facts.scrollIntoViewIfNeeded();
        await picture(page, name);
        await page.keyboard.press('Escape');
      };
      await told('改由 onnxruntime 计算', 'breast-onnxruntime-zh');
      await page.getByTestId('lang-toggle').click();
      await told('onnxruntime computes weights.onnx', 'breast-onnxruntime-en');
      await page.setViewportSize({ width: 390, height: 844 });
      await page.locator('.phone').waitFor();
      await told('onnxruntime computes weights.onnx', 'breast-onnxruntime-en-390');
      await page.context().close();
      await lacking.close();
      rmSync(dist, { recursive: true });
    },
  );

  test(
    'what is no ultrasound picture is declined, alone and among others',
    { timeout: minutes(3) },
    async () => {
      const { page, errors } = await visit(browser, server.url, { locale: 'en-US' });
      const data = join(shared!, 'data');
      const chest = join(data, 'chest-xray-wingspan', 'images');
      const film = join(chest, readdirSync(chest).sort()[0]);
      const still = join(data, 'breast-ultrasound-busbra', 'images', 'bus_0054-s.jpg');
      const folder = mkdtempSync(join(tmpdir(), 'lamplight-breast-'));
      await openFiles(page, [await writeSaved(page, [film], 'Film', folder)]);
      await imageLoaded(page);
      expect(await analyse(page)).toBe('unsuitable');
      const state = page.getByTestId('analysis-state').first();
      expect(await state.textContent()).toContain('does not look like a B-mode ultrasound picture');
      expect(await findingRows(page)).toHaveLength(0);
      await picture(page, 'breast-declined-en');

      await openFiles(page, [await writeSaved(page, [still, film], 'Both', folder)]);
      await imageLoaded(page);
      expect(await analyse(page)).toBe('done');
      const rows = await findingRows(page);
      expect(rows).toHaveLength(1);
      // Over the list, without a click.
      expect(await page.getByTestId('run-warnings').textContent()).toContain('1 of 2 images');
      await page.getByTestId('finding-row').first().click();
      await expect
        .poll(() => page.getByTestId('viewport-stack').first().getAttribute('data-slice'))
        .toBe('1');
      await page.getByTestId('analyse').click();
      expect(await page.getByTestId('run-warning').allTextContents()).toContainEqual(
        expect.stringContaining('1 of 2 images'),
      );
      await picture(page, 'breast-one-declined-en');
      await page.keyboard.press('Escape');
      await page.getByTestId('lang-toggle').first().click();
      await page.setViewportSize({ width: 390, height: 844 });
      await page.locator('.phone').waitFor();
      await picture(page, 'breast-one-declined-zh-390');
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );
});
