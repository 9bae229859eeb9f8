/** Who stands for a report and which one came before it (PS3.3 C.17.2). */
import {
  software,
  type ReportDocument,
  type ReportSignature,
  type ReportVersion,
} from '../../domain/report-facts';
import { uidFromName } from '../../domain/uid';
import type { ObjectName } from './document';
import { COMPREHENSIVE_3D_SR_STORAGE, dateOf, lo, timeOf } from './items';
import type { Dataset } from './part10';

/**
 * A name as PN. What is in DICOM's form already stays; Chinese goes into the ideographic group, whole, for nobody here
 * knows where its family name ends.
 */
export function personName(written: string): string {
  const name = written.replaceAll(/[\\\r\n\t]+/g, ' ').trim();
  if (/[\^=]/.test(name)) return name;
  return /[\u2e80-\u9fff\uac00-\ud7af]/.test(name) ? `=${name}` : name;
}

const isSigned = (
  report: ReportDocument,
): report is ReportDocument & { readonly signature: ReportSignature } =>
  (report.status === 'final' || report.status === 'addendum') && report.signature !== undefined;

/** Completion, verification and preliminary flags. */
export const signing = (report: ReportDocument): Dataset => {
  const signed = isSigned(report);
  return [
    { tag: 0x0040a491, vr: 'CS', value: signed ? 'COMPLETE' : 'PARTIAL' },
    { tag: 0x0040a493, vr: 'CS', value: signed ? 'VERIFIED' : 'UNVERIFIED' },
    { tag: 0x0040a496, vr: 'CS', value: signed ? 'FINAL' : 'PRELIMINARY' },
  ];
};

/** VerifyingObserverSequence, of a signed report alone. */
export function verifying(report: ReportDocument, organization: string): Dataset {
  if (!isSigned(report)) return [];
  const at = new Date(report.signature.at);
  const observer: Dataset = [
    // Type 1: an institution that nobody names must not be made up.
    { tag: 0x0040a027, vr: 'LO', value: lo(organization) || 'Not stated' },
    { tag: 0x0040a030, vr: 'DT', value: `${dateOf(at)}${timeOf(at)}` },
    { tag: 0x0040a075, vr: 'PN', value: personName(report.signature.name) },
    { tag: 0x0040a088, vr: 'SQ', value: [] },
  ];
  return [{ tag: 0x0040a073, vr: 'SQ', value: [observer] }];
}

/** A version that was given out or signed never changes, and so is the same object whenever it is written. */
const versionObject = (studyUid: string, version: ReportVersion): ObjectName => ({
  studyUid,
  seriesUid: uidFromName(`${software.name} reports ${studyUid}`),
  sopClassUid: COMPREHENSIVE_3D_SR_STORAGE,
  sopInstanceUid: uidFromName(
    `${software.name} report ${studyUid} ${version.number} ${version.language} ${version.signature.at}`,
  ),
});

/** The object that a signed report is; undefined for one that is still being written. */
export const reportObject = (report: ReportDocument): ObjectName | undefined => {
  const last = report.versions.at(-1);
  return isSigned(report) && last ? versionObject(report.studyUid, last) : undefined;
};

/** The version before this one. */
export function predecessorsOf(report: ReportDocument): readonly ObjectName[] {
  const { versions, studyUid } = report;
  const before = isSigned(report) ? versions.at(-2) : versions.at(-1);
  return before ? [versionObject(studyUid, before)] : [];
}
