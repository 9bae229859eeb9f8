/**
 * How long the analyses of still images take on WASM, and how long native onnxruntime needs for their networks on as
 * many threads: called by bench.mjs (`stills`), and runs by itself: node scripts/bench-stills.mjs. Both in one run,
 * because machines are noisy: the native side is timed before and after the page's.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analysisRun, THREADS } from './bench-analysis.mjs';
import { root } from './install.mjs';

/** Asked for: seconds of an image at most, and times the native network at most. */
const STILLS = [
  { id: 'chest-xray', study: 'cr-chest/pa', most: 3 },
  { id: 'breast-ultrasound', study: 'us-breast', most: 0.5 },
];
const MOST_TIMES_NATIVE = 4;
const RUNS = 8;

/** Seconds of one look of the network in native onnxruntime, at the size of the manifest's own test input. */
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
  const started = performance.now();
  for (let n = 0; n < RUNS; n++) await session.run(feed);
  return (performance.now() - started) / RUNS / 1000;
}

/** Seconds and their ratios by analysis; those whose study is not on this computer are left out. */
export async function stillsBench() {
  const out = {};
  for (const { id, study, most } of STILLS) {
    const folder = join(
      process.env.LAMPLIGHT_SHARED ?? join(root, '..', 'shared'),
      'data/dicom/studies',
      study,
    );
    if (!existsSync(folder)) continue;
    const model = join(root, 'public', 'models', id);
    const before = await nativeLook(model);
    const { timings, networkMs, windows } = analysisRun(id, folder);
    const after = await nativeLook(model);
    // Each window is looked at as it is and by each mirror that the manifest names.
    const { window } = JSON.parse(readFileSync(join(model, 'manifest.json'), 'utf8'));
    const looks = windows * 2 ** (window.mirror?.length ?? 0);
    const looked = networkMs / 1000 / looks;
    const native = (before + after) / 2;
    // What a film or a frame costs once the page has the network: reading the file and the model come once.
    const analysed = (timings.total - (timings.load ?? 0) - (timings.model ?? 0)) / 1000;
    out[id] = {
      threads: THREADS,
      stagesMs: timings,
      looks,
      analysisSeconds: analysed,
      mostSeconds: most,
      wasmLookSeconds: looked,
      nativeLookSeconds: [before, after],
      timesNative: looked / native,
      mostTimesNative: MOST_TIMES_NATIVE,
    };
  }
  return out;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(JSON.stringify(await stillsBench(), null, 2));
