import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stowServer, type StowServer } from '../../../tests/fixtures/stow-server';
import type { ServerConfig, StoreFile, StoreResult } from './contract';
import { storeInstances } from './store';

/** Files of one request at most, as `store.ts` has it. */
const REQUEST = 40;

let stow: StowServer;
let http: Server;
let server: ServerConfig;
let turn = 0;

beforeEach(async () => {
  stow = stowServer('/dicom-web');
  http = createServer((asked, answer) => {
    if (!stow.handle(asked, answer)) answer.writeHead(404).end();
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const address = http.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  server = {
    id: `stow-${turn++}`,
    name: 'S',
    url: `http://127.0.0.1:${port}/dicom-web`,
    auth: { kind: 'none' },
    headers: {},
    patience: 5,
    remember: false,
  };
});
afterEach(() => {
  stow.letGo();
  http.closeAllConnections();
  http.close();
});

const uidOf = (n: number): string => `1.2.3.${n}`;

/** As much of a file as sending looks at. */
function fileOf(n: number): StoreFile {
  const uid = uidOf(n).padEnd(uidOf(n).length + (uidOf(n).length % 2), '\0');
  const bytes = new Uint8Array(132 + 8 + uid.length);
  bytes.set(new TextEncoder().encode('DICM'), 128);
  bytes.set([2, 0, 3, 0, 0x55, 0x49, uid.length, 0], 132);
  bytes.set(new TextEncoder().encode(uid), 140);
  return { path: `IM${n}`, blob: new Blob([bytes]) };
}
const files = (count: number): StoreFile[] => Array.from({ length: count }, (_, n) => fileOf(n));

const states = (results: readonly StoreResult[]): Record<string, number> => {
  const out: Record<string, number> = {};
  for (const { status, reason } of results) {
    const key = reason ? `${status} ${reason}` : status;
    out[key] = (out[key] ?? 0) + 1;
  }
  return out;
};

test('files go in several requests, each once', async () => {
  const progress: number[][] = [];
  const results = await storeInstances(server, files(100), {
    onProgress: (...said) => progress.push(said),
  });
  expect(states(results)).toEqual({ stored: 100 });
  expect(stow.requests()).toBe(3);
  expect(stow.kept.size).toBe(100);
  expect(Math.max(...stow.came.values())).toBe(1);
  expect(progress.map(([done, total]) => [done, total])).toEqual([
    [40, 100],
    [80, 100],
    [100, 100],
  ]);
});

test('a line that is cut in the middle goes on with what is missing', async () => {
  stow.act('keep', 'halfAndCut', 'busy');
  const results = await storeInstances(server, files(100));
  expect(states(results)).toEqual({ stored: 100 });
  expect(stow.kept.size).toBe(100);
  // The half that was kept before the cut was not sent again; the other half was, twice: the server was busy once.
  const came = files(100).map((_, n) => stow.came.get(uidOf(n)));
  expect(came.slice(0, 60)).toEqual(came.slice(0, 60).fill(1));
  expect(came.slice(60, 80)).toEqual(came.slice(60, 80).fill(3));
});

test('an answer that is cut off after everything was kept sends nothing again', async () => {
  stow.act('keepAndCut');
  expect(states(await storeInstances(server, files(10)))).toEqual({ stored: 10 });
  expect([...stow.came.values()]).toEqual(files(10).map(() => 1));
});

test('what is refused is told with its code, and is all that is sent again', async () => {
  stow.act('refuseLast');
  const all = files(5);
  const results = await storeInstances(server, all);
  expect(states(results)).toEqual({ stored: 4, 'failed refused': 1 });
  expect(results[4]).toMatchObject({ path: 'IM4', code: 0xa700 });
  const again = await storeInstances(server, [all[4]], { mayBeThere: true });
  expect(states(again)).toEqual({ stored: 1 });
  expect(stow.came.get(uidOf(4))).toBe(2);
  expect(stow.came.get(uidOf(0))).toBe(1);
});

test('where nothing is allowed the rest is not tried', async () => {
  stow.act('forbidden');
  expect(states(await storeInstances(server, files(100)))).toEqual({ 'failed forbidden': 100 });
  expect(stow.requests()).toBe(1);
});

test('a server that is broken for one request takes the others', async () => {
  stow.act('broken', 'broken');
  const results = await storeInstances(server, files(REQUEST + 5));
  expect(states(results)).toEqual({ [`failed serverError`]: REQUEST, stored: 5 });
});

test('called off, it has told what was kept; the rest goes when it is asked what is there', async () => {
  stow.act('keep', 'hang');
  const abort = new AbortController();
  const told: StoreResult[] = [];
  const all = files(60);
  const sending = storeInstances(server, all, {
    signal: abort.signal,
    onResults: (results) => {
      told.push(...results);
      setTimeout(() => abort.abort(new Error('called off')), 50);
    },
  });
  await expect(sending).rejects.toThrow('called off');
  expect(states(told)).toEqual({ stored: REQUEST });
  const rest = await storeInstances(server, all, { mayBeThere: true });
  expect(states(rest)).toEqual({ stored: 60 });
  expect(stow.came.get(uidOf(0))).toBe(1);
  expect(stow.kept.size).toBe(60);
});
