import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dicomParser from 'dicom-parser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, picture, servePage, shared, visit, type Visit } from './browser';
import { dciodvfyErrors, dsrdump, segmentVoxels, validators } from './dicom-tools';
import { readLidc } from './lidc';
import {
  exportAs,
  exportJson,
  filesOf,
  findingRows,
  imageLoaded,
  minutes,
  openFiles,
  showTab,
  type ExportedFinding,
} from './steps';

const study = shared ? join(shared, 'data', 'dicom', 'studies', 'lidc-idri-0001') : '';

/** Row and column distance of the scan, mm; where its first pixel lies; its slices by z from the head down. */
function scanOf() {
  const headers = filesOf(study, /\.dcm$/).map((path) =>
    dicomParser.parseDicom(new Uint8Array(readFileSync(path)), { untilTag: 'x7fe00010' }),
  );
  return {
    spacing: headers[0].floatString('x00280030', 0)!,
    place: [0, 1].map((axis) => headers[0].floatString('x00200032', axis)!),
    slices: headers.map((header) => header.floatString('x00200032', 2)!).sort((a, b) => b - a),
  };
}

const key = (page: Page, name: string) => page.keyboard.press(name);

const stateOf = (page: Page) =>
  page.evaluate(() => {
    const count = (selector: string) => document.querySelectorAll(selector).length;
    const of = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
    const rows = [...document.querySelectorAll<HTMLElement>('[data-testid="finding-row"]')];
    const [shown, all] = (of('threshold-count')?.textContent ?? '').match(/\d+/g) ?? [];
    return {
      rows: rows.length,
      numbers: rows.map((row) => Number(row.dataset.number)),
      scores: rows.map((row) => (row.dataset.score === undefined ? Infinity : Number(row.dataset.score))),
      dots: count('[data-testid="nodule-dot"]'),
      tab: Number(of('tab-findings')?.querySelector('.panel-count')?.textContent ?? 0),
      shown: Number(shown),
      all: Number(all),
      current: document.querySelector<HTMLElement>('[data-testid="finding-row"][aria-selected="true"]')
        ?.dataset.uid,
    };
  });

const row = (page: Page, uid: string) => page.locator(`[data-testid="finding-row"][data-uid="${uid}"]`);
const reviewOf = (page: Page, uid: string) => row(page, uid).getAttribute('data-review');

/** Numbers of an open card as they are printed. */
const cardNumbers = (page: Page) =>
  page.evaluate(() =>
    Object.fromEntries(
      ['longAxis', 'shortAxis', 'meanDiameter', 'volume', 'meanHu'].map((name) => [
        name,
        document
          .querySelector(`[data-testid="measure-${name}"]`)
          ?.textContent?.replace(/[^\d.−-]*$/, '')
          .trim() ?? '',
      ]),
    ),
  );

/**
 * The first end of the long axis on the image, CSS px, and to which side it points (1 right, -1 left). The handles are
 * drawn anew while the image comes to rest: they are taken where they stand still.
 */
async function axisEnd(page: Page): Promise<readonly [number, number, number]> {
  const places = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('[data-testid="viewport-stack"] .vp-axes .handle')].map((handle) => {
        const { x, y, width, height } = handle.getBoundingClientRect();
        return [x + width / 2, y + height / 2] as const;
      }),
    );
  let ends = await places();
  const still = async () => {
    await page.waitForTimeout(150);
    const before = ends;
    ends = await places();
    return ends.length > 0 && JSON.stringify(ends) === JSON.stringify(before);
  };
  await expect.poll(still, { timeout: minutes(1) }).toBe(true);
  const [x, y] = ends[0];
  const middle = ends.reduce((sum, end) => sum + end[0], 0) / ends.length;
  return [x, y, Math.sign(x - middle) || 1];
}

/** A real chest CT (133 slices, JPEG-LS) with one nodule that four readers outlined: the whole reading, by keyboard. */
describe.skipIf(!shared)('reading a real chest CT for nodules', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  let seen: Visit;
  let page: Page;
  let own = '';
  let found: ExportedFinding;
  const out = mkdtempSync(join(tmpdir(), 'lamplight-lidc-'));

  beforeAll(async () => {
    server = await servePage();
    browser = await launch();
    seen = await visit(browser, server.url);
    page = seen.page;
    await openFiles(page, filesOf(study, /\.dcm$/));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('first reading: the analysis is done and nothing tells what it found', async () => {
    await page.getByTestId('second-reader').focus();
    await key(page, 'Space');
    await page.getByTestId('first-reading').waitFor();
    await page.getByTestId('analyse').focus();
    await key(page, 'Enter');
    await page.getByTestId('analysis-run').focus();
    await key(page, 'Enter');
    await page.locator('[data-testid="analysis-state"][data-state="done"]').waitFor({ timeout: minutes(15) });
    expect(await stateOf(page)).toMatchObject({ rows: 0, dots: 0, tab: 0 });
    expect(await page.locator('[data-mark]').count()).toBe(0);
    expect(await page.getByTestId('analysis-state').textContent()).not.toMatch(/\d+ found/);
    await showTab(page, 'report');
    const report = await page.getByTestId('report-panel').innerText();
    expect(report).toContain('not shown until the reader has finished the first reading');
    expect(report).not.toMatch(/candidate|await review/);
    const { findings } = await exportJson(page, out);
    expect(findings).toEqual([]);
    await showTab(page, 'findings');
    await picture(page, 'nodules-en-first-reading');
  });

  test('the reader marks the nodule with one click on its slice', async () => {
    const scan = scanOf();
    const [reference] = readLidc(join(study, 'annotations-lidc.xml'), scan.spacing, 2.5, 4);
    const wanted = scan.slices.findIndex((z) => Math.abs(z - reference.centre[2]) <= 1.26);
    const pane = page.getByTestId('viewport-stack');
    await pane.focus();
    await key(page, 'Home');
    for (let n = 0; n < Math.floor(wanted / 10); n++) await key(page, 'PageDown');
    for (let n = 0; n < wanted % 10; n++) await key(page, 'ArrowDown');
    await page.waitForFunction(
      (slice) =>
        document.querySelector<HTMLElement>('[data-testid="viewport-stack"]')?.dataset.slice === slice,
      String(wanted + 1),
    );
    await imageLoaded(page);
    await key(page, 'm');
    // The image of 512 pixels is fitted to the height of its pane.
    const box = (await pane.boundingBox())!;
    const zoom = Math.min(box.width, box.height) / 512;
    const [column, line] = reference.centre;
    await page.mouse.click(
      box.x + box.width / 2 + (column + 0.5 - 256) * zoom,
      box.y + box.height / 2 + (line + 0.5 - 256) * zoom,
    );
    await page
      .getByTestId('finding-row')
      .first()
      .waitFor({ timeout: minutes(2) });
    const [mine, ...others] = await findingRows(page);
    expect(others).toEqual([]);
    expect(mine.number).toBe(1);
    own = mine.uid;
    expect(Math.abs(mine.volume / reference.medianVolume - 1)).toBeLessThan(0.5);
    await page.locator('[data-testid="card-planes"][data-ready="true"]').waitFor({ timeout: minutes(1) });
  });

  test('Shift R ends the first reading: marks by suspicion, the reader’s own joined and not doubled', async () => {
    await key(page, 'Shift+R');
    await page.getByTestId('reading-comparison').waitFor();
    expect(await page.getByTestId('reading-comparison').textContent()).toMatch(
      /0 by you alone, 1 by you and AI/,
    );
    const state = await stateOf(page);
    expect(state.rows).toBeGreaterThan(1);
    expect([...state.scores].sort((a, b) => b - a)).toEqual(state.scores);
    expect(state.numbers.toSorted((a, b) => a - b)).toEqual(state.numbers.map((_n, at) => at + 1));
    expect(await row(page, own).getAttribute('data-maker')).toBe('reader');
    await picture(page, 'nodules-en-second-reading');
    // Without the reader's mark AI's own candidate stands there; undo joins them again, and so on.
    await row(page, own).focus();
    await key(page, 'Enter');
    await key(page, 'r');
    await row(page, own).waitFor({ state: 'detached' });
    expect((await stateOf(page)).rows).toBe(state.rows);
    await key(page, 'z');
    await row(page, own).waitFor();
    expect((await stateOf(page)).rows).toBe(state.rows);
    await key(page, 'Shift+Z');
    await row(page, own).waitFor({ state: 'detached' });
  });

  test('the nodule of four readers is within the first three by score, its volume within 30 %', async () => {
    const scan = scanOf();
    const [reference] = readLidc(join(study, 'annotations-lidc.xml'), scan.spacing, 2.5, 4);
    const centre = [
      scan.place[0] + reference.centre[0] * scan.spacing,
      scan.place[1] + reference.centre[1] * scan.spacing,
      reference.centre[2],
    ];
    const { findings } = await exportJson(page, out);
    const ranked = [...findings].sort((a, b) => (b.score?.value ?? 0) - (a.score?.value ?? 0));
    const rank = ranked.findIndex(
      ({ point }) => Math.hypot(...point.value.map((value, axis) => value - centre[axis])) < 12,
    );
    expect(rank, 'rank by score of the nodule that four readers outlined').toBeGreaterThanOrEqual(0);
    expect(rank).toBeLessThan(3);
    found = ranked[rank];
    const volume = found.measurements.volume.value;
    console.log(
      `lidc-idri-0001: rank ${rank + 1} of ${ranked.length}, volume ${volume.toFixed(0)} mm3, readers' median ${reference.medianVolume.toFixed(0)} mm3`,
    );
    expect(Math.abs(volume / reference.medianVolume - 1)).toBeLessThan(0.3);
    await showTab(page, 'findings');
  });

  test('the slider changes list, map, counts and report at once', async () => {
    await page.getByTestId('nodule-map').locator('summary').focus();
    if ((await page.getByTestId('nodule-dot').count()) === 0) await key(page, 'Enter');
    await page
      .getByTestId('nodule-dot')
      .first()
      .waitFor({ timeout: minutes(1) });
    const pending = async () => {
      await showTab(page, 'report');
      const text = await page.getByTestId('report-summary').innerText();
      await showTab(page, 'findings');
      return Number(/leaves out (\d+) pending/.exec(text)?.[1] ?? 0);
    };
    const agree = async () => {
      const state = await stateOf(page);
      expect(state).toMatchObject({ dots: state.rows, tab: state.rows, shown: state.rows });
      expect(await pending()).toBe(state.rows);
      return state;
    };
    const before = await agree();
    await page.getByTestId('threshold-slider').focus();
    await key(page, 'End');
    const most = await agree();
    expect(most.rows).toBe(most.all);
    expect(most.rows).toBeGreaterThan(before.rows);
    await picture(page, 'nodules-en-all-marks');
    await page.getByTestId('threshold-slider').focus();
    await key(page, 'Home');
    const least = await agree();
    expect(least.rows).toBeLessThan(before.rows);
    // The keys do the same from anywhere.
    await page.getByTestId('viewport-stack').focus();
    await key(page, '>');
    expect((await agree()).rows).toBeGreaterThanOrEqual(least.rows);
    await key(page, '<');
    expect((await agree()).rows).toBe(least.rows);
    await page.getByTestId('threshold-slider').focus();
    for (let n = 0; n < 40 && (await stateOf(page)).rows < before.rows; n++) await key(page, 'ArrowRight');
    expect((await agree()).rows).toBeGreaterThanOrEqual(2);
  });

  test('next, accept, reject with a reason, undo: by keys alone', async () => {
    await page.getByTestId('viewport-stack').focus();
    await row(page, found.trackingUid).focus();
    await key(page, 'Enter');
    await key(page, 'a');
    expect(await reviewOf(page, found.trackingUid)).toBe('accepted');
    const next = (await stateOf(page)).current!;
    expect(next).not.toBe(found.trackingUid);
    await key(page, 'r');
    await page.getByTestId('reject-picker').waitFor();
    await key(page, '1');
    expect(await reviewOf(page, next)).toBe('rejected');
    expect(await row(page, next).textContent()).toContain('Vessel');
    await key(page, 'z');
    expect(await reviewOf(page, next)).toBe('pending');
    expect((await stateOf(page)).current).toBe(next);
    await key(page, 'Shift+Z');
    expect(await reviewOf(page, next)).toBe('rejected');
    await key(page, 'n');
    const after = (await stateOf(page)).current!;
    expect([found.trackingUid, next]).not.toContain(after === next ? after : undefined);
    await key(page, 'p');
    // What was judged never vanishes, however strict the marks are.
    await page.getByTestId('threshold-slider').focus();
    await key(page, 'Home');
    expect(await reviewOf(page, next)).toBe('rejected');
    expect(await reviewOf(page, found.trackingUid)).toBe('accepted');
  });

  test('its outline is cut by all three planes, at its place', async () => {
    await row(page, found.trackingUid).click();
    await page.getByTestId('layout-mpr').click();
    await page.getByTestId('viewport-sagittal').waitFor();
    await imageLoaded(page);
    for (const pane of ['axial', 'coronal', 'sagittal']) {
      const mark = page
        .getByTestId(`viewport-${pane}`)
        .locator(`.vp-marks [data-mark="${found.trackingUid}"]`);
      await mark.waitFor({ timeout: minutes(1) });
      const { width, height, inside } = await mark.evaluate((group) => {
        const box = group.getBoundingClientRect();
        const pane = group.closest('.vp-pane')!.getBoundingClientRect();
        return {
          width: box.width,
          height: box.height,
          inside:
            box.left > pane.left && box.right < pane.right && box.top > pane.top && box.bottom < pane.bottom,
        };
      });
      expect(inside, pane).toBe(true);
      // A nodule is about as wide as it is high in every plane; a cut that missed it would be none or a line.
      expect(Math.min(width, height), pane).toBeGreaterThan(4);
      expect(Math.max(width, height) / Math.min(width, height), pane).toBeLessThan(4);
    }
    await picture(page, 'lidc-en-mpr-outline');
    await page.getByTestId('layout-stack').click();
    await imageLoaded(page);
  });

  test('an axis is dragged: the numbers of card and report follow, and are the same', async () => {
    await row(page, found.trackingUid).click();
    const before = await cardNumbers(page);
    await key(page, 'Shift+O');
    const [x, y, away] = await axisEnd(page);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + away * 6, y, { steps: 3 });
    await page.mouse.move(x + away * 12, y, { steps: 3 });
    await page.mouse.up();
    await key(page, 'Escape');
    expect(await reviewOf(page, found.trackingUid)).toBe('edited');
    const after = await cardNumbers(page);
    expect(after.longAxis).not.toBe(before.longAxis);
    expect(after.meanDiameter).not.toBe(before.meanDiameter);
    expect(after.volume).toBe(before.volume);
    await page.getByTestId('card-history').locator('summary').click();
    expect(await page.getByTestId('card-history').innerText()).toContain(
      `${before.longAxis} × ${before.shortAxis}, mean ${before.meanDiameter} mm`,
    );
    await picture(page, 'nodules-en-card');
    await showTab(page, 'report');
    const report = await page.getByTestId('report-panel').innerText();
    const { longAxis, shortAxis, meanDiameter, volume, meanHu } = after;
    expect(report).toContain(`${longAxis} × ${shortAxis} mm (mean diameter ${meanDiameter} mm)`);
    expect(report).toContain(`volume ${volume} mm³`);
    expect(report).toContain(`${meanHu} HU`);
    await picture(page, 'nodules-en-report');
    // The audit tells the same: found, accepted, its axes edited, with the numbers before.
    const json = await exportJson(page, out);
    const { history } = json.findings.find((f) => f.trackingUid === found.trackingUid)!;
    expect(history.map((event) => event.what)).toEqual(['found', 'accept', 'axes']);
    expect(history[2].before?.long.toFixed(1)).toBe(parseFloat(before.longAxis).toFixed(1));
  });

  test('the guideline that the reader chooses is quoted in the report', async () => {
    await showTab(page, 'findings');
    const rule = page.getByTestId('guideline-rule');
    await rule.focus();
    await key(page, 'ArrowDown');
    const chosen = await rule.evaluate((list) => (list as HTMLSelectElement).selectedOptions[0].text);
    expect(await rule.inputValue()).not.toBe('');
    await page.getByTestId('finding-guideline').waitFor();
    await picture(page, 'nodules-en-guideline');
    await showTab(page, 'report');
    expect(await page.getByTestId('report-panel').innerText()).toContain(chosen.split(' ')[0]);
  });

  test('accepted, it leaves as SR and SEG that the validators pass and as a PDF', async () => {
    const seg = await exportAs(page, 'seg', out);
    const sr = await exportAs(page, 'sr', out);
    const pdf = await exportAs(page, 'pdf', out);
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
    const seg = filesOf(out, /SEG\.dcm$/)[0];
    const again = await visit(browser, server.url);
    await openFiles(again.page, [...filesOf(study, /\.dcm$/), seg]);
    const items = again.page.getByTestId('series-item');
    await items.filter({ hasText: 'SEG' }).first().click();
    await again.page
      .getByTestId('finding-row')
      .first()
      .waitFor({ timeout: minutes(2) });
    const back = await exportAs(again.page, 'seg', mkdtempSync(join(out, 'again-')));
    expect(segmentVoxels(back)).toEqual(segmentVoxels(seg));
    await again.page.context().close();
  });

  test('nothing went wrong on the way and nothing left the computer', () => {
    expect(seen.errors).toEqual([]);
    expect(seen.foreign).toEqual([]);
  });
});
