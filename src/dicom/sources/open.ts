/** Opening: sources -> headers -> registry, with a result for every file. */
import type { OpenOptions, OpenResult, OpenWarning, SourceFile } from '../contract';
import type { FileResult, Study } from '../../domain/study';
import { messageOf, throwIfAborted } from '../errors';
import { readHeaders } from '../header/client';
import type { HeaderOutcome } from '../header/record';
import type { Registry } from '../series/registry';
import { UnreadableBlob } from './collect';
import { isSystemFile } from './names';
import { isZip, readZip } from './zip';

/** Studies are told at most this often, ms. */
const tellEvery = 200;
/** Inflated files wait for their headers to be read in batches of this many, or bytes; two batches at most. */
const batchFiles = 24;
const batchBytes = 64 * 1024 * 1024;
/** A ZIP in a ZIP in a ZIP is not followed further. */
const zipDepth = 3;

/** Collects what comes of the files and tells the caller now and then. */
class Opening {
  readonly results: FileResult[] = [];
  private readonly touched = new Set<string>();
  private done = 0;
  private total: number;
  private toldAt = 0;
  private untold = false;
  private readonly registry: Registry;
  private readonly options: OpenOptions;

  constructor(registry: Registry, options: OpenOptions, total: number) {
    this.registry = registry;
    this.options = options;
    this.total = total;
  }

  add(result: FileResult): void {
    this.results.push(result);
    this.done++;
    this.options.onProgress?.({ done: this.done, total: this.total });
  }

  /** More files came to light, inside a ZIP. */
  grow(by: number): void {
    this.total += by;
  }

  take(file: SourceFile, outcome: HeaderOutcome): void {
    if (outcome.status !== 'loaded') {
      this.add({ path: file.path, status: outcome.status, reason: outcome.reason, detail: outcome.detail });
      return;
    }
    const { instance } = outcome.record;
    const seriesUid = instance.seriesUid;
    this.touched.add(instance.studyUid);
    const { path } = file;
    const detail = instance.sopInstanceUid;
    const added = this.registry.add(outcome.record, outcome.blob ?? file.blob);
    if (added === 'added') {
      this.add({ path, status: 'loaded', seriesUid });
      this.untold = true;
    } else if (added === 'duplicate')
      this.add({ path, status: 'skipped', reason: 'duplicate', detail, seriesUid });
    // Another image under a UID that is taken: the writer's fault, and not to be passed over as a copy.
    else
      this.add({
        path,
        status: 'failed',
        reason: 'duplicate',
        detail: `another image has the same SOP Instance UID ${detail}`,
        seriesUid,
      });
    this.tell(false);
  }

  studies(): Study[] {
    return this.registry.studiesOf(this.touched);
  }

  warnings(): OpenWarning[] {
    return [...this.touched].flatMap((studyUid) => {
      const patients = this.registry.patientsOf(studyUid);
      return patients.length > 1 ? [{ kind: 'patientMismatch' as const, studyUid, patients }] : [];
    });
  }

  tell(now: boolean): void {
    if (!this.options.onStudies || !this.untold) return;
    const time = performance.now();
    if (!now && time - this.toldAt < tellEvery) return;
    this.untold = false;
    this.options.onStudies(this.studies());
    this.toldAt = performance.now();
  }
}

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
  throwIfAborted(options.signal);
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
    throwIfAborted(options.signal);
    const { path } = file;
    if (isSystemFile(path)) opening.add({ path, status: 'skipped', reason: 'system' });
    else if (file.blob instanceof UnreadableBlob)
      opening.add({ path, status: 'failed', reason: 'unreadable' });
    else if (mayBeZip(file)) {
      const zip = await isZip(file.blob).catch(() => false);
      (zip ? archives : plain).push(file);
    } else plain.push(file);
  }
  await readHeaders(plain, (i, outcome) => opening.take(plain[i], outcome), options.signal);
  for (const archive of archives) {
    throwIfAborted(options.signal);
    if (depth >= zipDepth)
      opening.add({ path: archive.path, status: 'skipped', reason: 'notDicom', detail: 'nested too deep' });
    else await readArchive(opening, archive, options, depth);
  }
}

/** Looking into every file for a ZIP's mark would cost a read each; DICOM files have other names. */
function mayBeZip({ path, blob }: SourceFile): boolean {
  return /\.zip$/i.test(path) || /zip/.test(blob.type);
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
