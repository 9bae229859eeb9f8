/** STOW-RS (PS3.18 section 10.5): files to a server, a few at a time, with what it said of each. */
import { messageOf, throwIfAborted } from '../errors';
import { failed, typeOf, wholeBody, type Answer } from './body';
import type { ServerConfig, StoreFile, StoreOptions, StoreResult } from './contract';
import { joined } from './dataset';
import { ServerError } from './error';
import { DICOM_JSON } from './json';
import { ask } from './request';
import { itemsOf, numberOf, textOf } from './values';

/** One request carries at most so many files and bytes, or one larger file. */
const FILES = 40;
const BYTES = 16 * 1024 * 1024;
const ANSWER_LIMIT = 16 * 1024 * 1024;

interface Sending extends StoreFile {
  readonly sopInstanceUid: string;
}

/** @throws the signal's reason; what fails otherwise is in the results */
export async function storeInstances(
  server: ServerConfig,
  files: readonly StoreFile[],
  { signal, onProgress }: StoreOptions = {},
): Promise<readonly StoreResult[]> {
  const results: StoreResult[] = [];
  let bytes = 0;
  for (const group of groupsOf(await Promise.all(files.map(named)))) {
    throwIfAborted(signal);
    results.push(...(await send(server, group, signal)));
    bytes += group.reduce((sum, { blob }) => sum + blob.size, 0);
    onProgress?.(results.length, files.length, bytes);
  }
  return results;
}

const named = async (file: StoreFile): Promise<Sending> => ({
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
    return files.map(({ path, sopInstanceUid }) => ({
      path,
      sopInstanceUid,
      status: 'failed',
      reason: told.status === 413 ? 'tooLarge' : told.reason,
      detail: told.detail,
    }));
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
  return files.map(({ path, sopInstanceUid }): StoreResult => {
    const not = refused.get(sopInstanceUid);
    if (not) {
      const code = numberOf(not, '00081197');
      return {
        path,
        sopInstanceUid,
        status: 'failed',
        reason: 'refused',
        ...(code !== undefined && { code }),
      };
    }
    const have = kept.get(sopInstanceUid);
    if (have) {
      const warning = numberOf(have, '00081196');
      return { path, sopInstanceUid, status: 'stored', ...(warning && { warning }) };
    }
    // A plain 200 without a word is a yes; anything else is none.
    if (status === 200 && silent) return { path, sopInstanceUid, status: 'stored' };
    const detail = `HTTP ${status}: not mentioned in the answer`;
    return {
      path,
      sopInstanceUid,
      status: 'failed',
      reason: status === 409 ? 'refused' : 'badAnswer',
      detail,
    };
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
