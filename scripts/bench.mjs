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

const { createServer } = await import('vite');
const { serve } = await import('./serve.mjs');
const { held, launch } = await import('./bench-page.mjs');
const { onBenchPage } = await import('./bench-network.mjs');
const { cyclesBench, memoryBench } = await import('./bench-memory.mjs');

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
    const empty = await held(page);
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
    const studyOpen = await held(page);

    say('analysing ...');
    await page.getByTestId('analyse').click();
    await page.getByTestId('analysis-run').click();
    await page.waitForFunction(
      () => {
        const state = document.querySelector('[data-testid="analysis-state"]')?.dataset.state;
        return state !== undefined && !['running', 'waiting', 'idle'].includes(state);
      },
      undefined,
      { timeout: 1_800_000 },
    );
    await page.getByTestId('tab-report').click();
    await page.getByTestId('export-menu').click();
    await page.getByTestId('export-more').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('export-json').click(),
    ]);
    const run = JSON.parse(readFileSync(await download.path(), 'utf8')).analysis.run;

    await page.getByTestId('more-menu').click();
    await page.getByTestId('close-study').click();
    await page.getByTestId('start-page').waitFor();
    await page.waitForTimeout(2000);
    const closed = await held(page);
    return {
      opening,
      analysis: {
        provider: run.provider,
        threads: run.threads,
        stagesMs: run.timings,
        networkMs: run.networkMs,
        /** The whole analysis, from the press of the button, over the sum of session runs: at most 1.25. */
        overhead: run.timings.total / run.networkMs,
        /** The engine alone: its stage over the sum of session runs. */
        engineOverhead: run.timings.detect / run.networkMs,
        /** Heap and arrays of the engine at their highest, against the manifest's figure. */
        peakMiB: run.peakBytes / 2 ** 20,
        manifestPeakMiB: JSON.parse(
          readFileSync(join(root, 'public', 'models', run.modelId, 'manifest.json'), 'utf8'),
        ).peakMiB,
        findings: run.found,
        withheld: run.withheld,
      },
      memoryBytes: { startPage: empty, studyOpen, afterClose: closed },
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** The page, served while `work` runs on it. */
async function onServer(work) {
  const server = await serve(0);
  try {
    return await work(server.url);
  } finally {
    await server.close();
  }
}

/** One window of a model on its own: a slice of a chest where any size will do, else its patch. */
function windowOf(manifest) {
  const { patch, size } = manifest.window;
  if (patch.length === 2) return size === 'fit' ? [1, 256, 352] : [1, ...patch];
  return patch;
}

const RUNS = 8;

/** ms a window of the network alone in native onnxruntime, on as many threads. */
async function nativeMs(manifest, id, threads) {
  const ort = (await import('onnxruntime-node')).default;
  const file = manifest.weights.find((w) => w.ep !== 'webgpu').file;
  const session = await ort.InferenceSession.create(join(root, 'public', 'models', id, file), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
  const [input] = manifest.inputs;
  const channels = (input.slices?.offsetsMm ?? input.slices?.offsets ?? input.channels ?? [0]).length;
  const window = windowOf(manifest);
  const spatial = manifest.window.patch.length === 2 ? window.slice(1) : window;
  const shape = input.axes.endsWith('C') ? [1, ...spatial, channels] : [1, channels, ...spatial];
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  let state = 1;
  for (let v = 0; v < values.length; v++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    values[v] = (state % 1400) / 1400;
  }
  const x = new ort.Tensor('float32', values, shape);
  await session.run({ [input.name]: x });
  const started = performance.now();
  for (let n = 0; n < RUNS; n++) await session.run({ [input.name]: x });
  return (performance.now() - started) / RUNS;
}

/** For each shipped model: seconds a window on WASM, its ratio to native onnxruntime, and the engine's memory. */
async function models() {
  const { models: ids } = JSON.parse(readFileSync(join(root, 'public', 'models', 'index.json'), 'utf8'));
  return onBenchPage(async (page) => {
    const rows = [];
    for (const id of ids) {
      const manifest = JSON.parse(readFileSync(join(root, 'public', 'models', id, 'manifest.json'), 'utf8'));
      const [d, h, w] = windowOf(manifest);
      for (const threads of [1, 2]) {
        say(`${id} on ${threads} thread(s) ...`);
        const wasm = await page.evaluate((job) => window.benchNetwork(job), {
          folder: `models/${id}/`,
          threads,
          // Three planes, so that a network of neighbouring slices has neighbours.
          dims: [w, h, manifest.window.patch.length === 2 ? 3 : d],
          times: manifest.window.patch.length === 2 ? 3 : RUNS,
        });
        const native = await nativeMs(manifest, id, threads);
        rows.push({
          model: `${id} ${manifest.version}`,
          threads,
          window: [d, h, w],
          wasmSecondsPerWindow: wasm.msPerWindow / 1000,
          nativeSecondsPerWindow: native / 1000,
          ratioToNative: wasm.msPerWindow / native,
          peakMiB: wasm.peakBytes / 2 ** 20,
        });
      }
    }
    return rows;
  });
}

say('making the demo study ...');
const paths = await demoFiles();
/** The parts; `npm run bench -- study models` runs those alone. */
const parts = {
  study: () => wholePath(paths),
  models: async () => ({ models: await models() }),
  stills: async () => ({ stills: await (await import('./bench-stills.mjs')).stillsBench() }),
  nodules: async () => ({ nodules: await (await import('./bench-nodules.mjs')).nodulesBench() }),
  decode: async () => ({ decode: await (await import('./bench-decode.mjs')).benchDecode() }),
  memory: () => onServer(async (url) => ({ memory: await memoryBench(url, paths) })),
  reading: async () => ({ reading: await (await import('./bench-reading.mjs')).readingBench() }),
  outlines: async () => ({ outlines: await (await import('./bench-reading.mjs')).outlinesBench() }),
  save: async () => ({ save: await (await import('./bench-save.mjs')).saveBench() }),
  worklist: async () => ({ worklist: await (await import('./bench-worklist.mjs')).worklistBench() }),
  registration: async () => ({
    registration: await (await import('./bench-registration.mjs')).registrationBench(),
  }),
  'follow-up': async () => ({
    followUp: await (await import('./bench-follow-up.mjs')).followUpBench(options),
  }),
  compare: async () => ({ compare: await (await import('./bench-compare.mjs')).compareBench() }),
  cycles: () => onServer(async (url) => ({ cycles: await cyclesBench(url, paths) })),
};
const given = process.argv.slice(2);
const optionsAt = given.findIndex((arg) => arg.startsWith('--'));
const asked = optionsAt < 0 ? given : given.slice(0, optionsAt);
/** Behind the parts: `follow-up --seeds 0-4`. */
const options = optionsAt < 0 ? [] : given.slice(optionsAt);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  say(`no such part: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
const result = { cores: cpus().length, study: 'demo', slices: paths.length };
let failed = false;
// Thirty pairs through the networks take a quarter of an hour and more: only when it is asked for.
const ordinary = Object.keys(parts).filter((name) => name !== 'follow-up');
for (const name of asked.length > 0 ? asked : ordinary)
  try {
    Object.assign(result, await parts[name]());
  } catch (error) {
    // What was measured before is not lost with it.
    failed = true;
    result[`${name}Error`] = String(error?.stack ?? error);
  }
console.log(JSON.stringify(result, null, 2));
process.exit(failed ? 1 : 0);
