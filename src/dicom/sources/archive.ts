/** One ZIP archive, read from its Blob entry by entry. Runs in a worker of its own, and in tests in Node. */
import {
  BlobReader,
  BlobWriter,
  configure,
  ERR_ENCRYPTED,
  ERR_INVALID_PASSWORD,
  type FileEntry,
  Uint8ArrayWriter,
  ZipReader,
} from '@zip.js/zip.js';
import inflaterUrl from '@zip.js/zip.js/dist/zip-module.wasm?url';
import type { FileReason } from '../../domain/study';
import { DicomError, messageOf } from '../errors';
import { findStart } from '../header/parse';
import { looksGbk } from '../header/text';

// Native streams inflate without zip.js' own workers. Its own inflater is for what the browser lacks; it comes as a
// file, since a policy may refuse the data: URL that it is by default.
configure({ useWebWorkers: false, wasmURI: inflaterUrl });

/** A single compressed entry is not inflated beyond this, bytes; one that is stored stays where it lies. */
const entryLimit = 4 * 1024 * 1024 * 1024;
/**
 * Above this size, bytes, an entry that grows by more than this factor is taken for a bomb: Deflate reaches 1032 on nothing
 * but the same byte, large images of any content stay far below.
 */
const bombAbove = 512 * 1024 * 1024;
const bombFactor = 400;
/** Compressed entries above this are looked at before they are inflated whole, bytes. */
const peekAbove = 16 * 1024 * 1024;
/** Compressed entries up to this are inflated in memory, bytes. */
const bytesUpTo = 256 * 1024 * 1024;
/** What is looked at; as much as the header reader takes first. */
const peekBytes = 64 * 1024;

export interface EntryFacts {
  readonly name: string;
  /** Inflated, bytes. */
  readonly size: number;
  readonly encrypted: boolean;
}

export interface EntryBytes {
  /** The entry, or only its beginning when that shows that it is neither DICOM nor a ZIP. */
  readonly blob: Blob | Uint8Array<ArrayBuffer>;
  /** Was it inflated? Otherwise the Blob is a part of the archive and holds no memory. */
  readonly inflated: boolean;
}

/** Entry names without the UTF-8 flag: UTF-8 when they are valid UTF-8, GBK when they read as it, else as zip.js has it. */
export function decodeEntryName(raw: Uint8Array): string | undefined {
  if (!raw.some((b) => b >= 0x80)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    return looksGbk(raw) ? new TextDecoder('gb18030').decode(raw) : undefined;
  }
}

export class Archive {
  private readonly blob: Blob;
  private entries: Promise<readonly FileEntry[]> | undefined;

  constructor(blob: Blob) {
    this.blob = blob;
  }

  /** The files in it, folders left out. @throws what zip.js says of a damaged archive */
  async list(): Promise<readonly EntryFacts[]> {
    const entries = await this.files();
    return entries.map(({ filename, uncompressedSize, encrypted }) => ({
      name: filename,
      size: uncompressedSize,
      encrypted,
    }));
  }

  /** Does the password open the entry? Any other fault is the entry's own, and told when it is read. */
  async opens(index: number, password: string): Promise<boolean> {
    const entry = await this.at(index);
    try {
      await entry.getData(new BlobWriter(), { password, checkPasswordOnly: true });
      return true;
    } catch (error) {
      return !isPassword(error);
    }
  }

  /**
   * An entry's bytes, their checksum verified.
   * @throws DicomError zipPassword, zipDamaged, tooLarge or unreadable
   */
  async read(index: number, password?: string): Promise<EntryBytes> {
    try {
      const entry = await this.at(index);
      return (await this.stored(entry)) ?? (await inflate(entry, password));
    } catch (error) {
      throw error instanceof DicomError
        ? error
        : new DicomError(await this.reasonOf(error), messageOf(error));
    }
  }

  private files(): Promise<readonly FileEntry[]> {
    this.entries ??= (async () => {
      const reader = new ZipReader(new BlobReader(this.blob), {
        decodeText: (raw: Uint8Array) => decodeEntryName(raw),
      });
      const files = (await reader.getEntries()).filter((e): e is FileEntry => !e.directory);
      // Entries that share their bytes make a bomb of a small file without any one of them being large.
      if (files.reduce((sum, { compressedSize }) => sum + compressedSize, 0) > this.blob.size)
        throw new DicomError('zipDamaged', 'entries overlap');
      return files;
    })();
    return this.entries;
  }

  private async at(index: number): Promise<FileEntry> {
    const entry = (await this.files())[index];
    if (!entry) throw new DicomError('zipDamaged', `no entry ${index}`);
    return entry;
  }

  /** The part of the archive that is the entry's own bytes; undefined when they are compressed or encrypted. */
  private async stored(entry: FileEntry): Promise<EntryBytes | undefined> {
    const { compressionMethod, encrypted, compressedSize, uncompressedSize, offset } = entry;
    if (compressionMethod !== 0 || encrypted || compressedSize !== uncompressedSize) return undefined;
    // Local file header (APPNOTE 4.3.7): the name and extra field before the data may differ from the directory's.
    const head = new DataView(await this.blob.slice(offset, offset + 30).arrayBuffer());
    if (head.byteLength < 30 || head.getUint32(0, true) !== 0x04034b50) return undefined;
    const start = offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
    if (start + compressedSize > this.blob.size) return undefined;
    const blob = this.blob.slice(start, start + compressedSize);
    // Bytes that lie in the archive as they are stay there; what may be shown is read through once for its checksum.
    if (!isOther(new Uint8Array(await blob.slice(0, peekBytes).arrayBuffer())))
      await entry.getData(new WritableStream(), { checkSignature: true });
    return { blob, inflated: false };
  }

  private async reasonOf(error: unknown): Promise<FileReason> {
    if (isPassword(error)) return 'zipPassword';
    const noRoom = error instanceof RangeError || error instanceof DOMException;
    if (!noRoom) return 'zipDamaged';
    // The browser has no room for what was inflated, or the archive itself is gone.
    const there = await this.blob
      .slice(0, 1)
      .arrayBuffer()
      .then(
        () => true,
        () => false,
      );
    return there ? 'tooLarge' : 'unreadable';
  }
}

async function inflate(entry: FileEntry, password: string | undefined): Promise<EntryBytes> {
  if (entry.uncompressedSize > peekAbove) {
    const head = await beginning(entry, password);
    if (isOther(head)) return { blob: new Blob([head]), inflated: false };
  }
  if (entry.uncompressedSize > entryLimit)
    throw new DicomError('tooLarge', `${entry.uncompressedSize} bytes`);
  const { compressedSize, uncompressedSize } = entry;
  if (uncompressedSize > bombAbove && uncompressedSize > bombFactor * compressedSize)
    throw new DicomError('tooLarge', `${uncompressedSize} bytes out of ${compressedSize}`);
  // Bytes rather than a Blob: what lies behind a Blob that nobody holds any more is freed only when the collector runs,
  // and it does not see how large that is.
  if (entry.uncompressedSize <= bytesUpTo) {
    const bytes = await entry.getData(new Uint8ArrayWriter(), { password, checkSignature: true });
    return { blob: bytes as Uint8Array<ArrayBuffer>, inflated: true };
  }
  const blob = await entry.getData(new BlobWriter(), { password, checkSignature: true });
  // A browser that is out of room gives a Blob that cannot be read.
  await blob.slice(0, 1).arrayBuffer();
  return { blob, inflated: true };
}

/** The first bytes of a compressed entry. */
async function beginning(entry: FileEntry, password: string | undefined): Promise<Uint8Array<ArrayBuffer>> {
  const parts: BlobPart[] = [];
  let length = 0;
  const enough = new AbortController();
  const taker = new WritableStream<Uint8Array<ArrayBuffer>>({
    write(chunk) {
      // Copied: the inflater may use its buffer again.
      if (length < peekBytes) parts.push(chunk.slice());
      length += chunk.length;
      if (length >= peekBytes) enough.abort();
    },
  });
  try {
    await entry.getData(taker, { password, signal: enough.signal });
  } catch (error) {
    if (!enough.signal.aborted) throw error;
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const isPassword = (error: unknown): boolean =>
  messageOf(error) === ERR_INVALID_PASSWORD || messageOf(error) === ERR_ENCRYPTED;

/** Is this the beginning of something that is neither DICOM nor a ZIP? It is then not read further. */
const isOther = (head: Uint8Array): boolean =>
  !findStart(head) && !(head[0] === 0x50 && head[1] === 0x4b) && !(head[0] === 0x4d && head[1] === 0x5a);
