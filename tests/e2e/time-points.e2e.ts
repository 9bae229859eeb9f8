/** Three examinations of one patient: what grew, what fell into two, what grew into one, and the least sum between. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, picture, servePage, visit } from './browser';
import { minutes, openFiles, showTab } from './steps';
import { writeTimes, type LesionFate, type MadeTime } from './time-points';

let folder: string;
let server: Awaited<ReturnType<typeof servePage>>;
let browser: Browser;
let page: Page;
let errors: string[];
let times: readonly MadeTime[];

const row = (uid: string) => page.locator(`[data-testid="finding-row"][data-uid="${uid}"]`);
const now = (fate: LesionFate): readonly string[] => times[2].uids[fate];
const stateOf = (uid: string) => row(uid).getByTestId('change-badge').getAttribute('data-state');
const numberOf = async (uid: string): Promise<string> => (await row(uid).getAttribute('data-number'))!;
const ready = () => page.locator('[data-testid="compare-bar"][data-state="ready"]').waitFor();

describe('three time points', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lamplight-times-'));
    times = writeTimes(folder);
    server = await servePage();
    browser = await launch();
    ({ page, errors } = await visit(browser, server.url));
    page.setDefaultTimeout(15_000);
    const [first, second, third] = times;
    await openFiles(page, [first.zip, first.seg]);
    await openFiles(page, [second.zip, second.seg]);
    // What came last is read; dropped on it, the outlines become its findings.
    await openFiles(page, [third.zip]);
    await page.getByTestId('study-name').getByText('2026-03-01').waitFor();
    await openFiles(page, [third.seg]);
    await showTab(page, 'findings');
    await row(now('grows')[0]).waitFor();
  }, minutes(2));
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it('takes the nearest prior first, and the older one from the menu', { timeout: minutes(1) }, async () => {
    await page.getByTestId('compare-start').click();
    await ready();
    expect(await page.getByTestId('compare-priors').textContent()).toContain('2025-09-02');
    await showTab(page, 'findings');
    await page.getByTestId('read-prior').click();
    await row(now('grows')[0]).getByTestId('change-badge').waitFor();
    await page.getByTestId('compare-priors').click();
    await picture(page, 'times-menu-en');
    await page.getByRole('menuitemradio', { name: /2024-09-01/ }).click();
    await expect.poll(() => page.getByTestId('compare-priors').textContent()).toContain('2024-09-01');
    await ready();
    await page.getByTestId('read-prior').click();
    await page.locator('[data-testid="prior"][data-date="20240901"]').waitFor();
    expect(await page.getByTestId('prior').count()).toBe(2);
  });

  it('says in list and card what split and what merged', { timeout: minutes(1) }, async () => {
    const latest = page.locator('[data-testid="prior"][data-date="20250902"]');
    expect(await latest.locator('header').innerText()).toContain('2 the same, 1 split, 1 merged');
    for (const uid of now('splits')) expect(await stateOf(uid)).toBe('split');
    expect(await stateOf(now('merges')[0])).toBe('merged');
    expect(await stateOf(now('grows')[0])).toBe('growing');
    await picture(page, 'times-list-en');
    const pieces = (await Promise.all(now('splits').map(numberOf))).toSorted().join(', ');
    const [was] = times[1].uids.splits;
    expect(await latest.locator(`[data-uid="${was}"]`).innerText()).toContain(`split: now ${pieces}`);
    await row(now('merges')[0]).click();
    expect(await page.getByTestId('growth-said').innerText()).toMatch(
      /^merged; nodule \d, \d of 2025-09-02$/,
    );
    await page.getByTestId('growth').scrollIntoViewIfNeeded();
    await picture(page, 'times-merged-en');
  });

  it('draws the curve over all of them', { timeout: minutes(1) }, async () => {
    await row(now('grows')[0]).click();
    const card = page.getByTestId('growth');
    await expect.poll(() => card.getByTestId('growth-curve').getAttribute('data-points')).toBe('3');
    const label = (await card.getByTestId('growth-curve').getAttribute('aria-label'))!;
    const volumes = [...label.matchAll(/(\d{4}-\d\d-\d\d): (\d+) mm³/g)].map(([, day, mm3]) => [
      day,
      Number(mm3),
    ]);
    expect(volumes.map(([day]) => day)).toEqual(['2024-09-01', '2025-09-02', '2026-03-01']);
    // Balls of 10, 12 and 15 mm in voxels of more than 1 mm.
    [10, 12, 15].forEach((d, n) => {
      const true3 = (Math.PI * d ** 3) / 6;
      expect(Math.abs(Number(volumes[n][1]) / true3 - 1)).toBeLessThan(0.2);
    });
    expect(await card.getByTestId('growth-vdt').textContent()).toMatch(/doubling time \d+ days/);
    // No word of the drawing covers another.
    const boxes = await card
      .getByTestId('growth-curve')
      .locator('text')
      .evaluateAll((texts) =>
        texts
          .map((one) => one.getBoundingClientRect())
          .map(({ left, right, top, bottom }) => ({ left, right, top, bottom })),
      );
    expect(boxes.length).toBe(6);
    for (const a of boxes)
      for (const b of boxes)
        if (a !== b)
          expect(a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom).toBe(true);
    await card.scrollIntoViewIfNeeded();
    await picture(page, 'times-card-en');
  });

  it('counts RECIST 1.1 from the least sum, not from the first', { timeout: minutes(1) }, async () => {
    await showTab(page, 'forms');
    await page.getByTestId('form-add-recist').click();
    await page.getByTestId('followed-propose').click();
    const targets = page.locator('[data-testid="followed-lesion"][data-role="target"]');
    const sizes = (await targets.locator('.followed-sizes').allInnerTexts()).map((text) =>
      text.split(' → ').map(Number),
    );
    expect(sizes.length).toBe(2);
    const sum = (n: number): number => sizes.reduce((total, one) => total + one[n], 0);
    const [baseline, nadir, last] = [sum(0), sum(1), sum(2)];
    // Against the first alone it would be stable.
    expect(last).toBeLessThan(1.2 * baseline);
    expect(last).toBeGreaterThanOrEqual(1.2 * nadir);
    await expect.poll(() => page.getByTestId('form-category').innerText()).toContain('(PD)');
    expect(await page.locator('[data-field="nadirSum"] input').inputValue()).toBe(
      nadir.toFixed(1).replace(/\.0$/, ''),
    );
    await picture(page, 'times-recist-en');
  });

  it('says it in the report, in both languages', { timeout: minutes(1) }, async () => {
    await showTab(page, 'report');
    const panel = page.getByTestId('report-panel');
    await expect
      .poll(() => panel.innerText())
      .toMatch(/Nodule \d of 2025-09-02 now appears as nodule \d and nodule \d/i);
    const text = await panel.innerText();
    expect(text).toMatch(/has formed from nodules \d and \d of 2025-09-02, which have merged/);
    const table = page.getByTestId('report-table').filter({ hasText: 'Nodules then and now' });
    expect(await table.innerText()).toContain('2024-09-01 → 2025-09-02');
    // All of its columns are to be seen.
    expect(
      await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
    ).toBeLessThanOrEqual(0);
    await table.scrollIntoViewIfNeeded();
    await picture(page, 'times-report-en');
    await page.getByTestId('lang-toggle').first().click();
    await expect.poll(() => panel.innerText()).toMatch(/2025-09-02的结节\d现分为/);
    expect(await panel.innerText()).toContain('融合而成');
    const tableZh = page.getByTestId('report-table').filter({ hasText: '结节前后对比' });
    expect(
      await tableZh.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
    ).toBeLessThanOrEqual(0);
    await tableZh.scrollIntoViewIfNeeded();
    await picture(page, 'times-report-zh');
    await showTab(page, 'findings');
    await picture(page, 'times-card-zh');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await picture(page, 'times-card-zh-1920');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForTimeout(500);
    await page.getByTestId('growth').scrollIntoViewIfNeeded();
    await picture(page, 'times-card-390-zh');
    await page.getByTestId('priors').scrollIntoViewIfNeeded();
    await picture(page, 'times-priors-390-zh');
    expect(errors).toEqual([]);
  });
});
