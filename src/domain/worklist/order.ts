/**
 * Sorting and filtering a hundred thousand rows without keeping the page from drawing: work is done in slices of a few
 * milliseconds, an order is made once for the rows that there are, and a filter only walks through it.
 */
import { breath } from '../breath';
import { filterFor, type Counts, type WorklistFilter } from './filter';
import { isFirst, type WorklistRow } from './row';
import { wordsOf } from './words';

export const sortKeys = [
  'priority',
  'status',
  'name',
  'id',
  'age',
  'modality',
  'description',
  'date',
  'accession',
  'images',
  'source',
] as const;
export type SortKey = (typeof sortKeys)[number];

export interface WorklistSort {
  readonly by: SortKey;
  /** Turns the column's own direction: priority, dates and counts begin with the largest, words with A. */
  readonly turned: boolean;
}

export const byPriority: WorklistSort = { by: 'priority', turned: false };

/** Lets the page draw; `Date.now`-like clock in ms. Tests give their own. */
export interface Pace {
  readonly now: () => number;
  /** Resolves when the page has had its turn. */
  readonly rest: () => Promise<void>;
  /** ms of work between two rests. */
  readonly slice: number;
}

export const pagePace: Pace = { now: () => performance.now(), rest: breath, slice: 6 };

/** Rests when its slice is used up; throws the signal's reason when it is aborted. Called every few hundred steps. */
class Breath {
  private since: number;
  constructor(
    private readonly pace: Pace,
    private readonly signal?: AbortSignal,
  ) {
    this.since = pace.now();
  }
  get due(): boolean {
    return this.pace.now() - this.since >= this.pace.slice;
  }
  async take(): Promise<void> {
    await this.pace.rest();
    this.signal?.throwIfAborted();
    this.since = this.pace.now();
  }
}

const STRIDE = 256;

/** Larger is newer; 0 without a date. Seconds are enough. */
const moment = ({ date, time }: WorklistRow): number =>
  /^\d{8}$/.test(date)
    ? Number(date) * 1e6 +
      (Number(
        time
          .replace(/[^\d.].*$/, '')
          .slice(0, 6)
          .padEnd(6, '0'),
      ) || 0)
    : 0;

const rank = { new: 1, aiRan: 2, draft: 3, signed: 4 } as const;

/** Urgent ones that wait, then those that wait, then what is signed. */
const precedence = (row: WorklistRow): number => (isFirst(row) ? 2 : row.status === 'signed' ? 0 : 1);

/** Keys of columns that are sorted as numbers, the smallest first. */
const numeric: Partial<Record<SortKey, (row: WorklistRow) => number>> = {
  priority: (row) => -precedence(row),
  status: (row) => rank[row.status],
  date: (row) => -moment(row),
  // The oldest first; who has no date of birth comes last.
  age: ({ birthDate }) => (/^\d{8}$/.test(birthDate) ? Number(birthDate) : Infinity),
  images: ({ imageCount }) => -(imageCount ?? -1),
};

const text: Partial<Record<SortKey, (row: WorklistRow) => string>> = {
  // By the alphabetic writing when there is one: pinyin, which is how Chinese names are sorted, too.
  name: ({ patientName }) => patientName.replaceAll('^', ' ').trim().toUpperCase(),
  id: ({ patientId }) => patientId,
  modality: ({ modalities }) => modalities.join(' '),
  description: ({ description }) => description.trim().toUpperCase(),
  accession: ({ accession }) => accession,
  source: ({ sources }) => sources.join(' '),
};

const chinese = new Intl.Collator('zh', { numeric: true });
// Printable ASCII is compared by code, which is forty times faster than a collator.
const isPlain = (s: string): boolean => /^[ -~]*$/.test(s);

type Compare = (a: number, b: number) => number;

/** What a column makes of every row, at the pace of the page. */
async function keysOf<T>(
  rows: readonly WorklistRow[],
  key: (row: WorklistRow) => T,
  breath: Breath,
): Promise<T[]> {
  const keys: T[] = [];
  for (let n = 0; n < rows.length; n++) {
    keys.push(key(rows[n]));
    if (n % STRIDE === 0 && breath.due) await breath.take();
  }
  return keys;
}

/** How two rows stand by a column; 0 when it does not tell them apart. */
async function comparison(rows: readonly WorklistRow[], by: SortKey, breath: Breath): Promise<Compare> {
  const number = numeric[by];
  if (number) {
    const keys = Float64Array.from(await keysOf(rows, number, breath));
    return (a, b) => (keys[a] === keys[b] ? 0 : keys[a] - keys[b]);
  }
  const keys = await keysOf(rows, text[by]!, breath);
  const plain: boolean[] = [];
  for (let n = 0; n < keys.length; n++) {
    plain.push(isPlain(keys[n]));
    if (n % STRIDE === 0 && breath.due) await breath.take();
  }
  return (a, b) => {
    const [x, y] = [keys[a], keys[b]];
    if (x === y) return 0;
    // What is empty says nothing, and comes last.
    if (x === '' || y === '') return x === '' ? 1 : -1;
    if (plain[a] !== plain[b]) return plain[a] ? -1 : 1;
    if (!plain[a]) return chinese.compare(x, y);
    return x < y ? -1 : 1;
  };
}

/** Row numbers in the order of a column, the newest first among equals: a stable merge sort that rests. */
async function sorted(rows: readonly WorklistRow[], compare: Compare, breath: Breath): Promise<Uint32Array> {
  const count = rows.length;
  let from = Uint32Array.from({ length: count }, (_none, n) => n);
  let to = new Uint32Array(count);
  for (let width = 1; width < count; width *= 2) {
    for (let left = 0; left < count; left += 2 * width) {
      const middle = Math.min(left + width, count);
      const right = Math.min(left + 2 * width, count);
      let a = left;
      let b = middle;
      for (let at = left; at < right; at++) {
        if (a < middle && (b >= right || compare(from[a], from[b]) <= 0)) to[at] = from[a++];
        else to[at] = from[b++];
        if (at % STRIDE === 0 && breath.due) await breath.take();
      }
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Folded once a row: rows are new objects when their facts change. */
const folded = new WeakMap<WorklistRow, string>();
function rowWords(row: WorklistRow): string {
  let words = folded.get(row);
  if (words === undefined) folded.set(row, (words = wordsOf(row)));
  return words;
}

/** The rows to show, as numbers into the rows, and how many there are of what. */
export interface Arranged {
  readonly indices: Uint32Array;
  readonly counts: Counts;
}

/** The rows of one moment with what was worked out about them; made anew when the rows change. */
export class Arrangement {
  private readonly orders = new Map<string, Promise<Uint32Array>>();
  private readonly comparisons = new Map<SortKey, Promise<Compare>>();

  constructor(
    readonly rows: readonly WorklistRow[],
    private readonly pace: Pace = pagePace,
  ) {}

  private compared(by: SortKey, breath: Breath): Promise<Compare> {
    let known = this.comparisons.get(by);
    if (!known) this.comparisons.set(by, (known = comparison(this.rows, by, breath)));
    return known;
  }

  private async sort({ by, turned }: WorklistSort): Promise<Uint32Array> {
    const breath = new Breath(this.pace);
    const main = await this.compared(by, breath);
    const newest = await this.compared('date', breath);
    const way = turned ? -1 : 1;
    return sorted(this.rows, (a, b) => way * main(a, b) || newest(a, b), breath);
  }

  /** Not stopped by who asked first: whoever asks next can have it. */
  private order(sort: WorklistSort): Promise<Uint32Array> {
    const name = `${sort.by} ${sort.turned}`;
    let known = this.orders.get(name);
    if (!known) this.orders.set(name, (known = this.sort(sort)));
    return known;
  }

  /**
   * The rows that a filter lets through, in order. @throws the signal's reason when aborted
   * @param now the clock that "today" is read from
   */
  async arrange(
    filter: WorklistFilter,
    sort: WorklistSort,
    now: Date,
    signal?: AbortSignal,
  ): Promise<Arranged> {
    const { rows } = this;
    const order = await this.order(sort);
    signal?.throwIfAborted();
    const fits = filterFor(filter, now);
    const searches = filter.text.trim() !== '';
    const breath = new Breath(this.pace, signal);
    const indices = new Uint32Array(rows.length);
    const states = { new: 0, aiRan: 0, draft: 0, signed: 0 };
    let shown = 0;
    let urgent = 0;
    for (let n = 0; n < order.length; n++) {
      const at = order[n];
      const row = rows[at];
      if (fits(row, searches ? rowWords(row) : '')) {
        indices[shown++] = at;
        states[row.status]++;
        if (isFirst(row)) urgent++;
      }
      if (n % STRIDE === 0 && breath.due) await breath.take();
    }
    return { indices: indices.slice(0, shown), counts: { all: rows.length, shown, urgent, states } };
  }
}
