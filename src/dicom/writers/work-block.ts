/**
 * The study's work inside a structured report, as a private block: review states of what was rejected, edits of
 * sentences, answers. DICOM has no place for them; other systems pass it by, and a de-identification takes it out.
 */
import type { Dataset } from './part10';

/** Creator of the block (PS3.5 7.8.1), and the tags of its elements. */
export const WORK_CREATOR = 'LAMPLIGHT';
export const WORK_TAGS = { creator: 0x00990010, work: 0x00991001 } as const;

/** Bytes as `packWork` gives them. */
export const workElements = (work: Uint8Array): Dataset => [
  { tag: WORK_TAGS.creator, vr: 'LO', value: WORK_CREATOR },
  { tag: WORK_TAGS.work, vr: 'OB', value: work },
];
