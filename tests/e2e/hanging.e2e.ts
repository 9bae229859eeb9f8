/** How a study is hung: by its protocol, beside its prior, by the reader's own layout; and slices that play. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, picture, servePage, visit } from './browser';
import { writeFilms } from './film-study';
import { uids, writeCt } from './phantom-study';
import { minutes, openFiles } from './steps';

let folder: string;
let server: Awaited<ReturnType<typeof servePage>>;
let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamplight-hanging-'));
  server = await servePage();
  browser = await launch();
  ({ page, errors } = await visit(browser, server.url));
}, minutes(3));
afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const pane = (name: string): Locator => page.getByTestId(`viewport-${name}`);
const fact = (name: string, what: string) => pane(name).getAttribute(`data-${what}`);

/** Waits until an attribute of a pane is what it must be. */
async function until(name: string, what: string, value: string): Promise<void> {
  await page.waitForFunction(
    ([id, attribute, wanted]) =>
      document.querySelector(`[data-testid="viewport-${id}"]`)?.getAttribute(`data-${attribute}`) === wanted,
    [name, what, value] as const,
    { timeout: minutes(1) },
  );
}

const cells = (count: number) =>
  page.waitForFunction(
    (wanted) => document.querySelector<HTMLElement>('.vp-room')?.dataset.cells === wanted,
    String(count),
    { timeout: minutes(1) },
  );
const layoutMenu = () => page.getByTestId('layout-menu').click();
const closeMenu = () => page.keyboard.press('Escape');

const OTHER = `${uids.study}.7`;
const PRIOR = `${uids.study}.8`;
const otherPatient = {
  study: OTHER,
  fields: { '00100010 PN': 'SYNTHETIC^Other', '00100020 LO': 'PHANTOM-2' },
};
/** Studies of no known part are compared when they are called the same. */
const SAME = { '00081030 LO': 'SYNTHETIC body' };
const current = { study: `${uids.study}.9`, fields: SAME };
/** A year before, every second slice: 4 mm from one to the next. */
const prior = {
  study: PRIOR,
  every: 2,
  fields: { ...SAME, '00080020 DA': '20250103', '00080030 TM': '080000' },
};

describe('the reader’s own layout', () => {
  it('is kept for a modality, and taken again for another study of it', { timeout: minutes(4) }, async () => {
    await openFiles(page, writeCt(join(folder, 'ct')));
    await layoutMenu();
    expect(await page.getByTestId('hang-own').isDisabled()).toBe(true);
    await page.getByTestId('grid-1x2').click();
    await cells(2);
    await page.locator('.vp-cell').nth(1).click();
    await page.getByTestId('series-item').first().focus();
    await page.keyboard.press('Enter');
    await until('stack-2', 'slices', '40');
    await layoutMenu();
    await page.getByTestId('view-coronal').click();
    await closeMenu();
    await until('coronal', 'slices', '96');
    await pane('stack').focus();
    await page.keyboard.press('2');
    await until('stack', 'window', '1500/-600');
    await layoutMenu();
    await page.getByTestId('own-save').click();
    expect(await page.getByTestId('hang-own').isDisabled()).toBe(false);
    await picture(page, 'hanging-own-en');
    await closeMenu();
    // Settings are written with what the status bar calls saved.
    await page.waitForTimeout(1500);

    await page.reload();
    await openFiles(page, writeCt(join(folder, 'other'), otherPatient));
    await cells(1);
    expect(await fact('stack', 'window')).toBe('400/40');
    await layoutMenu();
    await page.getByTestId('hang-own').click();
    await cells(2);
    await until('coronal', 'slices', '96');
    await until('stack', 'window', '1500/-600');
    expect(await pane('coronal').innerText()).toContain('SYNTHETIC Other');
  });

  it(
    'is not offered for another modality, and is forgotten when asked',
    { timeout: minutes(3) },
    async () => {
      await openFiles(page, writeFilms(join(folder, 'one'), 5, [{ modality: 'CR', view: 'PA' }]));
      await page.waitForFunction(() =>
        document.querySelector('[data-testid="viewport-stack"] .vp-study')?.textContent?.includes('film 1'),
      );
      await layoutMenu();
      expect(await page.getByTestId('hang-own').isDisabled()).toBe(true);
      await closeMenu();
      await page.reload();
      await openFiles(page, writeCt(join(folder, 'other'), otherPatient));
      await layoutMenu();
      expect(await page.getByTestId('hang-own').isDisabled()).toBe(false);
      await page.getByTestId('own-forget').click();
      expect(await page.getByTestId('hang-own').isDisabled()).toBe(true);
      await closeMenu();
    },
  );
});

describe('a prior', () => {
  it('hangs beside the current study and scrolls along, mm for mm', { timeout: minutes(4) }, async () => {
    await page.reload();
    await openFiles(page, [
      ...writeCt(join(folder, 'current'), current),
      ...writeCt(join(folder, 'prior'), prior),
    ]);
    await layoutMenu();
    const row = page.getByTestId('hang-ctPrior');
    expect(await row.textContent()).toContain('2025');
    await row.click();
    await cells(2);
    await until('stack', 'slices', '40');
    await until('stack-2', 'slices', '20');
    const names = await Promise.all(
      ['stack', 'stack-2'].map((name) => pane(name).locator('.vp-tr').innerText()),
    );
    expect(names[0]).toContain('2026-01-05');
    expect(names[1]).toContain('2025-01-03');
    const [now, then] = [Number(await fact('stack', 'slice')), Number(await fact('stack-2', 'slice'))];
    await pane('stack').hover();
    await page.mouse.wheel(0, 480);
    await until('stack', 'slice', String(now + 4));
    // 8 mm on: two slices of the prior.
    await until('stack-2', 'slice', String(then + 2));
    await pane('stack-2').hover();
    await page.mouse.wheel(0, -360);
    await until('stack-2', 'slice', String(then - 1));
    await until('stack', 'slice', String(now - 2));
    await picture(page, 'hanging-prior-en');
    await layoutMenu();
    await page.getByTestId('link-scroll').click();
    await closeMenu();
    await pane('stack').focus();
    await page.keyboard.press('ArrowDown');
    await until('stack', 'slice', String(now - 1));
    expect(await fact('stack-2', 'slice')).toBe(String(then - 1));
    await layoutMenu();
    await page.getByTestId('link-scroll').click();
    await closeMenu();
  });
});

describe('slices that play', () => {
  /** ms of the page that one slice stays, in the middle of many changes; images left out count as shown. */
  const perSlice = (): Promise<number> =>
    pane('stack').evaluate(
      (root) =>
        new Promise<number>((resolve) => {
          const times: number[] = [];
          let [at, slice] = [performance.now(), Number((root as HTMLElement).dataset.slice)];
          const watch = new MutationObserver(() => {
            const [now, next] = [performance.now(), Number((root as HTMLElement).dataset.slice)];
            const steps = (next - slice + 40) % 40;
            if (steps === 0) return;
            times.push((now - at) / steps);
            [at, slice] = [now, next];
            if (times.length < 15) return;
            watch.disconnect();
            resolve(times.toSorted((a, b) => a - b)[7]);
          });
          watch.observe(root, { attributes: true, attributeFilter: ['data-slice'] });
        }),
    );

  it('go round, as fast as they are told', { timeout: minutes(3) }, async () => {
    await page.getByTestId('layout-stack').click();
    await cells(1);
    await until('stack', 'loaded', '1.000');
    await pane('stack').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Space');
    const bar = page.getByTestId('cine');
    expect(await bar.getAttribute('data-playing')).toBe('true');
    expect(await bar.innerText()).toContain('10');
    // Round the end: the first slices follow the last.
    await page.waitForFunction(
      () => Number(document.querySelector<HTMLElement>('[data-testid="viewport-stack"]')?.dataset.slice) < 20,
    );
    const plain = await perSlice();
    await page.getByTestId('cine-speed').selectOption('0.25');
    expect(await bar.innerText()).toContain('2.5');
    const slow = await perSlice();
    // A quarter of the speed; the machine may be slow, the ratio is not.
    expect(slow / plain).toBeGreaterThan(2.5);
    expect(slow / plain).toBeLessThan(6);
    await pane('stack').focus();
    await page.keyboard.press('Space');
    expect(await bar.getAttribute('data-playing')).toBe('false');
    const stopped = await fact('stack', 'slice');
    await page.waitForTimeout(600);
    expect(await fact('stack', 'slice')).toBe(stopped);
  });
});

describe('projections', () => {
  it('a pair of radiographs hangs side by side, the frontal one first', { timeout: minutes(3) }, async () => {
    await openFiles(
      page,
      writeFilms(join(folder, 'cr'), 1, [
        { modality: 'CR', view: 'LL' },
        { modality: 'CR', view: 'PA' },
      ]),
    );
    await page.waitForFunction(() => document.querySelector<HTMLElement>('.vp-room')?.dataset.cells === '2');
    const study = (name: string) => pane(name).locator('.vp-study').textContent();
    expect(await study('stack')).toContain('film 2');
    expect(await study('stack-2')).toContain('film 1');
    await page.getByTestId('layout-menu').click();
    expect(await page.getByTestId('hang-xray').textContent()).toContain('CR');
    await picture(page, 'layouts-menu-en');
    await closeMenu();
  });

  it('mammograms hang chest wall to chest wall', { timeout: minutes(3) }, async () => {
    await openFiles(
      page,
      writeFilms(join(folder, 'mg'), 2, [
        { modality: 'MG', view: 'MLO', side: 'L' },
        { modality: 'MG', view: 'CC', side: 'L' },
        { modality: 'MG', view: 'CC', side: 'R' },
        { modality: 'MG', view: 'MLO', side: 'R' },
      ]),
    );
    await page.waitForFunction(() => document.querySelector<HTMLElement>('.vp-room')?.dataset.cells === '4');
    await pane('stack-4').waitFor();
    await page.waitForTimeout(500);
    const seen = [];
    for (const name of ['stack', 'stack-2', 'stack-3', 'stack-4']) {
      const description = await pane(name).locator('.vp-study').textContent();
      const edges = await pane(name).evaluate((root) => {
        const canvas = root.querySelector('canvas')!;
        const row = canvas
          .getContext('2d')!
          .getImageData(0, Math.floor(canvas.height / 2), canvas.width, 1).data;
        const grey = (x: number): boolean => row[4 * x] > 40;
        return grey(2) ? 'left' : grey(canvas.width - 3) ? 'right' : 'middle';
      });
      seen.push([/film (\d)/.exec(description ?? '')?.[1], edges]);
    }
    expect(seen).toEqual([
      ['3', 'right'],
      ['2', 'left'],
      ['4', 'right'],
      ['1', 'left'],
    ]);
    await picture(page, 'layouts-mammograms-en');
    expect(errors).toEqual([]);
  });
});
