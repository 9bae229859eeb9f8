import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, picture, servePage, visit, type Visit } from './browser';
import { readCalendar } from '../../src/domain/follow-up/icalendar.fixture';
import { bars, ct, points, uids, writeCt } from './phantom-study';
import { mapOf, toSlice, whiteSpots } from './phantom-view';
import { dciodvfyErrors, dsrdump, validators } from './dicom-tools';
import { exportAs, openFiles, showTab } from './steps';

/** Forms as a doctor fills them in: by keys, by taps, on images; and what they say in the report. */
describe('structured forms', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  let seen: Visit;
  let page: Page;
  let paths: string[];
  beforeAll(async () => {
    server = await servePage();
    browser = await launch();
    seen = await visit(browser, server.url);
    page = seen.page;
    const folder = mkdtempSync(join(tmpdir(), 'lamplight-forms-'));
    // 2 mm slices at 100 kV: both are to be said. The study's own uids: its frame of reference is the phantom's.
    const fields = { '00081030 LO': 'Cardiac CT', '00180060 DS': '100', '0020000E UI': uids.ct };
    paths = writeCt(folder, { study: uids.study, fields });
    await openFiles(page, paths);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const category = () => page.getByTestId('form-category').innerText();
  const missing = () => page.getByTestId('form-missing').innerText();
  const reported = async (): Promise<string> => {
    await showTab(page, 'report');
    const text = await page.locator('#panel-body').innerText();
    await page.getByTestId('tab-forms').click();
    return text;
  };
  const violations = async (): Promise<string[]> => {
    const found = await new AxeBuilder({ page }).include('.right-panel').analyze();
    return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
  };

  test('TI-RADS by keyboard alone: no category until all is said, then the sentence in the report', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('TI-RADS');
    await page.keyboard.press('Enter');
    await expect.poll(category).toBe('No category yet');
    expect(await missing()).toContain('Composition, Echogenicity, Shape, Margin, Echogenic foci');
    await page.locator('[data-field="composition"] input').first().focus();
    // Solid is the fourth; then hypoechoic, wider than tall, smooth.
    for (const steps of [3, 3, 0, 0]) {
      await page.keyboard.press(steps === 0 ? 'Space' : 'ArrowDown');
      for (let n = 1; n < steps; n++) await page.keyboard.press('ArrowDown');
      // Past the button that takes the answer away.
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
    }
    expect(await missing()).toContain('Missing: Echogenic foci.');
    for (let n = 0; n < 4; n++) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await expect.poll(category).toBe('TR5 (highly suspicious)');
    expect(await missing()).toContain('Largest diameter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('11.04');
    await page.keyboard.press('Enter');
    await page.getByText('Recommended: fine-needle aspiration').waitFor();
    await picture(page, 'forms-ti-rads');
    expect(await violations()).toEqual([]);
    expect(await reported()).toContain('ACR TI-RADS 2017 7 points, TR5 (highly suspicious)');
    // One step back: the diameter; the recommendation goes with it.
    await page.keyboard.press('z');
    await expect.poll(missing).toContain('Largest diameter');
  });

  test('what the guideline asks for next stands in the report and in a list, and leaves as a calendar', async () => {
    await page.locator('[data-field="longest"] input').fill('6');
    await page.keyboard.press('Enter');
    await page.getByText('Recommended: follow-up ultrasound').waitFor();
    await showTab(page, 'report');

    const next = page.getByTestId('due-next');
    await expect.poll(() => next.innerText()).toMatch(/thyroid ultrasound, 12 months, by \d{4}-\d\d-\d\d/);
    await page.keyboard.press('F6');
    const rows = page.getByTestId('due-row');
    await expect.poll(() => rows.count()).toBe(5);
    expect(await rows.first().innerText()).toContain('ACR TI-RADS 2017, TR5');
    expect(await rows.first().innerText()).toContain('The report is a draft');
    const violating = await new AxeBuilder({ page }).include('[data-testid="due-dialog"]').analyze();
    expect(violating.violations.map((v) => v.id)).toEqual([]);
    await picture(page, 'due-list');
    const key = (n: number) => rows.nth(n).getAttribute('data-key');
    const first = await key(0);
    const done = async () => {
      await rows.first().getByTestId('due-done').click();
      // The keyboard goes on in the box that opened.
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid')))
        .toBe('due-reason');
      await page.keyboard.type('seen elsewhere');
      await page.keyboard.press('Enter');
      await expect.poll(() => rows.count()).toBe(4);
    };
    await done();
    await page.getByTestId('due-undo').click();
    await expect.poll(() => key(0)).toBe(first);
    await done();
    const moved = await key(0);
    await rows.first().getByTestId('due-move').click();
    await page.getByTestId('due-day').fill('2031-03-31');
    // Without a reason nothing moves, and no calendar is saved either.
    await page.keyboard.press('Enter');
    expect(await page.getByTestId('due-said').innerText()).not.toContain('Saved');
    await page.getByTestId('due-reason').fill('away');
    await page.keyboard.press('Enter');
    const row = page.locator(`[data-key="${moved}"]`);
    await expect.poll(() => row.innerText()).toContain('by 2031-03-31');
    const saved = async () => {
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('due-save').click()]);
      expect(file.suggestedFilename()).toMatch(/^lamplight-follow-up-\d{8}\.ics$/);
      return readFileSync(await file.path(), 'utf8');
    };
    const plain = readCalendar(await saved()).events;
    expect(plain.map((one) => one['DTSTART;VALUE=DATE'])).toContain('20310331');
    expect(plain).toHaveLength(4);
    const { patient } = await page.evaluate(() => ({
      patient: document.querySelector('[data-testid="study-name"] h1')!.textContent,
    }));
    const says = (event: (typeof plain)[number]) => `${event.SUMMARY} ${event.DESCRIPTION}`;
    for (const event of plain) {
      expect(says(event)).not.toContain(patient);
      expect(event.SUMMARY).toMatch(/^Follow-up: thyroid ultrasound, LL-[0-9A-Z]{6}$/);
    }
    await page.getByTestId('due-named').check();
    const named = readCalendar(await saved()).events;
    for (const event of named) expect(event.SUMMARY).toContain(patient);
    expect(named.map(({ UID }) => UID)).toEqual(plain.map(({ UID }) => UID));
    await page.getByTestId('due-filter-closed').click();
    expect(await rows.innerText()).toContain('seen elsewhere');
    await page.getByTestId('due-close').click();
    await page.getByTestId('tab-forms').click();
  });

  test('ASPECTS by taps on the two levels: the side first, the caudate nucleus once', async () => {
    await page.getByTestId('form-add-aspects').click();
    await expect.poll(missing).toContain('Affected side, Affected regions');
    await page.getByRole('radio', { name: 'left' }).click();
    const tap = (region: string) => page.locator(`.aspects [data-region="${region}"] polygon`).click();
    for (const region of ['I', 'M2', 'C', 'C2']) await tap(region);
    await expect.poll(category).toBe('7');
    // A second tap takes it back.
    await tap('M2');
    await expect.poll(category).toBe('8');
    expect(await page.locator('[data-field="regions"] input:checked').count()).toBe(3);
    await picture(page, 'forms-aspects');
    const text = await reported();
    expect(text).toContain('left middle cerebral artery (caudate nucleus, insula); ASPECTS 8.');
    // The nodule of before is still there, and its text is not this one's.
    expect(text).toContain('TR5');
  });

  test('Agatston: calcium is found, one lesion given by a click on the image, one from the list', async () => {
    await page.getByTestId('form-search').fill('calcium');
    await page.getByTestId('form-add-agatston').click();
    // The search runs beside the page: held back, it can be stopped, and leaves nothing.
    await page.evaluate(() => {
      const send = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (this: Worker, message: unknown, ...rest: never[]) {
        const calcium = typeof message === 'object' && message !== null && 'grid' in message;
        if (calcium && !('kind' in message)) Worker.prototype.postMessage = send;
        else send.call(this, message, ...rest);
      };
    });
    await page.getByTestId('calcium-search').click();
    await page.getByTestId('calcium-progress').waitFor();
    expect(await page.getByTestId('calcium-search').isDisabled()).toBe(true);
    await expect.poll(() => page.workers().filter((one) => one.url().includes('calcium')).length).toBe(1);
    await page.getByTestId('calcium-stop').click();
    await expect.poll(() => page.workers().filter((one) => one.url().includes('calcium')).length).toBe(0);
    expect(await page.getByText(/Found \d+, \d+ given/).count()).toBe(0);
    await page.getByTestId('calcium-search').click();
    await page.getByText('Found 2, 0 given to a vessel.').waitFor();
    await expect.poll(missing).toContain('Assignment');
    await page.locator('[data-vessel="RCA"]').click();
    await toSlice(page, 'stack', 21);
    const known = [points.a, points.b, points.c].map(([i, j]) => [i, j] as const);
    const spots = (await whiteSpots(page, 'stack')).toSorted((p, q) => p[1] - q[1] || p[0] - q[0]);
    // The two upper ones lie on one row: by column.
    const [a, b] = spots.slice(0, 2).toSorted((p, q) => p[0] - q[0]);
    const map = mapOf([known[0], known[1], known[2]], [a, b, spots[2]]);
    await page.mouse.click(...map.at(11.5, 49.5));
    await page.getByText('Found 2, 1 given to a vessel.').waitFor();
    await page.getByTestId('calcium-list').locator('summary').click();
    const free = page.getByTestId('calcium-list').locator('select').filter({ hasText: 'LAD' });
    const open = await free.evaluateAll((all) =>
      all.findIndex((one) => (one as HTMLSelectElement).value === ''),
    );
    await free.nth(open).selectOption('LAD');
    expect(await category()).toBe('No category yet');
    await page.getByRole('radio', { name: 'none (plain CT)' }).click();
    await page.getByRole('radio', { name: /all coronary/ }).click();
    // By hand: bars of 200 HU, weight 2, five slices of 2 mm; single white points are below 1 mm2.
    const score = ({ from, to }: (typeof bars)[number]): number => {
      const area = (to[0] - from[0] + 1) * (to[1] - from[1] + 1) * ct.spacing[0] * ct.spacing[1];
      return (area * 2 * (to[2] - from[2] + 1) * ct.spacing[2]) / 3;
    };
    const [lad, rca] = bars.map(score);
    await expect.poll(category).toBe(`${Math.round(lad + rca)} (>400)`);
    await picture(page, 'forms-agatston');
    expect(await violations()).toEqual([]);
    const text = await reported();
    expect(text).toContain(
      `LM 0, LAD ${Math.round(lad)}, LCX 0, RCA ${Math.round(rca)}, total equivalent score ${Math.round(lad + rca)}`,
    );
    expect(text).toContain('slices of 2 mm, not 2.5 to 3 mm');
    expect(text).toContain('100 kV: 130 HU is for 120 kV');
  });

  test('RECIST: the template opens its form; the table stands in the report and in what leaves', async () => {
    await showTab(page, 'report');
    await page.getByTestId('report-template').click();
    await page.getByTestId('template-recist').click();
    await page.getByTestId('template-form-recist').press('Enter');
    // The form is up, and the keyboard goes on from its head.
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('RECIST');
    const field = (id: string) => page.locator(`[data-field="${id}"]`);
    await field('exam').getByRole('radio').nth(1).check();
    for (const [n, [name, before, now]] of [
      ['right upper lobe', '60', '40'],
      ['station 7', '40', '30'],
    ].entries()) {
      await page.locator('.form-add-row').press('Enter');
      const row = page.locator('.form-rows > li').nth(n);
      await row.locator('[data-field="name"] input').fill(name);
      await row.locator('[data-field="kind"] input').nth(n).check();
      await row.locator('[data-field="before"] input').fill(before);
      await row.locator('[data-field="now"] input').fill(now);
      await page.keyboard.press('Enter');
    }
    await field('nadirSum').locator('input').fill('90');
    await page.keyboard.press('Enter');
    await field('nonTarget').getByRole('radio').nth(2).check();
    await field('fresh').getByRole('radio').nth(0).check();
    await expect.poll(category).toBe('Partial response (PR)');
    await showTab(page, 'report');
    const table = page.getByTestId('report-table');
    expect(await table.locator('tbody tr').first().locator('td').allInnerTexts()).toEqual([
      '1',
      'right upper lobe',
      'lesion (longest)',
      '60.0',
      '40.0',
      '\u221233.3 %',
    ]);
    await table.scrollIntoViewIfNeeded();
    await picture(page, 'forms-recist');
    expect(await violations()).toEqual([]);
    // What the reader writes over the sentence stays when the form changes, and is to be looked at again.
    const sentence = page.locator('[data-key="form:recist:1:findings"]');
    await sentence.getByRole('textbox').fill('Targets shrank.');
    await page.keyboard.press('Enter');
    await page.getByTestId('tab-forms').click();
    await field('nadirSum').locator('input').fill('50');
    await page.keyboard.press('Enter');
    await showTab(page, 'report');
    await expect.poll(() => sentence.getAttribute('data-stale')).toBe('true');
    expect(await sentence.getByRole('textbox').innerText()).toBe('Targets shrank.');
    await sentence.getByTestId('confirm-sentence').press('Enter');
    const folder = mkdtempSync(join(tmpdir(), 'lamplight-recist-'));
    const text = readFileSync(await exportAs(page, 'txt', folder), 'utf8');
    expect(text).toMatch(/1 \| right upper lobe \| lesion \(longest\) +\| +60\.0 \| +40\.0 \| -33\.3 %/);
    const sr = await exportAs(page, 'sr', folder);
    if (validators) {
      expect(dciodvfyErrors(sr)).toEqual([]);
      const dump = dsrdump(sr);
      for (const said of ['112043,DCM', '112046,DCM', '126081,DCM', 'Target Lesion at Baseline'])
        expect(dump).toContain(said);
    }
    // As it was, for what follows.
    await page.getByTestId('tab-forms').click();
    await page.getByTestId('form-card').getByRole('button', { name: 'Delete this form' }).press('Enter');
  });

  test('in Chinese, after the page was loaded again, on a phone: the same forms, the same categories', async () => {
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.reload();
    await openFiles(page, paths);
    await page.locator('.language-toggle').click();
    await page.getByTestId('tab-forms').click();
    expect(await page.getByTestId('form-head').allInnerTexts()).toEqual([
      expect.stringContaining('结节1'),
      expect.stringContaining('ASPECTS'),
      expect.stringContaining('Agatston'),
    ]);
    await picture(page, 'forms-zh');
    // The list is what it was: one item done, one moved.
    await page.keyboard.press('F6');
    await expect.poll(() => page.getByTestId('due-row').count()).toBe(4);
    expect(await page.getByTestId('due-filter-closed').innerText()).toContain('1');
    await picture(page, 'due-list-zh');
    await page.keyboard.press('Escape');
    const text = await reported();
    expect(text).toContain('左侧大脑中动脉供血区早期缺血改变，累及尾状核、岛叶，ASPECTS 8分。');
    // The panel is a sheet now, up with the forms.
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByTestId('form-head').nth(1).click();
    await page.locator('.aspects').waitFor();
    await picture(page, 'forms-phone');
    const found = await new AxeBuilder({ page }).include('.sheet-panel').analyze();
    expect(found.violations.map((v) => v.id)).toEqual([]);
    expect(seen.errors).toEqual([]);
    expect(seen.foreign).toEqual([]);
  });
});
