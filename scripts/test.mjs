/**
 * npm test: installs what is missing, then format, lint, import walls, types, unit tests, build and
 * browser tests. Every step runs even when an earlier one failed; the counts stand at the end.
 * `npm test -- unit` or `-- e2e` runs one part; `-- long` all browser tests, also those that take minutes.
 */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkNode, installPackages, root } from './install.mjs';

checkNode();
installPackages();

const part = process.argv[2] ?? 'all';
const bin = (name, file) => [process.execPath, join(root, 'node_modules', name, file)];
const counts = { passed: 0, failed: 0, skipped: 0 };
const summary = [];

function run(title, command, env = {}) {
  console.log(`\n== ${title}`);
  const started = Date.now();
  const done = spawnSync(command[0], command.slice(1), {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  summary.push(`${done.status === 0 ? 'ok  ' : 'FAIL'} ${title} (${seconds} s)`);
  return done.status === 0;
}

/** Checks that only read files: all at once, each with its output when it has ended. */
async function check(checks) {
  await Promise.all(
    Object.entries(checks).map(
      ([title, [program, ...args]]) =>
        new Promise((resolve) => {
          const started = Date.now();
          const most = { cwd: root, maxBuffer: 64 * 1024 * 1024 };
          execFile(program, args, most, (error, stdout, stderr) => {
            const seconds = ((Date.now() - started) / 1000).toFixed(0);
            console.log(`\n== ${title}\n${stdout}${stderr}`);
            summary.push(`${error ? 'FAIL' : 'ok  '} ${title} (${seconds} s)`);
            counts[error ? 'failed' : 'passed']++;
            resolve();
          });
        }),
    ),
  );
}

function vitest(title, project, env) {
  const out = join(root, 'test-results', `${project}.json`);
  mkdirSync(join(root, 'test-results'), { recursive: true });
  rmSync(out, { force: true });
  const ok = run(
    title,
    [
      ...bin('vitest', 'vitest.mjs'),
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${out}`,
    ],
    env,
  );
  const result = existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : undefined;
  counts.passed += result?.numPassedTests ?? 0;
  counts.skipped += (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
  counts.failed += result?.numFailedTests ?? 0;
  // A run that broke before or outside a test is a failure too.
  if (!ok && !result?.numFailedTests) counts.failed++;
}

if (part === 'all' || part === 'static')
  await check({
    format: [...bin('prettier', 'bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
    lint: [...bin('oxlint', 'bin/oxlint'), 'src', 'tests', 'scripts'],
    'import walls': [
      ...bin('dependency-cruiser', 'bin/dependency-cruise.mjs'),
      'src',
      '--config',
      '.dependency-cruiser.cjs',
    ],
    types: [...bin('typescript', 'bin/tsc'), '--noEmit', '-p', '.'],
  });
// Before the unit tests: the validators that some of them call come with the same installation.
const { needChromium } = await import('./chromium.mjs');
const chromium = needChromium();
if (part === 'all' || part === 'unit') vitest('unit tests', 'unit');
const long = part === 'long';
if (part === 'all' || part === 'e2e' || long) {
  const { buildWhenStale } = await import('./build.mjs');
  buildWhenStale();
  vitest('browser tests', 'e2e', {
    LAMPLIGHT_CHROMIUM: chromium,
    ...(long && { LAMPLIGHT_LONG: '1' }),
  });
}

console.log(`\n${summary.join('\n')}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed ? 1 : 0);
