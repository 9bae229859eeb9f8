import { join } from 'node:path';
import { readDeployment } from './deployment.mjs';
import { pageHeaders } from './headers.mjs';
import { root } from './install.mjs';

/**
 * Serves the built page with its headers on this computer only; servers.json and links.json beside it widen its policy.
 * @param {number} port first port to try; the next free one is taken, 0 lets the system choose
 * @param {string} [folder] the built page, dist/ unless given
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 * @throws Error when servers.json or links.json is wrong
 */
export async function serve(port, folder = join(root, 'dist')) {
  const { preview } = await import('vite');
  const headers = pageHeaders({ dev: false, deployment: readDeployment(folder) });
  const server = await preview({
    root,
    logLevel: 'error',
    build: { outDir: folder },
    preview: { port, strictPort: false, host: '127.0.0.1', open: false, headers },
  });
  const address = server.httpServer.address();
  return {
    url: `http://localhost:${address.port}/`,
    close: () => server.close(),
  };
}
