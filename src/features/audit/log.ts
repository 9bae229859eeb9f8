/** The audit log: written from anywhere, one entry after the other, over all tabs. */
import { create } from 'zustand';
import { firstFault, sealed, type AuditEntry, type ChainFault } from './chain';
import type { AuditEvent } from './event';
import { memoryTable, type AuditTable } from './table';

/** Why the last entries are not kept, in the browser's words; and a count that rises with every entry of this tab. */
export const useAuditLog = create<{ readonly failure?: string; readonly written: number }>(() => ({
  written: 0,
}));

let table: AuditTable = memoryTable();
let version = '';

/** Says where the log is kept and which version of the page writes it. Call once, before the first entry. */
export function keepAudit(where: AuditTable, pageVersion: string): void {
  table = where;
  version = pageVersion;
}

/** One tab at a time: two at once would give the same number twice. */
async function alone<T>(work: () => Promise<T>): Promise<T> {
  if (typeof navigator === 'undefined' || !navigator.locks) return work();
  return await navigator.locks.request('lamplight-audit', work);
}

let writing: Promise<unknown> = Promise.resolve();
/** Not written yet: the store may be locked or full, and open up later. */
const waiting: { readonly event: AuditEvent; readonly at: string }[] = [];

async function writeWaiting(): Promise<void> {
  try {
    await alone(async () => {
      for (let next = waiting[0]; next; next = waiting[0]) {
        const { event, at } = next;
        await table.add(await sealed(event, await table.head(), { at, version }));
        waiting.shift();
      }
    });
    useAuditLog.setState(({ written }) => ({ failure: undefined, written: written + 1 }));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    console.warn('audit:', detail);
    useAuditLog.setState({ failure: detail });
  }
}

/** Writes an event. In the order of the calls; never rejects: what the reader does must not wait for it. */
export function noteAudit(event: AuditEvent): Promise<void> {
  waiting.push({ event, at: new Date().toISOString() });
  const done = writing.then(writeWaiting);
  writing = done;
  return done;
}

export interface AuditReading {
  /** Oldest first. */
  readonly entries: readonly AuditEntry[];
  /** Undefined when the chain is whole. */
  readonly fault?: ChainFault;
}

/** Everything that is kept, after what is being written now. Rejects when it cannot be read. */
export async function readAudit(): Promise<AuditReading> {
  await writing;
  return alone(async () => {
    const entries = await table.all();
    return { entries, fault: await firstFault(entries, await table.head()) };
  });
}

/** Deletes all entries. The next one tells that, and follows the last one that was. Rejects when it fails. */
export async function clearAudit(): Promise<void> {
  await writing;
  const count = (await table.all()).length;
  await alone(() => table.clear());
  await noteAudit({ kind: 'audit.cleared', facts: { entries: count } });
}
