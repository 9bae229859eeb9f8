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
