/** What is written into the audit log, and what DICOM calls it. */

/** Facts of an event: short plain values, no pixels, no names of patients. */
export type AuditFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Kinds of event: keys of the catalogue `audit:kind.*`, which never change once released. */
export const auditKinds = [
  'study.open',
  'study.close',
  'ai.run',
  'ai.declined',
  'ai.cancelled',
  'ai.failed',
  'finding.found',
  'finding.accept',
  'finding.edit',
  'finding.reject',
  'finding.restore',
  'finding.add',
  'finding.remove',
  'finding.other',
  'report.givenOut',
  'report.signed',
  'report.addendum',
  'report.dueDone',
  'report.dueMoved',
  'report.dueOpened',
  'report.dueClosed',
  'out.file',
  'out.folder',
  'out.print',
  'out.clipboard',
  'out.sent',
  'out.deidentified',
  'kept.cleared',
  'kept.wiped',
  'audit.cleared',
  'audit.exported',
] as const;
export type AuditKind = (typeof auditKinds)[number];

export interface AuditEvent {
  readonly kind: AuditKind;
  readonly studyUid?: string;
  readonly facts?: AuditFacts;
}

/** A code of DICOM PS3.16 CID 400 (Audit Event ID), and the action and outcome of PS3.15 A.5.2. */
export interface DicomAuditEvent {
  readonly code: string;
  readonly scheme: 'DCM';
  readonly meaning: string;
  /** Create, Read, Update, Delete, Execute. */
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E';
  /** 0 success, 4 minor failure. */
  readonly outcome: 0 | 4;
}

const dcm = (
  code: string,
  meaning: string,
  action: DicomAuditEvent['action'],
  outcome: DicomAuditEvent['outcome'] = 0,
): DicomAuditEvent => ({ code, scheme: 'DCM', meaning, action, outcome });

const activity = 'Application Activity';
const accessed = 'DICOM Instances Accessed';

/**
 * DICOM PS3.15-2024 A.5.3 "Audit Messages", where one fits: running an algorithm is an application's activity, a review
 * of what it found accesses and changes a study. A signed report has none there.
 */
const dicomEvents: Partial<Record<AuditKind, DicomAuditEvent>> = {
  'study.open': dcm('110103', accessed, 'R'),
  'ai.run': dcm('110100', activity, 'E'),
  'ai.failed': dcm('110100', activity, 'E', 4),
  'finding.accept': dcm('110103', accessed, 'U'),
  'finding.edit': dcm('110103', accessed, 'U'),
  'finding.reject': dcm('110103', accessed, 'U'),
  'finding.restore': dcm('110103', accessed, 'U'),
  'finding.add': dcm('110103', accessed, 'C'),
  'finding.remove': dcm('110103', accessed, 'D'),
  'out.file': dcm('110106', 'Export', 'R'),
  'out.folder': dcm('110106', 'Export', 'R'),
  'out.print': dcm('110106', 'Export', 'R'),
  'out.clipboard': dcm('110106', 'Export', 'R'),
  'out.deidentified': dcm('110106', 'Export', 'R'),
  'out.sent': dcm('110104', 'DICOM Instances Transferred', 'R'),
  'kept.wiped': dcm('110105', 'DICOM Study Deleted', 'D'),
  'kept.cleared': dcm('110105', 'DICOM Study Deleted', 'D'),
  'audit.cleared': dcm('110101', 'Audit Log Used', 'D'),
  'audit.exported': dcm('110101', 'Audit Log Used', 'R'),
};

/** What DICOM calls an event; undefined where it has no message for it. */
export const dicomEventOf = (kind: AuditKind): DicomAuditEvent | undefined => dicomEvents[kind];
