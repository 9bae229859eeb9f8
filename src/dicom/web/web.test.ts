import { describe, expect, test } from 'vitest';
import { readHeader } from '../header/read';
import type { ServerConfig } from './contract';
import { addressOf } from './address';
import type { Answer } from './body';
import { headerOf } from './dataset';
import { ItemSplitter } from './json';
import { nameMatches } from './name-search';
import { partsOf, parameterOf, type Part } from './multipart';
import { RequestQueue } from './queue';
import { mayRetry, pause, retryAfter } from './retry';
import { parametersOf, studyOf } from './search';
import { ServerError } from './error';

const server: ServerConfig = {
  id: 's',
  name: 'S',
  url: 'http://pacs.test/dicom-web/',
  auth: { kind: 'none' },
  headers: {},
  patience: 5,
  remember: false,
};

/** An answer whose body comes in pieces of so many bytes. */
function answerOf(body: string, contentType: string, size = 7): Answer {
  const bytes = new TextEncoder().encode(body);
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
  const response = new Response(stream, { headers: { 'Content-Type': contentType } });
  return { server, response, url: server.url, abort: new AbortController() };
}

const textOf = (part: Part): string => part.bytes.map((b) => new TextDecoder().decode(b)).join('');

async function partsIn(answer: Answer): Promise<Part[]> {
  const out: Part[] = [];
  for await (const part of partsOf(answer, 1 << 20)) out.push(part);
  return out;
}

const reasonOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof ServerError ? error.reason : String(error)),
  );

const type = 'multipart/related; type="application/octet-stream"; boundary="b=1"';

describe('multipart', () => {
  const body =
    '\r\n--b=1\r\nContent-Type: image/jls;transfer-syntax=1.2.3\r\n\r\nab\r\n-\r\n--b=\r\n--b=1\r\n\r\n\r\n--b=1--';

  test.each([1, 2, 3, 7, 1000])('is parted in pieces of %i bytes', async (size) => {
    const parts = await partsIn(answerOf(body, type, size));
    expect(parts.map(textOf)).toEqual(['ab\r\n-\r\n--b=', '']);
    expect(parts[0]).toMatchObject({ type: 'image/jls', transferSyntaxUid: '1.2.3', length: 11 });
  });

  test('says what is wrong with it', async () => {
    expect(await reasonOf(partsIn(answerOf(body, 'multipart/related')))).toBe('badMultipart');
    expect(await reasonOf(partsIn(answerOf('nothing of the kind', type)))).toBe('badMultipart');
    expect(await reasonOf(partsIn(answerOf(body.slice(0, -8), type)))).toBe('cut');
    const wrong = '--b=1\r\nContent-Length: 3\r\n\r\nabcd\r\n--b=1--';
    expect(await reasonOf(partsIn(answerOf(wrong, type)))).toBe('wrongLength');
    expect(await reasonOf(partsIn(answerOf('x'.repeat(2 << 20), type, 1 << 16)))).toBe('tooLarge');
  });

  test('finds parameters in and between quotes', () => {
    const header = 'multipart/related; type="image/jls; transfer-syntax=1.2.840"; boundary=x-1';
    expect(parameterOf(header, 'boundary')).toBe('x-1');
    expect(parameterOf(header, 'transfer-syntax')).toBe('1.2.840');
    expect(parameterOf(header, 'charset')).toBe('');
  });
});

describe('a list in JSON', () => {
  const list = ' [ {"a":"}]\\"{"} , {"b":[{"c":[1,2]}]},{} ] ';

  test.each([1, 3, 1000])('is taken apart in pieces of %i characters', (size) => {
    const splitter = new ItemSplitter();
    const items: string[] = [];
    for (let at = 0; at < list.length; at += size) items.push(...splitter.push(list.slice(at, at + size)));
    expect(items.map((one) => JSON.parse(one) as unknown)).toEqual([
      { a: '}]"{' },
      { b: [{ c: [1, 2] }] },
      {},
    ]);
    expect(splitter.whole).toBe(true);
  });

  test('is not taken from anything else', () => {
    for (const text of ['{"a":1}', '[1]', '[}{', '<html>'])
      expect(() => new ItemSplitter().push(text)).toThrow();
    const cut = new ItemSplitter();
    cut.push('[{"a":1}');
    expect(cut.whole).toBe(false);
  });
});

describe('metadata', () => {
  const set = {
    '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.2'] },
    '00080018': { vr: 'UI', Value: ['1.2.3.4'] },
    '00080060': { vr: 'CS', Value: ['CT'] },
    '00083002': { vr: 'UI', Value: ['1.2.840.10008.1.2.4.80'] },
    '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Wang^XiaoDong', Ideographic: '王^小东' }] },
    '0020000D': { vr: 'UI', Value: ['1.2.3'] },
    '0020000E': { vr: 'UI', Value: ['1.2.3.1'] },
    '00200032': { vr: 'DS', Value: [-161.3999939, '2.5', 3] },
    '00200037': { vr: 'DS', Value: [1, 0, 0, 0, 1, 0] },
    '00280002': { vr: 'US', Value: [1] },
    '00280004': { vr: 'CS', Value: ['MONOCHROME2'] },
    '00280010': { vr: 'US', Value: [4] },
    '00280011': { vr: 'US', Value: [3] },
    '00280100': { vr: 'US', Value: [16] },
    '00281053': { vr: 'DS', Value: [1] },
    '00281052': { vr: 'DS', Value: [-1024] },
    '7FE00010': { vr: 'OW', BulkDataURI: 'http://pacs.test/bulk/1' },
  };

  test('gives the record that the file would give', async () => {
    const { bytes, wanted } = headerOf(set);
    expect(wanted).toEqual([]);
    const outcome = await readHeader(new Blob([bytes]), 'S/IM1', { pixelsElsewhere: true });
    if (outcome.status !== 'loaded') throw new Error(outcome.reason);
    const { instance, study, pixels, format } = outcome.record;
    expect(instance).toMatchObject({
      sopInstanceUid: '1.2.3.4',
      rows: 4,
      columns: 3,
      rescaleIntercept: -1024,
      imagePosition: [-161.3999939, 2.5, 3],
    });
    expect(study.patient.name).toBe('Wang^XiaoDong=王^小东');
    expect(pixels).toEqual({ kind: 'remote' });
    expect(format.transferSyntaxUid).toBe('1.2.840.10008.1.2.4.80');
  });

  test('asks for the bulk data that changes the image, and for no other', () => {
    const overlay = {
      ...set,
      '60003000': { vr: 'OW', BulkDataURI: 'o' },
      '00091001': { vr: 'OB', BulkDataURI: 'p' },
    };
    expect(headerOf(overlay).wanted).toEqual(['o']);
    expect(headerOf(overlay, new Map([['o', Uint8Array.of(1, 0)]])).wanted).toEqual([]);
    expect(() => headerOf([1])).toThrow(TypeError);
  });
});

describe('a search', () => {
  test('is typed, paged, and not fuzzy', () => {
    const page = { limit: 50, offset: 100 };
    const by = (query: object): string => decodeURIComponent(parametersOf({ ...page, ...query }).toString());
    expect(by({ patientName: '王', from: '20240101', modality: 'ct' })).toContain(
      'ModalitiesInStudy=CT&PatientName=*王*&StudyDate=20240101-&fuzzymatching=false&limit=50&offset=100',
    );
    expect(by({ patientName: '王*' })).toContain('PatientName=王*&');
    expect(by({ text: '2024-03-01' })).toContain('StudyDate=20240301');
    expect(by({ text: 'P-12' })).toContain('PatientID=*P-12*');
    expect(by({ text: '李', patientId: '7' })).not.toContain('PatientName');
    expect(by({ patientId: 'a\\b' })).toContain('PatientID=a+b');
  });

  test('reads what servers write in different ways', () => {
    const found = studyOf('s', {
      '0020000D': { Value: ['1.2'] },
      '00100010': { Value: ['Old^Style'] },
      '00080061': { Value: ['CT\\SR'] },
      '00201208': { Value: ['12'] },
    });
    expect(found).toMatchObject({ patientName: 'Old^Style', modalities: ['CT', 'SR'], imageCount: 12 });
    expect(found.seriesCount).toBeUndefined();
    const lost = { '00100010': { Value: [{ Alphabetic: 'Wang^XiaoDong', Ideographic: '^' }] } };
    expect(studyOf('s', lost).patientName).toBe('Wang^XiaoDong');
  });
});

test('a name matches by its groups and wildcards', () => {
  const name = 'Wang^XiaoDong=王^小东';
  for (const pattern of ['王*', '*小东', '王^小?', '*=王^小*', 'wang^*', '*王*'])
    expect([pattern, nameMatches(pattern, name)]).toEqual([pattern, true]);
  for (const pattern of ['王', '小*', '王^?', '李*', '王.小东'])
    expect([pattern, nameMatches(pattern, name)]).toEqual([pattern, false]);
});

test('addresses keep to the server', () => {
  expect(addressOf(server, 'studies').href).toBe('http://pacs.test/dicom-web/studies');
  const query = new URLSearchParams({ PatientName: 'Wang^Xi=王', StudyDescription: 'a + b' });
  expect(addressOf(server, 'studies', query).search).toBe(
    '?PatientName=Wang^Xi=%E7%8E%8B&StudyDescription=a%20%2B%20b',
  );
  for (const url of ['ftp://x/', 'http://a:b@x/', 'no address'])
    expect(() => addressOf({ ...server, url }, 'studies')).toThrow(ServerError);
});

test('a pause grows, is scattered, and heeds the server', () => {
  expect(retryAfter('3', 0)).toBe(3000);
  expect(retryAfter('Thu, 01 Jan 1970 00:00:10 GMT', 4000)).toBe(6000);
  expect(retryAfter('soon', 0)).toBeUndefined();
  expect([1, 2, 3].map((n) => pause(n, undefined, () => 1))).toEqual([400, 800, 1600]);
  expect(pause(1, undefined, () => 0)).toBe(200);
  expect(pause(1, 10 ** 9)).toBe(60_000);
  expect(mayRetry('cut', 3)).toBe(true);
  expect(mayRetry('cut', 4)).toBe(false);
  expect(mayRetry('forbidden', 1)).toBe(false);
});

test('what is held waits until it may go on or is looked at', async () => {
  const queue = new RequestQueue();
  let held = true;
  const started: string[] = [];
  const tickets: { raise: (to: 'visible') => void }[] = [];
  const run = (name: string) =>
    queue.run(
      'background',
      () => Promise.resolve(started.push(name)),
      undefined,
      (ticket) => tickets.push(ticket),
      () => held,
    );
  const both = [run('looked at'), run('ahead')];
  await Promise.resolve();
  expect(started).toEqual([]);
  tickets[0].raise('visible');
  await both[0];
  expect(started).toEqual(['looked at']);
  held = false;
  queue.pump();
  await both[1];
  expect(started).toEqual(['looked at', 'ahead']);
});

test('what is looked at finds a way free, however much waits behind it', async () => {
  const queue = new RequestQueue();
  const started: string[] = [];
  const ends: (() => void)[] = [];
  const job = (name: string) => () =>
    new Promise<void>((resolve) => {
      started.push(name);
      ends.push(resolve);
    });
  for (let n = 0; n < 20; n++) void queue.run('background', job('background'));
  await Promise.resolve();
  const behind = started.length;
  expect(behind).toBe(3);
  void queue.run('visible', job('visible'));
  await Promise.resolve();
  expect(started.slice(behind)).toEqual(['visible']);
  const abort = new AbortController();
  const gone = queue.run('near', job('never'), abort.signal);
  const waiting = queue.waiting;
  abort.abort(new Error('gone'));
  await expect(gone).rejects.toThrow('gone');
  expect(queue.waiting).toBe(waiting - 1);
});
