/**
 * One kind of work on a study (findings, analysis runs, report edits) as its feature offers it for keeping.
 * The feature owns the shape and its version; nothing here looks inside.
 */
export interface WorkSource {
  /** Name of the part in the saved work; never changes once released. */
  readonly part: string;
  /** Kept like the rest, but not work: nothing is said of it, and leaving the page does not wait for it. */
  readonly quiet?: true;
  /** What to save for a study; undefined while there is nothing. Plain data, never changed in place. */
  readonly snapshot: (studyUid: string) => unknown;
  readonly restore: (studyUid: string, saved: unknown) => void;
  /** Forgets the study's work in memory: it is closed, or started afresh. */
  readonly clear: (studyUid: string) => void;
  /** Calls back after every change, as often as it likes; returns how to stop. */
  readonly subscribe: (changed: () => void) => () => void;
}

export type Parts = Readonly<Record<string, unknown>>;

/** All parts of a study's work as they stand. */
export function partsOf(sources: readonly WorkSource[], studyUid: string, which: 'all' | 'work'): Parts {
  const chosen = sources.filter((source) => which === 'all' || !source.quiet);
  const pairs = chosen.map((source) => [source.part, source.snapshot(studyUid)] as const);
  return Object.fromEntries(pairs.filter(([, part]) => part !== undefined));
}

/** Tells two states of the work apart without keeping a copy: the identities of the objects in it. */
export const printOf = (parts: Parts): string =>
  Object.entries(parts)
    .map(([part, saved]) => `${part}:${identity(saved)}`)
    .join(' ');

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
