/** Every measuring tool drawn by hand on the phantom, in the stack and in its planes, against the phantom's truth. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, picture, servePage, visit } from './browser';
import { angleAt, cr, ct, distance, huAt, points, writeCr, writeCt, type Voxel } from './phantom-study';
import {
  clicks,
  drag,
  ellipseAbout,
  mapOf,
  statisticsOf,
  toSlice,
  whiteSpots,
  type PixelMap,
  type Spot,
} from './phantom-view';
import { imageLoaded, minutes, openFiles } from './steps';

/** Half a pixel of the CT, mm. */
const HALF = ct.spacing[0] / 2;

interface Row {
  readonly kind: string;
  readonly values: Readonly<Record<string, number>>;
  readonly units: Readonly<Record<string, string>>;
}

async function rows(page: Page): Promise<Row[]> {
  return page.getByTestId('measure-row').evaluateAll((all) =>
    all.map((row) => {
      const { kind, values, units } = (row as HTMLElement).dataset;
      return { kind: kind!, values: JSON.parse(values!), units: JSON.parse(units!) };
    }),
  );
}

/** The last annotation of a kind in the list. */
async function last(page: Page, kind: string): Promise<Row> {
  const found = (await rows(page)).filter((row) => row.kind === kind).at(-1);
  expect(found, `a ${kind} in the list`).toBeDefined();
  return found!;
}

const key = (page: Page, name: string): Promise<void> => page.keyboard.press(name);

/** Where the three points of a plane lie on it (first and second index) and on the screen. */
async function mapped(page: Page, pane: string, known: readonly [Spot, Spot, Spot]): Promise<PixelMap> {
  const spots = await whiteSpots(page, pane);
  expect(spots).toHaveLength(3);
  return mapOf(known, spots);
}

/** An ellipse around voxels (u, v) of a plane, and what the phantom holds under it. */
async function ellipse(
  page: Page,
  map: PixelMap,
  [u, v, a, b]: readonly number[],
  hu: (u: number, v: number) => number,
) {
  const about = ellipseAbout(u, v, a, b);
  await key(page, 'q');
  await drag(page, map.at(u - about.a, v - about.b), map.at(u + about.a, v + about.b));
  const { values, units } = await last(page, 'ellipse');
  const truth = statisticsOf(about.cells.map(([i, j]) => hu(i, j)));
  expect(values.count).toBe(truth.count);
  expect(values.min).toBe(truth.min);
  expect(values.max).toBe(truth.max);
  expect(values.mean).toBeCloseTo(truth.mean, 9);
  expect(values.sd).toBeCloseTo(truth.sd, 9);
  expect(units.mean).toBe("[hnsf'U]");
  return { values, about };
}

describe('measuring', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  beforeAll(async () => {
    [browser, server] = [await launch(), await servePage()];
  }, minutes(2));
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('tools in stack and planes; undo, reload, lost graphics', { timeout: minutes(8) }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lamplight-measure-'));
    const paths = writeCt(folder);
    const { page, errors } = await visit(browser, server.url, { card: true, locale: 'zh-CN' });
    await openFiles(page, paths);
    await page.getByTestId('tab-measure').click();
    await page.getByTestId('measure-empty').waitFor();
    await picture(page, 'measure-empty-zh');

    await turned(page);
    await handled(page, await stack(page));
    await planes(page);
    await kept(page, paths);
    await film(page, folder);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  /** A mirrored and turned image measures the same: what is under the hand counts. */
  async function turned(page: Page): Promise<void> {
    const { a, b, c } = points;
    await toSlice(page, 'stack', a[2] + 1);
    await key(page, 'v');
    await key(page, '.');
    await page.waitForTimeout(500);
    const [p, q, r] = await whiteSpots(page, 'stack');
    await key(page, 'u');
    await clicks(page, [r]);
    expect((await last(page, 'probe')).values.value).toBe(huAt(a));
    for (const [from, to] of [
      [p, q],
      [q, r],
      [r, p],
    ]) {
      await key(page, 'Escape');
      await key(page, 'd');
      await drag(page, from, to);
    }
    const drawn = (await rows(page)).flatMap(({ values }) => values.length ?? []).sort((m, n) => m - n);
    const truth = [distance(a, b), distance(b, c), distance(c, a)].sort((m, n) => m - n);
    expect(drawn).toHaveLength(3);
    drawn.forEach((length, n) => expect(Math.abs(length - truth[n])).toBeLessThan(HALF));
    await key(page, 'Escape');
    for (let steps = 0; steps < 4; steps++) await key(page, 'z');
    expect(await rows(page)).toHaveLength(0);
    await key(page, '0');
    await page.waitForTimeout(500);
  }

  async function stack(page: Page): Promise<PixelMap> {
    const { a, b, c } = points;
    await toSlice(page, 'stack', a[2] + 1);
    const map = await mapped(page, 'stack', [
      [a[0], a[1]],
      [b[0], b[1]],
      [c[0], c[1]],
    ]);
    const at = ([i, j]: Voxel): Spot => map.at(i, j);
    const hu = (i: number, j: number): number => huAt([i, j, a[2]]);

    await key(page, 'd');
    await drag(page, at(a), at(b));
    expect(Math.abs((await last(page, 'length')).values.length - distance(a, b))).toBeLessThan(HALF);
    // A click at each end does the same.
    await key(page, 'Escape');
    await key(page, 'd');
    await clicks(page, [at(b), at(c)]);
    expect(Math.abs((await last(page, 'length')).values.length - distance(b, c))).toBeLessThan(HALF);

    await key(page, 'j');
    await clicks(page, [at(b), at(a), at(c)]);
    expect(Math.abs((await last(page, 'angle')).values.angle - angleAt(a, b, c))).toBeLessThan(0.5);

    await key(page, 'Shift+D');
    await clicks(page, [map.at(10, 20), map.at(40, 20), map.at(25, 12), map.at(25, 26)]);
    const two = (await last(page, 'bidirectional')).values;
    expect(Math.abs(two.longAxis - 30 * ct.spacing[0])).toBeLessThan(HALF);
    expect(Math.abs(two.shortAxis - 14 * ct.spacing[1])).toBeLessThan(HALF);

    await key(page, 'Shift+J');
    await clicks(page, [map.at(60, 20), map.at(80, 20), map.at(60, 40), map.at(80, 45)]);
    const cobb = (Math.atan2(5, 20) * 180) / Math.PI;
    expect(Math.abs((await last(page, 'cobb')).values.angle - cobb)).toBeLessThan(0.5);

    for (const voxel of [a, [60, 58, 20], [36, 50, 20], [30, 70, 20]] as const) {
      await key(page, 'Escape');
      await key(page, 'u');
      await clicks(page, [at(voxel)]);
      const { values, units } = await last(page, 'probe');
      expect(values.value).toBe(huAt(voxel));
      expect(units.value).toBe("[hnsf'U]");
    }

    const { values, about } = await ellipse(page, map, [56, 56, 9, 6], hu);
    expect(values.area / (Math.PI * about.a * about.b * ct.spacing[0] ** 2)).toBeCloseTo(1, 2);

    await key(page, 'Shift+E');
    const radius = ellipseAbout(40, 52, 6, 6);
    const r = (radius.a + radius.b) / 2;
    await drag(page, map.at(40, 52), map.at(40 + r, 52));
    const circle = (await last(page, 'circle')).values;
    expect(Math.abs(circle.radius - r * ct.spacing[0])).toBeLessThan(HALF);
    expect(circle.area / (Math.PI * (r * ct.spacing[0]) ** 2)).toBeCloseTo(1, 1);

    await key(page, 'Shift+Q');
    await drag(page, map.at(50.5, 60.5), map.at(70.5, 72.5));
    const box = (await last(page, 'rectangle')).values;
    const under = statisticsOf(
      Array.from({ length: 20 * 12 }, (_voxel, n) => hu(51 + (n % 20), 61 + Math.floor(n / 20))),
    );
    expect(box.count).toBe(under.count);
    expect(box.mean).toBeCloseTo(under.mean, 9);
    expect(box.sd).toBeCloseTo(under.sd, 9);

    await key(page, 'Shift+F');
    const corners = [map.at(14.5, 62.5), map.at(30.5, 62.5), map.at(30.5, 74.5), map.at(14.5, 74.5)];
    await page.mouse.move(...corners[0]);
    await page.mouse.down();
    for (const corner of [...corners.slice(1), corners[0]]) await page.mouse.move(...corner, { steps: 8 });
    await page.mouse.up();
    const free = (await last(page, 'freehand')).values;
    const cells = Array.from({ length: 16 * 12 }, (_voxel, n) => hu(15 + (n % 16), 63 + Math.floor(n / 16)));
    expect(free.count).toBe(cells.length);
    expect(free.mean).toBeCloseTo(statisticsOf(cells).mean, 9);
    await page.getByTestId('histogram').waitFor();

    await key(page, 'Shift+A');
    await drag(page, map.at(60, 58), map.at(78, 66));
    await page.getByTestId('annotation-text').fill('结节');
    await key(page, 'Enter');
    await key(page, 't');
    await clicks(page, [map.at(20, 44)]);
    await page.getByTestId('annotation-text').fill('未定');
    await key(page, 'Escape');
    await clicks(page, [map.at(20, 44)]);
    await page.getByTestId('annotation-text').fill('骨条');
    await key(page, 'Enter');
    await key(page, 'Shift+V');
    await clicks(page, [map.at(48, 8)]);
    await page.getByTestId('annotation-text').fill('L1');
    await key(page, 'Enter');
    await page.waitForTimeout(500);
    await clicks(page, [map.at(48, 14)]);
    const names = await page.getByTestId('measure-row').allTextContents();
    for (const name of ['结节', '骨条', 'L1', 'L2']) expect(names.join(' ')).toContain(name);
    expect(names.join(' ')).not.toContain('未定');
    await key(page, 'Escape');
    await picture(page, 'measure-stack-zh');
    return map;
  }

  /** A handle changes a length, a line moves it; each drag is one step; deleting and naming can be taken back. */
  async function handled(page: Page, map: PixelMap): Promise<void> {
    await key(page, 'd');
    await drag(page, map.at(70, 76), map.at(80, 76));
    const before = (await last(page, 'length')).values.length;
    await key(page, 'w');
    await drag(page, map.at(80, 76), map.at(80, 66));
    const after = (await last(page, 'length')).values.length;
    expect(Math.abs(after - Math.hypot(10, 10) * ct.spacing[0])).toBeLessThan(HALF);
    await drag(page, map.at(75, 71), map.at(75, 75));
    expect((await last(page, 'length')).values.length).toBeCloseTo(after, 6);
    await key(page, 'z');
    await key(page, 'z');
    expect((await last(page, 'length')).values.length).toBeCloseTo(before, 9);
    const count = (await rows(page)).length;
    await key(page, 'Delete');
    expect(await rows(page)).toHaveLength(count - 1);
    await key(page, 'z');
    expect(await rows(page)).toHaveLength(count);
    await page.getByTestId('measure-edit-name').click();
    await page.getByTestId('measure-rename').fill('管径');
    await key(page, 'Enter');
    await page.getByTestId('measure-row').filter({ hasText: '管径' }).waitFor();
    await page.getByTestId('measure-delete-all').click();
    await page.getByTestId('measure-delete-all').click();
    expect(await rows(page)).toHaveLength(0);
    await page.getByTestId('viewport-stack').focus();
    await key(page, 'z');
    expect(await rows(page)).toHaveLength(count);
  }

  async function planes(page: Page): Promise<void> {
    const { d, e, f } = points;
    await page.getByTestId('layout-mpr').click();
    await page.getByTestId('viewport-coronal').waitFor();
    await imageLoaded(page);
    await toSlice(page, 'coronal', d[1] + 1);
    // From above: f lies higher than d and e.
    const map = await mapped(page, 'coronal', [
      [f[0], f[2]],
      [d[0], d[2]],
      [e[0], e[2]],
    ]);
    const at = ([i, , k]: Voxel): Spot => map.at(i, k);
    await key(page, 'd');
    await drag(page, at(d), at(f));
    expect(Math.abs((await last(page, 'length')).values.length - distance(d, f))).toBeLessThan(HALF);
    await key(page, 'j');
    await clicks(page, [at(e), at(d), at(f)]);
    expect(Math.abs((await last(page, 'angle')).values.angle - angleAt(d, e, f))).toBeLessThan(0.5);
    await key(page, 'Escape');
    await key(page, 'u');
    await clicks(page, [at(e)]);
    expect((await last(page, 'probe')).values.value).toBe(huAt(e));
    await ellipse(page, map, [60, 20, 8, 3], (i, k) => huAt([i, d[1], k]));
    await key(page, 'Escape');
    await picture(page, 'measure-planes-zh');
  }

  /** A new page with the same files, and a lost graphics context: everything is still there. */
  async function kept(page: Page, paths: string[]): Promise<void> {
    const before = await rows(page);
    await page.waitForTimeout(1200);
    await page.reload();
    await openFiles(page, paths);
    await page.getByTestId('tab-measure').click();
    await page
      .getByTestId('measure-row')
      .first()
      .waitFor({ timeout: minutes(1) });
    expect(await rows(page)).toEqual(before);

    // The layout is kept as well.
    await page.getByTestId('layout-stack').click();
    await imageLoaded(page);
    await page.getByTestId('measure-row').first().click();
    const drawn = page.locator('[data-testid="viewport-stack"] [data-annotation]');
    await drawn.first().waitFor();
    const count = await drawn.count();
    expect(count).toBeGreaterThan(10);
    await page.evaluate(() => {
      for (const canvas of document.querySelectorAll('canvas'))
        canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    });
    await page.waitForTimeout(2500);
    await imageLoaded(page);
    await drawn.first().waitFor();
    expect(await drawn.count()).toBe(count);
    expect(await rows(page)).toEqual(before);
  }

  /** A chest film that knows its pixels at the detector: the mark, and the ratio's grade on a PA film. */
  async function film(page: Page, folder: string): Promise<void> {
    await page.reload();
    await page.getByTestId('lang-toggle').click();
    await openFiles(page, [writeCr(folder, 'PA')]);
    await page.getByTestId('tab-measure').click();
    const [p, q, r] = await whiteSpots(page, 'stack');
    const map = mapOf([cr.spots[0], cr.spots[1], cr.spots[2]] as [Spot, Spot, Spot], [p, q, r]);
    await key(page, 'd');
    await drag(page, p, q);
    const length = await last(page, 'length');
    expect(Math.abs(length.values.length - 200 * cr.spacing)).toBeLessThan(cr.spacing / 2);
    expect(await page.getByTestId('measure-card').textContent()).toContain('at detector');
    await key(page, 'Shift+T');
    await clicks(page, [map.at(90, 220), map.at(204, 230)]);
    expect(await page.getByTestId('landmark-prompt').textContent()).toContain('Right inner chest wall');
    await clicks(page, [map.at(60, 260), map.at(260, 260)]);
    await key(page, 'Enter');
    const ratio = await last(page, 'cardiothoracic');
    expect(Math.abs(ratio.values.cardiothoracicRatio - 114 / 200)).toBeLessThan(0.01);
    expect(await page.getByTestId('measure-card').textContent()).toContain('moderate');
    await key(page, 'Shift+L');
    const leg: Spot[] = [
      [150, 40],
      [150, 200],
      [130, 198],
      [170, 198],
      [130, 204],
      [170, 204],
      [164, 360],
    ];
    await clicks(
      page,
      leg.map(([x, y]) => map.at(x, y)),
    );
    await key(page, 'Enter');
    const limb = await last(page, 'limb');
    const turned = (Math.atan2(14, 160) * 180) / Math.PI;
    // The ankle stands off to the medial side: the angle there is the smaller one.
    expect(Math.abs(limb.values.hipKneeAnkle - (180 - turned))).toBeLessThan(0.5);
    expect(await page.getByTestId('measure-card').textContent()).toContain('varus');
    await picture(page, 'measure-film-en');
  }
});
