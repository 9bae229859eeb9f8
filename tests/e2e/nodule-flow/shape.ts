import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picture } from '../browser';
import { minutes } from '../steps';
import {
  cardNumbers,
  choose,
  jsonByKeys,
  key,
  keys,
  reviewOf,
  row,
  toFindings,
  toReport,
  type Flow,
} from './flow';

const numberOf = async (page: Page, name: 'longAxis' | 'volume'): Promise<number> =>
  parseFloat((await cardNumbers(page))[name].replaceAll(/[\s,]/g, ''));

/** The reader corrects outline and axes; every number follows, in the card as in the report. */
export function shape(flow: Flow): void {
  const volume = async (): Promise<number> =>
    Number(await row(flow.page, flow.found.trackingUid).getAttribute('data-volume'));

  test('the outline grows and shrinks, the brush paints where keys have put it: each one step back', async () => {
    const { page } = flow;
    await choose(page, flow.found.trackingUid);
    const before = await volume();
    await key(page, 'e');
    await key(page, '+');
    await expect.poll(volume, { timeout: minutes(1) }).toBeGreaterThan(before);
    await key(page, 'z');
    await expect.poll(volume).toBe(before);
    await key(page, '-');
    await expect.poll(volume, { timeout: minutes(1) }).toBeLessThan(before);
    await key(page, 'z');
    await expect.poll(volume).toBe(before);
    // From inside the nodule out over its rim.
    const brush = page.locator('[data-testid="viewport-stack"] .vp-brush circle');
    expect(await brush.count()).toBe(0);
    await key(page, 'Control+ArrowRight');
    await expect.poll(() => brush.count()).toBe(2);
    await page.keyboard.down('Control');
    for (let n = 0; n < 5; n++) await page.keyboard.down('ArrowRight');
    await page.keyboard.up('ArrowRight');
    await page.keyboard.up('Control');
    await picture(page, 'nodules-en-brush');
    await key(page, 'Enter');
    await expect.poll(volume, { timeout: minutes(1) }).toBeGreaterThan(before);
    expect(await reviewOf(page, flow.found.trackingUid)).toBe('edited');
    await key(page, 'Escape');
    await expect.poll(() => brush.count()).toBe(0);
  });

  test('axes are moved end by end; Escape gives them back, Enter takes them', async () => {
    const { page } = flow;
    await choose(page, flow.found.trackingUid);
    const before = await cardNumbers(page);
    const long = await numberOf(page, 'longAxis');
    const held = page.locator('[data-testid="viewport-stack"] .handle.held');
    await key(page, 'Shift+O');
    await held.waitFor({ timeout: minutes(1) });
    expect(await page.getByTestId('axis-end').textContent()).toContain('Long axis, first end');
    await keys(page, 'ArrowUp', 3);
    await expect.poll(() => numberOf(page, 'longAxis')).not.toBe(long);
    await key(page, 'Escape');
    await held.waitFor({ state: 'detached' });
    expect(await cardNumbers(page)).toEqual(before);

    await key(page, 'Shift+O');
    await held.waitFor();
    await key(page, 'Shift+ArrowUp');
    await key(page, 'Shift+ArrowLeft');
    expect(Math.abs((await numberOf(page, 'longAxis')) - long)).toBeLessThanOrEqual(0.2001);
    const place = () => held.evaluate((circle) => circle.getAttribute('cx'));
    const first = await place();
    await key(page, 'Tab');
    await expect.poll(place).not.toBe(first);
    expect(await page.getByTestId('axis-end').textContent()).toContain('Long axis, second end');
    await keys(page, 'ArrowRight', 4);
    await keys(page, 'Tab', 2);
    expect(await page.getByTestId('axis-end').textContent()).toContain('Short axis, second end');
    await keys(page, 'ArrowUp', 2);
    await picture(page, 'nodules-en-axes');
    await key(page, 'Enter');
    await held.waitFor({ state: 'detached' });
    const after = await cardNumbers(page);
    expect(after.longAxis).not.toBe(before.longAxis);
    expect(after.meanDiameter).not.toBe(before.meanDiameter);
    expect(after.volume).toBe(before.volume);
    await key(page, 'z');
    expect(await cardNumbers(page)).toEqual(before);
    await key(page, 'Shift+Z');
    expect(await cardNumbers(page)).toEqual(after);
  });

  test('the numbers of the report are those of the card, and the audit tells how they came about', async () => {
    const { page } = flow;
    const { longAxis, shortAxis, meanDiameter, volume: mm3, meanHu } = await cardNumbers(page);
    await picture(page, 'nodules-en-card');
    await toReport(page);
    const report = await page.getByTestId('report-panel').innerText();
    expect(report).toContain(`${longAxis} × ${shortAxis} mm (mean diameter ${meanDiameter} mm)`);
    expect(report).toContain(`volume ${mm3} mm³`);
    expect(report).toContain(`${meanHu} HU`);
    await picture(page, 'nodules-en-report');
    const json = await jsonByKeys(page, flow.out);
    flow.found = json.findings.find((f) => f.trackingUid === flow.found.trackingUid)!;
    const { history } = flow.found;
    const standing = history.map(({ what, turn }) => (turn ? `${turn} ${what}` : what));
    expect(standing).toEqual([
      'found',
      'accept',
      'outline',
      'undo outline',
      'outline',
      'undo outline',
      'outline',
      'axes',
      'undo axes',
      'redo axes',
    ]);
    expect(flow.found.measurements.longAxis.value.toFixed(1)).toBe(parseFloat(longAxis).toFixed(1));
    await toFindings(page);
  });
}
