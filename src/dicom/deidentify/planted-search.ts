/** Tests only: an export with the same pseudonyms in every run, and the search for what it may not hold. */
import { inflateSync } from 'node:zlib';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { ExportResult, PixelReview } from './contract';
import type { ProfileOptions } from './options';
import { encode } from './planted-bytes';
import type { Plant, PlantedFile } from './planted-study';
import { Replacements } from './replacements';
import { Session } from './session';
import { cleanWords } from './vocabulary';

/** A small generator: the same pseudonyms and shifts in every run. */
function seeded(): (limit: number) => number {
  let state = 12345;
  return (limit) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % limit;
  };
}

/** Short UIDs in a row: a random one of forty figures holds somebody's birth time now and then. */
const replacements = (prefix: string): Replacements => {
  let made = 0;
  return new Replacements(prefix, seeded(), () => `2.25.777${++made}`);
};

/** A text as bytes in every encoding that a DICOM file or a document in it may have. */
function encodings(text: string): Buffer[] {
  const little = Buffer.from(text, 'utf16le');
  const found = [Buffer.from(text, 'utf8'), little, Buffer.from(little).swap16()];
  for (const label of ['gb18030', 'euc-jp', 'euc-kr', 'big5']) {
    const bytes = encode(text, label);
    if (!bytes) continue;
    found.push(Buffer.from(bytes), Buffer.from(bytes.map((b) => b & 0x7f)));
  }
  // A text of one letter in seven bits is any two bytes.
  return found.filter((bytes) => bytes.length >= 4);
}

/** What betrays a plant: the whole, and each part that no vocabulary of anatomy would let pass. */
function traces({ text }: Plant): string[] {
  const parts = text.split(/[\s^=,，.\-_]+/).filter((part) => {
    const han = /\p{Script=Han}|\p{Script=Hangul}/u.test(part);
    return part.length >= (han ? 2 : 5) && cleanWords(part) === '';
  });
  return [...new Set([text, ...parts])];
}

/** What deflate streams inside the bytes inflate to: a document's own compression hides its words. */
function inflatedIn(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = bytes.indexOf(0x78); at >= 0; at = bytes.indexOf(0x78, at + 1)) {
    if (((0x78 << 8) | (bytes[at + 1] ?? 0)) % 31 !== 0) continue;
    try {
      found.push(inflateSync(bytes.subarray(at), { finishFlush: 2 }));
    } catch {
      // No stream begins here.
    }
  }
  return found;
}

/** Plants of which anything is in the bytes, plain or inflated, as "where: trace". */
export function found(bytes: Buffer, plants: readonly Plant[]): string[] {
  const all = [bytes, ...inflatedIn(bytes)];
  const hits = new Set<string>();
  for (const plant of plants)
    for (const trace of traces(plant))
      for (const code of encodings(trace))
        if (all.some((one) => one.includes(code))) hits.add(`${plant.where}: ${trace}`);
  return [...hits];
}

export interface Entry {
  readonly name: string;
  readonly bytes: Buffer;
}

async function entriesOf(archive: Blob): Promise<Entry[]> {
  const zip = new ZipReader(new BlobReader(archive));
  const out: Entry[] = [];
  for (const entry of await zip.getEntries())
    if (!entry.directory)
      out.push({ name: entry.filename, bytes: Buffer.from(await entry.getData(new Uint8ArrayWriter())) });
  await zip.close();
  return out;
}

export interface Exported {
  readonly result: ExportResult;
  readonly entries: readonly Entry[];
  readonly zip: Buffer;
}

/** The files through the engine, as the page would give them. */
export async function exportFiles(
  files: readonly PlantedFile[],
  options: ProfileOptions,
  review: PixelReview = { kind: 'none' },
): Promise<Exported> {
  const session = new Session(replacements);
  const blobs = files.map(({ bytes }) => new Blob([bytes]));
  for (const blob of blobs) await session.inspect(blob);
  session.begin({ options, prefix: 'ANON' });
  for (const [n, blob] of blobs.entries()) await session.add({ blob, series: n + 1, review });
  const result = await session.finish();
  return {
    result,
    entries: await entriesOf(result.archive),
    zip: Buffer.from(await result.archive.arrayBuffer()),
  };
}
