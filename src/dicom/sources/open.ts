/** Opening: sources -> headers -> registry, with a result for every file. */
import type { OpenOptions, OpenResult, SourceFile } from '../contract';
import { messageOf, throwIfAborted } from '../errors';
import { readHeaders } from '../header/client';
import type { Registry } from '../series/registry';
import { UnreadableBlob } from './collect';
import { isPackedDocument, isSystemFile } from './names';
import { Opening } from './opening';
import { readZip } from './zip';

/** Inflated files wait for their headers to be read in batches of this many, or bytes; two batches at most. */
const batchFiles = 24;
const batchBytes = 64 * 1024 * 1024;
/** A ZIP in a ZIP in a ZIP is not followed further. */
const zipDepth = 3;
/** A ZIP inside a ZIP has to be inflated whole before it can be read, bytes. */
const nestedLimit = 2 * 1024 * 1024 * 1024;

/**
 * Reads files and ZIPs into the registry.
 * @throws the signal's reason when aborted; what was read until then stays open.
 */
export async function openInto(
  registry: Registry,
  files: readonly SourceFile[],
  options: OpenOptions = {},
): Promise<OpenResult> {
  const opening = new Opening(registry, options, files.length);
  await readAll(opening, files, options, 0);
  await opening.compared();
  throwIfAborted(options.signal);
  opening.checkDirectories();
  opening.tell(true);
  return { studies: opening.studies(), results: opening.results, warnings: opening.warnings() };
}

async function readAll(
  opening: Opening,
  files: readonly SourceFile[],
  options: OpenOptions,
  depth: number,
): Promise<void> {
  const plain: SourceFile[] = [];
  const archives: SourceFile[] = [];
  for (const file of files) {
    const { path } = file;
    if (isSystemFile(path)) opening.add({ path, status: 'skipped', reason: 'system' });
    else if (file.blob instanceof UnreadableBlob)
      opening.add({ path, status: 'failed', reason: 'unreadable' });
    else plain.push(file);
  }
  const onOutcome: Parameters<typeof readHeaders>[1] = (i, outcome) => {
    const isArchive = outcome.status !== 'loaded' && outcome.archive === true;
    if (isArchive && !isPackedDocument(plain[i].path)) archives.push(plain[i]);
    else opening.take(plain[i], outcome);
  };
  await readHeaders(plain, onOutcome, options.signal);
  // Duplicates out of a ZIP hold memory until they are compared.
  if (depth > 0) await opening.compared();
  for (const archive of archives) {
    throwIfAborted(options.signal);
    const { path, blob } = archive;
    if (depth >= zipDepth) opening.add({ path, status: 'failed', reason: 'nestedTooDeep' });
    else if (depth > 0 && blob.size > nestedLimit)
      opening.add({ path, status: 'failed', reason: 'tooLarge', detail: `${blob.size} bytes` });
    else await readArchive(opening, archive, options, depth);
  }
}

async function readArchive(
  opening: Opening,
  archive: SourceFile,
  options: OpenOptions,
  depth: number,
): Promise<void> {
  let batch: SourceFile[] = [];
  let bytes = 0;
  let inside = 0;
  // The next batch is inflated while the headers of this one are read.
  let reading: Promise<void> = Promise.resolve();
  const flush = async () => {
    const ready = batch;
    batch = [];
    bytes = 0;
    await reading;
    reading = readAll(opening, ready, options, depth + 1);
    // An abort rejects it while nobody waits yet; it is thrown at the next await.
    reading.catch(() => {});
  };
  try {
    for await (const item of readZip(archive, options.askPassword, options.signal)) {
      // The archive itself is counted as one file: its first entry takes that place.
      if (inside++ > 0) opening.grow(1);
      if ('result' in item) opening.add(item.result);
      else {
        batch.push(item.file);
        bytes += item.file.blob.size;
      }
      if (batch.length >= batchFiles || bytes >= batchBytes) await flush();
    }
  } catch (error) {
    throwIfAborted(options.signal);
    opening.add({ path: archive.path, status: 'failed', reason: 'zipDamaged', detail: messageOf(error) });
  }
  await flush();
  await reading;
}
