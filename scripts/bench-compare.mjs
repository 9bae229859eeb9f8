/**
 * Two chest CTs of about 200 slices compared in the page: from the click to the linked prior, how free the page stays
 * meanwhile, and how the linked images move: called by bench.mjs (`compare`), and runs by itself:
 * node scripts/bench-compare.mjs. The prior is made by code from the real CT, moved and bent by breathing.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ctStudies, launch, startPage } from './bench-page.mjs';
import { summary, wheel } from './bench-reading.mjs';
import { sharedVolume, withModules } from './bench-registration.mjs';
import { serve } from './serve.mjs';

/** Asked for: seconds at most, beside the analyses. */
const MOST_SECONDS = 60;
const STEPS = 60;
const SEED = 2;
const DATES = { now: '20260301', prior: '20250902' };

/** With a slice between each two, the mean of both: about 200. */
function finer({ grid, data, ...others }) {
  const [ni, nj, nk] = grid.dims;
  const one = ni * nj;
  const out = new Int16Array(one * (2 * nk - 1));
  for (let k = 0; k < nk; k++) {
    out.set(data.subarray(k * one, (k + 1) * one), 2 * k * one);
    if (k + 1 < nk)
      for (let v = 0; v < one; v++)
        out[(2 * k + 1) * one + v] = (data[k * one + v] + data[(k + 1) * one + v]) / 2;
  }
  const [x, y, z] = grid.spacing;
  return { ...others, data: out, grid: { ...grid, dims: [ni, nj, 2 * nk - 1], spacing: [x, y, z / 2] } };
}

/** Files of both examinations, the prior's slices as far apart as those of the CT. */
async function filesOf(folder) {
  return withModules(async (load) => {
    const { makePair, pairSpec } = await load('/src/registration/pairs.fixture.ts');
    const { slicesOf } = await load('/tests/e2e/prior-pair.ts');
    const volume = finer((await sharedVolume(load, 'ct-chest')).volume);
    const thickness = volume.grid.spacing[2];
    const pair = makePair(volume, { ...pairSpec(SEED), noise: 10, kernel: 0, thickness, goesOn: true });
    const put = (side, one) => {
      mkdirSync(join(folder, side));
      const study = `1.2.826.0.1.3680043.10.1578.90.${side === 'now' ? 1 : 2}`;
      return slicesOf(one, { study, date: DATES[side] }).map(({ name, data }) => {
        const path = join(folder, side, name);
        writeFileSync(path, data);
        return path;
      });
    };
    return { now: put('now', pair.current), prior: put('prior', pair.prior) };
  });
}

export async function compareBench() {
  if (!ctStudies(['ct-chest'])['ct-chest']) return { skipped: 'no study ct-chest' };
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-compare-'));
  const server = await serve(0);
  const browser = await launch();
  try {
    const files = await filesOf(folder);
    const page = await startPage(browser, server.url);
    for (const paths of [files.now, files.prior]) {
      await page.getByTestId('open-files').first().setInputFiles(paths);
      await page.getByTestId('file-summary').waitFor({ timeout: 600_000 });
    }
    await page.waitForTimeout(3000);
    await page.evaluate(() => {
      window.longTasks = [];
      new PerformanceObserver((list) =>
        window.longTasks.push(...list.getEntries().map(({ duration }) => duration)),
      ).observe({ type: 'longtask' });
    });
    const started = Date.now();
    await page.getByTestId('compare-start').click();
    await page.locator('[data-testid="compare-bar"][data-state="ready"]').waitFor({ timeout: 600_000 });
    const seconds = (Date.now() - started) / 1000;
    const tasks = await page.evaluate(() => window.longTasks);
    await page.waitForTimeout(1000);
    const pane = await page
      .locator('[data-testid^="viewport-"][data-slices]')
      .first()
      .getAttribute('data-testid');
    await wheel(page, pane, 10);
    return {
      slices: [files.now.length, files.prior.length],
      secondsToLinked: seconds,
      mostSeconds: MOST_SECONDS,
      said: await page.getByTestId('compare-bar').innerText(),
      /** Of the page's own thread while it waited; the graphics are software here. */
      longTasks: { count: tasks.length, longestMs: Math.round(Math.max(0, ...tasks)) },
      /** Both images move with one turn of the wheel. */
      linkedWheelStep: summary(await wheel(page, pane, STEPS)),
    };
  } finally {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(JSON.stringify(await compareBench(), null, 2));
