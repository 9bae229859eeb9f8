import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoNodules } from '../../src/domain/phantom';
import { launch, picture, servePage, visit, type Visit } from './browser';
import { dciodvfyErrors, dsrdump, segmentVoxels, validators } from './dicom-tools';
import {
  analyse,
  exportAs,
  exportJson,
  findingRows,
  minutes,
  openDemo,
  showTab,
  type ExportedReport,
} from './steps';

describe('the demo study, from one click to structured report, in Chinese', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  let seen: Visit;
  let report: ExportedReport;
  const out = mkdtempSync(join(tmpdir(), 'lamplight-demo-'));

  beforeAll(async () => {
    server = await servePage();
    browser = await launch();
    seen = await visit(browser, server.url, { locale: 'zh-CN' });
    await picture(seen.page, 'start-zh');
    await openDemo(seen.page);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('Chinese when the browser is Chinese, and SYNTHETIC on the image', async () => {
    expect(await seen.page.locator('html').getAttribute('lang')).toMatch(/^zh/);
    expect(await seen.page.getByTestId('reading-room').textContent()).toContain('SYNTHETIC');
    await picture(seen.page, 'demo-zh-open');
  });

  test('all nodules are found, and hardly anything else is marked', async () => {
    expect(await analyse(seen.page)).toBe('done');
    report = await exportJson(seen.page, out);
    expect(report.synthetic).toBe(true);
    const missed = demoNodules.filter(
      (nodule) =>
        !report.findings.some(
          ({ point }) =>
            Math.hypot(...point.value.map((v, axis) => v - nodule.centre[axis])) < nodule.diameterMm / 2,
        ),
    );
    const [trueScores, falseScores]: [number[], number[]] = [[], []];
    for (const { point, measurements, score, type } of report.findings) {
      const near = demoNodules.find(
        (n) => Math.hypot(...point.value.map((v, axis) => v - n.centre[axis])) < n.diameterMm,
      );
      (near ? trueScores : falseScores).push(score?.value ?? 0);
      console.log(
        `demo: ${near?.id ?? 'false'} score ${score?.value.toFixed(2)} type ${type?.value} volume ${measurements.volume.value.toFixed(0)} (true ${near?.volumeMm3.toFixed(0)}) mm3`,
      );
    }
    expect(missed.map((n) => n.id)).toEqual([]);
    expect(Math.max(...falseScores, 0)).toBeLessThan(Math.min(...trueScores));
    expect(falseScores.length).toBeLessThanOrEqual(2);
    await showTab(seen.page, 'findings');
    await picture(seen.page, 'demo-zh-findings');
  });

  test('review by keyboard: next, accept, reject with a reason, undo and redo', async () => {
    const { page } = seen;
    const states = async (): Promise<string> =>
      (await findingRows(page)).map((row) => row.review[0]).join('');
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await page.keyboard.press('a');
    const count = report.findings.length;
    const pending = 'p'.repeat(count);
    expect(await states()).toBe(`a${pending.slice(1)}`);
    await page.keyboard.press('z');
    expect(await states()).toBe(pending);
    await page.keyboard.press('Shift+Z');
    expect(await states()).toBe(`a${pending.slice(1)}`);
    // Redo shows what it did again; the next one is one key away.
    await page.keyboard.press('n');
    await page.keyboard.press('r');
    await page.getByTestId('reject-picker').waitFor();
    await page.keyboard.press('1');
    expect(await states()).toBe(`ar${pending.slice(2)}`);
    await page.keyboard.press('z');
    expect(await states()).toBe(`a${pending.slice(1)}`);
  });

  test('an outline is corrected with the brush: measured anew, one undo away', async () => {
    const { page } = seen;
    const [, second] = await findingRows(page);
    const volume = async (): Promise<number> =>
      (await findingRows(page)).find((row) => row.uid === second.uid)!.volume;
    await page.locator(`[data-testid="finding-row"][data-uid="${second.uid}"]`).click();
    await page.keyboard.press('e');
    const mark = page.locator(`[data-testid="viewport-stack"] [data-mark="${second.uid}"] path`).first();
    await mark.waitFor({ timeout: minutes(1) });
    const box = (await mark.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width + 10, box.y + box.height / 2, { steps: 6 });
    await page.mouse.up();
    await expect.poll(volume, { timeout: minutes(1) }).toBeGreaterThan(second.volume * 1.05);
    expect((await findingRows(page)).find((row) => row.uid === second.uid)!.review).toBe('edited');
    await picture(page, 'demo-zh-outline');
    await page.keyboard.press('Escape');
    await page.keyboard.press('z');
    await expect.poll(volume).toBe(second.volume);
  });

  test('a diameter is corrected by its handle: one undo step', async () => {
    const { page } = seen;
    const third = (await findingRows(page))[2];
    const long = async (): Promise<number> =>
      (await findingRows(page)).find((row) => row.uid === third.uid)!.long;
    await page.locator(`[data-testid="finding-row"][data-uid="${third.uid}"]`).click();
    const handles = page.locator('[data-testid="viewport-stack"] circle.handle');
    expect(await handles.count()).toBe(0);
    await page.getByTestId('edit-axes').click();
    await expect.poll(() => handles.count()).toBe(4);
    const [from, to] = await Promise.all([handles.nth(0).boundingBox(), handles.nth(1).boundingBox()]);
    const middle = (box: { x: number; y: number; width: number; height: number } | null) => ({
      x: box!.x + box!.width / 2,
      y: box!.y + box!.height / 2,
    });
    const [a, b] = [middle(from), middle(to)];
    const length = Math.hypot(a.x - b.x, a.y - b.y);
    await page.mouse.move(a.x, a.y);
    await page.mouse.down();
    await page.mouse.move(a.x + ((a.x - b.x) / length) * 12, a.y + ((a.y - b.y) / length) * 12, { steps: 5 });
    await page.mouse.up();
    await expect.poll(long).toBeGreaterThan(third.long + 2);
    await page.keyboard.press('Escape');
    await page.keyboard.press('z');
    await expect.poll(long).toBe(third.long);
    expect((await findingRows(page))[2].review).toBe('pending');
  });

  test('the report is in Chinese, an edited sentence stays when the rest is rebuilt', async () => {
    const { page } = seen;
    await showTab(page, 'report');
    const panel = page.getByTestId('report-panel');
    for (const heading of ['检查技术', '检查所见', '影像学诊断', '建议'])
      expect(await panel.textContent()).toContain(heading);
    const sentence = page
      .getByTestId('report-findings')
      .locator('[data-testid="report-sentence"]:not([data-draft])')
      .first();
    await sentence.getByRole('textbox').fill('右肺下叶胸膜下结节，医师已修改。');
    await page.keyboard.press('Enter');
    await showTab(page, 'findings');
    await page.getByTestId('finding-row').nth(1).click();
    await page.keyboard.press('a');
    expect((await findingRows(page)).filter((row) => row.review === 'accepted')).toHaveLength(2);
    await showTab(page, 'report');
    expect(await panel.textContent()).toContain('右肺下叶胸膜下结节，医师已修改。');
    expect(await page.locator('[data-testid="report-sentence"][data-edited="true"]').count()).toBe(1);
    await picture(page, 'demo-zh-report');
    const txt = readFileSync(await exportAs(page, 'txt', out), 'utf8');
    for (const text of ['SYNTHETIC', '仅供研究', '右肺下叶胸膜下结节，医师已修改。'])
      expect(txt).toContain(text);
  });

  test('SR, SEG and PDF leave, marked SYNTHETIC', async () => {
    const { page } = seen;
    const seg = await exportAs(page, 'seg', out);
    const sr = await exportAs(page, 'sr', out);
    await exportAs(page, 'pdf', out);
    expect(segmentVoxels(seg).size).toBe(2);
    expect(readFileSync(seg).toString('latin1')).toContain('SYNTHETIC');
    if (!validators) return;
    expect(dciodvfyErrors(seg)).toEqual([]);
    expect(dciodvfyErrors(sr)).toEqual([]);
    expect(dsrdump(sr)).toContain('SYNTHETIC');
  });

  test('English at once', async () => {
    const { page } = seen;
    await page.getByTestId('lang-toggle').first().click();
    expect(await page.locator('html').getAttribute('lang')).toMatch(/^en/);
    await showTab(page, 'report');
    await picture(page, 'demo-en-report');
    await showTab(page, 'findings');
    await picture(page, 'demo-en-findings');
  });

  test('what was done survives a reload', async () => {
    const { page } = seen;
    const before = await findingRows(page);
    await page.waitForTimeout(1500);
    await page.reload();
    await openDemo(page);
    await page.getByTestId('finding-row').first().waitFor({ timeout: 60_000 });
    expect(await findingRows(page)).toEqual(before);
    expect(seen.errors).toEqual([]);
    expect(seen.foreign).toEqual([]);
  });
});
