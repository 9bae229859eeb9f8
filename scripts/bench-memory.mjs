/**
 * Memory of real studies in the page: called by bench.mjs (`memory`, `cycles`), and runs by itself:
 * node scripts/bench-memory.mjs [cycles]. Studies of `LAMPLIGHT_SHARED`/data/dicom/studies where they are there.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

const MB = 1024 * 1024;

/** CT studies beside the repository: name -> files. Empty, with a line that says so, when there are none. */
function ctStudies() {
  const folder = join(process.env.LAMPLIGHT_SHARED ?? join(root, '..', 'shared'), 'data', 'dicom', 'studies');
  if (!existsSync(folder)) {
    process.stderr.write(`skipped: real studies are not at ${folder}\n`);
    return {};
  }
  const files = (name) =>
    readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
      .filter((e) => e.isFile() && e.name.endsWith('.dcm'))
      .map((e) => join(e.parentPath, e.name))
      .sort();
  const names = ['ct-head', 'ct-chest', 'lidc-idri-0001'].filter((name) => existsSync(join(folder, name)));
  return Object.fromEntries(names.map((name) => [name, files(name)]).filter(([, list]) => list.length > 0));
}

/** Bytes of page and workers after the collector ran; the smallest of three, since it runs when it likes. */
async function held(page) {
  const once = () =>
    page.evaluate(async () => {
      const measure = performance.measureUserAgentSpecificMemory?.bind(performance);
      return measure ? (await measure()).bytes : undefined;
    });
  const values = [];
  for (let n = 0; n < 3; n++) {
    const bytes = await once();
    if (bytes === undefined) return undefined;
    values.push(bytes);
  }
  return Math.min(...values);
}

const shown = (page, whole) =>
  page.waitForFunction(
    (all) =>
      [...document.querySelectorAll('[data-testid^="viewport-"]')].some(
        ({ dataset }) =>
          Number(dataset.slice) > 0 &&
          (!all || (Number(dataset.loaded) >= 0.999 && Number(dataset.slices) > 1)),
      ),
    whole,
    { timeout: 600_000, polling: 20 },
  );

async function open(page, paths) {
  const started = Date.now();
  await page.getByTestId('open-files').first().setInputFiles(paths);
  await shown(page, false);
  const firstImageMs = Date.now() - started;
  await page.getByTestId('file-summary').waitFor({ timeout: 600_000 });
  await shown(page, true);
  return { firstImageMs, allLoadedMs: Date.now() - started };
}

async function close(page) {
  await page.getByTestId('more-menu').click();
  await page.getByTestId('close-study').click();
  await page.getByTestId('start-page').waitFor();
  await page.waitForTimeout(500);
}

/** Bytes of decoded pixels of what is open: slices x columns x rows x 2, as CT holds them. */
const pixelBytes = (page) =>
  page.evaluate(() => {
    const pane = document.querySelector('[data-testid="viewport-stack"], [data-testid="viewport-axial"]');
    return Number(pane?.dataset.slices ?? 0) * 512 * 512 * 2;
  });

/**
 * First image, all loaded and memory of each CT study, and many open-close cycles of one.
 * @param {() => Promise<import('playwright-core').Browser>} launch
 * @param {string} url
 * @param {string[]} demo files of the demo study, taken when there are no real ones
 * @param {number} count cycles
 */
export async function memoryBench(launch, url, demo, count = 20) {
  const real = ctStudies();
  const studies = Object.keys(real).length > 0 ? real : { demo };
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en' });
    const memory = [];
    for (const [study, paths] of Object.entries(studies)) {
      process.stderr.write(`memory: ${study} ...\n`);
      const page = await context.newPage();
      await page.goto(url);
      await page.getByTestId('start-page').waitFor();
      const before = await held(page);
      const times = await open(page, paths);
      const pixels = await pixelBytes(page);
      const stack = await held(page);
      const mpr = page.getByTestId('layout-mpr');
      let planes;
      if (!(await mpr.isDisabled())) {
        await mpr.click();
        await page.getByTestId('viewport-coronal').waitFor();
        await page.waitForTimeout(3000);
        await shown(page, true);
        planes = await held(page);
        await page.getByTestId('layout-stack').click();
      }
      await close(page);
      const after = await held(page);
      const mb = (bytes) => (bytes === undefined ? undefined : Math.round((bytes / MB) * 10) / 10);
      memory.push({
        study,
        files: paths.length,
        ...times,
        pixelsMb: mb(pixels),
        startMb: mb(before),
        stackMb: mb(stack),
        mprMb: mb(planes),
        closedMb: mb(after),
        /** What goes when the study closes, over the pixels of what is shown; at most 1.3. Code and workers stay. */
        heldOverPixels: (stack - after) / pixels,
      });
      await page.close();
    }
    const smallest = Object.entries(studies).sort((a, b) => a[1].length - b[1].length)[0];
    process.stderr.write(`cycles: ${smallest[0]} x ${count} ...\n`);
    const page = await context.newPage();
    await page.goto(url);
    await page.getByTestId('start-page').waitFor();
    const trace = [];
    // The first stack and the first planes load code and start workers once for all: the start is after them.
    for (let n = -1; n <= count; n++) {
      await open(page, smallest[1]);
      if (n % 2 === 0 && !(await page.getByTestId('layout-mpr').isDisabled())) {
        await page.getByTestId('layout-mpr').click();
        await page.waitForTimeout(1000);
        await page.getByTestId('layout-stack').click();
      }
      await close(page);
      if (n >= 0 && n % 5 === 0) trace.push(await held(page));
    }
    const [start] = trace;
    const end = trace[trace.length - 1];
    return {
      memory,
      cycles: {
        study: smallest[0],
        count,
        mb: trace.map((bytes) => Math.round((bytes / MB) * 10) / 10),
        /** Against the memory after the first cycles; at most 1.05. */
        endOverStart: end / start,
      },
    };
  } finally {
    await browser.close();
  }
}

if (process.argv[1]?.endsWith('bench-memory.mjs')) {
  const { needChromium } = await import('./chromium.mjs');
  const { chromium } = await import('playwright-core');
  const { serve } = await import('./serve.mjs');
  const executablePath = process.env.LAMPLIGHT_CHROMIUM ?? needChromium();
  const server = await serve(0);
  const launch = () =>
    chromium.launch({
      executablePath,
      headless: true,
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--disable-background-networking',
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader',
        '--enable-blink-features=ForceEagerMeasureMemory',
      ],
    });
  console.log(
    JSON.stringify(await memoryBench(launch, server.url, [], Number(process.argv[2] ?? 20)), null, 2),
  );
  await server.close();
  process.exit(0);
}
