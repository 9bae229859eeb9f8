import { noHead, type AuditEntry, type AuditHead } from './chain';

/** Where the log is kept. Only added to, and cleared as a whole. Rejects when the browser does not keep it. */
export interface AuditTable {
  /** What is remembered of the last entry, apart from the entries. */
  head(): Promise<AuditHead>;
  /** Adds an entry and remembers it as the last one, both or neither. Rejects when its number is taken. */
  add(entry: AuditEntry): Promise<void>;
  /** All entries, oldest first. */
  all(): Promise<readonly AuditEntry[]>;
  /** Takes all entries out; the head stays, so that the next entry follows what was. */
  clear(): Promise<void>;
}

/** A table for as long as the page lives: where the browser keeps nothing, and in tests. */
export function memoryTable(): AuditTable {
  let entries: AuditEntry[] = [];
  let head = noHead;
  return {
    head: () => Promise.resolve(head),
    add(entry) {
      if (entry.number !== head.number + 1) return Promise.reject(new RangeError(`${entry.number} is taken`));
      entries.push(entry);
      head = { number: entry.number, seal: entry.seal };
      return Promise.resolve();
    },
    all: () => Promise.resolve([...entries]),
    clear() {
      entries = [];
      return Promise.resolve();
    },
  };
}
