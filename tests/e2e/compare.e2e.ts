/** The prior beside the current examination: brought in, registered, read as one; and never another patient unasked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ijkToLps, type Vec3 } from '../../src/domain/geometry';
import { median } from '../../src/registration/quantile';
import { launch, picture, servePage, shared, visit } from './browser';
import { cursorErrors, imageOf, meanDifference } from './linked-place';
import { writePair, type PairFiles } from './prior-pair';
import { uids, writeCt } from './phantom-study';
import { minutes, openFiles } from './steps';

const chest = shared && join(shared, 'data', 'dicom', 'studies', 'ct-chest', 'lung-b70f');

let folder: string;
let server: Awaited<ReturnType<typeof servePage>>;
let browser: Browser;
let page: Page;
let errors: string[];
let pair: PairFiles;

const cell = (n: number) => page.locator('.vp-cell').nth(n);
const role = (n: number) => cell(n).getByTestId('cell-role').textContent();
const slice = async (n: number): Promise<number> =>
  Number(await cell(n).locator('.vp-pane').getAttribute('data-slice'));
const state = (wanted: string) =>
  page.waitForFunction(
    (name) => document.querySelector<HTMLElement>('[data-testid="compare-bar"]')?.dataset.state === name,
    wanted,
  );
const drawn = (count: number) =>
  page.waitForFunction((n) => document.querySelectorAll('.vp-cell .vp-pane[data-slice]').length === n, count);
/** The place of the middle of a slice (1-based) of a made volume, LPS mm. */
const middleOf = (side: 'current' | 'prior', number: number): Vec3 => {
  const { grid } = pair[side];
  return ijkToLps(grid, [(grid.dims[0] - 1) / 2, (grid.dims[1] - 1) / 2, number - 1]);
};

describe.skipIf(!chest)('comparing with the prior', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lamplight-compare-'));
    pair = await writePair(folder, chest!);
    server = await servePage();
    browser = await launch();
    ({ page, errors } = await visit(browser, server.url));
    page.setDefaultTimeout(minutes(0.5));
  }, minutes(3));
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it('offers the prior that came later, and stops when told to', { timeout: minutes(2) }, async () => {
    await openFiles(page, [pair.now]);
    await openFiles(page, [pair.then]);
    await page.getByTestId('compare-start').click();
    await drawn(2);
    expect(await role(0)).toBe('Current 2026-03-01');
    expect(await role(1)).toBe('Prior 2025-09-02 (−180 days)');
    await page.getByTestId('compare-cancel').click();
    await state('failed');
    expect(await page.getByTestId('compare-state').textContent()).toContain('Registration cancelled');
  });

  it('links them by hand where there is no registration', { timeout: minutes(1) }, async () => {
    // Parted they go their own ways: the prior to its slice 30 and no further.
    await page.getByTestId('compare-link').click();
    await cell(0).locator('.vp-pane').focus();
    const stays = await slice(1);
    for (let n = 0; n < 10; n++) await page.keyboard.press('ArrowDown');
    expect(await slice(1)).toBe(stays);
    const from = await slice(0);
    await page.getByTestId('compare-by-hand').click();
    expect(await page.getByTestId('compare-state').textContent()).toContain('Linked by hand, not registered');
    for (let n = 0; n < 10; n++) await page.keyboard.press('ArrowUp');
    expect(await slice(0)).toBe(from - 10);
    const mm = pair.prior.grid.spacing[2];
    expect(Math.abs((stays - (await slice(1))) * mm - 10 * pair.current.grid.spacing[2])).toBeLessThanOrEqual(
      mm,
    );
  });

  it('registers the two, and says how well', { timeout: minutes(1) }, async () => {
    await page.getByTestId('compare-again').click();
    await state('ready');
    expect(await page.getByTestId('compare-state').textContent()).toMatch(
      /Registered, good.*overlap \d+ %, error \d\.\d mm/,
    );
    // The newer one is read, whichever came last.
    expect(await page.getByTestId('study-name').textContent()).toContain('2026-03-01');
    await picture(page, 'compare-side-en');
  });

  it('scrolls to the same anatomy in both', { timeout: minutes(1) }, async () => {
    const [now] = pair.nodules;
    const wanted = Math.round((now.now[2] - pair.current.grid.origin[2]) / pair.current.grid.spacing[2]) + 1;
    await cell(0).locator('.vp-pane').focus();
    await page.keyboard.press('Home');
    await page.waitForFunction(() => document.querySelector<HTMLElement>('.vp-pane')?.dataset.slice === '1');
    for (let n = 1; n < wanted; n++) await page.keyboard.press('ArrowDown');
    await page.waitForFunction(
      (n) => document.querySelector<HTMLElement>('.vp-pane')?.dataset.slice === String(n),
      wanted,
    );
    const there = pair.truth(middleOf('current', wanted));
    const shown = middleOf('prior', await slice(1));
    expect(Math.abs(there[2] - shown[2])).toBeLessThan(3);
    // And back, from the prior.
    await cell(1).locator('.vp-pane').focus();
    await page.keyboard.press('PageDown');
    await page.waitForTimeout(100);
    const prior = middleOf('prior', await slice(1));
    const current = middleOf('current', await slice(0));
    expect(Math.abs(pair.truth(current)[2] - prior[2])).toBeLessThan(3);
  });

  it('moves the prior by hand, says by how much, and takes it back', { timeout: minutes(1) }, async () => {
    const before = await slice(1);
    await page.getByTestId('compare-nudge').click();
    for (let n = 0; n < 12; n++) await page.getByTestId('compare-nudge-farther').click();
    await page.getByTestId('compare-nudge-left').click();
    await page.getByTestId('compare-nudge-left').click();
    expect(await page.getByTestId('compare-shift').textContent()).toMatch(
      /Moved by R 2\.0 mm {2}[HF] 12\.0 mm/,
    );
    await picture(page, 'compare-nudge-en');
    await expect.poll(async () => Math.abs((await slice(1)) - before)).toBe(4);
    await page.getByTestId('compare-nudge-reset').click();
    expect(await page.getByTestId('compare-shift').textContent()).toBe('Not moved');
    await expect.poll(() => slice(1)).toBe(before);
    await page.keyboard.press('Escape');
  });

  it('shows both in two planes, linked', { timeout: minutes(1) }, async () => {
    await page.getByTestId('compare-both').click();
    await drawn(4);
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLElement>('.vp-pane')].every(
        (pane) => Number(pane.dataset.loaded) > 0.99,
      ),
    );
    expect(await role(3)).toMatch(/^Prior 2025-09-02/);
    await cell(2).locator('.vp-pane').focus();
    const before = await slice(3);
    for (let n = 0; n < 12; n++) await page.keyboard.press('ArrowDown');
    expect(await slice(3)).not.toBe(before);
    await picture(page, 'compare-both-en');
  });

  it(
    'shows the same anatomy under the cursor of a turned prior, in the plane too',
    { timeout: minutes(1) },
    async () => {
      // 5 cm of the scale: 2 mm are so many px.
      const cm5 = await cell(2)
        .locator('.vp-scale .line')
        .first()
        .evaluate((line) => line.getBoundingClientRect().height);
      await page.keyboard.press('Shift+C');
      for (const [from, to] of [
        [2, 3],
        [0, 1],
      ]) {
        const found = (await cursorErrors(page, from, to, 8)).map((px) => (px * 50) / cm5);
        console.log(`cursor from cell ${from} to ${to}: ${found.map((mm) => mm.toFixed(1)).join(', ')} mm`);
        expect(found.length).toBeGreaterThan(4);
        expect(median(found)).toBeLessThanOrEqual(2);
        expect(Math.max(...found)).toBeLessThanOrEqual(5);
      }
      await page.keyboard.press('Escape');
    },
  );

  it(
    'has the prior in its own planes when parted, and turned again when linked',
    { timeout: minutes(1) },
    async () => {
      const turned = await imageOf(page, 3);
      const change = async () => meanDifference(await imageOf(page, 3), turned);
      await page.getByTestId('compare-link').click();
      await expect.poll(change).toBeGreaterThan(10);
      await page.getByTestId('compare-link').click();
      await expect.poll(change).toBeLessThan(5);
    },
  );

  it('flickers in one place, and a key shows the other one', { timeout: minutes(1) }, async () => {
    await page.getByTestId('compare-flicker').click();
    await drawn(2);
    const seen = () =>
      page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('.vp-cell')]
          .filter((one) => getComputedStyle(one).visibility === 'visible')
          .map((one) => one.dataset.role),
      );
    await page.waitForFunction(
      () => document.querySelector('.vp-cell[data-role="prior"][data-active="true"]') !== null,
    );
    await page.waitForFunction(
      () => document.querySelector('.vp-cell[data-role="current"][data-active="true"]') !== null,
    );
    await page.getByTestId('compare-play').click();
    const [first] = await seen();
    await page.keyboard.press('|');
    const [second] = await seen();
    expect([first, second].toSorted()).toEqual(['current', 'prior']);
    await picture(page, 'compare-flicker-en');
  });

  it('subtracts the prior, with a signed scale in HU', { timeout: minutes(1) }, async () => {
    await page.getByTestId('compare-difference').click();
    await page.getByTestId('compare-scale').waitFor();
    await page.waitForFunction(() => document.querySelector('.vp-cover-place')?.hasAttribute('data-cover'));
    expect(await role(0)).toBe('Difference: current 2026-03-01 minus prior 2025-09-02');
    expect(await page.getByTestId('compare-scale').textContent()).toBe('−200+200 HU');
    await picture(page, 'compare-difference-en');
    // Most of the chest is where it was: the middle of the scale.
    const grey = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.vp-cover')!;
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')!.getImageData(width / 4, height / 4, width / 2, height / 2);
      let near = 0;
      for (let n = 0; n < data.length; n += 4) if (Math.abs(data[n] - 127) < 50) near++;
      return near / (data.length / 4);
    });
    expect(grey).toBeGreaterThan(0.6);
  });

  it('speaks Chinese, and fits a large screen and a phone', { timeout: minutes(2) }, async () => {
    await page.getByTestId('compare-side').click();
    await drawn(2);
    await page.getByTestId('lang-toggle').first().click();
    expect(await role(0)).toBe('本次 2026-03-01');
    expect(await role(1)).toBe('既往 2025-09-02（−180 天）');
    await picture(page, 'compare-side-zh');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.getByTestId('compare-both').click();
    await drawn(4);
    await picture(page, 'compare-both-zh-1920');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByTestId('compare-side').click();
    await drawn(2);
    await page.waitForTimeout(300);
    await picture(page, 'compare-side-zh-phone');
    await page.getByTestId('compare-flicker').click();
    await page.waitForTimeout(300);
    await picture(page, 'compare-flicker-zh-phone');
    await page.getByTestId('lang-toggle').first().click();
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.getByTestId('compare-leave').click();
    await page.getByTestId('compare-bar').waitFor({ state: 'detached' });
  });

  it('compares by itself what is put side by side, and knows the registration still', async () => {
    await page.getByTestId('layout-menu').click();
    await page.getByTestId('grid-1x2').click();
    await page.keyboard.press('Escape');
    const [, prior] = await page.getByTestId('series-cells').all();
    await prior.click();
    await page.getByTestId('series-cell-2').click();
    await state('ready');
    await drawn(2);
    expect(await role(1)).toBe('Prior 2025-09-02 (−180 days)');
    await page.getByTestId('compare-leave').click();
    await page.getByTestId('compare-bar').waitFor({ state: 'detached' });
  });

  it(
    'does not compare two patients unless the reader says so, and then says it in every view',
    async () => {
      await openFiles(page, [pair.other]);
      // Opening it goes to it.
      await page.getByTestId('study-name').getByText('LI Na').waitFor();
      await page.getByTestId('open-progress').waitFor({ state: 'detached' });
      await page.keyboard.press('Control+Alt+C');
      const dialog = page.getByTestId('compare-patient');
      await dialog.waitFor();
      await picture(page, 'compare-patient-en');
      for (const words of [
        'PAIR-1',
        'PAIR-2',
        'ZHANG San',
        'LI Na',
        '1960-05-04',
        '1985-09-17',
        'male',
        'female',
      ])
        expect(await dialog.textContent()).toContain(words);
      await page.getByTestId('compare-patient-no').click();
      expect(await page.getByTestId('compare-bar').count()).toBe(0);
      await page.keyboard.press('Control+Alt+C');
      await page.getByTestId('compare-patient-yes').click();
      await drawn(2);
      expect(await role(0)).toContain('identity doubtful');
      expect(await role(1)).toContain('identity doubtful');
      await page.getByTestId('compare-leave').click();
      await page.getByTestId('compare-bar').waitFor({ state: 'detached' });
    },
    minutes(2),
  );

  it('refuses to register another body, with the reason', { timeout: minutes(1) }, async () => {
    const body = {
      '00100010 PN': 'ZHANG^San=张^三',
      '00100020 LO': 'PAIR-1',
      '00080020 DA': '20240115',
    };
    await openFiles(page, writeCt(join(folder, 'body'), { study: `${uids.study}.5`, fields: body }));
    await page.getByTestId('study-name').getByText('2024-01-15').waitFor();
    await page.getByTestId('compare-start').click();
    await state('failed');
    const said = await page.getByTestId('compare-state').textContent();
    expect(said).toMatch(/Not registered: .+\. Another region or another patient\?/);
    expect(await page.getByTestId('compare-difference').isDisabled()).toBe(true);
    await picture(page, 'compare-refused-en');
    await page.getByTestId('compare-leave').click();
    await page.getByTestId('compare-bar').waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
  });
});
