/**
 * npm run bench: the demo study through the page, as JSON on standard output. Compare ratios within one run
 * only: machines are noisy, and here WebGL may be software.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { checkNode, installPackages, root } from './install.mjs';

checkNode();
installPackages();
const { needChromium } = await import('./chromium.mjs');
process.env.LAMPLIGHT_CHROMIUM = needChromium();
const { buildWhenStale } = await import('./build.mjs');
buildWhenStale();

const { build, createServer, preview } = await import('vite');
const { chromium } = await import('playwright-core');
const { pageHeaders } = await import('./headers.mjs');
const { serve } = await import('./serve.mjs');

const cache = join(root, '.cache', 'bench');
const say = (text) => process.stderr.write(`${text}\n`);

/** Writes the demo study's files, made by the page's own code. */
async function demoFiles() {
  const folder = join(cache, 'demo');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const server = await createServer({
    root,
    logLevel: 'error',
    server: { middlewareMode: true },
    appType: 'custom',
  });
  try {
    const phantomModule = await server.ssrLoadModule('/src/domain/phantom/index.ts');
    const files = await server.ssrLoadModule('/src/dicom/demo/files.ts');
    const phantom = phantomModule.preparePhantom(phantomModule.DEMO_SEED);
    const paths = [];
    for (let k = 0; k < phantomModule.SLICES; k++) {
      const path = join(folder, `IM${String(k + 1).padStart(4, '0')}.dcm`);
      writeFileSync(path, files.makeDemoFile(phantom, k));
      paths.push(path);
    }
    return paths;
  } finally {
    await server.close();
  }
}

const launch = () =>
  chromium.launch({
    executablePath: process.env.LAMPLIGHT_CHROMIUM,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--enable-blink-features=ForceEagerMeasureMemory',
    ],
  });

/** Bytes that the page and its workers hold, after the collector ran; undefined where the browser does not say. */
const memory = (page) =>
  page.evaluate(async () => {
    const measure = performance.measureUserAgentSpecificMemory?.bind(performance);
    return measure ? (await measure()).bytes : undefined;
  });

/** Waits for an image, or for all images of a series of `slices`: a growing series counts as whole only then. */
const loaded = (page, slices) =>
  page.waitForFunction(
    (count) =>
      [...document.querySelectorAll('[data-testid^="viewport-"]')].some(
        ({ dataset }) =>
          Number(dataset.slice) > 0 &&
          Number(dataset.loaded) > 0 &&
          (count === undefined || (Number(dataset.slices) === count && Number(dataset.loaded) >= 0.999)),
      ),
    slices,
    { timeout: 600_000, polling: 20 },
  );

async function wholePath(paths) {
  const server = await serve(0);
  const browser = await launch();
  try {
    const page = await (
      await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en' })
    ).newPage();
    await page.goto(server.url);
    await page.getByTestId('start-page').waitFor();
    const empty = await memory(page);
    const open = async () => {
      const started = Date.now();
      await page.getByTestId('open-files').first().setInputFiles(paths);
      await loaded(page, undefined);
      const firstImage = Date.now() - started;
      await loaded(page, paths.length);
      return { firstImageMs: firstImage, allSlicesMs: Date.now() - started };
    };
    say('opening ...');
    const opening = await open();
    const held = await memory(page);

    say('analysing ...');
    await page.getByTestId('analyse').click();
    await page.getByTestId('analysis-run').click();
    await page.waitForFunction(
      () => {
        const state = document.querySelector('[data-testid="analysis-state"]')?.dataset.state;
        return state !== undefined && !['running', 'idle'].includes(state);
      },
      undefined,
      { timeout: 1_800_000 },
    );
    await page.getByTestId('tab-report').click();
    await page.getByTestId('export-menu').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('export-json').click(),
    ]);
    const run = JSON.parse(readFileSync(await download.path(), 'utf8')).analysis.run;

    await page.getByTestId('more-menu').click();
    await page.getByTestId('close-study').click();
    await page.getByTestId('start-page').waitFor();
    await page.waitForTimeout(2000);
    const closed = await memory(page);
    return {
      opening,
      analysis: {
        provider: run.provider,
        threads: run.threads,
        stagesMs: run.timings,
        networkMs: run.networkMs,
        networkShare: run.networkMs / run.timings.total,
        engineOverhead: run.timings.detect / run.networkMs,
        findings: run.found,
        withheld: run.withheld,
      },
      memoryBytes: { startPage: empty, studyOpen: held, afterClose: closed },
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** ms a window in the page's engine (WASM) and in native onnxruntime: same model, shape, values and threads. */
async function network(threads) {
  const shape = { width: 352, height: 256, runs: 8 };
  const outDir = join(cache, 'page');
  await build({
    root: join(root, 'tests', 'bench'),
    configFile: join(root, 'vite.config.ts'),
    publicDir: join(root, 'public'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
  const server = await preview({
    root: join(root, 'tests', 'bench'),
    configFile: false,
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', headers: pageHeaders({ dev: false }) },
  });
  const browser = await launch();
  let wasm;
  try {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${server.httpServer.address().port}/`);
    await page.waitForFunction(() => window.benchNetwork !== undefined);
    wasm = await page.evaluate((job) => window.benchNetwork(job), {
      folder: 'models/lung-nodule/',
      threads,
      ...shape,
    });
  } finally {
    await browser.close();
    await server.close();
  }
  const ort = (await import('onnxruntime-node')).default;
  const session = await ort.InferenceSession.create(
    join(root, 'public', 'models', 'lung-nodule', 'weights.onnx'),
    {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
    },
  );
  const plane = shape.width * shape.height;
  // The values that the page's engine makes of the same texture: three slices, clipped and scaled to 0..1.
  const values = new Float32Array(3 * plane);
  let state = 1;
  for (let v = 0; v < values.length; v++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    values[v] = (state % 1400) / 1400;
  }
  const x = new ort.Tensor('float32', values, [1, 3, shape.height, shape.width]);
  const input = session.inputNames[0];
  await session.run({ [input]: x });
  const started = performance.now();
  for (let n = 0; n < shape.runs; n++) await session.run({ [input]: x });
  const native = (performance.now() - started) / shape.runs;
  return {
    threads,
    window: [shape.height, shape.width],
    wasmMsPerWindow: wasm.msPerWindow,
    nativeMsPerWindow: native,
    ratio: wasm.msPerWindow / native,
  };
}

say('making the demo study ...');
const paths = await demoFiles();
const result = {
  cores: cpus().length,
  study: 'demo',
  slices: paths.length,
  ...(await wholePath(paths)),
  network: [],
};
for (const threads of [1, 2]) {
  say(`network on ${threads} thread(s) ...`);
  result.network.push(await network(threads));
}
console.log(JSON.stringify(result, null, 2));
process.exit(0);
