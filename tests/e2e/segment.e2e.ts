/**
 * Segments on the phantom, drawn with the mouse in stack and in planes: their voxels are the phantom's own, every step
 * can be taken back, and the DICOM SEG brings the same voxels into a fresh page.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, picture, servePage, visit } from './browser';
import { dciodvfyErrors, segmentVoxels, validators } from './dicom-tools';
import { keepContexts, loseContexts } from './lost-graphics';
import * as phantom from './phantom-study';
import {
  act,
  draw,
  fill,
  place,
  saveSegments,
  segmentRows,
  takeTool,
  truth,
  voxels,
  wheelTo,
} from './segment-hand';
import { minutes, openFiles } from './steps';

const { ct, spheres } = phantom;
const [ball] = spheres;

describe('segments', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-segment-'));
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  beforeAll(async () => {
    [browser, server] = [await launch(), await servePage()];
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test(
    'hold the phantom’s own voxels, come back after a reload and out of their file',
    { timeout: minutes(6) },
    async () => {
      const files = phantom.writeCt(join(folder, 'ct'));
      const { page, errors } = await visit(browser, server.url);
      await openFiles(page, files);
      await page.getByTestId('tab-measure').click();
      const stack = page.getByTestId('viewport-stack');
      const at = (i: number, j: number) => place(stack, i, j, ct.dims[0]);
      await wheelTo(page, stack, ball.at[2] + 1);

      // One click grows the ball, voxel for voxel.
      const whole = truth((hu) => hu === ball.hu);
      await takeTool(page, 'grow');
      await page.mouse.click(...(await at(ball.at[0], ball.at[1])));
      await voxels(page, whole.size);
      const row = page.getByTestId('segment-row').first();
      const ml = ((whole.size * phantom.VOXEL_MM3) / 1000).toFixed(2);
      expect(await row.textContent()).toContain(`${ml} ml`);
      expect(await row.textContent()).toContain('120 ± 0 HU');
      await page.keyboard.press('z');
      await voxels(page);
      await page.keyboard.press('Shift+z');
      await voxels(page, whole.size);

      // The threshold brush takes the ball's part of one slice and no tissue.
      const disc = truth((hu, [, , k]) => hu === ball.hu && k === ball.at[2]);
      await page.getByTestId('segment-add').click();
      await voxels(page, whole.size, 0);
      await takeTool(page, 'thresholdBrush');
      await fill(page, 'segment-from', '100');
      await fill(page, 'segment-to', '140');
      await fill(page, 'segment-radius', '12');
      await page.mouse.click(...(await at(ball.at[0], ball.at[1])));
      await voxels(page, whole.size, disc.size);

      // Scissors cut off what lies left of the ball's middle column.
      const right = truth((hu, [i, , k]) => hu === ball.hu && k === ball.at[2] && i >= ball.at[0]);
      await takeTool(page, 'scissors');
      const cut = await Promise.all(
        [
          [5, 5],
          [59.5, 5],
          [59.5, 90],
          [5, 90],
        ].map(([i, j]) => at(i, j)),
      );
      await draw(page, cut);
      await voxels(page, whole.size, right.size);
      await picture(page, 'segment-scissors');

      // The brush on two slices, with what lies between filled; a part elsewhere goes again.
      await page.getByTestId('segment-add').click();
      await page.keyboard.press('b');
      await fill(page, 'segment-radius', '3.8');
      await wheelTo(page, stack, 9);
      await page.mouse.click(...(await at(48, 60)));
      const one = truth(
        (...[, [i, j, k]]) => k === 8 && Math.hypot(i - 48, j - 60) * ct.spacing[0] <= 3.8,
      ).size;
      await voxels(page, whole.size, right.size, one);
      await wheelTo(page, stack, 13);
      await page.mouse.click(...(await at(48, 60)));
      await voxels(page, whole.size, right.size, 2 * one);
      await act(page, 'fillBetween');
      await voxels(page, whole.size, right.size, 5 * one);
      await page.mouse.click(...(await at(20, 60)));
      await voxels(page, whole.size, right.size, 6 * one);
      await act(page, 'keepLargest');
      await voxels(page, whole.size, right.size, 5 * one);
      await page.keyboard.press('x');
      await page.mouse.click(...(await at(48, 60)));
      await voxels(page, whole.size, right.size, 4 * one);
      await page.keyboard.press('z');
      await voxels(page, whole.size, right.size, 5 * one);

      // In planes: a dab on the coronal plane lies in one of its rows.
      await page.keyboard.press('l');
      const coronal = page.getByTestId('viewport-coronal');
      await expect.poll(() => coronal.getAttribute('data-slice'), { timeout: minutes(1) }).toBeTruthy();
      await page.getByTestId('segment-add').click();
      await page.keyboard.press('b');
      const box = (await coronal.boundingBox())!;
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await expect.poll(async () => (await segmentRows(page))[3], { timeout: minutes(1) }).toBeGreaterThan(0);
      await page.getByTestId('segment-whole').click();
      await picture(page, 'segment-planes');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      const before = await segmentRows(page);

      // Saved, and brought back by a reload.
      await page.waitForTimeout(1500);
      await keepContexts(page);
      await page.reload();
      await openFiles(page, files);
      await page.getByTestId('tab-measure').click();
      await voxels(page, ...before);

      // Lost graphics take nothing along: the planes that were left come back with their outlines.
      const outlines = page.locator('.vp-marks [data-mark]');
      await expect.poll(() => outlines.count(), { timeout: minutes(1) }).toBeGreaterThan(1);
      const drawn = await outlines.count();
      await loseContexts(page, 1000);
      await page.waitForTimeout(3000);
      await voxels(page, ...before);
      await expect.poll(() => outlines.count(), { timeout: minutes(1) }).toBe(drawn);

      const path = await saveSegments(page, folder);
      if (validators) expect(dciodvfyErrors(path)).toEqual([]);
      const written = [...segmentVoxels(path).values()];
      expect(written[0]).toEqual(whole);
      expect(written[1]).toEqual(right);
      expect(written.map((set) => set.size)).toEqual(before);
      const rowsOfDab = new Set([...written[3]].map((voxel) => voxel.split(':')[1]));
      expect(rowsOfDab.size).toBe(1);
      expect(new Set([...written[3]].map((voxel) => voxel.split(':')[0])).size).toBeGreaterThan(2);

      // A page that knows nothing of them gets the same voxels out of the file.
      const other = await visit(browser, server.url, { locale: 'zh-CN' });
      await openFiles(other.page, files);
      await other.page.getByTestId('open-files').first().setInputFiles([path]);
      await other.page.getByTestId('tab-measure').click();
      await voxels(other.page, ...before);
      await other.page.getByTestId('segment-menu').click();
      await picture(other.page, 'segment-back-zh');
      await other.page.keyboard.press('Escape');
      const again = segmentVoxels(await saveSegments(other.page, folder));
      expect([...again.values()]).toEqual(written);
      expect([...errors, ...other.errors]).toEqual([]);
      await other.page.context().close();
      await page.context().close();
    },
  );
});
