/**
 * Registration of pairs made by code from a study whose motion is known, and of pairs that do not belong together:
 * called by bench.mjs (`registration`), and runs by itself: node scripts/bench-registration.mjs [pairs]. The demo
 * study, and with the shared data the chest CT.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './install.mjs';

const PAIRS = 30;
const shared = process.env.LAMPLIGHT_SHARED ?? join(root, '..', 'shared');
const say = (text) => process.stderr.write(`${text}\n`);

/** Modules of the page's own code, without a browser. */
export async function withModules(work) {
  const { createServer } = await import('vite');
  const server = await createServer({
    root,
    logLevel: 'error',
    server: { middlewareMode: true, hmr: false, ws: false },
    appType: 'custom',
  });
  try {
    return await work((path) => server.ssrLoadModule(path));
  } finally {
    await server.close();
  }
}

/** The volume of a study's largest series and its modality; undefined where it is not on this computer. */
export async function sharedVolume(load, name) {
  const folder = join(shared, 'data', 'dicom', 'studies', name);
  if (!existsSync(folder)) return undefined;
  const dicom = await load('/src/dicom/index.ts');
  const testing = await load('/src/dicom/testing/shared.ts');
  testing.readWasmFromDisk();
  const { studies } = await dicom.openFiles(await testing.sourcesIn(folder));
  const series = studies
    .flatMap((study) => study.series)
    .toSorted((a, b) => b.instances.length - a.instances.length)[0];
  const volume = await dicom.loadVolume(series);
  // The study is closed with its pixels: the volume keeps a copy.
  const own = { ...volume, data: volume.data.slice() };
  for (const { studyUid } of studies) dicom.closeStudy(studyUid);
  return { volume: own, modality: series.modality };
}

/** A share of a volume's slices. */
const slices = (volume, from, to) => {
  const [ni, nj] = volume.grid.dims;
  const { origin, axes, spacing } = volume.grid;
  return {
    ...volume,
    grid: {
      ...volume.grid,
      dims: [ni, nj, to - from],
      origin: origin.map((o, c) => o + axes[2][c] * spacing[2] * from),
    },
    data: volume.data.slice(ni * nj * from, ni * nj * to),
  };
};

/** Every ordered pair of different patients or regions, at most `most`. */
function badPairs(studies, most) {
  const names = Object.keys(studies);
  const pairs = names.flatMap((a) => names.filter((b) => b !== a).map((b) => [a, b]));
  // Other regions of one patient first: they share the most.
  const regions = new Set(['top', 'bottom']);
  const own = ([a, b]) => Number(regions.has(a) && regions.has(b));
  return pairs.toSorted((p, q) => own(q) - own(p)).slice(0, most);
}

export async function registrationBench(count = PAIRS) {
  return withModules(async (load) => {
    const pairs = await load('/src/registration/pairs.fixture.ts');
    const bench = await load('/src/registration/bench.fixture.ts');
    const phantom = await load('/src/domain/phantom/index.ts');
    say('making the demo study ...');
    const demo = pairs.phantomVolume(phantom.DEMO_SEED, 1, false);
    const studies = { demo: { volume: demo, modality: 'CT' } };
    for (const name of ['ct-chest', 'lidc-idri-0001', 'ct-head', 'mr-wrist']) {
      const found = await sharedVolume(load, name);
      if (found) studies[name] = found;
    }
    const bases = [studies.demo, studies['ct-chest']].filter(Boolean).map(({ volume }) => volume);
    const rows = [];
    for (let seed = 1; seed <= count; seed++) {
      const { row } = bench.pairRow(bases[Math.floor(seed / 3) % bases.length], seed);
      say(JSON.stringify(row));
      rows.push(row);
    }
    const bad = [];
    // The same patient's apex against the lung bases, other patients, other regions.
    const chest = studies['ct-chest']?.volume ?? demo;
    const third = Math.floor(chest.grid.dims[2] / 3);
    const halves = {
      ...studies,
      top: { volume: slices(chest, 2 * third, chest.grid.dims[2]), modality: 'CT' },
      bottom: { volume: slices(chest, 0, third), modality: 'CT' },
    };
    const same = new Set(['top/ct-chest', 'ct-chest/top', 'bottom/ct-chest', 'ct-chest/bottom']);
    for (const [a, b] of badPairs(halves, 60)) {
      if (same.has(`${a}/${b}`) || bad.length >= 20) continue;
      const row = bench.badRow(`${a} / ${b}`, halves[a], halves[b]);
      say(JSON.stringify(row));
      bad.push(row);
    }
    return {
      ...bench.summaryOf(rows),
      bad: {
        pairs: bad.length,
        refused: bad.filter(({ verdict }) => verdict === 'refused').length,
        warned: bad.filter(({ verdict }) => verdict === 'poor').length,
        passed: bad.filter(({ verdict }) => verdict === 'good').map(({ name }) => name),
      },
    };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(JSON.stringify(await registrationBench(Number(process.argv[2] ?? PAIRS)), null, 2));
