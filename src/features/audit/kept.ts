import { auditStore, clearKind } from '../../storage';
import { noHead, type AuditEntry, type AuditHead } from './chain';
import type { AuditTable } from './table';

/** Apart from the log, so that its end cannot be cut off unseen. */
const HEAD = 'lamplight.audit-head';

let inMemory: AuditHead | undefined;
/** Was the head compared with the log in this visit? */
let compared = false;

function rememberedHead(): AuditHead | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(HEAD) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return inMemory;
    const { number, seal } = kept as Partial<AuditHead>;
    return typeof number === 'number' && typeof seal === 'string' ? { number, seal } : inMemory;
  } catch {
    return inMemory;
  }
}

function remember(head: AuditHead): void {
  inMemory = head;
  try {
    localStorage.setItem(HEAD, JSON.stringify(head));
  } catch {
    // Then the end of the log is known for this visit only.
  }
}

const isSealed = (entry: object): entry is AuditEntry =>
  'number' in entry && typeof entry.number === 'number' && 'seal' in entry && typeof entry.seal === 'string';

async function entriesOf(): Promise<AuditEntry[]> {
  const { entries } = await auditStore.read();
  return entries.filter(isSealed).toSorted((a, b) => a.number - b.number);
}

/** The log in the store of this computer, encrypted when that is. Its functions reject with StorageError. */
export const keptTable: AuditTable = {
  async head() {
    const head = rememberedHead();
    if (head && compared) return head;
    // By number among all: the clock may have been set back, and by time another one is the last.
    const last = (await entriesOf()).at(-1);
    compared = true;
    // Nothing is remembered, or the page ended between writing an entry and remembering it.
    const follows = last && (!head || (last.number === head.number + 1 && last.before === head.seal));
    if (follows) remember({ number: last.number, seal: last.seal });
    return rememberedHead() ?? noHead;
  },
  async add(entry) {
    await auditStore.append([entry]);
    remember({ number: entry.number, seal: entry.seal });
  },
  all: () => entriesOf(),
  clear: () => clearKind('audit'),
};
