/**
 * npm run fuzz [-- --seed S] [--count N] [--only I,J] [--threads T]: mutated small files through header and frames, in
 * threads of Node, with the page's own code. None may crash, hang for 5 s, allocate 500 MB at once or leave a rejection
 * unhandled. A case that does is written to test-results/fuzz/ with what it takes to repeat it. Exit code 1 then.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { checkNode, installPackages, root } from './install.mjs';

checkNode();
installPackages();

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '20261122' },
    count: { type: 'string', default: '10000' },
    threads: { type: 'string', default: '2' },
    only: { type: 'string' },
  },
});
const seed = Number(values.seed);
const only = values.only?.split(',').map(Number);
const todo = only ?? Array.from({ length: Number(values.count) }, (_, index) => index);
const count = todo.length;
const shared = resolve(process.env.LAMPLIGHT_SHARED ?? join(root, '..', 'shared'));

const HANG = 5000;
const LIMIT = 500 * 1024 * 1024;

const failures = [];
const outcomes = {};
let next = 0;
let done = 0;
let slowest = 0;
let largest = 0;
let seedFiles = 0;

function fail(index, why, name = '') {
  failures.push({ seed, index, name, why });
  console.error(`FAIL ${index} ${name}: ${why.split('\n')[0]}`);
}

/** Runs cases in one thread until there are none left; a thread that hangs or dies is replaced. */
function runThread() {
  return new Promise((finish) => {
    const start = () => {
      const worker = new Worker(join(root, 'tests', 'fuzz', 'worker.mjs'), {
        workerData: { root, shared, seed, limit: LIMIT },
        resourceLimits: { maxOldGenerationSizeMb: 1500 },
      });
      let current;
      let timer;
      let over = false;
      const again = (why) => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        if (current !== undefined) {
          fail(current, why);
          done++;
        }
        void worker.terminate();
        if (current === undefined) {
          console.error(why);
          process.exit(2);
        }
        start();
      };
      const feed = () => {
        clearTimeout(timer);
        current = next < count ? todo[next++] : undefined;
        if (current === undefined) {
          over = true;
          void worker.terminate();
          finish();
          return;
        }
        timer = setTimeout(() => again(`hang: no answer for ${HANG} ms`), HANG);
        worker.postMessage(current);
      };
      worker.on('message', (message) => {
        if (over) return;
        if (message.ready) {
          seedFiles = message.ready;
          feed();
          return;
        }
        const { index, name, said, wrong, unhandled, ms } = message;
        done++;
        slowest = Math.max(slowest, ms);
        if (wrong) fail(index, `thrown: ${wrong}`, name);
        for (const text of unhandled) fail(index, `unhandled: ${text}`, name);
        if (message.largest > LIMIT && largest <= LIMIT)
          fail(index, `allocation of ${message.largest} bytes`, name);
        largest = Math.max(largest, message.largest);
        if (said) outcomes[said] = (outcomes[said] ?? 0) + 1;
        if (done % 1000 === 0) console.error(`${done} of ${count}, ${failures.length} failed`);
        feed();
      });
      worker.on('error', (error) => again(`crash: ${String(error?.stack ?? error)}`));
      worker.on('exit', (code) => again(`crash: thread ended with ${code}`));
    };
    start();
  });
}

const started = Date.now();
await Promise.all(Array.from({ length: Number(values.threads) }, runThread));

if (failures.length > 0) await keep();
const summary = {
  seed,
  cases: done,
  seedFiles,
  seconds: Math.round((Date.now() - started) / 1000),
  slowestMs: Math.round(slowest),
  largestAllocation: largest,
  outcomes,
  failures: failures.map(({ index, name, why }) => `${index} ${name}: ${why.split('\n')[0]}`),
};
console.log(JSON.stringify(summary, null, 2));
process.exit(failures.length > 0 ? 1 : 0);

/** Writes each failing file, and what went wrong with it. */
async function keep() {
  const { createServer } = await import('vite');
  const server = await createServer({
    root,
    logLevel: 'error',
    server: { middlewareMode: true, hmr: false, ws: false },
    appType: 'custom',
  });
  const { caseOf } = await server.ssrLoadModule('/tests/fuzz/one.ts');
  const { madeSeeds, sharedSeeds } = await server.ssrLoadModule('/tests/fuzz/seeds.ts');
  const seeds = [...madeSeeds(), ...sharedSeeds(shared)];
  const folder = join(root, 'test-results', 'fuzz');
  mkdirSync(folder, { recursive: true });
  for (const { index, why } of failures) {
    const { name, bytes } = caseOf(seeds, seed, index);
    writeFileSync(join(folder, `${seed}-${index}.dcm`), bytes);
    const repeat = `npm run fuzz -- --seed ${seed} --only ${index}`;
    writeFileSync(
      join(folder, `${seed}-${index}.json`),
      JSON.stringify({ seed, index, name, why, repeat }, null, 2),
    );
  }
  await server.close();
  console.error(`written to ${folder}`);
}
