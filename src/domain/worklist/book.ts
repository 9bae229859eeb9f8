/**
 * The studies of all sources by Study Instance UID. Pages of a server are added as they come; only the rows that a page
 * touches are made anew, so that a hundred thousand of them grow without a pause.
 */
import { HERE, rowOf, type KnownWork, type Listed, type WorklistRow } from './row';

type OneStudy = readonly [Listed, ...Listed[]];

/** Servers before this computer, whose facts may be of an older copy. */
const trust = (a: Listed, b: Listed): number => Number(a.source === HERE) - Number(b.source === HERE);

export class RowBook {
  private readonly at = new Map<string, number>();
  private readonly listed: OneStudy[] = [];
  private current: WorklistRow[] = [];

  /** @param work what is known here of the work on a study */
  constructor(private readonly work: (studyUid: string) => KnownWork | undefined) {}

  /** The rows as they are now; a new array after every change. */
  get rows(): readonly WorklistRow[] {
    return this.current;
  }

  row(studyUid: string): WorklistRow | undefined {
    const at = this.at.get(studyUid);
    return at === undefined ? undefined : this.current[at];
  }

  /** Adds a page of one source, in place of what it said of the same studies before. */
  add(page: readonly Listed[]): void {
    const rows = this.current.slice();
    for (const one of page) {
      const known = this.at.get(one.studyUid);
      const at = known ?? rows.length;
      const others = known === undefined ? [] : this.listed[at].filter(({ source }) => source !== one.source);
      // Never empty: `one` is in it.
      this.listed[at] = [...others, one].sort(trust) as unknown as OneStudy;
      this.at.set(one.studyUid, at);
      rows[at] = rowOf(this.listed[at], this.work(one.studyUid));
    }
    this.current = rows;
  }

  /** A source was listed from end to end: what it did not name is not there any more. */
  keepOnly(source: string, studyUids: ReadonlySet<string>): void {
    const gone = (one: Listed): boolean => one.source === source && !studyUids.has(one.studyUid);
    if (!this.listed.some((study) => study.some(gone))) return;
    const left = this.listed.map((study) => study.filter((one) => !gone(one)));
    this.at.clear();
    this.listed.length = 0;
    const rows: WorklistRow[] = [];
    left.forEach((study, n) => {
      if (study.length === 0) return;
      const at = rows.length;
      const whole = study as unknown as OneStudy;
      this.listed[at] = whole;
      this.at.set(whole[0].studyUid, at);
      const before = this.current[n];
      rows[at] = before.sources.length === study.length ? before : rowOf(whole, this.work(whole[0].studyUid));
    });
    this.current = rows;
  }

  /** What is known of the work on a study has changed. */
  touch(studyUids: Iterable<string>): void {
    let rows: WorklistRow[] | undefined;
    for (const studyUid of studyUids) {
      const at = this.at.get(studyUid);
      if (at === undefined) continue;
      rows ??= this.current.slice();
      rows[at] = rowOf(this.listed[at], this.work(studyUid));
    }
    if (rows) this.current = rows;
  }
}
