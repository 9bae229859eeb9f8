/** Follow-up from two ZIPs to a signed report: the same nodules then and now, their growth, what is new and what is gone. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distance, type Vec3 } from '../../src/domain/geometry';
import { launch, picture, servePage, shared, visit } from './browser';
import { dciodvfyErrors, dsrdump, segmentVoxels, validators } from './dicom-tools';
import { outlineVersion, writeOutlines, type Outlined } from './pair-segmentations';
import { writePair, type PairFiles } from './prior-pair';
import { exportByKeys } from './nodule-flow/flow';
import { analyse, exportJson, findingRows, minutes, openFiles, showTab } from './steps';

const chest = shared && join(shared, 'data', 'dicom', 'studies', 'ct-chest', 'lung-b70f');
/** From 2025-09-02 to 2026-03-01. */
const DAYS = 180;
/** Diameter that the analysis finds on slices of this kind, mm. */
const FOUND = 7;

let folder: string;
let server: Awaited<ReturnType<typeof servePage>>;
let browser: Browser;
let page: Page;
let errors: string[];
let pair: PairFiles;
let now: readonly Outlined[];
let then: readonly Outlined[];

const row = (uid: string) => page.locator(`[data-testid="finding-row"][data-uid="${uid}"]`);
const badge = (uid: string) => row(uid).getByTestId('change-badge');
const of = (list: readonly Outlined[], fate: string): Outlined[] =>
  list.filter(({ nodule }) => pair.nodules[nodule].fate === fate);
const thenOf = ({ nodule }: Outlined): Outlined => then.find((one) => one.nodule === nodule)!;
const stateOf = (uid: string) => badge(uid).getAttribute('data-state');

/** Opens the menu of exports of a signed report: it lies within the panel. */
async function exportsSeenWhole(): Promise<void> {
  await page.getByTestId('export-menu').click();
  await page.getByTestId('export-sr-beside').waitFor();
  const menu = (await page.locator('.menu-list').boundingBox())!;
  const within = (await page.getByTestId('report-panel').boundingBox())!;
  expect(menu.x).toBeGreaterThanOrEqual(within.x);
  expect(menu.x + menu.width).toBeLessThanOrEqual(within.x + within.width);
}

describe.skipIf(!chest)('follow-up', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lamplight-follow-'));
    pair = await writePair(folder, chest!, { thickness: 2.5, pixel: 1.4 });
    const [a, b] = [writeOutlines(folder, pair, 'now'), writeOutlines(folder, pair, 'then')];
    [now, then] = [a.outlined, b.outlined];
    server = await servePage();
    browser = await launch();
    ({ page, errors } = await visit(browser, server.url));
    page.setDefaultTimeout(15_000);
    await openFiles(page, [pair.now]);
    // Dropped on the open study, the outlines become its findings.
    await openFiles(page, [a.path]);
    await showTab(page, 'findings');
    await row(now[0].uid).waitFor();
    await openFiles(page, [pair.then, b.path]);
  }, minutes(3));
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it(
    'reads the prior’s own segmentation in one step and says of each nodule what became of it',
    { timeout: minutes(2) },
    async () => {
      await page.getByTestId('compare-start').click();
      await page.locator('[data-testid="compare-bar"][data-state="ready"]').waitFor();
      await picture(page, 'follow-before-en');
      await showTab(page, 'findings');
      await page.getByTestId('read-prior').click();
      await badge(now[0].uid).waitFor();
      for (const one of now) {
        const { fate } = pair.nodules[one.nodule];
        const state =
          fate === 'appears'
            ? 'new'
            : fate === 'grows'
              ? 'growing'
              : fate === 'shrinks'
                ? 'shrinking'
                : undefined;
        if (state) expect(await stateOf(one.uid), `${one.number} ${fate}`).toBe(state);
        else expect(['belowError', 'unchanged']).toContain(await stateOf(one.uid));
      }
      const [gone] = of(then, 'vanishes');
      expect(
        await page.locator(`[data-testid="prior-row"][data-uid="${gone.uid}"]`).getAttribute('data-fate'),
      ).toBe('gone');
      expect(await page.getByTestId('other-model').innerText()).toBe(
        `Outlined by lung-nodule ${outlineVersion('then')} then and by lung-nodule ${outlineVersion('now')} now: part of a change may come from that.`,
      );
      await picture(page, 'follow-list-en');
    },
  );

  it('shows both sizes, the change and the doubling time on the card', { timeout: minutes(1) }, async () => {
    const [grown] = of(now, 'grows');
    await row(grown.uid).click();
    const card = page.getByTestId('growth');
    await card.waitFor();
    const volumes = card.locator('[data-quantity="volume"]');
    expect(await volumes.locator('th').textContent()).toBe('Corrected volume mm³');
    const [before, after] = (await volumes.locator('td').allTextContents()).map(Number);
    const said = await card.getByTestId('growth-vdt').textContent();
    const days = Number(/doubling time (\d+) days/.exec(said!)![1]);
    // The table is rounded to mm³.
    expect(Math.abs(days / ((DAYS * Math.LN2) / Math.log(after / before)) - 1)).toBeLessThan(0.01);
    // It doubled between the two.
    expect(Math.abs(days / DAYS - 1)).toBeLessThan(0.15);
    // The finding's own figure: what its card calls corrected.
    expect(Number(/\d+/.exec((await page.getByTestId('corrected-volume').textContent())!)![0])).toBe(after);
    expect(await card.getByTestId('growth-curve').getAttribute('data-points')).toBe('2');
    await card.scrollIntoViewIfNeeded();
    await picture(page, 'follow-card-en');
  });

  it(
    'lets the reader say otherwise by the menu and by dragging, and takes it back',
    { timeout: minutes(1) },
    async () => {
      const [added] = of(now, 'appears');
      const [gone] = of(then, 'vanishes');
      await row(added.uid).click();
      // What nobody marked then may have been missed then.
      await page.getByTestId('growth-new').waitFor();
      await page.getByTestId('pair-choice').selectOption(gone.uid);
      await expect.poll(() => stateOf(added.uid), { timeout: 8000 }).not.toBe('new');
      await page.getByTestId('pair-choice').selectOption('auto');
      await expect.poll(() => stateOf(added.uid), { timeout: 8000 }).toBe('new');
      // With the card closed row and row are both to be seen.
      await row(added.uid).focus();
      await page.keyboard.press('Escape');
      await page.getByTestId('growth').waitFor({ state: 'detached' });
      await page.locator(`[data-testid="prior-row"][data-uid="${gone.uid}"]`).dragTo(row(added.uid));
      await expect.poll(() => stateOf(added.uid), { timeout: 8000 }).not.toBe('new');
      await row(added.uid).focus();
      await page.keyboard.press('z');
      await expect.poll(() => stateOf(added.uid), { timeout: 8000 }).toBe('new');
    },
  );

  it(
    'fills in RECIST 1.1 from the same lesions, and follows what the reader makes of each',
    { timeout: minutes(1) },
    async () => {
      await showTab(page, 'forms');
      await page.getByTestId('form-add-recist').click();
      await page.getByTestId('followed-propose').click();
      const lesions = page.getByTestId('followed-lesion');
      expect(await lesions.count()).toBe(now.length + of(then, 'vanishes').length);
      const targets = page.locator('[data-testid="followed-lesion"][data-role="target"]');
      // Sizes as they stand there: "12.0 → 15.1"; the sums and the response are worked out here anew.
      const sizes = async (): Promise<number[][]> =>
        (await targets.locator('.followed-sizes').allInnerTexts()).map((text) =>
          text.split(' → ').map(Number),
        );
      const pairs = await sizes();
      expect(pairs.length).toBeGreaterThan(0);
      expect(pairs.length).toBeLessThanOrEqual(2);
      for (const [before] of pairs) expect(before).toBeGreaterThanOrEqual(10);
      const sum = (n: number): number => pairs.reduce((total, pair) => total + pair[n], 0);
      const category = page.getByTestId('form-category');
      const fresh = page.locator('[data-field="fresh"]');
      expect(await fresh.getByRole('radio').nth(1).isChecked()).toBe(true);
      expect(await category.innerText()).toBe('Progressive disease (PD)');
      // Had none come, the sums alone would say it.
      await fresh.getByRole('radio').nth(0).check();
      const response =
        sum(1) >= 1.2 * sum(0) && sum(1) - sum(0) >= 5 ? 'PD' : sum(1) <= 0.7 * sum(0) ? 'PR' : 'SD';
      await expect.poll(() => category.innerText()).toContain(`(${response})`);
      await picture(page, 'follow-recist-en');
      const axe = await new AxeBuilder({ page }).include('[data-testid="form-card"]').analyze();
      expect(axe.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
      await page.getByTestId('followed-differs').waitFor();
      await page.getByTestId('followed-refresh').click();
      await expect.poll(() => category.innerText()).toContain('(PD)');
      // Another role by the keyboard alone, and one step back.
      const rows = page.locator('[data-field="targets"] .form-rows > li');
      expect(await rows.count()).toBe(pairs.length);
      await targets.first().getByRole('radio', { name: 'Not counted' }).focus();
      await page.keyboard.press('Space');
      await expect.poll(() => rows.count()).toBe(pairs.length - 1);
      await page.getByTestId('form-head').focus();
      await page.keyboard.press('z');
      await expect.poll(() => rows.count()).toBe(pairs.length);
      await showTab(page, 'report');
      const table = page.getByTestId('report-table').filter({ hasText: 'RECIST 1.1' });
      expect(await table.locator('tbody tr').count()).toBe(pairs.length);
      await table.scrollIntoViewIfNeeded();
      expect(await table.innerText()).toContain(sum(1).toFixed(1));
      await picture(page, 'follow-recist-report-en');
      await showTab(page, 'findings');
    },
  );

  it('writes what changed into the report, and signs it', { timeout: minutes(2) }, async () => {
    await page.getByTestId('guideline-rule').selectOption('lungRads');
    await showTab(page, 'report');
    const panel = page.getByTestId('report-panel');
    const [added] = of(now, 'appears');
    const [grown] = of(now, 'grows');
    await expect.poll(() => panel.innerText()).toContain(`Nodule ${added.number} is new since 2025-09-02.`);
    const text = await panel.innerText();
    expect(text).toMatch(/The solid nodule seen on 2025-09-02 \(number \d.*\) is no longer seen\./);
    expect(text).toMatch(/Compared with 2025-09-02: volume .* volume doubling time \d+ days/);
    expect(text).toContain('Nodules then and now');
    expect(text).toContain(`were outlined by lung-nodule ${outlineVersion('then')}`);
    await picture(page, 'follow-report-en');
    await page.keyboard.press('Control+Enter');
    await page.getByTestId('sign-dialog').waitFor();
    await page.keyboard.insertText('Li Yi');
    await page.getByTestId('sign-confirm').click();
    await expect.poll(() => page.getByTestId('report-state').innerText()).toContain('Li Yi');
    const sr = await exportByKeys(page, 'sr', folder);
    // The filled form stands in a document of its own.
    const beside = await exportByKeys(page, 'sr-beside', folder);
    const seg = await exportByKeys(page, 'seg', folder);
    // The grown one goes on under the name that it had; the new one under its own.
    expect([...segmentVoxels(seg).keys()]).toEqual(expect.arrayContaining([thenOf(grown).uid, added.uid]));
    expect([...segmentVoxels(seg).keys()]).not.toContain(grown.uid);
    if (validators) {
      expect(dciodvfyErrors(sr)).toEqual([]);
      expect(dciodvfyErrors(beside)).toEqual([]);
      expect(dsrdump(beside)).toContain('126081,DCM');
      expect(dciodvfyErrors(seg)).toEqual([]);
      const dump = dsrdump(sr);
      expect(dump).toContain(`"Tracking Unique Identifier")="${thenOf(grown).uid}"`);
      expect(dump).toContain('"Time Point")="20260301"');
      expect(dump).toMatch(/Longitudinal Temporal Offset from Event"\)="180"/);
    }
    // Signed, the head has wrapped and the button stands at the panel's left end: the menu is seen whole all the same.
    await exportsSeenWhole();
    await picture(page, 'follow-export-en');
    await page.keyboard.press('Escape');
    const json = JSON.parse(readFileSync(await exportByKeys(page, 'json', folder), 'utf8')) as {
      forms: { form: string }[];
    };
    expect(json.forms.map(({ form }) => form)).toEqual(['recist']);
    expect(
      readFileSync(await exportByKeys(page, 'pdf', folder))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  it('in Chinese and on a phone', { timeout: minutes(1) }, async () => {
    await page.getByTestId('lang-toggle').first().click();
    await showTab(page, 'report');
    await exportsSeenWhole();
    await picture(page, 'follow-export-zh');
    await page.keyboard.press('Escape');
    await showTab(page, 'findings');
    const [grown] = of(now, 'grows');
    await row(grown.uid).click();
    await picture(page, 'follow-list-zh');
    const other = page.getByTestId('other-model');
    expect(await other.innerText()).toContain(outlineVersion('then'));
    await other.scrollIntoViewIfNeeded();
    await picture(page, 'follow-other-model-zh');
    await page.getByTestId('growth').scrollIntoViewIfNeeded();
    await picture(page, 'follow-card-zh');
    await showTab(page, 'forms');
    await page.getByTestId('followed-lesions').scrollIntoViewIfNeeded();
    await picture(page, 'follow-recist-zh');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForTimeout(500);
    await picture(page, 'follow-recist-390-zh');
    await page.setViewportSize({ width: 1280, height: 720 });
    await showTab(page, 'findings');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForTimeout(500);
    await picture(page, 'follow-390-zh');
    await other.scrollIntoViewIfNeeded();
    await picture(page, 'follow-other-model-390-zh');
    expect(errors).toEqual([]);
  });
});

describe.skipIf(!chest)('an earlier examination that nobody has read', () => {
  it(
    'is analysed beside the current one on a click, which can be taken back; the nodules are paired then',
    { timeout: minutes(6) },
    async () => {
      const base = mkdtempSync(join(tmpdir(), 'lamplight-follow-'));
      const made = await writePair(base, chest!, { thickness: 2.5, pixel: 1.2, goesOn: true });
      const site = await servePage();
      const own = await launch();
      try {
        const { page: open, errors: faults } = await visit(own, site.url, { locale: 'zh-CN' });
        await openFiles(open, [made.now]);
        expect(await analyse(open)).toBe('done');
        const rows = await findingRows(open);
        await openFiles(open, [made.then]);
        await open.getByTestId('compare-start').click();
        await open
          .locator('[data-testid="compare-bar"][data-state="ready"]')
          .waitFor({ timeout: minutes(1) });
        await showTab(open, 'findings');
        // Stopped at once, it is offered again.
        await open.getByTestId('analyse-prior').click();
        await open.getByTestId('prior-cancel').click();
        await open.getByTestId('analyse-prior').click();
        await open.getByTestId('prior-cancel').waitFor();
        await picture(open, 'follow-analysing-zh');
        await open
          .getByTestId('change-badge')
          .first()
          .waitFor({ timeout: minutes(2) });
        await picture(open, 'follow-analysed-zh');
        // Of each painted nodule that the analysis found now: does its badge say what was painted?
        const said = new Map<string, string | null>();
        for (const { uid } of rows)
          said.set(
            uid,
            await open
              .locator(`[data-testid="finding-row"][data-uid="${uid}"]`)
              .getByTestId('change-badge')
              .getAttribute('data-state'),
          );
        const { findings } = (await exportJson(open, base)) as unknown as {
          findings: { trackingUid: string; point: { value: Vec3 } }[];
        };
        const wrong: string[] = [];
        let seen = 0;
        for (const { fate, now: at, sizeNow, sizeThen } of made.nodules) {
          const one = findings.find(({ point }) => distance(point.value, at) < sizeNow / 2 + 2);
          // What was smaller then may have been missed then.
          if (!one || sizeNow === 0 || (sizeThen > 0 && sizeThen < FOUND)) continue;
          seen++;
          const state = said.get(one.trackingUid);
          if ((fate === 'appears') !== (state === 'new')) wrong.push(`${fate}: ${state}`);
          if (fate === 'grows' && state !== 'growing') wrong.push(`${fate}: ${state}`);
        }
        expect(seen).toBeGreaterThan(2);
        expect(wrong).toEqual([]);
        expect(faults).toEqual([]);
      } finally {
        await own.close();
        await site.close();
        rmSync(base, { recursive: true, force: true });
      }
    },
  );
});
