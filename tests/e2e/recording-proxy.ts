/**
 * A proxy through which the whole browser goes, loopback too: pages, workers, service workers and the browser itself. It
 * writes down every request, passes on those to one server, and refuses all others.
 */
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorded {
  readonly method: string;
  /** Whole address; of encrypted ones host and port only. */
  readonly url: string;
  /** Of the body. */
  readonly bytes: number;
}

export interface RecordingProxy {
  /** Chromium flags that lead everything here. */
  readonly flags: readonly string[];
  readonly requests: Recorded[];
  close(): Promise<void>;
}

function pass(incoming: IncomingMessage, response: ServerResponse, requests: Recorded[]): void {
  const { method = '', url = '', headers } = incoming;
  const outgoing = ask(url, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  let bytes = 0;
  incoming.on('data', (chunk: Buffer) => (bytes += chunk.length));
  incoming.on('end', () => requests.push({ method, url, bytes }));
  // Whoever asked is told by the connection's end.
  outgoing.on('error', () => response.destroy());
  response.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

/** @param allowed origins that are passed on */
export async function recordingProxy(allowed: readonly string[]): Promise<RecordingProxy> {
  const requests: Recorded[] = [];
  const server = createServer((incoming, response) => {
    const { method = '', url = '' } = incoming;
    if (URL.canParse(url) && allowed.includes(new URL(url).origin)) return pass(incoming, response, requests);
    requests.push({ method, url, bytes: 0 });
    response.writeHead(502).end();
    return undefined;
  });
  server.on('connect', (incoming, socket) => {
    requests.push({ method: 'CONNECT', url: incoming.url ?? '', bytes: 0 });
    socket.end('HTTP/1.1 502 refused\r\n\r\n');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    flags: [`--proxy-server=127.0.0.1:${port}`, '--proxy-bypass-list=<-loopback>'],
    requests,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

/** What the browser asks for itself, whatever page is open, although its flags say not to. */
export const isBrowsersOwn = ({ url }: Recorded): boolean =>
  /^(https?:\/\/)?([\w-]+\.)*(google|googleapis|gvt1|gstatic|chromium)\.(com|org)(:\d+)?(\/|$)/.test(url);
