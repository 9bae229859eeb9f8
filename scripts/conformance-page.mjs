import { join } from 'node:path';
import { root } from './install.mjs';

/**
 * Builds the page of tests/conformance, serves it with the product's headers and opens it in Chromium.
 * @template T
 * @param {(page: import('playwright-core').Page) => Promise<T>} work
 * @returns {Promise<T>} what `work` gives
 */
export async function onConformancePage(work) {
  const { build, preview } = await import('vite');
  const { chromium } = await import('playwright-core');
  const { pageHeaders } = await import('./headers.mjs');
  const folder = join(root, 'tests', 'conformance');
  const outDir = join(root, '.cache', 'conformance');
  await build({
    root: folder,
    configFile: join(root, 'vite.config.ts'),
    publicDir: false,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, rollupOptions: { input: join(folder, 'index.html') } },
  });
  const server = await preview({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', headers: pageHeaders({ dev: false }) },
  });
  const browser = await chromium.launch({
    executablePath: process.env.LAMPLIGHT_CHROMIUM,
    headless: true,
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--no-first-run'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${server.httpServer.address().port}/`);
    await page.waitForFunction(() => window.conformanceMeasure !== undefined);
    return await work(page);
  } finally {
    await browser.close();
    await server.close();
  }
}
