/**
 * npm run analyse: runs an analysis or a model on a folder of DICOM files without a window, through the page's own
 * code in a Chromium on this computer. Progress on standard error, one line of summary on standard output.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkNode, installPackages } from './install.mjs';

const USAGE = `npm run analyse -- MODEL_OR_ANALYSIS FOLDER --out DIR [options]

  MODEL_OR_ANALYSIS  id of an analysis (lung-nodule) or of a model that comes with the page,
                     or path of an own model: a folder, a ZIP, or an .onnx file with its manifest.json beside it
  FOLDER             folder with DICOM files (all folders in it too), or a ZIP
  --out DIR          where the results are written
  --language zh|en   of the report and of reasons; en
  --threads N        WebAssembly threads; by the computer
  --provider wasm|webgpu   WebGPU where there is one, else WASM
  --series UID       the series to take; the suitable one with most images
  --threshold S      smallest score (0 to 1) of a finding that counts; the model's default operating point

Written: result.json (all findings with their numbers, also those below the threshold), findings.seg.dcm, report.sr.dcm,
report.txt, findings.png (three planes around each finding; single images whole). Findings on several single images:
findings-1.seg.dcm and so on, one an image.

Exit codes: 0 ran, 1 failed, 2 wrong arguments or model, 3 the images do not suit.`;

const say = (line) => process.stderr.write(`${line}\n`);

/** Ends with what is wrong about the arguments. */
function wrong(why) {
  say(`${why}\n\n${USAGE}`);
  process.exit(2);
}

/** All files below a folder, or the file itself. Only names are read here: the browser reads the files. */
function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Files of an own model; undefined when the argument is an id. */
function modelFiles(argument) {
  if (!existsSync(argument)) {
    if (/[\\/]|\.(onnx|zip)$/i.test(argument)) wrong(`${argument} does not exist`);
    return undefined;
  }
  // A folder of the same name as an id is not meant, unless it is written as a path.
  if (!/[\\/.]/.test(argument)) return undefined;
  const files = filesBelow(argument);
  if (!/\.onnx$/i.test(argument) || statSync(argument).isDirectory()) return files;
  const beside = resolve(argument, '..', 'manifest.json');
  return existsSync(beside) ? [...files, beside] : files;
}

function readArguments() {
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        language: { type: 'string', default: 'en' },
        threads: { type: 'string' },
        provider: { type: 'string' },
        series: { type: 'string' },
        threshold: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    return wrong(error.message);
  }
  const { values, positionals } = parsed;
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  if (positionals.length !== 2) wrong('a model or analysis and a folder are needed');
  const [model, folder] = positionals;
  if (!values.out) wrong('--out is missing');
  if (!['zh', 'en'].includes(values.language)) wrong(`--language ${values.language}: zh or en`);
  if (values.provider !== undefined && !['wasm', 'webgpu'].includes(values.provider))
    wrong(`--provider ${values.provider}: wasm or webgpu`);
  const threads = values.threads === undefined ? undefined : Number(values.threads);
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0))
    wrong(`--threads ${values.threads}: a whole number from 1 on`);
  const threshold = values.threshold === undefined ? undefined : Number(values.threshold);
  if (threshold !== undefined && !(threshold >= 0 && threshold <= 1))
    wrong(`--threshold ${values.threshold}: a number from 0 to 1`);
  if (!existsSync(folder)) wrong(`${folder} does not exist`);
  const study = filesBelow(folder);
  if (study.length === 0) wrong(`${folder} holds no file`);
  const own = modelFiles(model);
  if (existsSync(values.out) && !statSync(values.out).isDirectory()) wrong(`${values.out} is not a folder`);
  return {
    study,
    own: own ?? [],
    out: resolve(values.out),
    job: {
      id: own ? undefined : model,
      language: values.language,
      provider: values.provider,
      threads,
      seriesUid: values.series,
      threshold,
    },
  };
}

async function main({ study, own, out, job }) {
  installPackages();
  const { findChromium, needChromium } = await import('./chromium.mjs');
  const executablePath = findChromium() ?? needChromium();
  const { buildWhenStale } = await import('./build.mjs');
  buildWhenStale();
  const { serve } = await import('./serve.mjs');
  const { chromium } = await import('playwright-core');
  mkdirSync(out, { recursive: true });
  const server = await serve(0);
  // A profile on disk, not in memory: an own model may be large, and it is gone with the profile.
  const profile = mkdtempSync(join(tmpdir(), 'lamplight-analyse-'));
  let context;
  try {
    context = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: true,
      acceptDownloads: true,
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        ...(job.provider === 'webgpu' ? ['--enable-unsafe-webgpu'] : []),
      ],
    });
    const page = await context.newPage();
    const saved = [];
    page.on('download', (download) => {
      saved.push(download.saveAs(join(out, download.suggestedFilename())));
    });
    page.on('pageerror', (error) => say(`page: ${error}`));
    let crash;
    const crashed = new Promise((_, reject) => {
      crash = () => reject(new Error('the browser ended: out of memory?'));
    });
    page.on('crash', () => crash());
    await page.exposeFunction('lamplightSay', say);
    await page.goto(`${server.url}headless.html`);
    await page.waitForFunction(() => window.lamplightHeadless !== undefined);
    if (own.length > 0) await page.setInputFiles('#model', own);
    await page.setInputFiles('#study', study);
    const outcome = await Promise.race([page.evaluate((j) => window.lamplightHeadless(j), job), crashed]);
    // Downloads are told of one by one, and may come after the answer.
    const until = Date.now() + 60_000;
    while (saved.length < outcome.files.length && Date.now() < until)
      await new Promise((done) => setTimeout(done, 50));
    await Promise.all(saved);
    if (saved.length < outcome.files.length) throw new Error('not every result was written');
    if (outcome.picture) await page.locator('main').screenshot({ path: join(out, 'findings.png') });
    return outcome;
  } finally {
    await context?.close().catch(() => {});
    await server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

checkNode();
const given = readArguments();
try {
  const { code, summary } = await main(given);
  if (code === 1 || code === 2) say(summary);
  else console.log(`${summary} -> ${given.out}`);
  if (code === 2 && given.job.id && existsSync(given.job.id))
    say(`if the folder ${given.job.id} is meant, write ./${given.job.id}`);
  process.exit(code);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
