/**
 * The work on a study as it lies on the disk. Each save is a generation: a list of pieces by content. A piece is the
 * text of one part or one typed array; what has not changed is not written again. A generation and its new pieces are
 * one transaction; the one before is kept until the new one has been read back; older ones go then.
 */
import { decodeText, encodeText, fromJson, rawBytes, toJson, type Bytes, type Typed } from './bytes';
import { StorageError } from './failure';
import type { Change, Rows } from './rows';
import { openJson, seal, sealJson, unseal } from './sealing';
import type { Vault } from './vault';

/** Where a part's text and its arrays are, and how many bytes they take on the disk. */
export interface Entry {
  readonly text: string;
  readonly arrays: readonly string[];
  readonly sizes: readonly number[];
}

export interface Generation {
  readonly version: 2;
  readonly studyUid: string;
  readonly number: number;
  /** ISO time. */
  readonly savedAt: string;
  readonly parts: Readonly<Record<string, Entry>>;
}

export interface Place {
  readonly rows: Rows;
  readonly vault: Vault;
}

export const generationKey = (name: string, number: number): string =>
  `${name}/${String(number).padStart(10, '0')}`;
export const pieceKey = (name: string, id: string): string => `${name}/${id}`;
export const numberOf = (key: string): number => Number(key.slice(key.lastIndexOf('/') + 1));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isEntry = (value: unknown): value is Entry =>
  isRecord(value) &&
  typeof value.text === 'string' &&
  Array.isArray(value.arrays) &&
  Array.isArray(value.sizes);

/** @throws Error when the row is no generation */
export async function readGeneration(vault: Vault, key: string, row: unknown): Promise<Generation> {
  const read = await openJson(vault, 'generations', key, row);
  if (!isRecord(read) || read.version !== 2 || typeof read.studyUid !== 'string')
    throw new TypeError('no generation');
  if (typeof read.savedAt !== 'string' || !isRecord(read.parts) || !Object.values(read.parts).every(isEntry))
    throw new TypeError('no generation');
  return read as unknown as Generation;
}

/** @throws Error when a piece of the part is missing or damaged */
export async function readPart({ rows, vault }: Place, name: string, entry: Entry): Promise<unknown> {
  const bytesOf = async (id: string): Promise<Bytes> => {
    const key = pieceKey(name, id);
    const bytes = await unseal(vault, 'pieces', key, await rows.read('pieces', key));
    if ((await idOf(bytes)) !== id) throw new Error('another content');
    return bytes;
  };
  const text = decodeText(await bytesOf(entry.text));
  const arrays = new Map(await Promise.all(entry.arrays.map(async (id) => [id, await bytesOf(id)] as const)));
  const value = fromJson(text, (id) => {
    const bytes = arrays.get(id);
    if (!bytes) throw new Error('an array is missing');
    return bytes;
  });
  return value;
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Bytes by their content. Without WebCrypto (plain http from another computer) by two sums and the length. */
async function idOf(bytes: Bytes): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  if (subtle) return hex(new Uint8Array(await subtle.digest('SHA-256', bytes)).subarray(0, 16));
  // FNV-1a in two lanes with different beginnings: 64 bits, against chance and not against malice.
  let [a, b] = [0x811c9dc5, 0x1b873593];
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ byte, 0x85ebca6b) ^ (b >>> 13);
  }
  return `${(a >>> 0).toString(16)}-${(b >>> 0).toString(16)}-${bytes.length.toString(16)}`;
}

/** Arrays in the work are never changed in place, so that an array which was named once keeps its name. */
const ids = new WeakMap<Typed, Promise<string>>();

function arrayId(array: Typed): Promise<string> {
  let id = ids.get(array);
  if (!id) ids.set(array, (id = idOf(rawBytes(array))));
  return id;
}

interface Encoded {
  readonly entry: Omit<Entry, 'sizes'>;
  readonly pieces: ReadonlyMap<string, Bytes>;
}

/** @throws TypeError for values that are no plain data */
async function encode(value: unknown): Promise<Encoded> {
  const found = new Map<Typed, string>();
  // Twice: names are asked of the browser, and JSON does not wait for them.
  toJson(value, (array) => (found.set(array, ''), ''));
  await Promise.all([...found.keys()].map(async (array) => found.set(array, await arrayId(array))));
  const text = encodeText(toJson(value, (array) => found.get(array)!));
  const textId = await idOf(text);
  const pieces = new Map<string, Bytes>([[textId, text]]);
  for (const [array, id] of found) pieces.set(id, rawBytes(array));
  return { entry: { text: textId, arrays: [...new Set(found.values())] }, pieces };
}

/** What was written last for a study, in this page. */
interface Head {
  readonly place: Place;
  readonly name: string;
  readonly generations: readonly Generation[];
  /** Bytes on the disk of the pieces that are known to be there, by id. */
  readonly sizes: ReadonlyMap<string, number>;
  /** The parts as they were given, and what became of them. */
  readonly given: Readonly<Record<string, { readonly value: unknown; readonly entry: Entry }>>;
}

const heads = new Map<string, Head>();

/** What is on the disk is looked at again: it was changed by somebody else. */
export const forgetHead = (studyUid: string): void => void heads.delete(studyUid);
export const forgetHeads = (): void => heads.clear();

/** Remembers what was read, so that it is not written again. */
export function noteHead(
  place: Place,
  name: string,
  generations: readonly Generation[],
  broken: ReadonlySet<string>,
): void {
  const [last] = generations;
  if (!last) return;
  heads.set(last.studyUid, { place, name, generations, sizes: sizesOf(generations, broken), given: {} });
}

const sizesOf = (
  generations: readonly Generation[],
  broken: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, number> =>
  new Map(
    generations
      .flatMap(({ parts }) => Object.values(parts))
      .flatMap(({ text, arrays, sizes }) => [text, ...arrays].map((id, n) => [id, sizes[n] ?? 0] as const))
      .filter(([id]) => !broken.has(id)),
  );

async function headOf(place: Place, studyUid: string): Promise<Head> {
  const known = heads.get(studyUid);
  if (known?.place.rows === place.rows && known.place.vault === place.vault) return known;
  const name = await place.vault.name(studyUid);
  const generations: Generation[] = [];
  for (const { key, row } of (await place.rows.list('generations', `${name}/`)).toReversed())
    try {
      generations.push(await readGeneration(place.vault, key, row));
    } catch {
      // Broken: set aside when the study is opened; its number is passed over.
      generations.push({ version: 2, studyUid, number: numberOf(key), savedAt: '', parts: {} });
    }
  return { place, name, generations, sizes: sizesOf(generations), given: {} };
}

/** One level deep: snapshots are new objects each time around contents that are never changed in place. */
function sameOneDeep(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}

/** What the last save cost: bytes and rows written, and ms until it was proven. For the bench. */
export const lastSave = { bytes: 0, rows: 0, ms: 0 };

/**
 * Writes a study's work as a new generation. Throws StorageError: `elsewhere` when another tab has written one since.
 */
export async function writeGeneration(
  place: Place,
  studyUid: string,
  parts: Readonly<Record<string, unknown>>,
  savedAt = new Date().toISOString(),
): Promise<Generation> {
  const began = performance.now();
  const { rows, vault } = place;
  const head = await headOf(place, studyUid);
  const { name } = head;
  const sizes = new Map(head.sizes);
  const fresh: Change[] = [];
  const given: Record<string, { value: unknown; entry: Entry }> = {};
  for (const [part, value] of Object.entries(parts)) {
    const before = head.given[part];
    if (before && sameOneDeep(before.value, value)) {
      given[part] = before;
      continue;
    }
    const { entry, pieces } = await encode(value);
    for (const [id, bytes] of pieces) {
      if (sizes.has(id)) continue;
      const key = pieceKey(name, id);
      const row = await seal(vault, 'pieces', key, bytes);
      sizes.set(id, row.data.length);
      fresh.push({ table: 'pieces', key, act: 'put', row });
    }
    const all = [entry.text, ...entry.arrays].map((id) => sizes.get(id) ?? 0);
    given[part] = { value, entry: { ...entry, sizes: all } };
  }
  const number = (head.generations[0]?.number ?? 0) + 1;
  const generation: Generation = {
    version: 2,
    studyUid,
    number,
    savedAt,
    parts: Object.fromEntries(Object.entries(given).map(([part, { entry }]) => [part, entry])),
  };
  const key = generationKey(name, number);
  const row = await sealJson(vault, 'generations', key, generation);
  try {
    await rows.apply([...fresh, { table: 'generations', key, act: 'add', row }]);
  } catch (error) {
    forgetHead(studyUid);
    throw error;
  }
  try {
    await prove(place, name, generation, fresh);
  } catch (error) {
    // The one before is still there, and the next save writes everything again.
    forgetHead(studyUid);
    throw error;
  }
  const generations = [generation, ...head.generations].slice(0, 2);
  const wanted = sizesOf(generations);
  await tidy(place, name, generations, wanted);
  heads.set(studyUid, { place, name, generations, sizes: wanted, given });
  const written = [
    ...fresh.map((one) => ('row' in one ? (one.row as { data: Bytes }).data.length : 0)),
    row.data.length,
  ];
  Object.assign(lastSave, {
    bytes: written.reduce((sum, one) => sum + one, 0),
    rows: written.length,
    ms: performance.now() - began,
  });
  return generation;
}

/** What was just written is read back. @throws StorageError when it is not what was written */
async function prove(
  { rows, vault }: Place,
  name: string,
  { number }: Generation,
  fresh: readonly Change[],
): Promise<void> {
  const key = generationKey(name, number);
  try {
    const generation = await readGeneration(vault, key, await rows.read('generations', key));
    if (generation.number !== number) throw new Error('another generation');
    for (const piece of fresh) await unseal(vault, 'pieces', piece.key, await rows.read('pieces', piece.key));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StorageError('unknown', `what was saved cannot be read back: ${why}`);
  }
}

/** Takes away what the last two generations do not need. Nothing is lost when that does not come about. */
async function tidy(
  { rows }: Place,
  name: string,
  generations: readonly Generation[],
  wanted: ReadonlyMap<string, number>,
): Promise<void> {
  const own = new Set(generations.map(({ number }) => generationKey(name, number)));
  const pieces = new Set([...wanted.keys()].map((id) => pieceKey(name, id)));
  try {
    const [allGenerations, allPieces] = await Promise.all([
      rows.keys('generations', `${name}/`),
      rows.keys('pieces', `${name}/`),
    ]);
    const gone: Change[] = [
      ...allGenerations
        .filter((key) => !own.has(key))
        .map((key): Change => ({ table: 'generations', key, act: 'remove' })),
      ...allPieces
        .filter((key) => !pieces.has(key))
        .map((key): Change => ({ table: 'pieces', key, act: 'remove' })),
    ];
    if (gone.length === 0) return;
    // A page that knows of no locks between tabs may have written meanwhile: then its pieces must stay.
    const next = generationKey(name, generations[0]!.number + 1);
    await rows.apply([{ table: 'generations', key: next, act: 'absent' }, ...gone]);
  } catch (error) {
    console.warn('storage: older saves stay:', error);
  }
}
