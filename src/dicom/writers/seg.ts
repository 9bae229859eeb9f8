/** Writes findings as a DICOM Segmentation object, BINARY (specs/reports-and-dicom-objects.md, section 1.4). */
import type { Finding } from '../../domain/finding';
import type { StudyFollowUp } from '../../domain/follow-up';
import { PRIVATE_SCHEME } from '../../domain/codes';
import { isLungNodule } from '../../domain/lesion';
import { isPending } from '../../domain/report-facts';
import { segmentationObject, type SegmentationPlace } from './seg-object';
import { segmentFindings, segmentItem } from './segment';

export interface SegmentationInput extends SegmentationPlace {
  /** All findings; those that may leave become segments, in this order, numbered from 1. */
  readonly findings: readonly Finding[];
  /** Nodules as they are followed: their segments bear the tracking UIDs of their lesions. */
  readonly followed?: StudyFollowUp;
  /** AI's findings that nobody has reviewed, too. Off unless the reader asks for them: design, rule 3. */
  readonly includePending?: boolean;
}

/**
 * A Part-10 file: one segment per finding that may leave the page. Segment numbers are those of
 * `segmentNumbers(findings, includePending)`.
 * @throws RangeError when no finding may leave, and as `segmentationObject`.
 */
export function writeSegmentation(input: SegmentationInput): Uint8Array<ArrayBuffer> {
  const findings = segmentFindings(input.findings, input.includePending);
  if (findings.length === 0)
    throw new RangeError('SEG: no finding was accepted, so there is nothing to write');
  const nodules = findings.every(isLungNodule);
  const unseen = findings.some(isPending) ? ', NOT REVIEWED' : '';
  const segments = findings.map((finding) => ({
    mask: finding.mask,
    name: `finding ${finding.number}`,
    item: (number: number) => segmentItem(finding, number, input.followed),
  }));
  return segmentationObject(input, segments, {
    outlines: (nodules ? 'Nodule outlines' : 'Outlines') + unseen,
    content: (nodules ? 'Lung nodules' : 'Outlines') + unseen,
    label: nodules ? 'NODULES' : 'OUTLINES',
    ownCodes: findings.some((f) => [f.kind, f.category].some((c) => c?.scheme === PRIVATE_SCHEME)),
    frameOfReferenceUid: findings[0].frameOfReferenceUid,
  });
}
