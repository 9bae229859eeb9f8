import type { AuditEntry } from './chain';
import type { AuditKind } from './event';

/** The groups that a reader looks for: the first part of an event's kind. */
export const auditGroups = ['ai', 'finding', 'report', 'out', 'study', 'kept', 'audit'] as const;
export type AuditGroup = (typeof auditGroups)[number];

export const groupOf = (kind: AuditKind): AuditGroup => kind.split('.')[0] as AuditGroup;

export interface AuditFilter {
  /** Only of this study. */
  readonly studyUid?: string;
  readonly group?: AuditGroup;
  /** Every word must stand somewhere in the entry or in its name (`nameOf`), in capitals or not. */
  readonly words: string;
}

/** The entries that are asked for, newest first. `nameOf` gives a kind's name in the reader's language. */
export function filtered(
  entries: readonly AuditEntry[],
  { studyUid, group, words }: AuditFilter,
  nameOf: (kind: AuditKind) => string,
): AuditEntry[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return entries
    .filter((entry) => {
      if (studyUid !== undefined && entry.studyUid !== studyUid) return false;
      if (group !== undefined && groupOf(entry.kind) !== group) return false;
      if (wanted.length === 0) return true;
      const text = [
        nameOf(entry.kind),
        entry.kind,
        entry.at,
        entry.studyUid,
        ...Object.values(entry.facts ?? {}),
      ]
        .join(' ')
        .toLowerCase();
      return wanted.every((word) => text.includes(word));
    })
    .toReversed();
}
