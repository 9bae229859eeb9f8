import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * HTTP headers that every page of Lamplight is served with.
 * Cross-origin isolation gives WebAssembly its threads; the policy keeps the page on its own origin.
 * 'unsafe-inline' is for styles only: cornerstone sets style attributes on the SVG that it draws.
 * @param {{dev: boolean}} options dev allows what Vite's hot reload needs
 * @returns {Record<string, string>}
 */
export function pageHeaders({ dev }) {
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' blob:${dev ? " 'unsafe-inline'" : ''}`,
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self' data:",
    `connect-src 'self' blob: data:${dev ? ' ws:' : ''}`,
    "frame-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': 'camera=(), geolocation=(), payment=()',
  };
}

/**
 * Files under assets/ carry a hash of their content in their name: a browser may keep them for good, and workers
 * and wasm then start without the server. Vite's own static server would have it ask each time.
 * @returns {import('vite').Plugin}
 */
export function lastingAssets() {
  return {
    name: 'lamplight-lasting-assets',
    configurePreviewServer(server) {
      const assets = resolve(server.config.root, server.config.build.outDir, 'assets');
      server.middlewares.use('/assets', (request, response, next) => {
        // What is missing is answered with the page itself, which must not be kept under that name.
        const name = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
        if (existsSync(join(assets, name)))
          response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
        next();
      });
    },
  };
}
