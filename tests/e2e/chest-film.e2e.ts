/** A real chest film: quick marks with their zones, the ratio with its lines, and what of it stands in the report. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, picture, servePage, shared, visit } from './browser';
import { clicks, drag, type Spot } from './phantom-view';
import { analyse, filesOf, minutes, openFiles, showTab } from './steps';

const folder = join(shared ?? '', 'data/dicom/studies/cr-chest/pa');

const film = (page: Page) => page.locator('[data-testid="film-findings"] [data-testid="measure-row"]');
const textOf = (page: Page): Promise<string> => page.locator('#panel-body, .sheet-panel').first().innerText();

/** Places on the film, which fills the height of its pane: shares of that height from its middle. */
async function spots(page: Page): Promise<(x: number, y: number) => Spot> {
  const box = (await page.getByTestId('viewport-stack').boundingBox())!;
  return (x, y) => [box.x + box.width / 2 + x * box.height, box.y + box.height / 2 + y * box.height];
}

async function ratio(page: Page): Promise<number> {
  const values = await film(page).last().getAttribute('data-values');
  return (JSON.parse(values!) as { cardiothoracicRatio: number }).cardiothoracicRatio;
}

describe.skipIf(!existsSync(folder))('a chest film', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  beforeAll(async () => {
    [browser, server] = [await launch(), await servePage()];
  }, minutes(2));
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('is marked, measured and reported', { timeout: minutes(5) }, async () => {
    const { page, errors } = await visit(browser, server.url, { locale: 'zh-CN' });
    await openFiles(page, filesOf(folder));
    await page.getByTestId('chest-tools').waitFor();
    const at = await spots(page);

    // One key and one click: the patient's right is on the left of the screen.
    await page.keyboard.press('Control+Alt+x');
    await clicks(page, [at(-0.2, -0.25)]);
    await film(page).first().waitFor();
    expect(await film(page).first().getAttribute('data-zone')).toBe('right upper');
    expect(await page.getByTestId('mark-zone-from').innerText()).toContain('请核对');
    // The button does the same.
    await page.getByTestId('chest-effusion').click();
    await clicks(page, [at(0.25, 0.2)]);
    await expect.poll(() => film(page).count()).toBe(2);
    expect(await film(page).nth(1).getAttribute('data-zone')).toBe('left lower');
    await page.getByTestId('mark-zone').selectOption('left middle');
    await expect.poll(() => film(page).nth(1).getAttribute('data-zone')).toBe('left middle');
    await film(page).nth(1).focus();
    await page.keyboard.press('z');
    await expect.poll(() => film(page).nth(1).getAttribute('data-zone')).toBe('left lower');

    await page.keyboard.press('Shift+T');
    await clicks(page, [at(-0.12, 0.13), at(0.25, 0.17), at(-0.41, 0.2), at(0.39, 0.2), at(0, -0.2)]);
    await expect.poll(() => film(page).count()).toBe(3);
    const before = await ratio(page);
    expect(before).toBeCloseTo(0.37 / 0.8, 2);
    await page.keyboard.press('Escape');
    // The heart's left border goes out by a tenth of the height, and comes back.
    await drag(page, at(0.25, 0.17), at(0.35, 0.17));
    await expect.poll(() => ratio(page)).toBeCloseTo(0.47 / 0.8, 2);
    await page.keyboard.press('z');
    await expect.poll(() => ratio(page)).toBe(before);
    await picture(page, 'chest-film-zh-1280');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await picture(page, 'chest-film-zh-1920');
    await page.setViewportSize({ width: 1280, height: 720 });

    await showTab(page, 'report');
    await page.getByTestId('insert-menu-findings').click();
    // What is marked is not denied beside it.
    expect(await page.getByTestId('insert-chestXray.pneumothorax').isDisabled()).toBe(true);
    expect(await page.getByTestId('insert-chestXray.bones').isDisabled()).toBe(false);
    await page.getByTestId('insert-all-normals').click();
    await expect.poll(() => textOf(page)).toContain('双肺野清晰');
    const report = await textOf(page);
    for (const said of ['右侧见气胸征象（右上肺野）', '左侧见胸腔积液征象（左下肺野）', '心胸比 0.46（正常'])
      expect(report).toContain(said);
    expect(report).not.toContain('未见气胸');
    await picture(page, 'chest-report-zh');
    await page.getByTestId('lang-toggle').click();
    await expect.poll(() => textOf(page)).toContain('Pneumothorax on the right (right upper zone)');
    expect(await textOf(page)).toContain('Cardiothoracic ratio 0.46 (normal');
    await picture(page, 'chest-report-en');
    await showTab(page, 'findings');
    await picture(page, 'chest-film-en-1280');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('.phone').waitFor();
    await film(page).first().waitFor();
    await picture(page, 'chest-film-en-390');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('is outlined by the analysis, whose ratio waits for the reader', { timeout: minutes(5) }, async () => {
    const { page, errors } = await visit(browser, server.url, { locale: 'en-US' });
    await openFiles(page, filesOf(folder));
    // What suits the study is offered first.
    await page.getByTestId('analyse').click();
    await expect
      .poll(() => page.getByTestId('analysis-chest-xray').getByRole('radio').isChecked())
      .toBe(true);
    expect(await page.locator('.analyse-box').innerText()).toContain(', 1 image');
    await page.getByTestId('analysis-run').click();
    const rows = page.getByTestId('finding-row');
    await rows.nth(2).waitFor({ timeout: minutes(3) });
    expect(await rows.allInnerTexts()).toEqual([
      expect.stringContaining('right lung'),
      expect.stringContaining('left lung'),
      expect.stringContaining('heart'),
    ]);
    await page.keyboard.press('Escape');
    await film(page).first().waitFor();
    expect(await film(page).count()).toBe(1);
    // By eye on this film: the heart about half as wide as the chest.
    const found = await ratio(page);
    expect(found).toBeGreaterThan(0.46);
    expect(found).toBeLessThan(0.54);
    await picture(page, 'chest-analysis-en-1280');
    // Pending: in no report before the reader's word.
    await showTab(page, 'report');
    expect(await textOf(page)).not.toContain('Cardiothoracic ratio 0.');
    await showTab(page, 'findings');
    await film(page).first().click();
    await page.keyboard.press('a');
    await showTab(page, 'report');
    await expect.poll(() => textOf(page)).toContain(`Cardiothoracic ratio ${found.toFixed(2)} (`);
    expect(await textOf(page)).toMatch(/Area of the right lung over the left 1\.\d\d \(outlined by AI\)/);
    await picture(page, 'chest-analysis-report-en');
    await showTab(page, 'findings');
    for (const [width, height] of [
      [1920, 1080],
      [390, 844],
    ]) {
      await page.setViewportSize({ width, height });
      await picture(page, `chest-analysis-en-${width}`);
    }
    await page.getByTestId('lang-toggle').click();
    for (const [width, height] of [
      [390, 844],
      [1920, 1080],
      [1280, 720],
    ]) {
      await page.setViewportSize({ width, height });
      await picture(page, `chest-analysis-zh-${width}`);
    }
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('keeps its ratio back until the first reading has ended', { timeout: minutes(3) }, async () => {
    const { page, errors } = await visit(browser, server.url, { locale: 'zh-CN' });
    await openFiles(page, filesOf(folder));
    await page.getByTestId('second-reader').check();
    // The key that adds a nodule on CT marks here, and the button says so.
    expect(await page.getByTestId('add-nodule').innerText()).toContain('添加标记');
    const at = await spots(page);
    await page.keyboard.press('m');
    await clicks(page, [at(-0.2, -0.1)]);
    await film(page).first().waitFor();
    expect(await film(page).first().getAttribute('data-zone')).toMatch(/^right/);
    await page.keyboard.press('Escape');
    expect(await analyse(page)).toBe('done');
    await page.keyboard.press('Escape');
    expect(await film(page).count()).toBe(1);
    // Nor are there outlines: that of the heart tells how large it is.
    expect(await page.getByTestId('finding-row').count()).toBe(0);
    await picture(page, 'chest-first-reading-zh');
    await page.getByTestId('finish-first').click();
    await expect.poll(() => film(page).count()).toBe(2);
    expect(await page.getByTestId('finding-row').count()).toBe(3);
    expect(await ratio(page)).toBeGreaterThan(0.46);
    await picture(page, 'chest-second-reading-zh');
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
