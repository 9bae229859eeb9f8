import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dicomParser from 'dicom-parser';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, picture, servePage, shared, visit, type Visit } from './browser';
import { dciodvfyErrors, dsrdump, segmentVoxels, validators } from './dicom-tools';
import { readLidc } from './lidc';
import {
  analyse,
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

/** A real chest CT (133 slices, JPEG-LS) with one nodule that four readers outlined. */
describe.skipIf(!shared)('a real chest CT, from files to structured report', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  let seen: Visit;
  let found: ExportedFinding;
  const out = mkdtempSync(join(tmpdir(), 'lamplight-lidc-'));

  beforeAll(async () => {
    server = await servePage();
    browser = await launch();
    seen = await visit(browser, server.url);
    await openFiles(seen.page, filesOf(study, /\.dcm$/));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('the nodule of four readers is within the first three by score, its volume within 30 %', async () => {
    expect(await analyse(seen.page)).toBe('done');
    const rows = await findingRows(seen.page);
    expect(rows.length).toBeLessThanOrEqual(10);
    expect(rows.every((row) => row.review === 'pending')).toBe(true);

    const first = dicomParser.parseDicom(new Uint8Array(readFileSync(filesOf(study, /\.dcm$/)[0])), {
      untilTag: 'x7fe00010',
    });
    const spacing = first.floatString('x00280030', 0)!;
    const [reference] = readLidc(join(study, 'annotations-lidc.xml'), spacing, 2.5, 4);
    const place = [0, 1].map((axis) => first.floatString('x00200032', axis)!);
    const centre = [
      place[0] + reference.centre[0] * spacing,
      place[1] + reference.centre[1] * spacing,
      reference.centre[2],
    ];
    const { findings } = await exportJson(seen.page, out);
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
    await picture(seen.page, 'lidc-en-report-pending');
  });

  test('its outline is cut by all three planes, at its place', async () => {
    const { page } = seen;
    await showTab(page, 'findings');
    await page.locator(`[data-testid="finding-row"][data-uid="${found.trackingUid}"]`).click();
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

  test('accepted, it leaves as SR and SEG that the validators pass and as a PDF', async () => {
    const { page } = seen;
    await showTab(page, 'findings');
    await page.locator(`[data-testid="finding-row"][data-uid="${found.trackingUid}"]`).click();
    await page.getByTestId('accept').first().click();
    await picture(page, 'lidc-en-accepted');
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
