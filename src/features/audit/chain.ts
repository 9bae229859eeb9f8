/**
 * Entries of the log, each sealed with the one before: what is changed, taken out or put in between later no longer fits.
 * Who can change all entries and what is remembered of the last one can also seal them all anew; an export that lies
 * elsewhere shows that.
 */
import type { AuditEvent } from './event';

export interface AuditEntry extends AuditEvent {
  /** Counts from 1 over the life of the log; never used twice. */
  readonly number: number;
  /** ISO time, UTC. */
  readonly at: string;
  /** Version of the page. */
  readonly version: string;
  /** `seal` of the entry before; of the first one ever: 64 zeros. */
  readonly before: string;
  /** sha256 (hex) of this entry without its seal, as `sealedText` writes it. */
  readonly seal: string;
}

/** Number and seal of the last entry, remembered apart from the log: its end cannot be cut off unseen. */
export interface AuditHead {
  readonly number: number;
  readonly seal: string;
}

export const noHead: AuditHead = { number: 0, seal: '0'.repeat(64) };

/** Keys in the order of their code points at every depth, so that the same entry has the same text. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    pairs.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, ordered(inner)]),
  );
}

/** The text that is sealed: JSON without spaces, keys in order, without `seal`. */
export const sealedText = (entry: Omit<AuditEntry, 'seal'>): string => {
  const { number, at, version, before, kind, studyUid, facts } = entry;
  return JSON.stringify(ordered({ number, at, version, before, kind, studyUid, facts }));
};

async function sealOf(entry: Omit<AuditEntry, 'seal'>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(sealedText(entry)));
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, '0')).join('');
}

/** An event as the entry that follows `head`. */
export async function sealed(
  event: AuditEvent,
  head: AuditHead,
  { at, version }: Pick<AuditEntry, 'at' | 'version'>,
): Promise<AuditEntry> {
  const entry = { ...event, number: head.number + 1, at, version, before: head.seal };
  return { ...entry, seal: await sealOf(entry) };
}

export type ChainFault =
  | { readonly kind: 'changed' | 'gap'; readonly number: number }
  /** The log ends before (or after) what is remembered of its last entry. */
  | { readonly kind: 'end'; readonly number: number; readonly expected: number };

/**
 * Looks at all entries, oldest first.
 * @param head what is remembered of the last one; undefined when it cannot be known
 * @returns the first fault; undefined when every entry is as it was written and none is missing after the first
 */
export async function firstFault(
  entries: readonly AuditEntry[],
  head: AuditHead | undefined,
): Promise<ChainFault | undefined> {
  let before: AuditEntry | undefined;
  for (const entry of entries) {
    if (before && (entry.number !== before.number + 1 || entry.before !== before.seal))
      return { kind: 'gap', number: entry.number };
    if ((await sealOf(entry)) !== entry.seal) return { kind: 'changed', number: entry.number };
    before = entry;
  }
  const last = before ?? noHead;
  if (head && (head.number !== last.number || head.seal !== last.seal))
    return { kind: 'end', number: last.number, expected: head.number };
  return undefined;
}
