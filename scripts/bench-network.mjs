/** The page of the network benchmark (tests/bench): the engine's own worker, without the rest of the page. */
import { join } from 'node:path';
import { build, preview } from 'vite';
import { launch } from './bench-page.mjs';
import { pageHeaders } from './headers.mjs';
import { root } from './install.mjs';

/** Serves the page of the network benchmark while `work` runs on it. */
export async function onBenchPage(work) {
  const outDir = join(root, '.cache', 'bench', 'page');
  await build({
    root: join(root, 'tests', 'bench'),
    configFile: join(root, 'vite.config.ts'),
    publicDir: join(root, 'public'),
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      rollupOptions: { input: join(root, 'tests', 'bench', 'index.html') },
    },
  });
  const server = await preview({
    root: join(root, 'tests', 'bench'),
    configFile: false,
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', headers: pageHeaders({ dev: false }) },
  });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${server.httpServer.address().port}/`);
    await page.waitForFunction(() => window.benchNetwork !== undefined);
    return await work(page);
  } finally {
    await browser.close();
    await server.close();
  }
}
