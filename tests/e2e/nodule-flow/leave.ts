import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from 'vitest';
import { picture, visit } from '../browser';
import { dciodvfyErrors, dsrdump, segmentVoxels, validators } from '../dicom-tools';
import { exportAs, filesOf, minutes, openFiles } from '../steps';
import { exportByKeys, focused, key, study, toReport, type Flow } from './flow';

/** The guideline is chosen and answered, and the work leaves the page. */
export function leave(flow: Flow): void {
  test('the guideline that the reader chooses is quoted in the report', async () => {
    const { page } = flow;
    await key(page, '\\');
    await expect.poll(() => focused(page)).toBe('guideline-rule');
    const rule = page.getByTestId('guideline-rule');
    await key(page, 'ArrowDown');
    const chosen = await rule.evaluate((list) => (list as HTMLSelectElement).selectedOptions[0].text);
    expect(await rule.inputValue()).not.toBe('');
    await page.getByTestId('finding-guideline').waitFor();
    // Its form for the study is opened, and the first question answered.
    const inForm = () =>
      page.evaluate(() => {
        const { activeElement } = document;
        return activeElement?.closest('[data-testid="study-form"]') ? activeElement.tagName : '';
      });
    const walkIn = async (tag: string) => {
      for (let n = 0; n < 5 && (await inForm()) !== tag; n++) await key(page, 'Tab');
      expect(await inForm()).toBe(tag);
    };
    const missing = page.locator('[data-testid="study-form"] [data-missing]');
    await walkIn('SUMMARY');
    await key(page, 'Enter');
    await walkIn('BUTTON');
    const before = await missing.count();
    expect(before).toBeGreaterThan(0);
    await key(page, 'Space');
    await expect.poll(() => missing.count()).toBeLessThan(before);
    await key(page, 'F9');
    await picture(page, 'nodules-en-guideline');
    // List, card, its planes, map, the forms of study and nodule: all are open now.
    const { violations } = await new AxeBuilder({ page }).include('[data-testid="findings-panel"]').analyze();
    expect(
      violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target.join(' ')).join(', ')}`),
    ).toEqual([]);
    await toReport(page);
    expect(await page.getByTestId('report-panel').innerText()).toContain(chosen.split(' ')[0]);
  });

  test('accepted, it leaves as SR and SEG that the validators pass and as a PDF', async () => {
    const { page, out, found } = flow;
    const seg = await exportByKeys(page, 'seg', out);
    const sr = await exportByKeys(page, 'sr', out);
    const pdf = await exportByKeys(page, 'pdf', out);
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
    const voxels = segmentVoxels(seg);
    expect([...voxels.keys()]).toEqual([found.trackingUid]);
    expect(voxels.get(found.trackingUid)!.size).toBe(found.outline.voxels);
    if (!validators) return;
    expect(dciodvfyErrors(seg)).toEqual([]);
    expect(dciodvfyErrors(sr)).toEqual([]);
    expect(dsrdump(sr)).toContain(found.trackingUid);
  });

  test('the SEG opened again in the page covers the same voxels', async () => {
    const seg = filesOf(flow.out, /SEG\.dcm$/)[0];
    const again = await visit(flow.browser, flow.url);
    await openFiles(again.page, [...filesOf(study, /\.dcm$/), seg]);
    const items = again.page.getByTestId('series-item');
    await items.filter({ hasText: 'SEG' }).first().click();
    await again.page
      .getByTestId('finding-row')
      .first()
      .waitFor({ timeout: minutes(2) });
    const back = await exportAs(again.page, 'seg', mkdtempSync(join(flow.out, 'again-')));
    expect(segmentVoxels(back)).toEqual(segmentVoxels(seg));
    await again.page.context().close();
  });

  test('nothing went wrong on the way and nothing left the computer', () => {
    expect(flow.seen.errors).toEqual([]);
    expect(flow.seen.foreign).toEqual([]);
  });
}
