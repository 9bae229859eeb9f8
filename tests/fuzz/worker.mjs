/** A thread of scripts/fuzz.mjs: loads the product's code once, then runs a case for each index that it is sent. */
import { parentPort, workerData } from 'node:worker_threads';
import { createServer } from 'vite';

const { root, shared, seed, limit } = workerData;
// The bundler works before the guard stands.
const server = await createServer({
  root,
  logLevel: 'error',
  server: { middlewareMode: true, hmr: false, ws: false },
  appType: 'custom',
});
const load = (path) => server.ssrLoadModule(path);
const { caseOf, runOne } = await load('/tests/fuzz/one.ts');
const { madeSeeds, sharedSeeds } = await load('/tests/fuzz/seeds.ts');
const { watchAllocations } = await load('/tests/malformed/guard.ts');
const { readWasmFromDisk } = await load('/src/dicom/testing/shared.ts');
readWasmFromDisk();
const seeds = [...madeSeeds(), ...sharedSeeds(shared)];

let largest = 0;
watchAllocations(limit, (bytes) => (largest = Math.max(largest, bytes)));
let unhandled = [];
process.on('unhandledRejection', (reason) => unhandled.push(String(reason?.stack ?? reason)));

parentPort.on('message', async (index) => {
  unhandled = [];
  const { name, bytes } = caseOf(seeds, seed, index);
  const started = performance.now();
  let said;
  let wrong;
  try {
    said = await runOne(bytes);
  } catch (error) {
    wrong = String(error?.stack ?? error);
  }
  // Rejections that nobody handles are told after the microtasks.
  await new Promise((resolve) => setImmediate(resolve));
  parentPort.postMessage({ index, name, said, wrong, unhandled, ms: performance.now() - started, largest });
});
parentPort.postMessage({ ready: seeds.length });
