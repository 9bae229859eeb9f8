import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

/** Newest modification time below a path, in ms since 1970; 0 when it does not exist. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  let time = stat.mtimeMs;
  for (const name of readdirSync(path)) time = Math.max(time, newest(join(path, name)));
  return time;
}

/** Builds the page into dist/ when anything that goes into it is newer than the last build. */
export function buildWhenStale() {
  const built = existsSync(join(root, 'dist', 'index.html'))
    ? statSync(join(root, 'dist', 'index.html')).mtimeMs
    : 0;
  const inputs = [
    'src',
    'public',
    'index.html',
    'headless.html',
    'vite.config.ts',
    'package.json',
    'package-lock.json',
  ];
  if (built > Math.max(...inputs.map((name) => newest(join(root, name))))) return;
  console.error('Building the page ...');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const run = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (run.status !== 0) process.exit(run.status ?? 1);
}
