/**
 * How long the analyses of still images take on WASM, and how long native onnxruntime needs for their networks on as
 * many threads: called by bench.mjs (`stills`), and runs by itself: node scripts/bench-stills.mjs. Both in one run,
 * because machines are noisy: the native side is timed before and after the page's.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analysisRun, THREADS } from './bench-analysis.mjs';
import { onBenchPage } from './bench-network.mjs';
import { needChromium } from './chromium.mjs';
import { root } from './install.mjs';

/**
 * Asked for: seconds of an image at most, and times the native network at most. An analysis has the network look twice: at
 * a film and its negative, two slices of one image; at a frame and its mirror image.
 */
const STILLS = [
  { id: 'chest-xray', study: 'cr-chest/pa', most: 3, slices: 2 },
  { id: 'breast-ultrasound', study: 'us-breast', most: 0.5, slices: 1 },
];
const LOOKS = 2;
const MOST_TIMES_NATIVE = 4;
const RUNS = 9;
const ROUNDS = 3;

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Median seconds of one look of the network in native onnxruntime, at the size of the manifest's own test input. */
async function nativeLook(model) {
  const ort = (await import('onnxruntime-node')).default;
  const session = await ort.InferenceSession.create(join(model, 'weights.onnx'), {
    intraOpNumThreads: THREADS,
    interOpNumThreads: 1,
  });
  const bytes = readFileSync(join(model, 'test-input.bin'));
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const side = Math.sqrt(values.length);
  const feed = { [session.inputNames[0]]: new ort.Tensor('float32', values, [1, 1, side, side]) };
  await session.run(feed);
  const seconds = [];
  for (let n = 0; n < RUNS; n++) {
    const started = performance.now();
    await session.run(feed);
    seconds.push((performance.now() - started) / 1000);
  }
  await session.release();
  return median(seconds);
}

/** The same in the engine's own worker: warm as the native side is, the looks of an analysis together as it has them. */
async function wasmLook(page, id, model, slices, withoutKernels = false) {
  const { window } = JSON.parse(readFileSync(join(model, 'manifest.json'), 'utf8'));
  const [height, width] = window.patch;
  const job = {
    folder: `models/${id}/`,
    threads: THREADS,
    dims: [width, height, slices],
    times: RUNS,
    looks: LOOKS,
    withoutKernels,
  };
  return (await page.evaluate((one) => window.benchNetwork(one), job)).medianMs / 1000;
}

/** Native before and after the page's, in turns, so that a busy moment falls on both; medians of all. */
async function looks(page, id, model, slices) {
  const native = [await nativeLook(model)];
  const wasm = [];
  const ort = [];
  for (let n = 0; n < ROUNDS; n++) {
    wasm.push(await wasmLook(page, id, model, slices));
    ort.push(await wasmLook(page, id, model, slices, true));
    native.push(await nativeLook(model));
  }
  return {
    wasmLookSeconds: median(wasm),
    nativeLookSeconds: median(native),
    timesNative: median(wasm) / median(native),
    mostTimesNative: MOST_TIMES_NATIVE,
    // The same network by onnxruntime-web: what our own kernels are worth.
    onnxruntimeWebLookSeconds: median(ort),
    rounds: { wasm, onnxruntimeWeb: ort, native },
  };
}

/** Seconds and their ratios by analysis; those whose study is not on this computer are left out. */
export async function stillsBench() {
  const out = {};
  await onBenchPage(async (page) => {
    for (const { id, study, most, slices } of STILLS) {
      const folder = join(
        process.env.LAMPLIGHT_SHARED ?? join(root, '..', 'shared'),
        'data/dicom/studies',
        study,
      );
      if (!existsSync(folder)) continue;
      const model = join(root, 'public', 'models', id);
      const { timings } = analysisRun(id, folder);
      // What a film or a frame costs once the page has the network: reading the file and the model come once. The code
      // is cold here, as it is for the one film that a reader analyses.
      const analysed = (timings.total - (timings.load ?? 0) - (timings.model ?? 0)) / 1000;
      out[id] = {
        threads: THREADS,
        stagesMs: timings,
        analysisSeconds: analysed,
        mostSeconds: most,
        ...(await looks(page, id, model, slices)),
      };
    }
  });
  return out;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.env.LAMPLIGHT_CHROMIUM ??= needChromium();
  console.log(JSON.stringify(await stillsBench(), null, 2));
}
