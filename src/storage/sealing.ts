import { breath } from '../domain/breath';
import { fromBytes, toBytes, type Bytes } from './bytes';
import type { Row, Table } from './rows';
import type { Vault } from './vault';

/** Below this compressing gains nothing, bytes. */
const WORTH = 2048;
/** More than this no row holds once unpacked, bytes. */
const MOST = 1024 * 1024 * 1024;

/** Bytes that are packed or unpacked before the page may draw again. What is packed may be a thousand times as much. */
const AT_ONCE = { pack: 256 * 1024, unpack: 16 * 1024 } as const;

/** Some at a time: the browser packs on the page's own thread. */
async function feed(bytes: Bytes, writable: WritableStream<BufferSource>, step: number): Promise<void> {
  const writer = writable.getWriter();
  for (let at = 0; at < bytes.length; at += step) {
    if (at > 0) await breath();
    await writer.write(bytes.subarray(at, at + step));
  }
  await writer.close();
}

async function through(bytes: Bytes, way: 'pack' | 'unpack'): Promise<Bytes> {
  const turn = way === 'pack' ? new CompressionStream('deflate-raw') : new DecompressionStream('deflate-raw');
  const fed = feed(bytes, turn.writable, AT_ONCE[way]);
  // A fault is told where the result is read.
  fed.catch(() => undefined);
  const reader = (turn.readable as ReadableStream<Uint8Array>).getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST) {
      await reader.cancel();
      throw new RangeError('a row is too large');
    }
    chunks.push(value as Bytes);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

const placeOf = (table: Table | 'choice', key: string): string => `${table}/${key}`;

/** Bytes as a row for a place: packed where that pays (a mask shrinks a hundredfold), then sealed. */
export async function seal(vault: Vault, table: Table | 'choice', key: string, bytes: Bytes): Promise<Row> {
  const smaller = bytes.length >= WORTH ? await through(bytes, 'pack') : bytes;
  const packed = smaller.length < bytes.length;
  const sealed = await vault.seal(packed ? smaller : bytes, placeOf(table, key));
  return { version: 1, ...sealed, ...(packed && { packed: true }) };
}

export const isRow = (value: unknown): value is Row => {
  if (typeof value !== 'object' || value === null) return false;
  const row = value as Record<string, unknown>;
  return (
    row.version === 1 &&
    row.data instanceof Uint8Array &&
    (typeof row.sum === 'number' || row.iv instanceof Uint8Array)
  );
};

/** The bytes of a row. @throws Error when it is none, damaged, or cannot be decrypted */
export async function unseal(
  vault: Vault,
  table: Table | 'choice',
  key: string,
  row: unknown,
): Promise<Bytes> {
  if (row === undefined) throw new Error('missing');
  if (!isRow(row)) throw new TypeError('no row');
  const bytes = await vault.open(row, placeOf(table, key));
  return row.packed ? through(bytes, 'unpack') : bytes;
}

export const sealJson = (vault: Vault, table: Table | 'choice', key: string, value: unknown): Promise<Row> =>
  seal(vault, table, key, toBytes(value));

/** @throws Error when the row cannot be read */
export const openJson = async (
  vault: Vault,
  table: Table | 'choice',
  key: string,
  row: unknown,
): Promise<unknown> => fromBytes(await unseal(vault, table, key, row));
