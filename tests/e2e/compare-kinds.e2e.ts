/** Priors of a head CT with a tilted gantry and of an MR, read from files; and a comparison by fingers on a phone. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser, BrowserContextOptions, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeStudy, loadVolume, openFiles as readFiles } from '../../src/dicom';
import type { Fields } from '../../src/dicom/testing/part10';
import { readWasmFromDisk, sourcesIn } from '../../src/dicom/testing/shared';
import { median } from '../../src/registration/quantile';
import { makePrior, pairSpec } from '../../src/registration/pairs.fixture';
import { zipOf } from '../security/hostile';
import { launch, picture, servePage, shared, visit, type Visit } from './browser';
import { cursorErrors, imageOf, meanDifference } from './linked-place';
import { slicesOf } from './prior-pair';
import { filesOf, minutes, openFiles } from './steps';

const ROOT = '1.2.826.0.1.3680043.10.1578.89';

/** A study of ../shared and what its made prior is like. */
interface Kind {
  readonly folder: string;
  readonly seed: number;
  /** Slice and noise of the prior; mm, and in the values of the images. */
  readonly thickness: number;
  readonly noise: number;
  /** What lies beyond the body. */
  readonly outside: number;
  readonly fields: Fields;
}

const kinds = {
  head: {
    folder: 'ct-head',
    seed: 3,
    thickness: 5,
    noise: 4,
    outside: -1000,
    fields: {
      '00081030 LO': 'HEAD',
      '00180015 CS': 'HEAD',
      '00281050 DS': '35',
      '00281051 DS': '100',
      '0008103E LO': 'Head',
      '00181210 SH': 'H30s',
    },
  },
  wrist: {
    folder: 'mr-wrist',
    seed: 6,
    thickness: 2.5,
    noise: 20,
    outside: 0,
    fields: {
      '00080016 UI': '1.2.840.10008.5.1.4.1.1.4',
      '00080060 CS': 'MR',
      '00081030 LO': 'LEFT WRIST',
      '00180015 CS': 'WRIST',
      '00281050 DS': '844',
      '00281051 DS': '2677',
      '00281054 LO': 'US',
      '0008103E LO': 'Wrist',
    },
  },
} as const satisfies Record<string, Kind>;

const folderOf = ({ folder }: Kind): string => {
  const study = join(shared!, 'data', 'dicom', 'studies', folder);
  return join(
    study,
    filesOf(study)
      .map((path) => basename(path))
      .find((name) => !name.includes('.'))!,
  );
};

/** Turned and moved, of thicker slices, of the same person, a year or so before; a ZIP. */
async function writePrior(kind: Kind, name: string, into: string): Promise<string> {
  const { studies } = await readFiles(await sourcesIn(folderOf(kind)));
  const [study] = studies;
  const base = await loadVolume(study.series[0]);
  const spec = { ...pairSpec(kind.seed), motion: 'rigid', kernel: 0, ...kind } as const;
  const { prior } = makePrior(base, { ...spec, pixel: 1.2 * base.grid.spacing[0] }, kind.outside);
  const { patient } = study;
  closeStudy(study.studyUid);
  const path = join(into, `${name}.zip`);
  const fields: Fields = {
    '00100010 PN': patient.name,
    '00100020 LO': patient.id,
    '00100030 DA': patient.birthDate,
    '00100040 CS': patient.sex,
    ...kind.fields,
  };
  const header = { study: `${ROOT}.${kind.seed}`, date: '20160105', intercept: kind.outside, fields };
  writeFileSync(path, zipOf(slicesOf(prior, header)));
  return path;
}

describe.skipIf(!shared)('comparing with a prior of', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof servePage>>;
  let browser: Browser;
  let priors: Record<keyof typeof kinds, string>;

  beforeAll(async () => {
    readWasmFromDisk();
    folder = mkdtempSync(join(tmpdir(), 'lamplight-kinds-'));
    priors = {
      head: await writePrior(kinds.head, 'head', folder),
      wrist: await writePrior(kinds.wrist, 'wrist', folder),
    };
    [server, browser] = await Promise.all([servePage(), launch()]);
  }, minutes(3));
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const cell = (page: Page, n: number) => page.locator('.vp-cell').nth(n);
  const slice = async (page: Page, n: number): Promise<number> =>
    Number(await cell(page, n).locator('.vp-pane').getAttribute('data-slice'));
  const registered = async (page: Page): Promise<void> => {
    await page.waitForFunction(
      () => document.querySelector<HTMLElement>('[data-testid="compare-bar"]')?.dataset.state === 'ready',
    );
    expect(await page.getByTestId('compare-state').textContent()).toMatch(/error \d\.\d mm/);
    await page.waitForFunction(() => {
      const panes = [...document.querySelectorAll<HTMLElement>('.vp-cell .vp-pane')];
      return panes.length > 1 && panes.every(({ dataset }) => Number(dataset.loaded) > 0.99);
    });
  };
  /** mm of a px of the screen, by the scale beside the image. */
  const mmOf = (page: Page, n: number): Promise<number> =>
    cell(page, n)
      .locator('.vp-scale')
      .first()
      .evaluate((scale) => {
        const cm = Number(/(\d+) cm/.exec(scale.textContent)![1]);
        return (10 * cm) / scale.querySelector('.line')!.getBoundingClientRect().height;
      });

  /** A study and its prior, open. */
  const opened = async (name: keyof typeof kinds, context: BrowserContextOptions = {}): Promise<Visit> => {
    const visited = await visit(browser, server.url, context);
    await openFiles(visited.page, filesOf(folderOf(kinds[name]), /\.dcm$/));
    await openFiles(visited.page, [priors[name]]);
    return visited;
  };
  /** Waits until they lie upon each other, and holds the linked cursor on landmarks: `most` mm off, as a median. */
  const readTogether = async (page: Page, name: keyof typeof kinds, most: number): Promise<void> => {
    await registered(page);
    await picture(page, `compare-${name}-en`);
    await page.keyboard.press('Shift+C');
    const mm = await mmOf(page, 0);
    const found = (await cursorErrors(page, 0, 1, 8)).map((px) => px * mm);
    console.log(`${name}, cursor: ${found.map((one) => one.toFixed(1)).join(', ')} mm`);
    expect(found.length).toBeGreaterThan(4);
    expect(median(found)).toBeLessThanOrEqual(most);
  };

  it(
    'a head CT whose gantry was tilted, with no date: the reader says which is the prior',
    { timeout: minutes(3) },
    async () => {
      const { page, errors } = await opened('head');
      await page.getByTestId('compare-start').click();
      const question = page.getByTestId('compare-order');
      await question.waitFor();
      await picture(page, 'compare-order-en');
      await question.getByText('2016-01-05').click();
      await readTogether(page, 'head', 2);
      // Nobody asks for the nodules of a head.
      expect(await page.getByTestId('priors').count()).toBe(0);
      await page.getByTestId('lang-toggle').first().click();
      await picture(page, 'compare-head-zh');
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );

  it('an MR of the wrist', { timeout: minutes(3) }, async () => {
    const { page, errors } = await opened('wrist');
    await page.getByTestId('compare-start').click();
    await readTogether(page, 'wrist', 1);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('the same on a phone, by fingers', { timeout: minutes(3) }, async () => {
    const { page, errors } = await opened('wrist', {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await page.getByTestId('compare-start').tap();
    await registered(page);
    await picture(page, 'compare-touch-side');
    const hand = await page.context().newCDPSession(page);
    const [now, then] = [await slice(page, 0), await slice(page, 1)];
    await drag(page, hand, 0, [[0, 90]]);
    await expect.poll(() => slice(page, 0)).not.toBe(now);
    await expect.poll(() => slice(page, 1)).not.toBe(then);
    const before = await imageOf(page, 1);
    await drag(page, hand, 0, [
      [0, -60],
      [0, 60],
    ]);
    await expect.poll(async () => meanDifference(await imageOf(page, 1), before)).toBeGreaterThan(10);
    await picture(page, 'compare-touch-zoomed');
    await page.getByTestId('compare-flicker').tap();
    await page.waitForFunction(() => document.querySelector('[data-testid="compare-swap"]') !== null);
    await picture(page, 'compare-touch-flicker');
    await page.getByTestId('compare-leave').tap();
    await page.getByTestId('compare-bar').waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

/** Fingers put on the middle of a cell (20 px apart where there are two) and drawn by so many CSS px, in ten steps. */
async function drag(
  page: Page,
  hand: CDPSession,
  n: number,
  ways: readonly (readonly [number, number])[],
): Promise<void> {
  const box = (await page.locator('.vp-cell').nth(n).boundingBox())!;
  const at = (share: number) =>
    ways.map(([dx, dy], id) => ({
      id,
      x: box.x + box.width / 2 + dx * share,
      y: box.y + box.height / 2 + (ways.length > 1 ? Math.sign(dy) * 10 : 0) + dy * share,
    }));
  await hand.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (let step = 1; step <= 10; step++) {
    await hand.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(step / 10) });
    await page.waitForTimeout(30);
  }
  await hand.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}
