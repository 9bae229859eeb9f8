/**
 * Memory of CT studies in the page: called by bench.mjs (`memory`, `cycles`), and runs by itself:
 * node scripts/bench-memory.mjs [cycles] [study ...]. Studies of `LAMPLIGHT_SHARED`/data/dicom/studies where they are
 * there, else the demo study that bench.mjs makes.
 *
 * A page that has never shown a study has not loaded its decoders, compiled its code nor started its workers, and
 * keeps those once it has. So the start of every comparison is the page after one warm cycle: a study opened, shown
 * as stack and as planes, and closed.
 */
import {
  closeStudy,
  ctStudies,
  decodedBytes,
  graphicsBytes,
  held,
  launch,
  liveCounts,
  mb,
  openStudy,
  showPlanes,
  startPage,
} from './bench-page.mjs';

const say = (text) => process.stderr.write(`${text}\n`);
const studiesOr = (demo, names) => {
  const real = ctStudies(names);
  return Object.keys(real).length > 0 ? real : { demo };
};
const round = (ratio) => Math.round(ratio * 1000) / 1000;

async function cycle(page, paths) {
  await openStudy(page, paths);
  await showPlanes(page);
  await closeStudy(page);
}

/**
 * Time to the first image and to all of them on a fresh page, and what a study holds as stack and as planes.
 * @param {string} url
 * @param {string[]} demo files of the demo study, taken when there are no real ones
 */
export async function memoryBench(url, demo) {
  const rows = [];
  const browser = await launch();
  try {
    for (const [study, paths] of Object.entries(studiesOr(demo))) {
      say(`memory: ${study} ...`);
      const page = await startPage(browser, url);
      const fresh = await held(page);
      const times = await openStudy(page, paths);
      await showPlanes(page);
      await closeStudy(page);
      const start = await held(page);
      await openStudy(page, paths);
      const stack = await held(page);
      const planes = (await showPlanes(page)) ? await held(page) : undefined;
      await closeStudy(page);
      const closed = await held(page);
      const pixels = decodedBytes(paths);
      rows.push({
        study,
        files: paths.length,
        ...times,
        pixelsMb: mb(pixels),
        freshPageMb: mb(fresh),
        startMb: mb(start),
        stackMb: mb(stack),
        mprMb: mb(planes),
        closedMb: mb(closed),
        /** What the study takes over the start, by its decoded pixels; at most 1.3. */
        stackOverPixels: round((stack - start) / pixels),
        /**
         * The same for the planes. Where their slices are made (gantry tilt, uneven spacing) the frames that they are
         * made of stay in the decoder's cache, within its limit: about 2 then.
         */
        mprOverPixels: planes && round((planes - start) / pixels),
        closedOverStart: round(closed / start),
      });
      await page.context().close();
    }
    return rows;
  } finally {
    await browser.close();
  }
}

/** Open, stack, planes, close, again and again on one page. */
async function cyclesOf(url, paths, count, flags) {
  const browser = await launch(flags);
  try {
    const page = await startPage(browser, url);
    await cycle(page, paths);
    const trace = [await held(page)];
    const graphics = [await graphicsBytes(browser)];
    const liveStart = await liveCounts(page);
    for (let n = 1; n <= count; n++) {
      await cycle(page, paths);
      trace.push(await held(page));
      graphics.push(await graphicsBytes(browser));
      say(`  ${n}: ${mb(trace[n])} MiB`);
    }
    return {
      /** After the warm cycle, and after each of the others. */
      mb: trace.map(mb),
      endOverStart: round(trace[count] / trace[0]),
      endOverThird: count > 3 ? round(trace[count] / trace[3]) : undefined,
      live: { start: liveStart, end: await liveCounts(page) },
      graphicsMb: graphics.every((bytes) => bytes === undefined) ? undefined : graphics.map(mb),
    };
  } finally {
    await browser.close();
  }
}

/**
 * Many open-close cycles, twice. `interpreted` is what the page itself holds: V8 makes no machine code then.
 * `compiled` is the browser as it is delivered: V8 adds machine code for what is called often, cycle by cycle less,
 * and does not give it back.
 * @param {string} url
 * @param {string[]} demo files of the demo study, taken when there are no real ones
 * @param {number} count cycles after the warm one
 * @param {string[]} names studies
 */
export async function cyclesBench(url, demo, count = 20, names = ['ct-head', 'ct-chest']) {
  const rows = [];
  for (const [study, paths] of Object.entries(studiesOr(demo, names))) {
    say(`cycles: ${study} x ${count}, interpreted ...`);
    const interpreted = await cyclesOf(url, paths, count, ['--js-flags=--no-opt --no-maglev --no-sparkplug']);
    say(`cycles: ${study} x ${count}, compiled ...`);
    const compiled = await cyclesOf(url, paths, count, []);
    rows.push({ study, count, interpreted, compiled });
  }
  return rows;
}

if (process.argv[1]?.endsWith('bench-memory.mjs')) {
  const { serve } = await import('./serve.mjs');
  const server = await serve(0);
  const [count = '20', ...names] = process.argv.slice(2);
  const given = names.length > 0 ? names : undefined;
  const result = {
    memory: await memoryBench(server.url, []),
    cycles: await cyclesBench(server.url, [], Number(count), given),
  };
  console.log(JSON.stringify(result, null, 2));
  await server.close();
  process.exit(0);
}
