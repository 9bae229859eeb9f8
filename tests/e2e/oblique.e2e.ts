/** An MR whose slices lie oblique in the patient and whose values have no unit: measured in its own slices and in planes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, picture, servePage, visit } from './browser';
import { mr, mrAt, mrLpsOf, writeMr, type Voxel } from './phantom-study';
import { clicks, drag, ellipseAbout, statisticsOf, type Spot } from './phantom-view';
import { takeTool, voxels, wheelTo } from './segment-hand';
import { imageLoaded, minutes, openFiles } from './steps';

const [columns, rows, slices] = mr.dims;
/** The slice that is measured on. */
const K = 8;

/** Straight distance between two voxels' centres in the patient, mm. */
const distance = (a: Voxel, b: Voxel): number => {
  const [p, q] = [mrLpsOf(a), mrLpsOf(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
};

/** Angle at `corner` between two voxels in the patient, degrees: by the law of cosines. */
const angle = (corner: Voxel, a: Voxel, b: Voxel): number => {
  const [p, q, r] = [distance(corner, a), distance(corner, b), distance(a, b)];
  return (Math.acos((p * p + q * q - r * r) / (2 * p * q)) * 180) / Math.PI;
};

describe('an oblique MR', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-oblique-'));
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  let page: Page;
  let errors: string[];
  beforeAll(async () => {
    [browser, server] = [await launch(), await servePage()];
    ({ page, errors } = await visit(browser, server.url));
    await openFiles(page, writeMr(folder));
    await page.getByTestId('tab-measure').click();
  }, minutes(3));
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const key = (name: string): Promise<void> => page.keyboard.press(name);

  /** Where a pixel of a slice lies on the page, when the whole image is shown. */
  async function at(i: number, j: number): Promise<Spot> {
    const box = (await page.getByTestId('viewport-stack').boundingBox())!;
    const [width, height] = [columns * mr.spacing[0], rows * mr.spacing[1]];
    const scale = Math.min(box.width / width, box.height / height);
    return [
      box.x + box.width / 2 + ((i + 0.5) * mr.spacing[0] - width / 2) * scale,
      box.y + box.height / 2 + ((j + 0.5) * mr.spacing[1] - height / 2) * scale,
    ];
  }

  /** Values of the last annotation of a kind. */
  async function last(kind: string): Promise<Record<string, number>> {
    const row = page.locator(`[data-testid="measure-row"][data-kind="${kind}"]`).last();
    return JSON.parse((await row.getAttribute('data-values'))!) as Record<string, number>;
  }

  test(
    'measures in its own slices as the patient is, not as the screen',
    { timeout: minutes(4) },
    async () => {
      await wheelTo(page, page.getByTestId('viewport-stack'), K + 1);
      await imageLoaded(page);
      const [a, b, c] = [
        [14, 12, K],
        [50, 30, K],
        [20, 38, K],
      ] as const satisfies readonly Voxel[];
      const on = ([i, j]: Voxel) => at(i, j);
      await key('d');
      await drag(page, await on(a), await on(b));
      expect(Math.abs((await last('length')).length - distance(a, b))).toBeLessThan(mr.spacing[0] / 2);
      await key('j');
      await clicks(page, [await on(a), await on(b), await on(c)]);
      expect(Math.abs((await last('angle')).angle - angle(b, a, c))).toBeLessThan(0.5);
      await key('Escape');
      await key('u');
      for (const voxel of [a, c, [40, 20, K]] as const) {
        await clicks(page, [await on(voxel)]);
        expect((await last('probe')).value).toBe(mrAt(voxel));
      }
      const [u, v] = [30, 22];
      const about = ellipseAbout(u, v, 8, 6);
      await key('Escape');
      await key('q');
      await drag(page, await at(u - about.a, v - about.b), await at(u + about.a, v + about.b));
      const region = await last('ellipse');
      const truth = statisticsOf(about.cells.map(([i, j]) => mrAt([i, j, K])));
      expect(region.count).toBe(truth.count);
      expect([region.min, region.max]).toEqual([truth.min, truth.max]);
      expect(region.mean).toBeCloseTo(truth.mean, 9);
      expect(region.sd).toBeCloseTo(truth.sd, 9);
      expect(region.area / (Math.PI * about.a * about.b * mr.spacing[0] * mr.spacing[1])).toBeCloseTo(1, 2);
      await key('Escape');
      await picture(page, 'oblique-stack-en');
    },
  );

  test('grows a segment to the ball, voxel for voxel', { timeout: minutes(3) }, async () => {
    let count = 0;
    const middle: Voxel[] = [];
    for (let k = 0; k < slices; k++)
      for (let j = 0; j < rows; j++)
        for (let i = 0; i < columns; i++)
          if (mrAt([i, j, k]) === 800) {
            count++;
            if (k === K) middle.push([i, j, k]);
          }
    const [i, j] = [0, 1].map((c) => middle.reduce((sum, voxel) => sum + voxel[c], 0) / middle.length);
    await takeTool(page, 'grow');
    await page.mouse.click(...(await at(i, j)));
    await voxels(page, count);
    expect(await page.getByTestId('segment-value').textContent()).toBe('800.0 ± 0.0');
  });

  test('measures the ball in planes that are cut through its slices', { timeout: minutes(4) }, async () => {
    await page.getByTestId('layout-mpr').click();
    const pane = page.getByTestId('viewport-coronal');
    await pane.waitFor();
    await imageLoaded(page);
    // The segment's outline would lie on the edges that are looked for; a click on it has gone to its middle.
    await page.getByTestId('segment-name').click();
    await page.getByTestId('segment-eye').click();
    await key('h');
    await page.waitForTimeout(800);
    const box = (await pane.boundingBox())!;
    /** First and last bright pixel of the row and the column through the ball's middle, CSS px of the pane. */
    const ends = await pane.evaluate((root) => {
      const canvas = root.querySelector('canvas')!;
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
      const ratio = width / root.clientWidth;
      const spots: [number, number][] = [];
      const most = Math.max(...data.filter((...[, n]) => n % 4 === 0));
      for (let n = 0; n < width * height; n++)
        if (data[4 * n] > most - 20) spots.push([n % width, Math.floor(n / width)]);
      const [xs, ys] = [spots.map(([x]) => x), spots.map(([, y]) => y)];
      const span = (all: number[]) => [
        all.reduce((a, b) => Math.min(a, b)) / ratio,
        (all.reduce((a, b) => Math.max(a, b)) + 1) / ratio,
      ];
      return { x: span(xs), y: span(ys) };
    });
    await key('h');
    const [cx, cy] = [(ends.x[0] + ends.x[1]) / 2 + box.x, (ends.y[0] + ends.y[1]) / 2 + box.y];
    await pane.focus();
    await key('d');
    await drag(page, [box.x + ends.x[0], cy], [box.x + ends.x[1], cy]);
    // The plane goes through the middle of a voxel, at most half a slice from the ball's own: within one voxel.
    expect(Math.abs((await last('length')).length - 30)).toBeLessThan(mr.spacing[2]);
    await key('Escape');
    await key('u');
    await clicks(page, [[cx, cy]]);
    expect((await last('probe')).value).toBeCloseTo(800, 6);
    await key('j');
    await clicks(page, [
      [box.x + ends.x[1], cy],
      [cx, cy],
      [cx, box.y + ends.y[0]],
    ]);
    expect(Math.abs((await last('angle')).angle - 90)).toBeLessThan(0.5);
    await picture(page, 'oblique-planes-en');
    expect(errors).toEqual([]);
  });
});
