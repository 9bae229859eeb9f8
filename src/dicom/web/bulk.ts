/** Bulk data (PS3.18 section 10.4.1.1.5): values that a server keeps apart from its metadata. */
import { isOn } from './address';
import { presentOf } from './auth';
import { failed } from './body';
import type { ServerConfig } from './contract';
import { ServerError } from './error';
import { partsOf, type Part } from './multipart';
import { ask } from './request';
import { joined } from './dataset';

/** Palettes, tables and overlays are small. */
const LIMIT = 256 * 1024 * 1024;

/** The values by their addresses. @throws ServerError, or the signal's reason */
export async function fetchBulk(
  given: ServerConfig,
  addresses: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const out = new Map<string, Uint8Array>();
  for (const address of addresses) out.set(address, await fetchOne(given, address, signal));
  return out;
}

async function fetchOne(given: ServerConfig, address: string, signal?: AbortSignal): Promise<Uint8Array> {
  const server = presentOf(given);
  const url = onServer(server, address);
  const accept = 'multipart/related; type="application/octet-stream"';
  return ask(server, { path: url, accept, signal, priority: 'near' }, async (answer) => {
    const parts: Part[] = [];
    for await (const part of partsOf(answer, LIMIT)) parts.push(part);
    if (parts.length !== 1) throw failed(answer, 'badMultipart', `${parts.length} parts for one value`);
    return joined(parts[0].bytes);
  });
}

/**
 * Behind a reverse proxy a server may give addresses by the name that it knows itself by: they are asked for under the
 * server's own address. Others than the server get no request from here.
 */
function onServer(server: ServerConfig, address: string): URL {
  const base = typeof location === 'undefined' ? undefined : location.href;
  const root = server.url.replace(/\/+$/, '');
  const at = /\/studies\/.*/.exec(address)?.[0];
  if (at && URL.canParse(`${root}${at}`, base)) return new URL(`${root}${at}`, base);
  if (URL.canParse(address, base)) {
    const url = new URL(address, base);
    if (isOn(server, url)) return url;
  }
  throw new ServerError('badAddress', address.slice(0, 200), { server: server.name });
}
