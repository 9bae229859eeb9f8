/** npm start: installs what is missing, builds when stale, serves the page, prints and opens its address. */
import { spawn } from 'node:child_process';
import { checkNode, installPackages } from './install.mjs';

checkNode();
installPackages();
const { buildWhenStale } = await import('./build.mjs');
buildWhenStale();
const { serve } = await import('./serve.mjs');
const { url } = await serve(Number(process.env.PORT ?? 4173));
console.log(`Lamplight is at ${url}  (Ctrl-C ends it)`);

if (!process.env.CI && process.env.BROWSER !== 'none' && process.stdout.isTTY) {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', '', url]]
        : ['xdg-open', [url]];
  // No browser to open is no error: the address is printed above.
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
