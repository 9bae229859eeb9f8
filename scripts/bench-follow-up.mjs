/**
 * Growth through everything that makes it: pairs made by code from the demo study and, with the shared data, the chest
 * CT, in which nodules grow, shrink, stay, appear and vanish under motion, noise, another slice thickness and kernel;
 * analysed by the shipped networks on native onnxruntime, registered, matched, measured. Called by bench.mjs
 * (`follow-up`), and runs by itself: node scripts/bench-follow-up.mjs [--seeds 0-4]. A row a pair goes to standard error as
 * soon as it is there; a run in pieces is counted together from those: --rows FILE. With --page both examinations go as
 * DICOM files through the page's own analysis in Chromium instead: the same outlines, in twice to three times the time.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analysisResult, THREADS } from './bench-analysis.mjs';
import { sharedVolume, withModules } from './bench-registration.mjs';
import { root } from './install.mjs';

const say = (text) => process.stderr.write(`${text}\n`);

/** Seeds from `--seeds 0-4`, `--seeds 3` or `--seeds 1,5-7`; else the 30 of the issue. @throws RangeError */
export function seedsOf(args) {
  const at = args.indexOf('--seeds');
  const text = at < 0 ? '0-29' : (args[at + 1] ?? '');
  return text.split(',').flatMap((part) => {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    if (from === undefined || Number(to) < Number(from))
      throw new RangeError(`--seeds ${text}: numbers and ranges such as 0-4 expected`);
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, n) => Number(from) + n);
  });
}

/** Rows that earlier runs said on standard error. */
const rowsOf = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{"seed"'))
    .map((line) => JSON.parse(line));

/** Findings of a volume from the page in Chromium, as far as the comparison asks for them. */
function readOnPage(slicesOf) {
  const measured = ({ trackingUid, type, point, measurements }) => ({
    trackingUid,
    ...(type && { type }),
    point: point.value,
    measurements: Object.fromEntries(
      Object.entries(measurements).map(([name, { value, unit }]) => [name, { value, unit: unit.value }]),
    ),
  });
  return async (volume) => {
    const folder = mkdtempSync(join(tmpdir(), 'lamplight-follow-up-'));
    try {
      const ct = join(folder, 'ct');
      mkdirSync(ct);
      const header = { study: '1.2.826.0.1.3680043.10.1578.89.1', date: '20240101' };
      for (const { name, data } of slicesOf(volume, header)) writeFileSync(join(ct, name), data);
      return analysisResult('lung-nodule', ct).findings.map(measured);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

export async function followUpBench(args = []) {
  const given = args.includes('--rows') ? args[args.indexOf('--rows') + 1] : undefined;
  return withModules(async (load) => {
    const bench = await load('/tests/bench/follow-up.ts');
    if (given) return bench.followUpSummary(rowsOf(given));
    const seeds = seedsOf(args);
    const pairs = await load('/src/registration/pairs.fixture.ts');
    const phantom = await load('/src/domain/phantom/index.ts');
    const look = args.includes('--page')
      ? readOnPage((await load('/tests/e2e/prior-pair.ts')).slicesOf)
      : bench.readWith(
          await (
            await load('/tests/bench/native-model.ts')
          ).openNative(join(root, 'public', 'models', 'lung-nodule'), THREADS),
        );
    // The current examination takes its own noise: the demo study comes without nodules.
    say('making the demo study ...');
    const bases = [['demo', pairs.phantomVolume(phantom.DEMO_SEED, 1, false)]];
    const chest = await sharedVolume(load, 'ct-chest');
    if (chest) bases.push(['ct-chest', chest.volume]);
    const rows = [];
    for (const seed of seeds) {
      // Every motion with every base.
      const [name, base] = bases[Math.floor(seed / 3) % bases.length];
      const row = await bench.followUpRow(name, base, seed, look);
      say(JSON.stringify(row));
      rows.push(row);
    }
    return bench.followUpSummary(rows);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(JSON.stringify(await followUpBench(process.argv.slice(2)), null, 2));
