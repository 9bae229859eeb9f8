/**
 * npm run audit: are the packages pinned, is each one the bytes that the lockfile names, and does the registry know of a
 * fault in one? The first two need no network and are part of `npm test`; the last is asked of the registry and only told
 * when it does not answer. Exit code 1: something is not pinned, or a fault of level high or critical is in what the page is
 * built from.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './install.mjs';

const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));

/**
 * What is not pinned: a version in package.json that is a range, or a package in the lockfile without a hash or from
 * anywhere but a registry.
 * @returns {string[]} one line each; none when all is well
 */
export function unpinned() {
  const { dependencies, devDependencies } = read('package.json');
  const ranges = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  );
  const { packages } = read('package-lock.json');
  const loose = Object.entries(packages).filter(
    ([path, { integrity, link, inBundle }]) =>
      path !== '' && !link && !inBundle && !integrity?.startsWith('sha512-'),
  );
  const elsewhere = Object.entries(packages).filter(
    ([, { resolved }]) => resolved && !resolved.startsWith('https://'),
  );
  return [
    ...ranges.map(([name, version]) => `package.json: ${name} ${version} is a range`),
    ...loose.map(([path]) => `package-lock.json: ${path} has no sha512`),
    ...elsewhere.map(([path, { resolved }]) => `package-lock.json: ${path} comes from ${resolved}`),
  ];
}

/** What the registry knows; undefined when it cannot be asked. */
function known(args) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const run = spawnSync(npm, ['audit', '--json', ...args], {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  try {
    const said = JSON.parse(run.stdout);
    return said.metadata ? said : undefined;
  } catch {
    return undefined;
  }
}

function tell(title, args) {
  const said = known(args);
  if (!said) {
    console.log(`${title}: the registry does not answer; nothing is known of faults today`);
    return 0;
  }
  const { info, low, moderate, high, critical } = said.metadata.vulnerabilities;
  console.log(`${title}: ${critical} critical, ${high} high, ${moderate} moderate, ${low + info} lower`);
  for (const [name, { severity, via }] of Object.entries(said.vulnerabilities))
    console.log(
      `  ${severity} ${name}: ${via.map((one) => (typeof one === 'string' ? one : one.title)).join('; ')}`,
    );
  return high + critical;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const loose = unpinned();
  console.log(loose.length === 0 ? 'every package is pinned and has a sha512' : loose.join('\n'));
  const grave = tell('what the page is built from', ['--omit=dev']);
  tell('with the tools that build and test it', []);
  process.exit(loose.length > 0 || grave > 0 ? 1 : 0);
}
