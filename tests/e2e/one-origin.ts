/** Page and archive behind one address, as nginx has them in deploy/; the archive's line can be made slow, and is counted. */
import { pageHeaders } from '../../scripts/headers.mjs';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';

export interface OneOrigin {
  readonly url: string;
  /** Bytes of bodies that the archive has sent so far. */
  bytes(): number;
  /** Bytes a second that the archive's line carries; Infinity at first. */
  setSpeed(speed: number): void;
  close(): Promise<void>;
}

interface OneOriginOptions {
  /** The page's own server, and the archive behind /dicom-web/. */
  readonly page: string;
  readonly archive: string;
  /** What servers.json of the deployment says. */
  readonly servers?: readonly unknown[];
  /** Answers itself what it takes; true when it has taken it. */
  readonly also?: (asked: IncomingMessage, answer: ServerResponse) => boolean;
  /** Further origins that the page's policy lets it ask. */
  readonly connect?: readonly string[];
}

export async function oneOrigin({
  page,
  archive,
  servers,
  also,
  connect,
}: OneOriginOptions): Promise<OneOrigin> {
  let bytes = 0;
  let speed = Infinity;
  /** When the line is free again, ms. */
  let free = 0;
  const send = (chunk: Buffer, answer: ServerResponse): Promise<void> => {
    bytes += chunk.length;
    const now = performance.now();
    free = Math.max(free, now) + (chunk.length / speed) * 1000;
    return new Promise((resolve) => setTimeout(() => answer.write(chunk, () => resolve()), free - now));
  };
  const carry = async (from: IncomingMessage, answer: ServerResponse, counted: boolean): Promise<void> => {
    const headers = { ...from.headers };
    const policy = 'content-security-policy';
    if (connect && headers[policy])
      headers[policy] = pageHeaders({
        dev: false,
        deployment: { connect: [...connect], frames: [], opened: false },
      })['Content-Security-Policy'];
    answer.writeHead(from.statusCode ?? 502, headers);
    for await (const chunk of from as AsyncIterable<Buffer>) {
      if (answer.destroyed) return;
      if (!counted) answer.write(chunk);
      else for (let at = 0; at < chunk.length; at += 4096) await send(chunk.subarray(at, at + 4096), answer);
    }
    answer.end();
  };
  const server = createServer((asked, answer) => {
    if (asked.url === '/servers.json' && servers) {
      answer.writeHead(200, { 'Content-Type': 'application/json' });
      answer.end(JSON.stringify(servers));
      return;
    }
    if (also?.(asked, answer)) return;
    const counted = asked.url?.startsWith('/dicom-web/') ?? false;
    const target = new URL(asked.url ?? '/', counted ? archive : page);
    const passed = request(
      target,
      { method: asked.method, headers: { ...asked.headers, host: target.host } },
      (from) => void carry(from, answer, counted).catch(() => answer.destroy()),
    );
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://localhost:${port}/`,
    bytes: () => bytes,
    setSpeed: (to) => {
      speed = to;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
