import type { AuditEvent } from './event';
import { noteAudit } from './log';

const NAME = 'lamplight.audit-next';

/** Leaves an event for the log of the next visit: this one's log has just been deleted, and the page is loaded anew. */
export function noteNextVisit({ kind, facts }: Pick<AuditEvent, 'kind' | 'facts'>): void {
  try {
    localStorage.setItem(NAME, JSON.stringify({ kind, facts: { ...facts, at: new Date().toISOString() } }));
  } catch (error) {
    console.warn('audit:', error);
  }
}

/** Writes what the visit before has left. Call once, after `keepAudit`. */
export function noteLastVisit(): void {
  try {
    const left = localStorage.getItem(NAME);
    if (left === null) return;
    localStorage.removeItem(NAME);
    const { kind, facts } = JSON.parse(left) as Partial<AuditEvent>;
    // Nothing else is ever left, whatever somebody writes there.
    if (kind === 'kept.wiped') void noteAudit({ kind, facts });
  } catch (error) {
    console.warn('audit:', error);
  }
}
