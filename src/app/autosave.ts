import { deleteWork, loadWork, saveWork, setAside, type WorkProblem } from '../storage';
import { failSaving, useAutosave } from './autosave-state';
import { partsOf, printOf, type Parts, type WorkSource } from './work-source';

export { useAutosave } from './autosave-state';
export type { WorkSource } from './work-source';

/** Wait after a change before it is written, ms: joins the strokes of one edit, and leaves most of a second to write. */
const PAUSE = 250;
/** After a failure it is tried again by itself, ms: room may have been made. */
const AGAIN = 5000;

interface Options {
  /** What was changed is on the disk: other tabs may want to know. */
  readonly saved?: (studyUid: string) => void;
  /** Has a hand been on the page since it was last asked? What nobody did is not taken back. */
  readonly handMoved?: () => boolean;
}

/**
 * Keeps the work on every study that is open. A study is saved only after its earlier work was looked for:
 * an empty page must never overwrite what the doctor did yesterday. A study that another tab edits is only read.
 */
export class Autosave {
  private readonly ready = new Set<string>();
  /** Studies whose earlier work could not be read: they are never written. */
  private readonly unread = new Set<string>();
  /** Studies that another tab edits, with the work as it is saved there. */
  private readonly reading = new Map<string, Parts>();
  /** What was last written or read, by study and part: a change is a snapshot that is not this one. */
  private readonly kept = new Map<string, string>();
  /** The same of what is work. */
  private readonly keptWork = new Map<string, string>();
  private readonly stops: (() => void)[];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: Promise<void> = Promise.resolve();
  /** Work is being put back: that is no change. */
  private putting = false;

  constructor(
    private readonly sources: readonly WorkSource[],
    private readonly options: Options = {},
  ) {
    this.stops = sources.map((source) => source.subscribe(() => this.schedule()));
  }

  /**
   * Brings back the saved work on a study that was just opened. Never rejects.
   * @param seat reading: another tab edits it, and nothing is written here
   */
  async open(studyUid: string, seat: 'editing' | 'reading' = 'editing'): Promise<void> {
    // Work of this page that could not be written when the study was closed comes first.
    if (this.ready.has(studyUid) || this.reading.has(studyUid) || this.isUnsaved(studyUid)) return;
    await this.load(studyUid, seat, true);
  }

  /** Another tab has saved the study that this one reads, or this one edits from now on: what is saved is shown. */
  async reload(studyUid: string, seat: 'editing' | 'reading'): Promise<void> {
    this.ready.delete(studyUid);
    this.reading.delete(studyUid);
    await this.load(studyUid, seat, false);
  }

  /**
   * What this tab changed is saved and handed to another; from now on it is read here. False when it could not be saved:
   * then it stays this tab's.
   */
  async toReading(studyUid: string): Promise<boolean> {
    await this.flush();
    if (this.isUnsaved(studyUid)) return false;
    if (!this.ready.delete(studyUid)) return true;
    this.reading.set(studyUid, partsOf(this.sources, studyUid, 'work'));
    this.note(studyUid);
    return true;
  }

  private async load(studyUid: string, seat: 'editing' | 'reading', first: boolean): Promise<void> {
    this.unread.delete(studyUid);
    try {
      const work = await loadWork(studyUid);
      const problems = [...(work?.problems ?? [])];
      const parts = work?.parts ?? {};
      if (first ? Object.keys(parts).length > 0 : true)
        problems.push(...(await this.putBack(studyUid, parts, first)));
      if (work && first && this.work(parts).length > 0)
        useAutosave.setState({ restored: { studyUid, savedAt: work.savedAt } });
      if (problems.length > 0) useAutosave.setState({ damaged: { studyUid, problems } });
      if (seat === 'reading') this.reading.set(studyUid, partsOf(this.sources, studyUid, 'work'));
      else this.ready.add(studyUid);
      this.note(studyUid);
    } catch (error) {
      // Not ready: what is there stays untouched. New work is kept in memory and the status bar says so.
      this.unread.add(studyUid);
      failSaving(error);
    }
  }

  /** Names of the parts that are work. */
  private work(parts: Parts): readonly string[] {
    const quiet = new Set(this.sources.filter((source) => source.quiet).map(({ part }) => part));
    return Object.keys(parts).filter((part) => !quiet.has(part));
  }

  /**
   * Puts parts in place of what is there.
   * @param all the quiet ones too: the room of a tab that only reads is its own
   * @returns the parts that their feature refused; they are set aside, so that saving again does not destroy them
   */
  private async putBack(studyUid: string, parts: Parts, all: boolean): Promise<readonly WorkProblem[]> {
    const refused: { part: string; reason: string }[] = [];
    const chosen = this.sources.filter((source) => all || !source.quiet);
    this.putting = true;
    try {
      if (!all) for (const source of chosen.toReversed()) source.clear(studyUid);
      for (const source of chosen) {
        if (parts[source.part] === undefined) continue;
        try {
          source.restore(studyUid, parts[source.part]);
        } catch (error) {
          refused.push({ part: source.part, reason: error instanceof Error ? error.message : String(error) });
          source.clear(studyUid);
        }
      }
    } finally {
      this.putting = false;
    }
    for (const { part, reason } of refused) await setAside(studyUid, part, parts[part], reason);
    return refused;
  }

  /** Writes what has changed now. Resolves when it is on the disk or the failure was said. */
  flush(): Promise<void> {
    this.stopTimer();
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  /** How things are kept was changed: all that is open is written once more. */
  saveAgain(): Promise<void> {
    // What another tab edits is not this one's to write.
    for (const studyUid of this.ready) for (const kept of [this.kept, this.keptWork]) kept.delete(studyUid);
    return this.flush();
  }

  /** Saves a study for the last time and forgets it in memory. */
  async close(studyUid: string): Promise<void> {
    await this.flush();
    // It could not be written. It stays in memory, where opening the study again finds it, and leaving the page asks.
    if (this.isUnsaved(studyUid)) return;
    this.unread.delete(studyUid);
    this.ready.delete(studyUid);
    this.reading.delete(studyUid);
    this.kept.delete(studyUid);
    this.keptWork.delete(studyUid);
    this.clear(studyUid);
    const { restored, damaged } = useAutosave.getState();
    if (restored?.studyUid === studyUid) useAutosave.setState({ restored: undefined });
    if (damaged?.studyUid === studyUid) useAutosave.setState({ damaged: undefined });
  }

  /** Throws away the work on a study, in memory and on the disk. */
  async startAfresh(studyUid: string): Promise<void> {
    // In the line of the writings: a save in the middle of the deletion would name pieces that are gone.
    this.writing = this.writing.then(() => this.forgetAll(studyUid));
    return this.writing;
  }

  private async forgetAll(studyUid: string): Promise<void> {
    this.stopTimer();
    this.clear(studyUid);
    this.stopTimer();
    useAutosave.setState({ restored: undefined });
    // Before the disk is waited for: what is done from here on is a change.
    this.note(studyUid);
    try {
      await deleteWork(studyUid);
      this.ready.add(studyUid);
      this.unread.delete(studyUid);
      useAutosave.setState({ state: 'idle', failure: undefined, detail: undefined });
    } catch (error) {
      for (const kept of [this.kept, this.keptWork]) kept.delete(studyUid);
      failSaving(error);
    }
  }

  /** Is there work that is not on the disk yet? */
  get pending(): boolean {
    if (useAutosave.getState().state === 'saving') return true;
    return [...this.ready, ...this.unread].some((studyUid) => this.isUnsaved(studyUid));
  }

  private get anyUnsaved(): boolean {
    return [...this.ready].some((studyUid) => this.isUnsaved(studyUid));
  }

  /** Studies that are open here, or whose work could not be written. */
  get studies(): readonly string[] {
    return [...this.ready, ...this.unread];
  }

  private isUnsaved(studyUid: string): boolean {
    // Of a study whose earlier work could not be read, nothing is ever written.
    if (this.unread.has(studyUid)) return Object.keys(partsOf(this.sources, studyUid, 'work')).length > 0;
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
    if (this.putting || (this.ready.size === 0 && this.reading.size === 0)) return;
    const { state } = useAutosave.getState();
    if ((state === 'idle' || state === 'saved') && this.anyUnsaved)
      useAutosave.setState({ state: 'pending' });
    // Not put off by the next change: an analysis tells its progress ten times a second for minutes, and what the
    // reader does meanwhile must be kept too.
    this.timer ??= setTimeout(() => void this.flush(), PAUSE);
  }

  private async write(): Promise<void> {
    for (const studyUid of this.reading.keys()) await this.takeBack(studyUid);
    for (const studyUid of this.ready) {
      const print = this.print(studyUid);
      if (print === this.kept.get(studyUid)) continue;
      const work = this.print(studyUid, 'work');
      const said = work !== this.keptWork.get(studyUid);
      if (said) useAutosave.setState({ state: 'saving' });
      try {
        await saveWork({ studyUid, parts: partsOf(this.sources, studyUid, 'all') });
        this.kept.set(studyUid, print);
        this.keptWork.set(studyUid, work);
        if (said) useAutosave.setState({ state: 'saved', failure: undefined, detail: undefined });
        if (said) this.options.saved?.(studyUid);
      } catch (error) {
        if (said) {
          failSaving(error);
          this.timer ??= setTimeout(() => void this.flush(), AGAIN);
        } else console.warn('autosave:', error);
      }
    }
    // What was changed and changed back is on the disk already.
    if (useAutosave.getState().state === 'pending' && !this.anyUnsaved)
      useAutosave.setState({ state: 'saved' });
  }

  /** What a hand changed in a study that another tab edits is put back as it is saved there. */
  private async takeBack(studyUid: string): Promise<void> {
    const saved = this.reading.get(studyUid);
    if (!saved || this.print(studyUid, 'work') === this.keptWork.get(studyUid)) return;
    if (this.options.handMoved?.() ?? true) {
      await this.putBack(studyUid, saved, false);
      useAutosave.setState(({ takenBack }) => ({ takenBack: takenBack + 1 }));
    }
    this.note(studyUid);
  }

  private note(studyUid: string): void {
    this.kept.set(studyUid, this.print(studyUid));
    this.keptWork.set(studyUid, this.print(studyUid, 'work'));
  }

  private print(studyUid: string, which: 'all' | 'work' = 'all'): string {
    return printOf(partsOf(this.sources, studyUid, which));
  }
}
