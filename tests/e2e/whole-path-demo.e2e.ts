import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoNodules } from '../../src/domain/phantom';
import { launch, picture, servePage, visit, type Visit } from './browser';
import { dciodvfyErrors, dsrdump, segmentVoxels, validators } from './dicom-tools';
import { analyse, exportAs, exportJson, findingRows, openDemo, showTab, type ExportedReport } from './steps';

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

  test('the solid and the calcified nodules of 6 mm and more are found', async () => {
    expect(await analyse(seen.page)).toBe('done');
    report = await exportJson(seen.page, out);
    expect(report.synthetic).toBe(true);
    expect(report.findings.length).toBeLessThanOrEqual(10);
    const due = demoNodules.filter((n) => n.diameterMm >= 6 && ['solid', 'calcified'].includes(n.type));
    expect(due.length).toBeGreaterThanOrEqual(4);
    const missed = due.filter(
      (nodule) =>
        !report.findings.some(
          ({ point }) =>
            Math.hypot(...point.value.map((v, axis) => v - nodule.centre[axis])) < nodule.diameterMm / 2,
        ),
    );
    for (const { point, measurements, score, type } of report.findings) {
      const near = demoNodules.find(
        (n) => Math.hypot(...point.value.map((v, axis) => v - n.centre[axis])) < n.diameterMm,
      );
      console.log(
        `demo: ${near?.id ?? 'false'} score ${score?.value.toFixed(2)} type ${type?.value} volume ${measurements.volume.value.toFixed(0)} (true ${near?.volumeMm3.toFixed(0)}) mm3`,
      );
    }
    expect(missed.map((n) => n.id)).toEqual([]);
    await showTab(seen.page, 'findings');
    await picture(seen.page, 'demo-zh-findings');
  });

  test('review by keyboard: next, accept, reject with a reason, undo', async () => {
    const { page } = seen;
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await page.keyboard.press('a');
    expect((await findingRows(page)).filter((r) => r.review === 'accepted')).toHaveLength(1);
    await page.keyboard.press('z');
    expect((await findingRows(page)).every((r) => r.review === 'pending')).toBe(true);
    await page.keyboard.press('Shift+Z');
    expect((await findingRows(page)).filter((r) => r.review === 'accepted')).toHaveLength(1);
  });

  test('the report is in Chinese, an edited sentence stays when the rest is rebuilt', async () => {
    const { page } = seen;
    await showTab(page, 'report');
    const text = await page.getByTestId('report-panel').textContent();
    for (const heading of ['检查技术', '检查所见', '影像学诊断', '建议']) expect(text).toContain(heading);
    await picture(page, 'demo-zh-report');
    const txt = readFileSync(await exportAs(page, 'txt', out), 'utf8');
    expect(txt).toContain('SYNTHETIC');
    expect(txt).toContain('仅供研究');
  });

  test('SR, SEG and PDF leave, marked SYNTHETIC', async () => {
    const { page } = seen;
    const seg = await exportAs(page, 'seg', out);
    const sr = await exportAs(page, 'sr', out);
    await exportAs(page, 'pdf', out);
    expect(segmentVoxels(seg).size).toBe(1);
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
