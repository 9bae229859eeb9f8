import { root } from './install.mjs';

/**
 * Serves dist/ with the page's headers on this computer only.
 * @param {number} port first port to try; the next free one is taken, 0 lets the system choose
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function serve(port) {
  const { preview } = await import('vite');
  const server = await preview({
    root,
    logLevel: 'error',
    preview: { port, strictPort: false, host: '127.0.0.1', open: false },
  });
  const address = server.httpServer.address();
  return {
    url: `http://localhost:${address.port}/`,
    close: () => server.close(),
  };
}
