/** ZIP archives into files, entry by entry. */
import type { SourceFile } from '../contract';
import { DicomError, messageOf } from '../errors';
import type { FileReason, FileResult } from '../../domain/study';
import type { EntryFacts } from './archive';
import { Inflated, inflatedBlobs } from './inflated';
import { ZipClient } from './zip-client';

/** Sum of the inflated entries of one archive; more is taken for a bomb. */
const totalLimit = 64 * 1024 * 1024 * 1024;

export type AskPassword = (path: string, wrongBefore: boolean) => Promise<string | undefined>;

export type ZipItem = { readonly file: SourceFile } | { readonly result: FileResult };

/**
 * Yields the files of an archive as they are inflated, and a result for each that could not be.
 * Never throws but for an aborted signal.
 */
export async function* readZip(
  archive: SourceFile,
  askPassword: AskPassword | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<ZipItem> {
  const zip = new ZipClient(archive.blob);
  const bad = (path: string, reason: FileReason, detail: string): ZipItem => ({
    result: { path, status: 'failed', reason, detail },
  });
  let files: readonly EntryFacts[];
  try {
    files = await zip.list();
  } catch (error) {
    yield bad(archive.path, 'zipDamaged', error instanceof DicomError ? error.detail : messageOf(error));
    return;
  }
  const skipped = (reason: FileReason, detail?: string): ZipItem => ({
    result: { path: archive.path, status: 'skipped', reason, detail },
  });
  if (files.length === 0) {
    yield skipped('empty', 'ZIP without files');
    return;
  }
  // A Java program, whatever its name.
  if (files.some(({ name }) => name === 'META-INF/MANIFEST.MF')) {
    yield skipped('notDicom');
    return;
  }
  let password: string | undefined;
  const locked = files.findIndex((e) => e.encrypted);
  if (locked >= 0) {
    password = await unlock(zip, locked, archive.path, askPassword);
    if (password === undefined)
      yield bad(archive.path, 'zipPassword', `${files.filter((e) => e.encrypted).length} encrypted files`);
  }
  let total = 0;
  for (const [index, { name, size, encrypted }] of files.entries()) {
    signal?.throwIfAborted();
    const path = `${archive.path}/${name}`;
    if (encrypted && password === undefined) {
      yield bad(path, 'zipPassword', 'no password');
      continue;
    }
    if (total > totalLimit) {
      yield bad(path, 'tooLarge', `${size} bytes`);
      continue;
    }
    const key = encrypted ? password : undefined;
    try {
      const { blob, inflated } = await zip.read(index, key, signal);
      if (inflated) total += size;
      // Asked for long after the opening, which may have been aborted by then: without its signal.
      const again = () => zip.read(index, key).then((bytes) => bytes.blob);
      yield { file: inflated ? { blob, path, bytes: new Inflated(inflatedBlobs, again) } : { blob, path } };
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof DicomError) yield bad(path, error.reason, error.detail);
      else yield bad(path, 'zipDamaged', messageOf(error));
    }
  }
}

/** Asks until a password opens the entry; undefined when the user gives up or nobody can be asked. */
async function unlock(
  zip: ZipClient,
  index: number,
  path: string,
  askPassword: AskPassword | undefined,
): Promise<string | undefined> {
  let wrongBefore = false;
  for (;;) {
    const password = await askPassword?.(path, wrongBefore);
    if (password === undefined || (await zip.opens(index, password))) return password;
    wrongBefore = true;
  }
}
