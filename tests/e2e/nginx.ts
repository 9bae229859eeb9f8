/** nginx with the configuration of deploy/, on a free port of this computer, and a stand-in for the PACS behind it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from './browser';

const program = ['/usr/sbin/nginx', '/usr/bin/nginx'].find((path) => existsSync(path));

export const hasNginx = program !== undefined;
if (!hasNginx) console.log('skipped: nginx is not installed (Debian: nginx-light)');

const deploy = join(root, 'deploy', 'nginx');

/** A port that nobody uses now. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

/** Tells what it was asked. */
async function standIn() {
  const server = createServer(({ url, headers }, response) => {
    response.writeHead(200, { 'content-type': 'application/dicom+json', 'access-control-allow-origin': '*' });
    response.end(JSON.stringify({ url, accept: headers.accept, forwarded: headers.forwarded }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

/** The configuration as it is, but for the places of this computer. */
function configuration(folder: string, port: number, pacs: number): string {
  const site = readFileSync(join(deploy, 'lamplight.conf'), 'utf8')
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('server orthanc:8042;', `server 127.0.0.1:${pacs};`)
    .replaceAll('/srv/lamplight/page', join(root, 'dist'))
    .replaceAll('/etc/nginx/lamplight/', `${deploy}/`);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  return `${user} daemon off; worker_processes 1; pid ${join(folder, 'nginx.pid')}; error_log stderr;
events {}
http { access_log off; ${paths.join(' ')}
${site}
}`;
}

/** @param scratch folder for its own files */
export async function serveNginx(scratch: string): Promise<{ url: string; close: () => Promise<void> }> {
  const folder = join(scratch, 'nginx');
  mkdirSync(folder, { recursive: true });
  const [port, pacs] = [await freePort(), await standIn()];
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration(folder, port, pacs.port));
  const child = spawn(program!, ['-c', file, '-p', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)));
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const url = `http://localhost:${port}/`;
  const limit = Date.now() + 30_000;
  for (;;) {
    if (child.exitCode !== null || Date.now() > limit) throw new Error(`nginx did not start: ${said}`);
    const up = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) break;
    await new Promise((later) => setTimeout(later, 100));
  }
  return {
    url,
    close: async () => {
      child.kill();
      await ended;
      pacs.close();
    },
  };
}
