/** One opening under way: collects what comes of the files and tells the caller now and then. */
import type { OpenOptions, OpenWarning, SourceFile } from '../contract';
import type { FileResult, Study } from '../../domain/study';
import type { HeaderOutcome } from '../header/record';
import { unshownName } from '../objects/classes';
import type { Registry } from '../series/registry';
import { type Directory, missingFiles } from './directory';

/** Studies are told at most this often, ms. */
const tellEvery = 200;

export class Opening {
  readonly results: FileResult[] = [];
  private readonly touched = new Set<string>();
  private readonly directories: Directory[] = [];
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

  take({ path, blob }: SourceFile, outcome: HeaderOutcome): void {
    if (outcome.status !== 'loaded') {
      if (outcome.references) this.directories.push({ path, references: outcome.references });
      this.add({ path, status: outcome.status, reason: outcome.reason, detail: outcome.detail });
      return;
    }
    const { studyUid, seriesUid, sopInstanceUid, sopClassUid } = outcome.record.instance;
    this.touched.add(studyUid);
    const taken = this.registry.add(outcome.record, outcome.blob ?? blob);
    if (taken === 'duplicate')
      this.add({ path, status: 'skipped', reason: 'duplicate', detail: sopInstanceUid, seriesUid });
    else {
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
    if (!now && time - this.toldAt < tellEvery) return;
    this.untold = false;
    this.options.onStudies(this.studies());
    this.toldAt = performance.now();
  }
}
