/** One opening under way: collects what comes of the files and tells the caller now and then. */
import type { OpenOptions, OpenWarning, SourceFile } from '../contract';
import type { FileResult, Study } from '../../domain/study';
import { isAborted } from '../errors';
import type { HeaderOutcome } from '../header/record';
import { unshownName } from '../objects/classes';
import type { OpenInstance, Registry } from '../series/registry';
import { type Directory, missingFiles } from './directory';
import { heldBytes } from './inflated';
import { samePixels } from './same-pixels';

/** Studies are told at most this often, ms, and so seldom that telling takes no more than this share of the time. */
const tellEvery = 200;
const tellShare = 0.2;
/** Progress is told at most this often, ms: the page draws it anew each time. */
const progressEvery = 50;

export class Opening {
  readonly results: FileResult[] = [];
  private readonly touched = new Set<string>();
  private readonly directories: Directory[] = [];
  private done = 0;
  private total: number;
  private toldAt = 0;
  /** What the last telling took, ms. */
  private telling = 0;
  private untold = false;
  private comparing: Promise<void> = Promise.resolve();
  private progressAt = 0;
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
    const time = performance.now();
    if (this.done < this.total && time - this.progressAt < progressEvery) return;
    this.progressAt = time;
    this.options.onProgress?.({ done: this.done, total: this.total });
  }

  /** More files came to light, inside a ZIP. */
  grow(by: number): void {
    this.total += by;
  }

  take({ path, blob, bytes }: SourceFile, outcome: HeaderOutcome): void {
    if (outcome.status !== 'loaded') {
      if (outcome.references) this.directories.push({ path, references: outcome.references });
      this.add({ path, status: outcome.status, reason: outcome.reason, detail: outcome.detail });
      return;
    }
    const { studyUid, seriesUid, sopInstanceUid, sopClassUid } = outcome.record.instance;
    this.touched.add(studyUid);
    const file = outcome.blob ? heldBytes(outcome.blob) : (bytes ?? heldBytes(blob));
    const open = this.registry.get(sopInstanceUid);
    const taken = this.registry.add(outcome.record, file);
    if (taken === 'duplicate') {
      this.add({ path, status: 'skipped', reason: 'duplicate', detail: sopInstanceUid, seriesUid });
      if (open) this.compare(open, { record: outcome.record, bytes: heldBytes(outcome.blob ?? blob) });
    } else {
      file.keep(blob);
      const unshown = unshownName(sopClassUid);
      this.add(
        unshown
          ? { path, status: 'skipped', reason: 'unsupportedObject', detail: unshown, seriesUid }
          : { path, status: 'loaded', seriesUid, warnings: taken.instance.warnings },
      );
      this.untold = true;
    }
    this.tell(false);
  }

  /** Looks, after those before it, whether the latest result's file has the pixels of the one that is open. */
  private compare(open: OpenInstance, other: OpenInstance): void {
    const at = this.results.length - 1;
    this.comparing = this.comparing.then(async () => {
      if (isAborted(this.options.signal)) return;
      const same = await samePixels(open, other).catch(() => true);
      if (!same) this.results[at] = { ...this.results[at], status: 'failed', reason: 'otherPixels' };
    });
  }

  /** Resolves when the duplicates so far have been looked at; until then they are held. */
  compared(): Promise<void> {
    return this.comparing;
  }

  /** Files that a DICOMDIR names and that did not come with it: a result each. To be called when all is read. */
  checkDirectories(): void {
    const isOpen = (uid: string) => this.registry.get(uid) !== undefined;
    this.results.push(...missingFiles(this.directories, this.results, isOpen));
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
    if (!now && time - this.toldAt < Math.max(tellEvery, this.telling / tellShare)) return;
    this.untold = false;
    this.options.onStudies(this.studies());
    this.toldAt = performance.now();
    this.telling = this.toldAt - time;
  }
}
