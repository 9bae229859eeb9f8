/**
 * The study's work as bytes, and back: what a structured report of Lamplight carries in its private block. Gzip of a
 * four-byte name, the length of a JSON text (32 bits, little endian), the text, and the typed arrays that it names, one
 * after the other. The reader takes any bytes: files come from anywhere.
 */

/** A study's work, a value a part; what a part holds is its feature's affair. */
export interface StudyWorkFile {
  readonly studyUid: string;
  /** ISO time. */
  readonly savedAt: string;
  /** Plain data: objects, lists, texts, numbers, and the typed arrays of `arrayTypes`. */
  readonly parts: Readonly<Record<string, unknown>>;
}

const NAME = [0x4c, 0x4c, 0x57, 0x31];
const HEAD = 8;
/** Most that a file may hold once unpacked, bytes: the masks of a large organ model come to some ten MB. */
export const MOST_WORK = 256 * 1024 * 1024;
const DEEPEST = 64;

const arrayTypes = {
  u8: Uint8Array,
  i16: Int16Array,
  u16: Uint16Array,
  i32: Int32Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;
type ArrayType = keyof typeof arrayTypes;
type Typed = InstanceType<(typeof arrayTypes)[ArrayType]>;

/** The bytes are no work of a study, or more than is read. */
export class WorkError extends Error {
  override readonly name = 'WorkError';
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  turn: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = (new Blob([bytes]).stream().pipeThrough(turn) as ReadableStream<Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new WorkError(`more than ${most} bytes`);
    }
    chunks.push(value);
  }
  const out = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

const typeOf = (array: ArrayBufferView): ArrayType => {
  const found = (Object.keys(arrayTypes) as ArrayType[]).find((name) => array instanceof arrayTypes[name]);
  if (!found) throw new TypeError(`work: ${array.constructor.name} cannot be kept`);
  return found;
};

/** @throws TypeError for values that are no plain data; WorkError when it is too large. */
export async function packWork(work: StudyWorkFile): Promise<Uint8Array<ArrayBuffer>> {
  const arrays: Typed[] = [];
  const places = new Map<Typed, number>();
  const plain = (value: unknown): unknown => {
    if (ArrayBuffer.isView(value)) {
      const array = value as Typed;
      typeOf(array);
      // The same mask stands in a finding and in the run that found it.
      let place = places.get(array);
      if (place === undefined) {
        place = arrays.push(array) - 1;
        places.set(array, place);
      }
      return { $array: place };
    }
    if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
    if (Array.isArray(value)) return value.map((one) => plain(one));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
      throw new TypeError(`work: a ${typeof value} cannot be kept`);
    return value;
  };
  const parts = plain(work.parts);
  const text = new TextEncoder().encode(
    JSON.stringify({
      version: 1,
      studyUid: work.studyUid,
      savedAt: work.savedAt,
      arrays: arrays.map((array) => [typeOf(array), array.length]),
      parts,
    }),
  );
  const size = arrays.reduce((sum, { byteLength }) => sum + byteLength, HEAD + text.length);
  if (size > MOST_WORK) throw new WorkError(`more than ${MOST_WORK} bytes`);
  const whole = new Uint8Array(size);
  whole.set(NAME);
  new DataView(whole.buffer).setUint32(4, text.length, true);
  whole.set(text, HEAD);
  let at = HEAD + text.length;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    whole.set(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return through(whole, new CompressionStream('gzip'), MOST_WORK);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names that would reach into every object of the page. */
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** The arrays behind the text, each a copy of its own. */
function arraysOf(list: unknown, whole: Uint8Array, from: number): Typed[] {
  if (!Array.isArray(list)) throw new WorkError('no list of arrays');
  let at = from;
  return list.map((one: unknown) => {
    const [name, length] = Array.isArray(one) ? (one as unknown[]) : [];
    if (typeof name !== 'string' || !Object.hasOwn(arrayTypes, name)) throw new WorkError('unknown array');
    const type = arrayTypes[name as ArrayType];
    const bytes = Number.isInteger(length) ? Number(length) * type.BYTES_PER_ELEMENT : -1;
    if (bytes < 0 || at + bytes > whole.length) throw new WorkError('an array is cut');
    const array = new type(whole.slice(at, at + bytes).buffer);
    at += bytes;
    return array;
  });
}

/**
 * What `packWork` packed. Arrays and texts are as in the file; whether they make sense is for the features to say.
 * @param most bytes that it may hold once unpacked
 * @throws WorkError when the bytes are no work of a study, of a later version, or more than is read
 */
export async function unpackWork(bytes: Uint8Array, most = MOST_WORK): Promise<StudyWorkFile> {
  let whole: Uint8Array;
  try {
    // A pad byte may follow, as DICOM's lengths are even; gzip would not have it.
    whole = await unzipped(bytes, most);
  } catch (error) {
    if (error instanceof WorkError) throw error;
    throw new WorkError(`cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (whole.length < HEAD || NAME.some((byte, n) => whole[n] !== byte)) throw new WorkError('no work');
  const length = new DataView(whole.buffer, whole.byteOffset).getUint32(4, true);
  if (HEAD + length > whole.length) throw new WorkError('the text is cut');
  let read: unknown;
  try {
    read = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(whole.subarray(HEAD, HEAD + length)));
  } catch {
    throw new WorkError('the text is none');
  }
  if (!isRecord(read) || read.version !== 1) throw new WorkError('not version 1');
  const { studyUid, savedAt, parts } = read;
  if (typeof studyUid !== 'string' || typeof savedAt !== 'string' || !isRecord(parts))
    throw new WorkError('no study, time or parts');
  const arrays = arraysOf(read.arrays, whole, HEAD + length);
  const revive = (value: unknown, depth: number): unknown => {
    if (depth > DEEPEST) throw new WorkError('too deep');
    if (Array.isArray(value)) return value.map((one) => revive(one, depth + 1));
    if (!isRecord(value)) return value;
    if (Number.isInteger(value.$array)) {
      const array = arrays[Number(value.$array)];
      if (!array) throw new WorkError('an array is missing');
      return array;
    }
    if (typeof value.$number === 'string') return Number(value.$number);
    const pairs = Object.entries(value).filter(([key]) => !forbidden.has(key));
    return Object.fromEntries(pairs.map(([key, inner]) => [key, revive(inner, depth + 1)]));
  };
  return { studyUid, savedAt, parts: revive(parts, 0) as Record<string, unknown> };
}

async function unzipped(bytes: Uint8Array, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const own = bytes.slice() as Uint8Array<ArrayBuffer>;
  const unzip = (part: Uint8Array<ArrayBuffer>) => through(part, new DecompressionStream('gzip'), most);
  if (own.at(-1) !== 0) return unzip(own);
  try {
    return await unzip(own);
  } catch (error) {
    if (error instanceof WorkError) throw error;
    return unzip(own.slice(0, -1));
  }
}
