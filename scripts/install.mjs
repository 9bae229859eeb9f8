import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules', '.lamplight-installed');

/** Stops with a message when Node is too old for the tools that build the page. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(
      `Lamplight needs Node 20.19 or newer; this is ${process.versions.node}. https://nodejs.org`,
    );
    process.exit(1);
  }
}

/** Installs the packages when package.json or the lockfile changed since the last install. */
export function installPackages() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    hash.update(readFileSync(join(root, file)));
  const wanted = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing packages (once, needs the npm registry) ...');
  // `npm install`, not `npm ci`: some registries serve lockfiles without optional platform packages,
  // which `ci` refuses. --no-save keeps the lockfile as committed. The tools are needed also where whoever calls
  // has said NODE_ENV=production (Vite does while it builds): without them npm would take them away.
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const run = spawnSync(
    npm,
    ['install', '--include=dev', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  );
  if (run.status !== 0) {
    console.error('The packages could not be installed. Is the npm registry reachable? See the lines above.');
    process.exit(run.status ?? 1);
  }
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stamp, wanted);
}
