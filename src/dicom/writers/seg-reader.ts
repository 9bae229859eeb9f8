/** Segments that the reader drew, as a DICOM Segmentation object. */
import { PRIVATE_SCHEME } from '../../domain/codes';
import type { Code } from '../../domain/finding';
import { software } from '../../domain/report-facts';
import type { VoxelMask } from '../../domain/volume';
import type { SegmentOverlay } from '../contract';
import { codeSequence, lo } from './items';
import type { Dataset } from './part10';
import { segmentationObject, type SegmentationPlace } from './seg-object';
import { cieLab } from './segment';

/** SegmentAlgorithmName of what the reader segmented: how such segments are known when they come back. */
export const READER_SEGMENTS = `${software.name} segmentation tools`;

/** Is a segment of a file one that the reader drew with Lamplight? Such a segment is no finding. */
export const isReaderSegment = ({
  confirmed,
  source,
}: Pick<SegmentOverlay, 'confirmed' | 'source'>): boolean =>
  confirmed && source.algorithmName === READER_SEGMENTS;

/** A segment as the reader named it. */
export interface ReaderSegment {
  readonly trackingUid: string;
  readonly name: string;
  /** sRGB 0..255. */
  readonly rgb: readonly [number, number, number];
  readonly category: Code;
  readonly type: Code;
  readonly mask: VoxelMask;
}

/** The tools follow values and shapes, so that no segment is the work of the hand alone. */
const segmentItem = (segment: ReaderSegment, number: number): Dataset => [
  { tag: 0x00620004, vr: 'US', value: number },
  { tag: 0x00620005, vr: 'LO', value: lo(segment.name) },
  { tag: 0x00620008, vr: 'CS', value: 'SEMIAUTOMATIC' },
  { tag: 0x00620009, vr: 'LO', value: READER_SEGMENTS },
  codeSequence(0x00620003, segment.category),
  codeSequence(0x0062000f, segment.type),
  { tag: 0x0062000d, vr: 'US', value: cieLab(segment.rgb) },
  { tag: 0x00620020, vr: 'UT', value: lo(segment.name) },
  { tag: 0x00620021, vr: 'UI', value: segment.trackingUid },
];

/**
 * A Part-10 file: the segments in their order, numbered from 1.
 * @throws RangeError and DicomWriteError as `segmentationObject`.
 */
export function writeReaderSegments(
  place: SegmentationPlace,
  segments: readonly ReaderSegment[],
): Uint8Array<ArrayBuffer> {
  const written = segments.map((segment) => ({
    mask: segment.mask,
    name: segment.name,
    item: (number: number) => segmentItem(segment, number),
  }));
  return segmentationObject(place, written, {
    outlines: 'Segments by the reader',
    content: 'Segments',
    label: 'SEGMENTS',
    ownCodes: segments.some((s) => [s.category, s.type].some((c) => c.scheme === PRIVATE_SCHEME)),
    frameOfReferenceUid: place.series.frameOfReferenceUid,
  });
}
