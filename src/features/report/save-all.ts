/**
 * Everything of a report in one go: documents, DICOM objects, on wish the images, with a DICOMDIR. What cannot be made
 * or cannot be in it is named with its reason, and the rest is saved all the same.
 */
import { fileOf } from '../../dicom';
import {
  directoryEntry,
  writeDicomdir,
  type DirectoryEntry,
  type DirectoryFile,
  type NoEntry,
} from '../../dicom/writers';
import type { Instance } from '../../domain/study';
import type { ReportFacts } from './document';
import type { ExportFile } from './files';
import {
  findingsLeftOut,
  makersOf,
  sourcesOf,
  type LeftOut,
  type Made,
  type PartId,
  type WhyNot,
} from './save-parts';
import type { Sink } from './sinks';

const inDicom: Partial<Record<PartId, string>> = {
  sr: 'SR',
  seg: 'SG',
  rt: 'RT',
  pr: 'PR',
  ko: 'KO',
  pdfObject: 'PD',
};

export interface Saving {
  readonly done: number;
  readonly total: number;
  readonly part: PartId | 'directory';
}

export interface SaveAllOptions {
  readonly images: boolean;
  /** Only these parts are made; all of them when absent. */
  readonly parts?: readonly PartId[];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Saving) => void;
  /** The list of contents, from what was saved and what was not. */
  readonly contents: (saved: readonly string[], leftOut: readonly LeftOut[]) => string;
}

export interface Saved {
  readonly files: number;
  readonly leftOut: readonly LeftOut[];
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const number = (prefix: string, n: number): string => prefix + String(n).padStart(8 - prefix.length, '0');

/** One run: what is in the sink by now, and what is not. */
class Run {
  readonly leftOut: LeftOut[] = [];
  /** Paths of documents and objects, for the list of contents. */
  readonly names: string[] = [];
  files = 0;
  private readonly directory: DirectoryFile[] = [];
  private readonly known = new Set<string>();

  constructor(
    private readonly sink: Sink,
    private readonly signal: AbortSignal,
  ) {}

  /** Like things that are left out for the same reason are counted together. */
  leave(what: LeftOut['what'], why: WhyNot, count = 1, detail?: string): void {
    const at = this.leftOut.findIndex((o) => o.what === what && o.why === why && o.detail === detail);
    if (at < 0) this.leftOut.push({ what, why, count, ...(detail && { detail }) });
    else this.leftOut[at] = { ...this.leftOut[at], count: this.leftOut[at].count + count };
  }

  async put(path: string, blob: Blob): Promise<void> {
    await this.sink.put(path, blob, this.signal);
    this.files++;
  }

  /** Under a name that a medium may have, with its record for the directory. */
  private async putDicom(what: PartId, fileId: readonly string[], blob: Blob, entry: DirectoryEntry) {
    if (this.known.has(entry.sopInstanceUid)) return this.leave(what, 'sameIdentifier');
    await this.put(fileId.join('/'), blob);
    this.known.add(entry.sopInstanceUid);
    this.directory.push({ fileId, entry });
  }

  /** The part's files; none, and the reason on the list, when they cannot be made. */
  private async made(part: PartId, make: () => Made | Promise<Made>): Promise<readonly ExportFile[]> {
    try {
      const files = await make();
      if (typeof files !== 'string') return files;
      this.leave(part, files);
    } catch (error) {
      console.error(`export ${part}:`, error);
      this.leave(part, 'failed', 1, messageOf(error));
    }
    return [];
  }

  async part(part: PartId, make: () => Made | Promise<Made>): Promise<void> {
    const prefix = inDicom[part];
    for (const [n, { name, type, bytes }] of (await this.made(part, make)).entries()) {
      const blob = new Blob([bytes], { type });
      if (!prefix) {
        await this.put(`REPORT/${name}`, blob);
        this.names.push(`REPORT/${name}`);
        continue;
      }
      const fileId = ['DICOM', number(prefix, n + 1)];
      const entry = await directoryEntry(blob);
      if (typeof entry === 'string') this.leave(part, entry);
      else {
        await this.putDicom(part, fileId, blob, entry);
        this.names.push(fileId.join('/'));
      }
    }
  }

  /** A file of the study as it was opened. */
  async source(instance: Instance, fileId: readonly string[]): Promise<void> {
    let blob: Blob;
    let entry: DirectoryEntry | NoEntry;
    try {
      blob = await fileOf(instance);
      entry = await directoryEntry(blob);
    } catch (error) {
      return this.leave('images', 'failed', 1, messageOf(error));
    }
    if (typeof entry === 'string') return this.leave('images', entry);
    return this.putDicom('images', fileId, blob, entry);
  }

  putDirectory(): Promise<void> {
    return this.put('DICOMDIR', new Blob([writeDicomdir(this.directory)], { type: 'application/dicom' }));
  }
}

/**
 * Fills the sink. A part that fails is left out and named; a sink that fails, or a signal, ends it all, and the sink is
 * abandoned.
 * @throws the signal's reason; what the sink throws
 */
export async function saveAll(facts: ReportFacts, sink: Sink, options: SaveAllOptions): Promise<Saved> {
  const { signal, onProgress, images, contents, parts } = options;
  const makers = makersOf(facts).filter(([part]) => !parts || parts.includes(part));
  const sources = sourcesOf(facts);
  const total = makers.length + (images ? sources.length : 0) + 1;
  const run = new Run(sink, signal);
  let done = 0;
  const step = (part: Saving['part']): void => {
    signal.throwIfAborted();
    onProgress({ done: done++, total, part });
  };
  try {
    for (const [part, make] of makers) {
      step(part);
      await run.part(part, make);
    }
    if (!images) run.leave('images', 'notChosen', sources.length);
    const folders = new Map<string, number>();
    for (const [n, source] of images ? sources.entries() : []) {
      step('images');
      const folder = folders.get(source.seriesUid) ?? folders.size + 1;
      folders.set(source.seriesUid, folder);
      await run.source(source, ['IMAGES', number('SE', folder), number('IM', n + 1)]);
    }
    for (const { what, why, count } of findingsLeftOut(facts)) run.leave(what, why, count);
    step('directory');
    await run.putDirectory();
    await run.put('CONTENTS.TXT', new Blob([contents(run.names, run.leftOut)], { type: 'text/plain' }));
    signal.throwIfAborted();
    await sink.close();
    return { files: run.files, leftOut: run.leftOut };
  } catch (error) {
    await sink.abandon();
    throw error;
  }
}
