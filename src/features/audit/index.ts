/** The audit log: what AI ran, on what, by which model, and what the reader did; kept on this computer only. */
export { AuditDialog } from './AuditDialog';
export { closeAudit, openAudit, useAuditDialog } from './dialog';
export type { AuditEvent, AuditFacts, AuditKind } from './event';
export { keptTable } from './kept';
export { noteLastVisit, noteNextVisit } from './next-visit';
export { saveWholeAudit } from './save';
export { clearAudit, keepAudit, noteAudit, readAudit, useAuditLog } from './log';
