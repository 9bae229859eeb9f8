/** The log as files: CSV for a table, JSON with the seals for whoever checks it. */
import type { AuditEntry, ChainFault } from './chain';
import { dicomEventOf } from './event';

/**
 * A cell of a CSV file (RFC 4180). Spreadsheets run what begins with = + - @ or a control sign as a formula; a quotation
 * mark in front makes it text.
 */
export function csvCell(value: string): string {
  const text = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const columns = [
  'number',
  'at',
  'kind',
  'dicomCode',
  'dicomMeaning',
  'action',
  'studyUid',
  'facts',
  'version',
  'seal',
] as const;

function row(entry: AuditEntry): string {
  const { number, at, kind, studyUid = '', facts = {}, version, seal } = entry;
  const dicom = dicomEventOf(kind);
  const told = Object.entries(facts).map(
    ([key, value]) => `${key}: ${Array.isArray(value) ? value.join(' ') : value}`,
  );
  return [
    String(number),
    at,
    kind,
    dicom?.code ?? '',
    dicom?.meaning ?? '',
    dicom?.action ?? '',
    studyUid,
    told.join('; '),
    version,
    seal,
  ]
    .map(csvCell)
    .join(',');
}

/** With a byte order mark, by which spreadsheets know UTF-8. */
export const auditCsv = (entries: readonly AuditEntry[]): string =>
  `\uFEFF${[columns.join(','), ...entries.map(row)].join('\r\n')}\r\n`;

/** Entries as they are sealed, each with its DICOM event, and what a check of the chain said. */
export const auditJson = (entries: readonly AuditEntry[], fault: ChainFault | undefined): string =>
  JSON.stringify(
    {
      format: 'lamplight-audit/1',
      seal: 'sha256 of the entry without seal and dicom: JSON without spaces, keys in order of code points',
      vocabulary: 'DICOM PS3.15 A.5.3, PS3.16 CID 400',
      chain: fault ?? 'whole',
      entries: entries.map((entry) => ({ ...entry, dicom: dicomEventOf(entry.kind) })),
    },
    undefined,
    2,
  );
