import { create } from 'zustand';
import { deleteWork, loadWork, saveWork, StorageError, type StorageFailure } from '../storage';

/**
 * One kind of work on a study (findings, analysis runs, report edits) as its feature offers it for keeping.
 * The feature owns the shape and its version; nothing here looks inside.
 */
export interface WorkSource {
  /** Name of the part in the saved work; never changes once released. */
  readonly part: string;
  /** Kept like the rest, but not work: nothing is said of it, and leaving the page does not wait for it. */
  readonly quiet?: true;
  /** What to save for a study; undefined while there is nothing. Must be structured-cloneable. */
  readonly snapshot: (studyUid: string) => unknown;
  readonly restore: (studyUid: string, saved: unknown) => void;
  /** Forgets the study's work in memory: it is closed, or started afresh. */
  readonly clear: (studyUid: string) => void;
  /** Calls back after every change, as often as it likes; returns how to stop. */
  readonly subscribe: (changed: () => void) => () => void;
}

interface AutosaveState {
  readonly state: 'idle' | 'pending' | 'saving' | 'saved' | 'failed';
  readonly failure?: StorageFailure | 'unreadable';
  readonly detail?: string;
  /** The study whose earlier work was brought back, and when that had been saved (ISO). */
  readonly restored?: { readonly studyUid: string; readonly savedAt: string };
}

export const useAutosave = create<AutosaveState>(() => ({ state: 'idle' }));

/** Wait after a change before it is written, ms: long enough to join the strokes of one edit. */
const PAUSE = 500;

/**
 * Keeps the work on every study that is open. A study is saved only after its earlier work was looked for:
 * an empty page must never overwrite what the doctor did yesterday.
 */
export class Autosave {
  private readonly ready = new Set<string>();
  /** Studies whose earlier work could not be read: they are never written. */
  private readonly unread = new Set<string>();
  /** What was last written or read, by study and part: a change is a snapshot that is not this one. */
  private readonly kept = new Map<string, string>();
  /** The same of what is work. */
  private readonly keptWork = new Map<string, string>();
  private readonly stops: (() => void)[];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly sources: readonly WorkSource[]) {
    this.stops = sources.map((source) => source.subscribe(() => this.schedule()));
  }

  /** Brings back the saved work on a study that was just opened. Never rejects. */
  async open(studyUid: string): Promise<void> {
    // Work of this page that could not be written when the study was closed comes first.
    if (this.ready.has(studyUid) || this.isUnsaved(studyUid)) return;
    this.unread.delete(studyUid);
    try {
      const work = await loadWork(studyUid);
      if (work && Object.keys(work.parts).length > 0) {
        await this.bringBack(studyUid, work.parts);
        const quiet = new Set(this.sources.filter((source) => source.quiet).map(({ part }) => part));
        if (Object.keys(work.parts).some((part) => !quiet.has(part)))
          useAutosave.setState({ restored: { studyUid, savedAt: work.savedAt } });
      }
      this.ready.add(studyUid);
      this.note(studyUid);
    } catch (error) {
      // Not ready: what is there stays untouched. New work is kept in memory and the status bar says so.
      this.unread.add(studyUid);
      fail(error);
    }
  }

  private async bringBack(studyUid: string, parts: Readonly<Record<string, unknown>>): Promise<void> {
    let broken: unknown;
    for (const source of this.sources) {
      if (parts[source.part] === undefined) continue;
      try {
        source.restore(studyUid, parts[source.part]);
      } catch (error) {
        broken = error;
        source.clear(studyUid);
      }
    }
    if (broken === undefined) return;
    // The copy that could not be read is set aside, so that saving again does not destroy it.
    await saveWork({ studyUid: `${studyUid}#unreadable`, parts });
    const detail = broken instanceof Error ? broken.message : String(broken);
    useAutosave.setState({ state: 'failed', failure: 'unreadable', detail });
  }

  /** Writes what has changed now. Resolves when it is on the disk or the failure was said. */
  flush(): Promise<void> {
    this.stopTimer();
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  /** Saves a study for the last time and forgets it in memory. */
  async close(studyUid: string): Promise<void> {
    await this.flush();
    // It could not be written. It stays in memory, where opening the study again finds it, and leaving the page asks.
    if (this.isUnsaved(studyUid)) return;
    this.unread.delete(studyUid);
    this.ready.delete(studyUid);
    this.kept.delete(studyUid);
    this.keptWork.delete(studyUid);
    this.clear(studyUid);
    if (useAutosave.getState().restored?.studyUid === studyUid) useAutosave.setState({ restored: undefined });
  }

  /** Throws away the work on a study, in memory and on the disk. */
  async startAfresh(studyUid: string): Promise<void> {
    this.stopTimer();
    await this.writing;
    this.clear(studyUid);
    this.stopTimer();
    useAutosave.setState({ restored: undefined });
    try {
      await deleteWork(studyUid);
      this.ready.add(studyUid);
      this.unread.delete(studyUid);
      this.note(studyUid);
      useAutosave.setState({ state: 'idle', failure: undefined, detail: undefined });
    } catch (error) {
      fail(error);
    }
  }

  /** Is there work that is not on the disk yet? */
  get pending(): boolean {
    if (useAutosave.getState().state === 'saving') return true;
    return [...this.ready, ...this.unread].some((studyUid) => this.isUnsaved(studyUid));
  }

  private isUnsaved(studyUid: string): boolean {
    // Of a study whose earlier work could not be read, nothing is ever written.
    if (this.unread.has(studyUid)) return Object.keys(this.parts(studyUid, 'work')).length > 0;
    return this.ready.has(studyUid) && this.print(studyUid, 'work') !== this.keptWork.get(studyUid);
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  dispose(): void {
    this.stopTimer();
    for (const stop of this.stops) stop();
  }

  /** Backwards: the later sources (a report) look at the earlier ones (its findings) while they go. */
  private clear(studyUid: string): void {
    for (const source of this.sources.toReversed()) source.clear(studyUid);
  }

  private schedule(): void {
    if (this.ready.size === 0) return;
    // Not put off by the next change: an analysis tells its progress ten times a second for minutes, and what the
    // reader does meanwhile must be kept too.
    this.timer ??= setTimeout(() => void this.flush(), PAUSE);
  }

  private async write(): Promise<void> {
    for (const studyUid of this.ready) {
      const print = this.print(studyUid);
      if (print === this.kept.get(studyUid)) continue;
      const work = this.print(studyUid, 'work');
      const said = work !== this.keptWork.get(studyUid);
      if (said) useAutosave.setState({ state: 'saving' });
      try {
        await saveWork({ studyUid, parts: this.parts(studyUid) });
        this.kept.set(studyUid, print);
        this.keptWork.set(studyUid, work);
        if (said) useAutosave.setState({ state: 'saved', failure: undefined, detail: undefined });
      } catch (error) {
        if (said) fail(error);
        else console.warn('autosave:', error);
      }
    }
  }

  private note(studyUid: string): void {
    this.kept.set(studyUid, this.print(studyUid));
    this.keptWork.set(studyUid, this.print(studyUid, 'work'));
  }

  private parts(studyUid: string, which: 'all' | 'work' = 'all'): Record<string, unknown> {
    const sources = this.sources.filter((source) => which === 'all' || !source.quiet);
    const pairs = sources.map((source) => [source.part, source.snapshot(studyUid)] as const);
    return Object.fromEntries(pairs.filter(([, part]) => part !== undefined));
  }

  /** Tells two states of the work apart without keeping a copy: the identities of the objects in it. */
  private print(studyUid: string, which: 'all' | 'work' = 'all'): string {
    return Object.entries(this.parts(studyUid, which))
      .map(([part, saved]) => `${part}:${identity(saved)}`)
      .join(' ');
  }
}

const numbers = new WeakMap<object, number>();
let next = 1;

/** A number for an object that stays with it; plain values stand for themselves. One level deep, as the
 * snapshots are new objects each time around immutable contents. */
function identity(value: unknown, deep = true): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  if (deep)
    return Object.entries(value)
      .map(([key, inner]) => `${key}=${identity(inner, false)}`)
      .join(',');
  let number = numbers.get(value);
  if (number === undefined) numbers.set(value, (number = next++));
  return `#${number}`;
}

function fail(error: unknown): void {
  const failure = error instanceof StorageError ? error.failure : 'unknown';
  const detail = error instanceof Error ? error.message : String(error);
  useAutosave.setState({ state: 'failed', failure, detail });
}
