/**
 * STOW-RS (PS3.18 section 10.5): files to a server, a few at a time, with what it said of each. A sending that was cut goes
 * on with what the server has not got: it is asked, since what it did with a body that it may have had is not known.
 */
import { messageOf, throwIfAborted } from '../errors';
import { failed, typeOf, wholeBody, type Answer } from './body';
import type { ServerConfig, ServerReason, StoreFile, StoreOptions, StoreResult } from './contract';
import { joined } from './dataset';
import { ServerError } from './error';
import { DICOM_JSON } from './json';
import { ask } from './request';
import { mayRetry, pause, rest } from './retry';
import { dataSetsOf } from './search';
import { setTrouble } from './transfer';
import { itemsOf, numberOf, textOf } from './values';

/** One request carries at most so many files and bytes, or one larger file. */
const FILES = 40;
const BYTES = 16 * 1024 * 1024;
/** Failure Reason of an instance that the server has already (PS3.7 annex C: duplicate SOP instance). */
const DUPLICATE = 0x0111;
const ANSWER_LIMIT = 16 * 1024 * 1024;

interface Sending extends StoreFile {
  readonly sopInstanceUid: string;
}

/** After these no further file gets there either: the rest is not tried. */
const HOPELESS: readonly ServerReason[] = [
  'unreachable',
  'certificate',
  'cors',
  'policy',
  'mixedContent',
  'badAddress',
  'auth',
  'forbidden',
  'unsupported',
  'notFound',
  'timeout',
  'cut',
  'busy',
];

/** @throws the signal's reason; what fails otherwise is in the results */
export async function storeInstances(
  server: ServerConfig,
  files: readonly StoreFile[],
  { signal, onProgress, onResults, mayBeThere = false }: StoreOptions = {},
): Promise<readonly StoreResult[]> {
  const results: StoreResult[] = [];
  let bytes = 0;
  let hopeless: StoreResult | undefined;
  for (const group of groupsOf(await Promise.all(files.map(withUid)))) {
    throwIfAborted(signal);
    const told = hopeless
      ? group.map((file) => failedAs(file, hopeless!.reason, hopeless!.detail))
      : await sendGroup(server, group, mayBeThere, signal);
    hopeless ??= told.find(({ reason }) => reason !== undefined && HOPELESS.includes(reason));
    results.push(...told);
    onResults?.(told);
    bytes += group.reduce((sum, { blob }) => sum + blob.size, 0);
    onProgress?.(results.length, files.length, bytes);
  }
  return results;
}

const failedAs = (
  { path, sopInstanceUid }: Sending,
  reason: StoreResult['reason'],
  detail?: string,
): StoreResult => ({ path, sopInstanceUid, status: 'failed', reason, ...(detail && { detail }) });

/** Sends until the server has said of each what it did with it, or another try would not help. */
async function sendGroup(
  server: ServerConfig,
  group: readonly Sending[],
  mayBeThere: boolean,
  signal: AbortSignal | undefined,
): Promise<readonly StoreResult[]> {
  const known = new Map<Sending, StoreResult>();
  const open = (): readonly Sending[] => group.filter((file) => known.get(file)?.status !== 'stored');
  const askWhatIsThere = async (): Promise<void> => {
    const held = await heldOf(server, open(), signal);
    for (const file of open())
      if (held.has(file.sopInstanceUid))
        known.set(file, { path: file.path, sopInstanceUid: file.sopInstanceUid, status: 'stored' });
  };
  if (mayBeThere) await askWhatIsThere();
  try {
    for (let tried = 1; open().length > 0; tried++) {
      const sent = open();
      const told = await send(server, sent, signal);
      sent.forEach((file, n) => known.set(file, told[n]));
      const passing = told.find(
        ({ status, reason }) => status === 'failed' && reason && mayRetry(reason, tried),
      );
      if (!passing?.reason) break;
      setTrouble(server.id, passing.reason);
      await rest(pause(tried), signal);
      await askWhatIsThere();
    }
  } finally {
    setTrouble(server.id, undefined);
  }
  return group.map((file) => known.get(file)!);
}

/** Which of the files a server has by now; none when it cannot say. */
async function heldOf(
  server: ServerConfig,
  files: readonly Sending[],
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const uids = files.map(({ sopInstanceUid }) => sopInstanceUid).filter(Boolean);
  if (uids.length === 0) return new Set();
  const query = new URLSearchParams({
    SOPInstanceUID: uids.join(','),
    limit: String(uids.length),
    offset: '0',
  });
  try {
    const what = { path: 'instances', query, accept: DICOM_JSON, persistent: false, signal };
    const sets = await ask(server, what, (answer) => dataSetsOf(answer, uids.length));
    return new Set(sets.map((set) => textOf(set, '00080018')));
  } catch (error) {
    throwIfAborted(signal);
    if (error instanceof ServerError) return new Set();
    throw error;
  }
}

const withUid = async (file: StoreFile): Promise<Sending> => ({
  ...file,
  sopInstanceUid: await mediaUid(file.blob),
});

/** Media Storage SOP Instance UID (0002,0003) of a Part-10 file; empty when it has none. */
async function mediaUid(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.slice(132, 4096).arrayBuffer());
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 12 <= bytes.length && view.getUint16(at, true) === 2;) {
    const long = ['OB', 'UN', 'OW', 'UT'].includes(String.fromCharCode(bytes[at + 4], bytes[at + 5]));
    const [head, length] = long ? [12, view.getUint32(at + 8, true)] : [8, view.getUint16(at + 6, true)];
    if (view.getUint16(at + 2, true) === 3) {
      const value = bytes.subarray(at + head, at + head + length);
      return new TextDecoder().decode(value).replaceAll(/[\0 ]+$/g, '');
    }
    at += head + length;
  }
  return '';
}

function groupsOf(files: readonly Sending[]): Sending[][] {
  const groups: Sending[][] = [];
  let size = Infinity;
  for (const file of files) {
    const last = groups.at(-1);
    if (!last || last.length >= FILES || size + file.blob.size > BYTES) {
      groups.push([file]);
      size = file.blob.size;
    } else {
      last.push(file);
      size += file.blob.size;
    }
  }
  return groups;
}

/** The body of a request: every file as a part. */
export function bodyOf(files: readonly { readonly blob: Blob }[], boundary: string): Blob {
  const parts = files.flatMap(({ blob }) => [
    `--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`,
    blob,
    '\r\n',
  ]);
  return new Blob([...parts, `--${boundary}--\r\n`]);
}

export const newBoundary = (): string => `lamplight-${crypto.randomUUID()}`;

async function send(
  server: ServerConfig,
  files: readonly Sending[],
  signal: AbortSignal | undefined,
): Promise<readonly StoreResult[]> {
  const boundary = newBoundary();
  const what = {
    path: 'studies',
    accept: DICOM_JSON,
    body: bodyOf(files, boundary),
    contentType: `multipart/related; type="application/dicom"; boundary=${boundary}`,
    // 409: none was taken; its answer says why of each.
    also: [409],
    signal,
  };
  try {
    return await ask(server, what, (answer) => resultsOf(answer, files));
  } catch (error) {
    throwIfAborted(signal);
    if (error instanceof ServerError && error.status === 413 && files.length > 1) {
      const half = files.length >> 1;
      const parts = [files.slice(0, half), files.slice(half)];
      return [...(await send(server, parts[0], signal)), ...(await send(server, parts[1], signal))];
    }
    const told =
      error instanceof ServerError
        ? error
        : new ServerError('badAnswer', messageOf(error), { server: server.name });
    return files.map((file) => failedAs(file, told.status === 413 ? 'tooLarge' : told.reason, told.detail));
  }
}

/** What the server said of each file (PS3.18 section 10.5.3, PS3.4 table GG.4). */
async function resultsOf(answer: Answer, files: readonly Sending[]): Promise<readonly StoreResult[]> {
  const { status } = answer.response;
  const text = new TextDecoder().decode(joined(await wholeBody(answer, ANSWER_LIMIT)));
  const said = parsed(answer, text);
  const kept = new Map(itemsOf(said, '00081199').map((item) => [textOf(item, '00081155'), item]));
  const refused = new Map(itemsOf(said, '00081198').map((item) => [textOf(item, '00081155'), item]));
  const silent = kept.size === 0 && refused.size === 0;
  return files.map((file): StoreResult => {
    const { path, sopInstanceUid } = file;
    const not = refused.get(sopInstanceUid);
    if (not) {
      const code = numberOf(not, '00081197');
      // The same instance is there already: it was sent before.
      if (code === DUPLICATE) return { path, sopInstanceUid, status: 'stored' };
      return { ...failedAs(file, 'refused'), ...(code !== undefined && { code }) };
    }
    const have = kept.get(sopInstanceUid);
    if (have) {
      const warning = numberOf(have, '00081196');
      return { path, sopInstanceUid, status: 'stored', ...(warning && { warning }) };
    }
    // A plain 200 without a word is a yes; anything else is none.
    if (status === 200 && silent) return { path, sopInstanceUid, status: 'stored' };
    const detail = `HTTP ${status}: not mentioned in the answer`;
    return failedAs(file, status === 409 ? 'refused' : 'badAnswer', detail);
  });
}

function parsed(answer: Answer, text: string): unknown {
  if (text.trim() === '') return {};
  if (typeOf(answer.response.headers).includes('xml'))
    throw failed(answer, 'contentType', typeOf(answer.response.headers));
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value[0] : value;
  } catch (error) {
    throw failed(answer, 'badAnswer', messageOf(error));
  }
}
