/**
 * Writes the page's headers for other servers, from the same source as `npm start` uses.
 *
 *   node scripts/deploy-headers.mjs [FOLDER]
 *
 * FOLDER holds servers.json and links.json of the deployment (dist/, or the folder that nginx serves); without it the headers
 * are those of a page that talks to its own origin only, as deploy/ keeps them. The files are written into FOLDER/../headers,
 * or into deploy/.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NOTHING, readDeployment } from './deployment.mjs';
import { pageHeaders } from './headers.mjs';
import { root } from './install.mjs';

const made = '# Made by scripts/deploy-headers.mjs from scripts/headers.mjs: change that, not this.';

/**
 * Header files by their path below deploy/.
 * @param {import('./deployment.mjs').Deployment} deployment
 * @returns {Record<string, string>}
 */
export function headerFiles(deployment) {
  const headers = Object.entries(pageHeaders({ dev: false, deployment }));
  const nginx = headers.map(([name, value]) => `add_header ${name} "${value}" always;`);
  const hosts = headers.map(([name, value]) => `  ${name}: ${value}`);
  const caddy = headers.map(([name, value]) => `  ${name} "${value}"`);
  return {
    'nginx/headers.conf': `${[made, ...nginx].join('\n')}\n`,
    // Netlify, Cloudflare Pages and others read this file beside index.html.
    'static/_headers': `${[made, '/*', ...hosts, '/assets/*', '  Cache-Control: public, max-age=31536000, immutable'].join('\n')}\n`,
    'static/Caddyfile.headers': `${[made, 'header {', ...caddy, '}'].join('\n')}\n`,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = process.argv[2];
  const into = folder ? resolve(folder, '..', 'headers') : join(root, 'deploy');
  for (const [path, text] of Object.entries(headerFiles(folder ? readDeployment(folder) : NOTHING))) {
    const to = join(into, path);
    mkdirSync(join(to, '..'), { recursive: true });
    writeFileSync(to, text);
    console.log(to);
  }
}
