import { auditCsv, auditJson } from './export';
import { noteAudit, readAudit, type AuditReading } from './log';

/** Hands a text to the browser as a file. */
function saveText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Saves entries of the log as a file, and notes that in the log. `studyUid` when they are of one study only. */
export function saveAudit({ entries, fault }: AuditReading, as: 'csv' | 'json', studyUid?: string): void {
  const name = `lamplight-audit-${new Date().toISOString().slice(0, 10)}.${as}`;
  if (as === 'csv') saveText(name, 'text/csv;charset=utf-8', auditCsv(entries));
  else saveText(name, 'application/json', auditJson(entries, fault));
  void noteAudit({ kind: 'audit.exported', studyUid, facts: { entries: entries.length, as } });
}

/** Saves the whole log with its seals. Rejects when it cannot be read. */
export const saveWholeAudit = async (): Promise<void> => saveAudit(await readAudit(), 'json');
