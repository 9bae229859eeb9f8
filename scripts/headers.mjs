import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NOTHING } from './deployment.mjs';
import { writeKeptList } from './kept-list.mjs';

/** Devices and services of the computer that the page never uses. The microphone is for speech recognised on it. */
const UNUSED = [
  'camera',
  'geolocation',
  'payment',
  'usb',
  'serial',
  'hid',
  'bluetooth',
  'midi',
  'display-capture',
  'browsing-topics',
];

/**
 * HTTP headers that every page of Lamplight is served with; deploy/ has the same for other servers, made by
 * scripts/deploy-headers.mjs.
 *
 * Cross-origin isolation gives WebAssembly its threads. Where another page may frame this one, or open it and talk to it,
 * Document-Isolation-Policy (Chrome 137) gives them there too, which COOP and COEP cannot. The policy keeps the page on its own origin and the
 * deployment's servers; a text becomes a script only by the rules of src/domain/own-scripts.ts (Trusted Types).
 * 'unsafe-inline' is for styles only: cornerstone sets style attributes on the SVG that it draws. Workers from blob: are
 * mediabunny's, which writes videos; they are under this same policy.
 * @param {{dev: boolean, deployment?: import('./deployment.mjs').Deployment}} options dev allows what Vite's hot reload needs
 * @returns {Record<string, string>}
 */
export function pageHeaders({ dev, deployment = NOTHING }) {
  const { connect, frames, opened } = deployment;
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval'${dev ? " 'unsafe-inline'" : ''}`,
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self' data:",
    "manifest-src 'self'",
    ['connect-src', "'self'", 'blob:', 'data:', ...(dev ? ['ws:'] : []), ...connect].join(' '),
    "frame-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frames.length > 0 ? ["'self'", ...frames].join(' ') : "'none'"}`,
    // Vite's hot reload writes text into the page.
    ...(dev ? [] : ["require-trusted-types-for 'script'", 'trusted-types default dompurify']),
  ].join('; ');
  return {
    'Cross-Origin-Opener-Policy': opened ? 'unsafe-none' : 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': frames.length > 0 ? 'cross-origin' : 'same-origin',
    ...((opened || frames.length > 0) && { 'Document-Isolation-Policy': 'isolate-and-require-corp' }),
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': ['microphone=(self)', ...UNUSED.map((name) => `${name}=()`)].join(', '),
  };
}

/**
 * Files under assets/ carry a hash of their content in their name: a browser may keep them for good, and workers
 * and wasm then start without the server. Vite's own static server would have it ask each time. What a build consists of
 * is written into its service worker, which keeps it for the time without a network.
 * @returns {import('vite').Plugin}
 */
export function lastingAssets() {
  let out;
  return {
    name: 'lamplight-lasting-assets',
    configResolved(config) {
      out =
        config.command === 'build' && !config.build.ssr
          ? resolve(config.root, config.build.outDir)
          : undefined;
    },
    closeBundle() {
      // Workers are bundled by this plugin's other lives, before the page's files are there.
      if (out && existsSync(join(out, 'service-worker.js')) && existsSync(join(out, 'index.html')))
        writeKeptList(out);
    },
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
