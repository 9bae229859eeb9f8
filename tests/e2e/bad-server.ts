/** A DICOMweb server that misbehaves, each way below an address of its own: `/bad/WAY/studies...`. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Ways in which a search goes wrong, and what the test of the server must say: check and reason. */
export const searchFaults = {
  slow: ['reach', 'timeout'],
  cut: ['reach', 'cut'],
  s401: ['search', 'auth'],
  s403: ['search', 'forbidden'],
  s500: ['search', 'serverError'],
  s503: ['search', 'busy'],
  s429: ['search', 'busy'],
  huge: ['search', 'tooLarge'],
  type: ['search', 'notDicomweb'],
  html: ['search', 'notDicomweb'],
  json: ['search', 'notDicomweb'],
  redirect: ['search', 'notDicomweb'],
  none: ['metadata', undefined],
} as const;
export type SearchFault = keyof typeof searchFaults;

const ROOT = '1.2.826.0.1.3680043.10.1578.88';
export const badStudy = (way: string): string => `${ROOT}.${[...way].map((c) => c.charCodeAt(0)).join('')}`;
const SIDE = 16;
const BYTES = SIDE * SIDE * 2;

/** What comes of each image of the study `frames`, by its number. `retry` fails once; `signIn` once asks who is there. */
export const frameFaults = [
  'good',
  'length',
  'boundary',
  'cut',
  's500',
  'type',
  'html',
  'retry',
  'signIn',
] as const;

const value = (vr: string, ...Value: unknown[]) => ({ vr, Value });

function study(way: string) {
  return {
    '00080020': value('DA', '20260301'),
    '00080061': value('CS', 'CT'),
    '00100010': value('PN', { Alphabetic: `SYNTHETIC^${way}` }),
    '00100020': value('LO', `BAD-${way}`),
    '0020000D': value('UI', badStudy(way)),
  };
}

const series = (way: string, count: number) => ({
  ...study(way),
  '00080060': value('CS', 'CT'),
  '0020000E': value('UI', `${badStudy(way)}.1`),
  '00200011': value('IS', 1),
  '00201209': value('IS', count),
});

const instance = (way: string, n: number) => ({
  ...series(way, 0),
  '00080016': value('UI', '1.2.840.10008.5.1.4.1.1.2'),
  '00080018': value('UI', `${badStudy(way)}.1.${n}`),
  '00200013': value('IS', n),
  '00200032': value('DS', 0, 0, n),
  '00200037': value('DS', 1, 0, 0, 0, 1, 0),
  '00280002': value('US', 1),
  '00280004': value('CS', 'MONOCHROME2'),
  '00280010': value('US', SIDE),
  '00280011': value('US', SIDE),
  '00280030': value('DS', 1, 1),
  '00280100': value('US', 16),
  '00280101': value('US', 16),
  '00280102': value('US', 15),
  '00280103': value('US', 0),
  '00281050': value('DS', 40),
  '00281051': value('DS', 400),
  '00281052': value('DS', -1024),
  '00281053': value('DS', 1),
});

/**
 * @param healed from when this says so every image comes
 * @returns answers what lies below /bad/; true when it was asked for
 */
export function badServer(
  healed: () => boolean = () => false,
): (asked: IncomingMessage, answer: ServerResponse) => boolean {
  const tries = new Map<string, number>();
  const tried = (what: string): number => {
    tries.set(what, (tries.get(what) ?? 0) + 1);
    return tries.get(what)!;
  };
  return (asked, answer) => {
    const url = new URL(asked.url ?? '/', 'http://localhost');
    const [, way, path] = /^\/bad\/([^/]+)\/(.*)$/.exec(url.pathname) ?? [];
    if (way === undefined) return false;
    asked.resume();
    const signed = asked.headers.authorization !== undefined;
    if (way in searchFaults) searchFault(way as SearchFault, answer);
    else if (path === 'studies') json(answer, [study(way)]);
    else if (path.endsWith('/series')) json(answer, [series(way, frameFaults.length)]);
    else if (path.endsWith('/metadata')) metadata(way, answer, tried(path));
    else {
      const n = Number(/\.1\.(\d+)\/frames\/1$/.exec(path)?.[1] ?? 0);
      if (n === 0) plain(answer, 404, 'no such thing');
      else frame(healed() ? 'good' : frameFaults[n - 1], answer, tried(path), signed);
    }
    return true;
  };
}

function json(answer: ServerResponse, body: unknown): void {
  answer.writeHead(200, { 'Content-Type': 'application/dicom+json' });
  answer.end(JSON.stringify(body));
}

function plain(answer: ServerResponse, status: number, body: string, headers = {}): void {
  answer.writeHead(status, { 'Content-Type': 'text/plain', ...headers });
  answer.end(body);
}

const page = '<!doctype html><title>Sign in please</title><p>Name and password</p>';

/** An answer that says it is long and ends early. */
function cutShort(answer: ServerResponse, type: string, body: string): void {
  answer.writeHead(200, { 'Content-Type': type, 'Content-Length': '100000' });
  answer.write(body);
  setTimeout(() => answer.destroy(), 100);
}

function searchFault(way: SearchFault, answer: ServerResponse): void {
  const status = /^s(\d{3})$/.exec(way)?.[1];
  if (status) plain(answer, Number(status), 'no', { 'Retry-After': '1' });
  else if (way === 'cut') cutShort(answer, 'application/dicom+json', '[{"0020000D":{"vr":"UI"');
  else if (way === 'huge')
    answer
      .writeHead(200, { 'Content-Type': 'application/dicom+json', 'Content-Length': String(2 ** 40) })
      .write('[');
  else if (way === 'type') {
    answer.writeHead(200, { 'Content-Type': 'application/octet-stream' });
    answer.end('[]');
  } else if (way === 'html') {
    answer.writeHead(200, { 'Content-Type': 'text/html' });
    answer.end(page);
  } else if (way === 'json') {
    answer.writeHead(200, { 'Content-Type': 'application/dicom+json' });
    answer.end('[}{');
  } else if (way === 'redirect') {
    answer.writeHead(302, { Location: '/bad/html/studies' });
    answer.end();
  } else if (way === 'none') {
    answer.writeHead(204);
    answer.end();
  }
  // `slow` says nothing at all.
}

/** The whole list; of the study `resume` it is cut in the middle the first time, of `half` every time. */
function metadata(way: string, answer: ServerResponse, tries: number): void {
  const all = frameFaults.map((_, n) => instance(way, n + 1));
  const cut = way === 'half' || (way === 'resume' && tries === 1);
  if (cut)
    cutShort(answer, 'application/dicom+json', JSON.stringify(all.slice(0, 4)).replace(/\]$/, ',{"0008'));
  else json(answer, all);
}

function frame(
  fault: (typeof frameFaults)[number],
  answer: ServerResponse,
  tries: number,
  signed: boolean,
): void {
  const pixels = Buffer.alloc(BYTES, fault.length);
  const head = 'multipart/related; type="application/octet-stream"; boundary=b';
  const part = (body: Buffer, length = body.length): Buffer =>
    Buffer.concat([
      Buffer.from(`--b\r\nContent-Type: application/octet-stream\r\nContent-Length: ${length}\r\n\r\n`),
      body,
      Buffer.from('\r\n--b--\r\n'),
    ]);
  if (fault === 's500') plain(answer, 500, 'broken');
  else if (fault === 'retry' && tries === 1) plain(answer, 503, 'later', { 'Retry-After': '1' });
  else if (fault === 'signIn' && !signed) plain(answer, 401, 'who is there');
  else if (fault === 'cut') cutShort(answer, head, part(pixels).subarray(0, 200).toString('latin1'));
  else if (fault === 'html') {
    answer.writeHead(200, { 'Content-Type': 'text/html' });
    answer.end(page);
  } else if (fault === 'type') plain(answer, 200, 'no image');
  else {
    const type = fault === 'boundary' ? head.replace(/; boundary=b$/, '') : head;
    answer.writeHead(200, { 'Content-Type': type });
    answer.end(fault === 'length' ? part(pixels.subarray(0, 100)) : part(pixels));
  }
}
