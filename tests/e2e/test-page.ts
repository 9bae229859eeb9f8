import { join } from 'node:path';
import { build, preview } from 'vite';
import { pageHeaders } from '../../scripts/headers.mjs';
import { root } from './browser';

/** Builds a page of tests/<name>/ with the product's own settings and serves it with its headers. */
export async function serveTestPage(name: string): Promise<{ url: string; close: () => Promise<void> }> {
  const folder = join(root, 'tests', name);
  const outDir = join(root, '.cache', name);
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
  const address = server.httpServer.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://localhost:${port}/`, close: () => server.close() };
}
