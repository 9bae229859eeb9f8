/**
 * npm run conformance: decodes every file of <LAMPLIGHT_SHARED or ../shared>/data/dicom/conformance in Chromium, with
 * the page's own openFiles and loadFrame, and compares it with manifest.csv and ref/*.json. Prints a row a file and,
 * last, a JSON summary. Exit codes: 0 all equal, within tolerance or explained; 1 some are not; 0 with a line that
 * says so when the data is not there. See docs/conformance.md.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkNode, installPackages, root } from './install.mjs';
import { judge } from './conformance-judge.mjs';
import { onConformancePage } from './conformance-page.mjs';
import { readCsv } from './manifest.mjs';

const folder = join(process.env.LAMPLIGHT_SHARED ?? resolve(root, '../shared'), 'data/dicom/conformance');
if (!existsSync(join(folder, 'manifest.csv'))) {
  console.log(`skipped: no conformance data at ${folder} (LAMPLIGHT_SHARED)`);
  process.exit(0);
}
checkNode();
installPackages();
const { needChromium } = await import('./chromium.mjs');
process.env.LAMPLIGHT_CHROMIUM = needChromium();

const rows = readCsv(join(folder, 'manifest.csv'));
/** A file that says nothing for so long hangs, ms. */
const patience = 180_000;

/** Each transfer syntax of MPEG-2, MPEG-4 and HEVC video (PS3.6 annex A). */
const isVideo = (uid) => /^1\.2\.840\.10008\.1\.2\.4\.10\d(\.1)?$/.test(uid);

function refOf(path) {
  const file = join(folder, 'ref', path.replace(/\.[^./]*$/, '.json'));
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

async function measure(page, row) {
  await page.setInputFiles('input', join(folder, row.path));
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error('hangs')), patience).unref());
  return Promise.race([page.evaluate((type) => window.conformanceMeasure(type), row.px_dtype ?? ''), late]);
}

const done = await onConformancePage(async (page) => {
  const results = [];
  for (const row of rows) {
    const started = Date.now();
    let outcome;
    let ms = 0;
    try {
      const facts = await measure(page, row);
      ms = facts.milliseconds;
      outcome = judge(row, refOf(row.path), facts, isVideo(row.ts_uid));
    } catch (error) {
      outcome = { verdict: 'refused', maxDiff: NaN, why: String(error) };
      await page.reload();
      await page.waitForFunction(() => window.conformanceMeasure !== undefined);
    }
    const one = { path: row.path, syntax: row.ts_name || row.ts_uid, match: row.match, ...outcome };
    one.ms = Math.round(ms || Date.now() - started);
    const diff = Number.isFinite(one.maxDiff) ? one.maxDiff.toPrecision(3) : '-';
    console.log(
      [
        one.verdict.padEnd(9),
        diff.padStart(8),
        `${one.ms} ms`.padStart(9),
        one.path,
        one.syntax,
        one.why,
      ].join('  '),
    );
    results.push(one);
  }
  return results;
});

const count = (verdict) => done.filter((one) => one.verdict === verdict).length;
const wrong = done.filter((one) => one.verdict === 'differs' || one.verdict === 'refused');
const verdicts = ['equal', 'within', 'decoded', 'video', 'explained', 'differs', 'refused'];
const named = (list) => list.map(({ path, why }) => ({ path, why }));
const summary = {
  folder,
  files: done.length,
  ...Object.fromEntries(verdicts.map((verdict) => [verdict, count(verdict)])),
  notEqual: named(done.filter((one) => one.verdict === 'explained')),
  wrong: named(wrong),
};
console.log(JSON.stringify(summary, null, 2));
process.exit(wrong.length > 0 ? 1 : 0);
