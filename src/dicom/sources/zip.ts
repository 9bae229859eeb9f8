/** ZIP archives: read from the Blob, entry by entry. */
import {
  BlobReader,
  BlobWriter,
  configure,
  type Entry,
  ERR_ENCRYPTED,
  ERR_INVALID_PASSWORD,
  type FileEntry,
  ZipReader,
} from '@zip.js/zip.js';
import inflaterUrl from '@zip.js/zip.js/dist/zip-module.wasm?url';
import type { SourceFile } from '../contract';
import { looksGbk } from '../header/text';
import { messageOf } from '../errors';
import type { FileReason, FileResult } from '../../domain/study';

// Native streams inflate off the page's thread, without zip.js' workers. Its own inflater is for what the browser
// lacks; it comes as a file, since a policy may refuse the data: URL that it is by default.
configure({ useWebWorkers: false, wasmURI: inflaterUrl });

/** Sum of the inflated entries of one archive; more is taken for a bomb. */
const totalLimit = 64 * 1024 * 1024 * 1024;
/** A single DICOM file is not larger. */
const entryLimit = 4 * 1024 * 1024 * 1024;

export type AskPassword = (path: string, wrongBefore: boolean) => Promise<string | undefined>;

export type ZipItem = { readonly file: SourceFile } | { readonly result: FileResult };

/** Entry names without the UTF-8 flag: UTF-8 when they are valid UTF-8, GBK when they read as it, else as zip.js has it. */
export function decodeEntryName(raw: Uint8Array): string | undefined {
  if (!raw.some((b) => b >= 0x80)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    return looksGbk(raw) ? new TextDecoder('gb18030').decode(raw) : undefined;
  }
}

/**
 * Yields the files of an archive as they are inflated, and a result for each that could not be.
 * Never throws but for an aborted signal.
 */
export async function* readZip(
  archive: SourceFile,
  askPassword: AskPassword | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<ZipItem> {
  const reader = new ZipReader(new BlobReader(archive.blob), {
    decodeText: (raw: Uint8Array) => decodeEntryName(raw),
  });
  const bad = (path: string, reason: FileReason, detail: string): ZipItem => ({
    result: { path, status: 'failed', reason, detail },
  });
  let entries: Entry[];
  try {
    entries = await reader.getEntries();
  } catch (error) {
    yield bad(archive.path, 'zipDamaged', messageOf(error));
    return;
  }
  try {
    const files = entries.filter((e): e is FileEntry => !e.directory);
    if (files.length === 0) {
      yield {
        result: { path: archive.path, status: 'skipped', reason: 'empty', detail: 'ZIP without files' },
      };
      return;
    }
    let password: string | undefined;
    const locked = files.find((e) => e.encrypted);
    if (locked) {
      password = await unlock(locked, archive.path, askPassword);
      if (password === undefined)
        yield bad(archive.path, 'zipPassword', `${files.filter((e) => e.encrypted).length} encrypted files`);
    }
    let total = 0;
    for (const entry of files) {
      signal?.throwIfAborted();
      const path = `${archive.path}/${entry.filename}`;
      if (entry.encrypted && password === undefined) {
        yield bad(path, 'zipPassword', 'no password');
        continue;
      }
      total += entry.uncompressedSize;
      if (entry.uncompressedSize > entryLimit || total > totalLimit) {
        yield bad(path, 'tooLarge', `${entry.uncompressedSize} bytes`);
        continue;
      }
      try {
        const stored = await storedBytes(archive.blob, entry);
        // Bytes that lie in the archive as they are stay there; they are read through once for their checksum.
        const blob = stored
          ? await entry.getData(nowhere(), { signal, checkSignature: true }).then(() => stored)
          : await entry.getData(new BlobWriter(), { password, signal, checkSignature: true });
        yield { file: { blob, path } };
      } catch (error) {
        signal?.throwIfAborted();
        const wrong = messageOf(error) === ERR_INVALID_PASSWORD || messageOf(error) === ERR_ENCRYPTED;
        yield bad(path, wrong ? 'zipPassword' : 'zipDamaged', messageOf(error));
      }
    }
  } finally {
    await reader.close();
  }
}

/** Takes an entry's bytes and keeps none. */
const nowhere = (): WritableStream => new WritableStream();

/** The part of the archive that is the entry's own bytes; undefined when they are compressed or encrypted. */
async function storedBytes(archive: Blob, entry: FileEntry): Promise<Blob | undefined> {
  const { compressionMethod, encrypted, compressedSize, uncompressedSize, offset } = entry;
  if (compressionMethod !== 0 || encrypted || compressedSize !== uncompressedSize) return undefined;
  // Local file header (APPNOTE 4.3.7): the name and extra field before the data may differ from the directory's.
  const head = new DataView(await archive.slice(offset, offset + 30).arrayBuffer());
  if (head.byteLength < 30 || head.getUint32(0, true) !== 0x04034b50) return undefined;
  const start = offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  return start + compressedSize <= archive.size ? archive.slice(start, start + compressedSize) : undefined;
}

/** Asks until a password opens the entry; undefined when the user gives up or nobody can be asked. */
async function unlock(
  entry: FileEntry,
  path: string,
  askPassword: AskPassword | undefined,
): Promise<string | undefined> {
  let wrongBefore = false;
  for (;;) {
    const password = await askPassword?.(path, wrongBefore);
    if (password === undefined) return undefined;
    try {
      await entry.getData(new BlobWriter(), { password, checkPasswordOnly: true });
      return password;
    } catch (error) {
      // Any other fault is the entry's own, and told when it is read.
      if (messageOf(error) !== ERR_INVALID_PASSWORD && messageOf(error) !== ERR_ENCRYPTED) return password;
      wrongBefore = true;
    }
  }
}
