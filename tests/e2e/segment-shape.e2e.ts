/** What is done to a segment as a whole, against voxels counted here by other means than the page's. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, picture, servePage, visit } from './browser';
import { segmentVoxels } from './dicom-tools';
import { keepContexts, loseContexts } from './lost-graphics';
import * as phantom from './phantom-study';
import { drag } from './phantom-view';
import {
  act,
  fill,
  place,
  saveSegments,
  segmentRows,
  takeTool,
  truth,
  voxelName,
  voxels,
  wheelTo,
} from './segment-hand';
import { findingRows, imageLoaded, minutes, openFiles } from './steps';

type Voxel = phantom.Voxel;
const { ct, spheres } = phantom;
const [ball] = spheres;
const inBall = (at: Voxel): boolean => phantom.huAt(at) === ball.hu;
const whole = truth((hu) => hu === ball.hu);

/** Voxels around the ball, far enough for what is done to it. */
function around(holds: (at: Voxel) => boolean): Set<string> {
  const found = new Set<string>();
  const [ci, cj, ck] = ball.at;
  for (let k = ck - 8; k <= ck + 8; k++)
    for (let j = cj - 16; j <= cj + 16; j++)
      for (let i = ci - 16; i <= ci + 16; i++) if (holds([i, j, k])) found.add(voxelName([i, j, k]));
  return found;
}

/** Steps of whole voxels within `mm`, as far as that reaches. */
function stepsWithin(mm: number): Voxel[] {
  const reach = ct.spacing.map((size) => Math.ceil(mm / size));
  const steps: Voxel[] = [];
  for (let k = -reach[2]; k <= reach[2]; k++)
    for (let j = -reach[1]; j <= reach[1]; j++)
      for (let i = -reach[0]; i <= reach[0]; i++)
        if (Math.hypot(i * ct.spacing[0], j * ct.spacing[1], k * ct.spacing[2]) <= mm + 1e-9)
          steps.push([i, j, k]);
  return steps;
}

const at = ([i, j, k]: Voxel, [a, b, c]: Voxel): Voxel => [i + a, j + b, k + c];

/** Share of a Gaussian about a voxel that lies in the ball, out to three sigma along each axis. */
function blurred(voxel: Voxel, sigma: number): number {
  const weights = ct.spacing.map((size) => {
    const reach = Math.ceil((3 * sigma) / size);
    const all = Array.from({ length: 2 * reach + 1 }, (_weight, n) =>
      Math.exp(-(((n - reach) * size) ** 2) / (2 * sigma ** 2)),
    );
    const sum = all.reduce((a, b) => a + b, 0);
    return { reach, all: all.map((weight) => weight / sum) };
  });
  const [x, y, z] = weights;
  let share = 0;
  for (let c = 0; c < z.all.length; c++)
    for (let b = 0; b < y.all.length; b++)
      for (let a = 0; a < x.all.length; a++)
        if (inBall(at(voxel, [a - x.reach, b - y.reach, c - z.reach])))
          share += x.all[a] * y.all[b] * z.all[c];
  return share;
}

describe('a segment as a whole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-shape-'));
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  let page: Page;
  let errors: string[];
  beforeAll(async () => {
    [browser, server] = [await launch(), await servePage()];
    ({ page, errors } = await visit(browser, server.url));
    await keepContexts(page);
    await page.reload();
    await openFiles(page, phantom.writeCt(join(folder, 'ct')));
    await page.getByTestId('tab-measure').click();
  }, minutes(3));
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const grown = async (): Promise<void> => {
    await wheelTo(page, page.getByTestId('viewport-stack'), ball.at[2] + 1);
    await takeTool(page, 'grow');
    await page.mouse.click(...(await onStack(ball.at)));
    await voxels(page, whole.size);
    await page.getByTestId('segment-whole').click();
  };

  const onStack = ([i, j]: Voxel) => place(page.getByTestId('viewport-stack'), i, j, ct.dims[0]);
  /** Voxels of the only segment, as its file has them. */
  const written = async (): Promise<Set<string>> => {
    const all = [...segmentVoxels(await saveSegments(page, folder)).values()];
    expect(all).toHaveLength(1);
    return all[0];
  };
  const undo = async (): Promise<void> => {
    await page.getByTestId('viewport-stack').first().focus();
    await page.keyboard.press('z');
  };

  test('its border moves by mm between the middles of voxels', { timeout: minutes(2) }, async () => {
    await grown();
    const [wide, narrow] = [stepsWithin(2), stepsWithin(1.7)];
    const larger = around((voxel) => wide.some((step) => inBall(at(voxel, step))));
    await fill(page, 'segment-marginMm', '2');
    await act(page, 'enlarge');
    await voxels(page, larger.size);
    expect(await written()).toEqual(larger);
    await undo();
    await voxels(page, whole.size);

    const smaller = around((voxel) => narrow.every((step) => inBall(at(voxel, step))));
    expect(smaller.size).toBeGreaterThan(100);
    await fill(page, 'segment-marginMm', '1.7');
    await page.getByTestId('segment-do-shrink').click();
    await voxels(page, smaller.size);
    expect(await written()).toEqual(smaller);
    await undo();
    await voxels(page, whole.size);
  });

  test('it is smoothed by a Gaussian cut at one half', { timeout: minutes(2) }, async () => {
    const sigma = 0.9;
    const shares = new Map<string, number>();
    around((voxel) => {
      shares.set(voxelName(voxel), blurred(voxel, sigma));
      return false;
    });
    // Levels of a byte: what lies this near to one half may fall to either side.
    const near = 0.003;
    const sure = [...shares].filter(([, share]) => share >= 0.5 + near).map(([name]) => name);
    const may = new Set([...shares].filter(([, share]) => share >= 0.5 - near).map(([name]) => name));
    expect(may.size - sure.length).toBeLessThan(20);
    // Else the page would cut elsewhere, to keep the volume.
    expect(Math.abs(sure.length / whole.size - 1)).toBeLessThan(0.05);
    expect(Math.abs(may.size / whole.size - 1)).toBeLessThan(0.05);
    await fill(page, 'segment-smoothMm', String(sigma));
    await act(page, 'smooth');
    await expect.poll(() => segmentRows(page), { timeout: minutes(1) }).not.toEqual([whole.size]);
    const made = await written();
    expect(sure.filter((name) => !made.has(name))).toEqual([]);
    expect([...made].filter((name) => !may.has(name))).toEqual([]);
    await undo();
    await voxels(page, whole.size);
  });

  test('a closed hole is filled, one that is open stays', { timeout: minutes(2) }, async () => {
    await fill(page, 'segment-marginMm', '2');
    await page.keyboard.press('Escape');
    await page.getByTestId('viewport-stack').focus();
    await page.keyboard.press('x');
    await fill(page, 'segment-radius', '3');
    await page.mouse.click(...(await onStack(ball.at)));
    const hole = truth(
      (hu, [i, j, k]) =>
        hu === ball.hu && k === ball.at[2] && Math.hypot(i - ball.at[0], j - ball.at[1]) * ct.spacing[0] <= 3,
    );
    await voxels(page, whole.size - hole.size);
    await act(page, 'fillHoles');
    await voxels(page, whole.size);
    expect(await written()).toEqual(whole);
    await undo();
    // A channel from the hole to the outside.
    const [from, to] = [await onStack(ball.at), await onStack([ball.at[0] + 14, ball.at[1], ball.at[2]])];
    await drag(page, from, to);
    await expect.poll(async () => (await segmentRows(page))[0]).toBeLessThan(whole.size - hole.size);
    const open = await segmentRows(page);
    await act(page, 'fillHoles');
    await page.locator('.segment-said:visible').waitFor();
    expect(await segmentRows(page)).toEqual(open);
    await undo();
    await undo();
    await voxels(page, whole.size);
  });

  test('a locked one is left alone until it is unlocked', { timeout: minutes(2) }, async () => {
    await page.getByTestId('segment-lock').click();
    expect(await page.getByTestId('segment-remove').isDisabled()).toBe(true);
    const said = page.locator('.segment-said:visible');
    await page.mouse.click(...(await onStack(ball.at)));
    await said.filter({ hasText: 'locked' }).waitFor();
    await act(page, 'enlarge');
    await said.filter({ hasText: 'locked' }).waitFor();
    await voxels(page, whole.size);
    await picture(page, 'segment-locked');
    // The lock is a step like any other.
    await undo();
    await expect.poll(() => page.getByTestId('segment-remove').isDisabled()).toBe(false);
    await page.mouse.click(...(await onStack(ball.at)));
    await expect.poll(async () => (await segmentRows(page))[0]).toBeLessThan(whole.size);
    await undo();
    await voxels(page, whole.size);
  });

  test('it becomes a finding with its volume and its longest diameter', { timeout: minutes(2) }, async () => {
    await page.getByTestId('segment-more').click();
    await page.getByTestId('segment-finding').click();
    await page.getByTestId('tab-findings').click();
    const [row] = await findingRows(page);
    expect(row.volume).toBeCloseTo(whole.size * phantom.VOXEL_MM3, 6);
    // Within one voxel of the ball's diameter.
    expect(Math.abs(row.long - 2 * ball.radius)).toBeLessThan(ct.spacing[0]);
    expect(row.review).toBe('accepted');
    await page.getByTestId('tab-measure').click();
    await voxels(page, whole.size);
  });

  test(
    'a lost graphics context leaves segment, finding, measurement, layout and undo',
    { timeout: minutes(4) },
    async () => {
      const key = (name: string) => page.keyboard.press(name);
      await page.getByTestId('viewport-stack').focus();
      await key('d');
      const [a, b] = [await onStack(phantom.points.a), await onStack(phantom.points.b)];
      await drag(page, a, b);
      await page.getByTestId('layout-menu').click();
      await page.getByTestId('named-mpr3d').click();
      const volume = page.getByTestId('viewport-volume');
      await volume.waitFor({ timeout: minutes(1) });
      await imageLoaded(page);
      await page.getByTestId('preset-3d').selectOption('skin');
      await page.getByTestId('more-3d').click();
      await page.getByTestId('side-left').click();

      const panes = ['axial', 'coronal', 'sagittal'];
      const state = async () => ({
        layout: await page.locator('.vp-room').getAttribute('data-layout'),
        planes: await Promise.all(
          panes.flatMap((name) =>
            ['slice', 'window'].map((fact) =>
              page.getByTestId(`viewport-${name}`).getAttribute(`data-${fact}`),
            ),
          ),
        ),
        preset: await page.getByTestId('preset-3d').inputValue(),
        side: (await volume.locator('.vp-letter').allTextContents()).filter((letter) => letter !== ''),
        voxels: await segmentRows(page),
        lengths: await page
          .getByTestId('measure-row')
          .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.values)),
        outlines: await page.locator('.vp-marks [data-mark]').count(),
      });
      const lit = (): Promise<number> =>
        volume
          .locator('canvas')
          .first()
          .evaluate((canvas: HTMLCanvasElement) => {
            const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!;
            copy.drawImage(canvas, 0, 0);
            const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
            let count = 0;
            for (let p = 0; p < data.length; p += 4) if (data[p] + data[p + 1] + data[p + 2] > 30) count++;
            return count;
          });
      // Drawn coarsely while the hand is on it, then finely.
      await picture(page, 'segment-volume');
      await expect.poll(lit, { timeout: minutes(1) }).toBeGreaterThan(5000);
      await page.waitForTimeout(1000);
      const [before, bright] = [await state(), await lit()];
      expect(before.layout).toBe('mpr3d');
      // Seen from the left: the face looks left, and the volume stands in the middle.
      expect(before.side).toEqual(['A', 'P', 'H', 'F']);
      expect(before.voxels).toEqual([whole.size]);
      expect(before.lengths).toHaveLength(1);
      expect(before.outlines).toBeGreaterThan(2);

      expect(await loseContexts(page)).toBeGreaterThan(0);
      await page.waitForTimeout(3000);
      await imageLoaded(page);
      await expect.poll(state, { timeout: minutes(1) }).toEqual(before);
      await expect
        .poll(async () => Math.abs((await lit()) / bright - 1), { timeout: minutes(1) })
        .toBeLessThan(0.1);
      await picture(page, 'segment-lost-volume');

      // The history goes back behind the loss, and forward again.
      await page.getByTestId('viewport-axial').focus();
      for (let steps = 0; steps < 2; steps++) await key('z');
      expect((await state()).lengths).toEqual([]);
      expect(await findingRows(page)).toEqual([]);
      await page.getByTestId('tab-measure').click();
      await page.getByTestId('viewport-axial').focus();
      await key('z');
      await voxels(page);
      for (let steps = 0; steps < 3; steps++) await key('Shift+z');
      await voxels(page, ...before.voxels);
      expect((await state()).lengths).toEqual(before.lengths);
      expect(await findingRows(page)).toHaveLength(1);
      expect(errors).toEqual([]);
    },
  );
});
