import { keeping } from './keeping';
import { openJson, sealJson } from './sealing';

/** One line of the log: what was done, when, on which study. Plain data; encrypted like everything about a patient. */
export interface AuditEntry {
  /** ISO time. */
  readonly at: string;
  /** What was done: a word that the log's own feature defines. */
  readonly kind: string;
  readonly studyUid?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface AuditQuery {
  readonly studyUid?: string;
  /** ISO times, from this one on and before this one. */
  readonly from?: string;
  readonly to?: string;
  /** Newest first, this many at most. */
  readonly limit?: number;
}

/** Lines of one moment keep their order, and two tabs never take the same key. */
let line = 0;
const tab = Math.random().toString(36).slice(2, 8);
const keyOf = (at: string): string => `${at}/${String(line++).padStart(8, '0')}-${tab}`;

/** The log. Lines are added and read; none is ever changed, and only clearing the whole kind takes them away. */
export const auditStore = {
  /** On the disk, all of them or none, when it resolves. Throws StorageError. */
  async append(entries: readonly AuditEntry[]): Promise<void> {
    const { rows, vault } = await keeping();
    const changes = entries.map(async (entry) => {
      const key = keyOf(entry.at);
      return { table: 'audit', key, act: 'add', row: await sealJson(vault, 'audit', key, entry) } as const;
    });
    await rows.apply(await Promise.all(changes));
  },

  /**
   * Newest first. A line that cannot be read is left out and counted, never thrown. Throws StorageError.
   * @returns the lines, and how many could not be read
   */
  async read(
    query: AuditQuery = {},
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly broken: number }> {
    const { rows, vault } = await keeping();
    const { studyUid, from = '', to = '\uffff', limit = Infinity } = query;
    const lines = (await rows.list('audit')).filter(({ key }) => key >= from && key < to).toReversed();
    const entries: AuditEntry[] = [];
    let broken = 0;
    for (const { key, row } of lines) {
      if (entries.length >= limit) break;
      try {
        const entry = await openJson(vault, 'audit', key, row);
        if (!isEntry(entry)) throw new TypeError('no line of the log');
        if (studyUid === undefined || entry.studyUid === studyUid) entries.push(entry);
      } catch {
        broken++;
      }
    }
    return { entries, broken };
  },

  /** How many lines there are. Throws StorageError. */
  async count(): Promise<number> {
    return (await (await keeping()).rows.keys('audit')).length;
  },
};

const isEntry = (value: unknown): value is AuditEntry =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as AuditEntry).at === 'string' &&
  typeof (value as AuditEntry).kind === 'string';
