/** An archive on an origin of its own, with the headers that let one page ask it (CORS), and on wish a token for every request. */
import { createServer, request, type IncomingMessage } from 'node:http';

export interface Apart {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Requests that were passed on: method, path and query. */
  readonly asked: string[];
  close(): Promise<void>;
}

interface ApartOptions {
  readonly archive: string;
  /** Does the request say well enough who asks? Everybody may where it is absent. */
  readonly permits?: (authorization: string | undefined) => Promise<boolean>;
}

export async function apart({ archive, permits }: ApartOptions): Promise<Apart> {
  const asked: string[] = [];
  const cors = (incoming: IncomingMessage) => ({
    'Access-Control-Allow-Origin': incoming.headers.origin ?? 'null',
    'Access-Control-Allow-Headers': 'Authorization, Content-Type, Accept',
    'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
    'Access-Control-Expose-Headers': 'Content-Type, Content-Length, Warning, Retry-After',
    Vary: 'Origin',
  });
  const server = createServer((incoming, answer) => {
    const headers = cors(incoming);
    const pass = async (): Promise<void> => {
      if (incoming.method === 'OPTIONS') return void answer.writeHead(204, headers).end();
      if (permits && !(await permits(incoming.headers.authorization)))
        return void answer.writeHead(401, { ...headers, 'WWW-Authenticate': 'Bearer' }).end();
      asked.push(`${incoming.method} ${decodeURIComponent(incoming.url ?? '')}`);
      const target = new URL(incoming.url ?? '/', archive);
      const passed = request(
        target,
        { method: incoming.method, headers: { ...incoming.headers, host: target.host } },
        (from) => {
          answer.writeHead(from.statusCode ?? 502, { ...from.headers, ...headers });
          from.pipe(answer);
        },
      );
      passed.on('error', () => answer.destroy());
      answer.on('close', () => passed.destroy());
      incoming.pipe(passed);
      return undefined;
    };
    pass().catch(() => answer.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
