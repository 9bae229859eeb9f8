/**
 * How long the nodule analysis of a whole chest CT takes on WASM, and how long native onnxruntime would need for the
 * same detector over the whole volume, no slice and no pixel skipped, on as many threads: called by bench.mjs
 * (`nodules`), and runs by itself: node scripts/bench-nodules.mjs [study]. Both in one run, because machines are noisy:
 * the native side is timed before and after the page's.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analysisRun, THREADS } from './bench-analysis.mjs';
import { root } from './install.mjs';
import { ctStudies } from './bench-page.mjs';

/** Slices of 512 x 512 that are timed on each side of the page's run; the whole is so many times their mean. */
const RUNS = 12;

/** Seconds of a whole slice in native onnxruntime. Of a convolution it does not matter what the pixels are. */
async function nativeSlice(session, input, channels) {
  const ort = (await import('onnxruntime-node')).default;
  const values = new Float32Array(channels * 512 * 512);
  let state = 1;
  for (let v = 0; v < values.length; v++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    values[v] = (state % 1400) / 1400;
  }
  const x = new ort.Tensor('float32', values, [1, channels, 512, 512]);
  await session.run({ [input.name]: x });
  const started = performance.now();
  for (let n = 0; n < RUNS; n++) await session.run({ [input.name]: x });
  return (performance.now() - started) / RUNS / 1000;
}

/** Seconds and their ratios; undefined where the study is not on this computer. */
export async function nodulesBench(name = 'lidc-idri-0001') {
  const files = ctStudies([name])[name];
  if (!files) return undefined;
  const ort = (await import('onnxruntime-node')).default;
  const model = join(root, 'public', 'models', 'lung-nodule');
  const manifest = JSON.parse(readFileSync(join(model, 'manifest.json'), 'utf8'));
  const [input] = manifest.inputs;
  const file = manifest.weights.find((w) => w.ep !== 'webgpu').file;
  const session = await ort.InferenceSession.create(join(model, file), {
    intraOpNumThreads: THREADS,
    interOpNumThreads: 1,
  });
  const channels = input.slices.offsetsMm.length;
  const before = await nativeSlice(session, input, channels);
  const run = analysisRun('lung-nodule', dirname(files[0]));
  const after = await nativeSlice(session, input, channels);
  const native = ((before + after) / 2) * files.length;
  const total = run.timings.total / 1000;
  const detect = run.timings.detect / 1000;
  return {
    study: name,
    slices: files.length,
    windowsRun: run.windows,
    detectorMs: run.networkMs,
    threads: THREADS,
    stagesMs: run.timings,
    analysisSeconds: total,
    /** The detector alone over all of the volume, before and after the page's run. */
    nativeFullSeconds: native,
    nativeSliceSeconds: [before, after],
    /** Asked for: at most 90 s, and at most 0.6. */
    ratioToNativeFull: total / native,
    detectorRatioToNativeFull: detect / native,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(JSON.stringify(await nodulesBench(process.argv[2]), null, 2));
