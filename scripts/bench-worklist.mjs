/**
 * The worklist with 100,000 studies of a made DICOMweb server: listing, scrolling against an empty box that scrolls in
 * the same page and run, filtering and sorting, and the longest time that the page stood still. Called by bench.mjs.
 */
import { madeStudy, serveMadeStudies } from '../tests/fixtures/made-dicomweb.mjs';
import { serve } from './serve.mjs';
import { launch } from './bench-page.mjs';

const COUNT = 100_000;
const FRAMES = 240;

const quantile = (values, q) => {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] * 10) / 10;
};

const summary = (frames) => ({
  frames: frames.length,
  medianMs: quantile(frames, 0.5),
  p95Ms: quantile(frames, 0.95),
  over32Share: Math.round((1000 * frames.filter((ms) => ms > 32).length) / frames.length) / 1000,
});

/**
 * Scrolls an element by `step` px a frame and back at the ends.
 * @returns ms from frame to frame
 */
const scroll = (page, selector, step) =>
  page.evaluate(
    async ({ selector: where, step: px, frames }) => {
      const box = document.querySelector(where);
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      box.scrollTop = 0;
      await frame();
      await frame();
      const times = [];
      let way = 1;
      let last = performance.now();
      for (let n = 0; n < frames; n++) {
        const before = box.scrollTop;
        box.scrollTop += way * px;
        if (box.scrollTop === before) way = -way;
        await frame();
        const now = performance.now();
        times.push(now - last);
        last = now;
      }
      return times;
    },
    { selector, step, frames: FRAMES },
  );

/** A box of the table's size with nothing in it but as much height. */
const addEmptyBox = (page) =>
  page.evaluate(() => {
    const { width, height } = document.querySelector('[data-testid="worklist-grid"]').getBoundingClientRect();
    const box = document.createElement('div');
    box.id = 'empty-box';
    box.style.cssText = `position:fixed;left:0;bottom:40px;width:${width}px;height:${height}px;overflow:auto;background:#0a0c0f;z-index:99`;
    const inner = document.createElement('div');
    inner.style.height = '3200000px';
    box.append(inner);
    document.body.append(box);
  });

/** Does something and waits for what it changes; ms until then, and the longest task meanwhile. */
const timed = (page, act, changed) =>
  page.evaluate(
    async ({ act: what, changed: test }) => {
      let longest = 0;
      const watch = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
      });
      watch.observe({ type: 'longtask' });
      const done = () => {
        const grid = document.querySelector('[data-testid="worklist-grid"]');
        const first = grid.querySelector('[data-at="0"]')?.dataset.uid;
        const { shown } = document.querySelector('[data-testid="wl-counts"]').dataset;
        return test.shown === undefined ? first !== test.firstNot : Number(shown) === test.shown;
      };
      const started = performance.now();
      if (what.type === undefined) document.querySelector(`[data-testid="${what.click}"]`).click();
      else {
        const field = document.querySelector('[data-testid="wl-search"]');
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, what.type);
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }
      while (!done() && performance.now() - started < 60_000)
        await new Promise((resolve) => requestAnimationFrame(resolve));
      const ms = performance.now() - started;
      await new Promise((resolve) => setTimeout(resolve, 200));
      watch.disconnect();
      return { ms: Math.round(ms), longestTaskMs: Math.round(longest) };
    },
    { act, changed },
  );

/** How many made studies have something in them. */
const expected = (fits) => Array.from({ length: COUNT }, (_none, n) => madeStudy(n)).filter(fits).length;

const firstUid = async (page) => {
  const row = page.locator('[data-testid="worklist-grid"] [data-at="0"]');
  await row.waitFor();
  return row.getAttribute('data-uid');
};

export async function worklistBench() {
  const server = await serve(0);
  const made = await serveMadeStudies({ page: server.url, count: COUNT });
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en' });
    const page = await context.newPage();
    const started = Date.now();
    await page.goto(made.url);
    await page.getByTestId('worklist-row').first().waitFor({ timeout: 120_000 });
    const firstRowMs = Date.now() - started;
    await page.waitForFunction(
      (count) => Number(document.querySelector('[data-testid="wl-counts"]')?.dataset.shown) === count,
      COUNT,
      { timeout: 300_000 },
    );
    const allRowsMs = Date.now() - started;
    const grid = '[data-testid="worklist-grid"]';
    // A turn of the wheel, and a drag of the scroll bar through the whole list.
    const wheel = summary(await scroll(page, grid, 120));
    const drag = summary(await scroll(page, grid, 26_000));
    await addEmptyBox(page);
    const emptyWheel = summary(await scroll(page, '#empty-box', 120));
    const emptyDrag = summary(await scroll(page, '#empty-box', 26_000));
    await page.evaluate(() => document.querySelector('#empty-box').remove());
    await page.evaluate((where) => (document.querySelector(where).scrollTop = 0), grid);
    // Each begins with another study than the one before it.
    const sorting = {};
    for (const column of ['name', 'age', 'description', 'date', 'images', 'priority'])
      sorting[column] = await timed(page, { click: `wl-sort-${column}` }, { firstNot: await firstUid(page) });
    const search = await timed(
      page,
      { type: 'zhang 胸部' },
      {
        shown: expected((s) => s.name.startsWith('ZHANG') && s.description.includes('胸部')),
      },
    );
    const wildcard = await timed(
      page,
      { type: '李娜1*' },
      {
        shown: expected((s) => s.name.replace('^', '').includes('=李^娜1')),
      },
    );
    const all = await timed(page, { type: '' }, { shown: COUNT });
    return {
      rows: COUNT,
      firstRowMs,
      allRowsMs,
      scroll: { wheel, drag, emptyWheel, emptyDrag },
      medianToEmpty: {
        wheel: Math.round((100 * wheel.medianMs) / emptyWheel.medianMs) / 100,
        drag: Math.round((100 * drag.medianMs) / emptyDrag.medianMs) / 100,
      },
      sorting,
      filter: { search, wildcard, all },
    };
  } finally {
    await browser.close();
    await made.close();
    await server.close();
  }
}
