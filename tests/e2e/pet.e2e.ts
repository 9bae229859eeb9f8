/** PET in SUV, alone and over CT, driven by hand against the phantom's truth. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, picture, servePage, visit } from './browser';
import { ct, huAt, lpsOf, points, writeCt } from './phantom-study';
import { BQ_OF_SUV, hot, pet, petLpsOf, suvAt, writePet } from './pet-study';
import {
  clicks,
  darkSpots,
  drag,
  ellipseAbout,
  mapOf,
  statisticsOf,
  whiteSpots,
  type Spot,
  type Statistics,
} from './phantom-view';
import { minutes, openFiles } from './steps';

const FUSED = 'axial-3';
const key = (page: Page, name: string): Promise<void> => page.keyboard.press(name);
const pane = (page: Page, name: string) => page.getByTestId(`viewport-${name}`);
const windowOf = (page: Page, name: string) => pane(page, name).getAttribute('data-window');

/** Waits until every cell of the room has all its images, and for their drawing. */
async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const panes = [...document.querySelectorAll<HTMLElement>('[data-testid^="viewport-"]')];
    return panes.length > 0 && panes.every(({ dataset }) => Number(dataset.loaded) >= 0.999);
  });
  await page.waitForTimeout(400);
}

/** An annotation in the list, which is by series, the CT first: what it says of the image itself, and of uptake. */
async function listed(page: Page, which: 'first' | 'last') {
  const row = page.getByTestId('measure-row')[which]();
  const fact = async (name: string): Promise<Record<string, number | string>> =>
    JSON.parse((await row.getAttribute(`data-${name}`)) ?? '{}');
  return {
    values: await fact('values'),
    units: await fact('units'),
    uptake: await fact('uptake'),
    uptakeUnits: await fact('uptake-units'),
  };
}

/** Red, green and blue of every pixel of a part of the page. */
async function colours(
  page: Page,
  clip: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Promise<readonly (readonly number[])[]> {
  const [x, y] = [Math.round(clip.x), Math.round(clip.y)];
  const [width, height] = [Math.round(clip.width), Math.round(clip.height)];
  const shot = await page.screenshot({ clip: { x, y, width, height }, scale: 'css' });
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return Array.from({ length: data.length / 4 }, (_pixel, n) => [
      data[4 * n],
      data[4 * n + 1],
      data[4 * n + 2],
    ]);
  }, shot.toString('base64'));
}

const colourAt = async (page: Page, [x, y]: Spot): Promise<readonly number[]> =>
  (await colours(page, { x, y, width: 1, height: 1 }))[0];

/** How far a point is from grey towards warm colours. */
const warmth = async (page: Page, at: Spot): Promise<number> => {
  const [red, , blue] = await colourAt(page, at);
  return red - blue;
};

function expectStatistics(found: Record<string, number | string>, truth: Statistics): void {
  expect(found.count).toBe(truth.count);
  // Held as single precision: seven figures.
  for (const name of ['mean', 'sd', 'min', 'max'] as const)
    expect(Math.abs(Number(found[name]) - truth[name]), name).toBeLessThan(1e-6 * truth.max);
}

describe('PET', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  beforeAll(async () => {
    [browser, server] = [await launch(), await servePage()];
  }, minutes(2));
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('SUV at the probe and under regions, alone and over CT', { timeout: minutes(5) }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lamplight-pet-'));
    const { page, errors } = await visit(browser, server.url);
    await openFiles(page, [...writeCt(folder), ...writePet(folder)]);
    await page.getByTestId('tab-measure').click();
    await page.getByTestId('layout-menu').click();
    await page.getByTestId('hang-petCt').click();
    await drawn(page);
    // The lines of the planes would cut the balls.
    await key(page, 'h');
    await page.waitForTimeout(300);
    const [left, right] = (await darkSpots(page, 'axial-2')).sort((a, b) => a[0] - b[0]);
    const white = await whiteSpots(page, 'axial');
    await key(page, 'h');
    const ctMap = mapOf([points.a, points.b, points.c].map(([i, j]) => [i, j] as Spot) as never, white);
    const [ctBox, fusedBox] = [
      (await pane(page, 'axial').boundingBox())!,
      (await pane(page, FUSED).boundingBox())!,
    ];
    /** Where a point of the slice z = 0 lies on the fused plane. */
    const onFused = (x: number, y: number): Spot => {
      const at = ctMap.at((x - ct.origin[0]) / ct.spacing[0], (y - ct.origin[1]) / ct.spacing[1]);
      return [at[0] + fusedBox.x - ctBox.x, at[1] + fusedBox.y - ctBox.y];
    };

    await alone(page, left, right);
    await regionOnBoth(page, onFused);
    await coloured(page, onFused);
    await windows(page, onFused);
    await mip(page);
    await planes(page, onFused);
    await picture(page, 'pet-ct-en');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  /** The PET by itself: dark on white, its values in SUV. */
  async function alone(page: Page, left: Spot, right: Spot): Promise<void> {
    const [eight, four] = hot;
    const step = (right[0] - left[0]) / (eight.at[0] - four.at[0]);
    expect(right[1] - left[1]).toBeCloseTo((eight.at[1] - four.at[1]) * step, -1);
    await key(page, 'u');
    for (const [at, ball] of [
      [right, eight],
      [left, four],
    ] as const) {
      await clicks(page, [at]);
      const { uptake, uptakeUnits } = await listed(page, 'last');
      expect(uptake.value).toBeCloseTo(suvAt([...ball.at]), 5);
      expect(Math.abs(Number(uptake.value) - ball.suv)).toBeLessThan(0.001);
      expect(uptakeUnits.value).toBe('{SUVbw}g/ml');
      await key(page, 'Escape');
      await key(page, 'u');
    }
    await expectText(page, 'axial-2', 'SUVbw (g/ml) 0–5');

    const about = ellipseAbout(eight.at[0], eight.at[1], 4, 3);
    const at = (u: number, v: number): Spot => [
      right[0] + (u - eight.at[0]) * step,
      right[1] + (v - eight.at[1]) * step,
    ];
    await key(page, 'q');
    await drag(
      page,
      at(eight.at[0] - about.a, eight.at[1] - about.b),
      at(eight.at[0] + about.a, eight.at[1] + about.b),
    );
    const { uptake } = await listed(page, 'last');
    expectStatistics(uptake, statisticsOf(about.cells.map(([i, j]) => suvAt([i, j, eight.at[2]]))));
    expect(await page.getByTestId('measure-uptake').textContent()).toContain(
      'decay-corrected to the start of the scan, 13:00 (series time), dose 370 MBq at 12:00, half-life 109.8 min, weight 70 kg',
    );
    await key(page, 'Escape');
  }

  /** A region on the fused plane says HU of the CT and SUV of the PET, each of its own voxels. */
  async function regionOnBoth(page: Page, onFused: (x: number, y: number) => Spot): Promise<void> {
    const [x, y] = petLpsOf([...hot[1].at]);
    const k = Math.round((0 - ct.origin[2]) / ct.spacing[2]);
    const ctCells = grid(ct, k, lpsOf);
    const petCells = grid(pet, hot[1].at[2], petLpsOf);
    const { a, b } = clearEllipse(
      x,
      y,
      [...ctCells, ...petCells].map(({ lps }) => lps),
    );
    const inside = ({ lps }: { lps: readonly number[] }): boolean =>
      Math.hypot((lps[0] - x) / a, (lps[1] - y) / b) < 1;
    await key(page, 'q');
    await drag(page, onFused(x - a, y - b), onFused(x + a, y + b));
    const { values, units, uptake } = await listed(page, 'first');
    expect(units.mean).toBe("[hnsf'U]");
    expect(values.area).toBeCloseTo(Math.PI * a * b, -1);
    const hu = statisticsOf(ctCells.filter(inside).map(({ at }) => huAt(at)));
    expect(values.mean).toBeCloseTo(hu.mean, 9);
    expect([values.min, values.max]).toEqual([hu.min, hu.max]);
    // How many pixels is said of the PET's own: the two grids are not each other's.
    expectStatistics(uptake, statisticsOf(petCells.filter(inside).map(({ at }) => suvAt(at))));
    await key(page, 'Escape');
    await key(page, 'w');
    await key(page, 'h');
  }

  /** Colour where it takes up, grey where not; more and less of it by keys and by the slider. */
  async function coloured(page: Page, onFused: (x: number, y: number) => Spot): Promise<void> {
    const [x, y] = petLpsOf([...hot[1].at]);
    const [ball, cold] = [onFused(x, y), onFused(0, 24)];
    await page.waitForTimeout(300);
    expect(await warmth(page, ball)).toBeGreaterThan(60);
    const [r, g, b] = await colourAt(page, cold);
    expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(3);
    expect(r).toBeGreaterThan(60);
    const shown = await warmth(page, ball);
    for (let n = 0; n < 6; n++) await key(page, 'Shift+ArrowDown');
    await page.waitForTimeout(300);
    expect(Math.abs(await warmth(page, ball))).toBeLessThan(3);
    await page.getByTestId('fusion-opacity').fill('100');
    await page.waitForTimeout(300);
    expect(await warmth(page, ball)).toBeGreaterThan(shown + 20);
    await page.getByTestId('fusion-colours').selectOption('rainbow');
    await page.waitForTimeout(300);
    const [red, green] = await colourAt(page, ball);
    expect(Math.min(red, green)).toBeGreaterThan(180);
    await page.getByTestId('fusion-colours').selectOption('hotIron');
    await page.getByTestId('fusion-opacity').fill('60');
  }

  /** Number keys and the hand act on the PET, and after the switch on the CT. */
  async function windows(page: Page, onFused: (x: number, y: number) => Spot): Promise<void> {
    await pane(page, FUSED).focus();
    await key(page, '3');
    await expectText(page, FUSED, 'SUVbw (g/ml) 0–10');
    expect(await windowOf(page, FUSED)).toBe('10/5');
    // The PET beside it is the same, seen alone.
    expect(await windowOf(page, 'axial-2')).toBe('10/5');
    const ctWindow = await windowOf(page, 'axial');
    await drag(page, onFused(0, 10), [onFused(0, 10)[0], onFused(0, 10)[1] + 100]);
    await expectText(page, FUSED, 'SUVbw (g/ml) 0–15');
    expect(await windowOf(page, 'axial')).toBe(ctWindow);
    await page.getByTestId('fusion-hand-base').click();
    await pane(page, FUSED).focus();
    await key(page, '2');
    expect(await windowOf(page, FUSED)).toBe('1500/-600');
    await expectText(page, FUSED, 'SUVbw (g/ml) 0–15');
    await key(page, 'Shift+Y');
    expect(await windowOf(page, FUSED)).toBe('15/7.5');
    await key(page, '3');
  }

  async function mip(page: Page): Promise<void> {
    await expectText(page, 'coronal', 'MIP 700 mm');
    const spots = await darkSpots(page, 'coronal');
    // SUV 8 of 10 is dark, SUV 4 is not.
    expect(spots).toHaveLength(1);
  }

  /** The same colours in the two other planes. */
  async function planes(page: Page, onFused: (x: number, y: number) => Spot): Promise<void> {
    const [x, y] = petLpsOf([...hot[1].at]);
    // A click brings all planes to the ball.
    await clicks(page, [onFused(x, y)]);
    for (const view of ['coronal', 'sagittal'] as const) {
      await page.getByTestId('layout-menu').click();
      await page.getByTestId(`view-${view}`).click();
      await key(page, 'Escape');
      await page.locator('.vp-fused').waitFor();
      await drawn(page);
      const box = (await page.locator('.vp-fused').boundingBox())!;
      // Across the middle, above the strip with its own colours.
      const row = await colours(page, { ...box, y: box.y + box.height / 2, height: 1 });
      const warm = row.filter(([red, , blue]) => red - blue > 40).length;
      expect(warm, view).toBeGreaterThan(20);
      const cold = row.filter(
        ([red, green, blue]) => red > 60 && Math.max(red, green, blue) - Math.min(red, green, blue) < 20,
      );
      expect(cold.length, view).toBeGreaterThan(20);
    }
  }

  test(
    'another frame of reference and a missing weight, each with its reason',
    { timeout: minutes(4) },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'lamplight-pet-'));
      const { page, errors } = await visit(browser, server.url);
      const files = writePet(folder, { '00200052 UI': '1.2.3.4.5', '00101030 DS': '' });
      await openFiles(page, [...writeCt(folder), ...files]);
      await page.getByTestId('layout-menu').click();
      expect(await page.getByTestId('hang-petCt').count()).toBe(0);
      expect(await page.getByTestId('hang-pet').textContent()).toContain('another frame of reference');
      expect(await page.getByTestId('fuse').isDisabled()).toBe(true);
      expect(await page.getByTestId('fuse-why').textContent()).toContain('different frames of reference');
      await page.getByTestId('hang-pet').click();
      await drawn(page);
      await page.getByTestId('tab-measure').click();
      await expectText(page, 'stack-2', 'No SUV: patient weight missing');
      await expectText(page, 'stack-2', 'Bq/ml');
      await pane(page, 'stack-2').focus();
      await key(page, 'u');
      const [spot] = (await darkSpots(page, 'stack-2')).sort((a, b) => b[0] - a[0]);
      await clicks(page, [spot]);
      const { uptake, uptakeUnits } = await listed(page, 'last');
      expect(uptakeUnits.value).toBe('Bq/ml');
      expect(Number(uptake.value) / BQ_OF_SUV).toBeCloseTo(suvAt([...hot[0].at]), 4);
      expect(await page.getByTestId('measure-uptake').textContent()).toContain('patient weight missing');
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );
});

async function expectText(page: Page, name: string, text: string): Promise<void> {
  await expect.poll(() => pane(page, name).textContent(), { timeout: 10_000 }).toContain(text);
}

/** Every voxel of a slice with its place. */
function grid(
  { dims }: Pick<typeof ct, 'dims'>,
  k: number,
  lps: (voxel: readonly [number, number, number]) => readonly number[],
) {
  return Array.from({ length: dims[0] * dims[1] }, (_voxel, n) => {
    const at = [n % dims[0], Math.floor(n / dims[0]), k] as const;
    return { at, lps: lps(at) };
  });
}

/** Half axes (mm) near 10 and 8 of an ellipse that no place comes close to: the hand may be a little off. */
function clearEllipse(x: number, y: number, places: readonly (readonly number[])[]) {
  let best = { a: 0, b: 0, margin: 0 };
  for (let n = 0; n < 40; n++)
    for (let m = 0; m < 40; m++) {
      const [a, b] = [9 + n / 20, 7 + m / 20];
      const margin = Math.min(
        ...places.map((lps) => Math.abs(Math.hypot((lps[0] - x) / a, (lps[1] - y) / b) - 1) * b),
      );
      if (margin > best.margin) best = { a, b, margin };
    }
  return best;
}
