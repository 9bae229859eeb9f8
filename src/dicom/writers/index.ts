/** What Lamplight writes as DICOM. */
export { formatDs, newUid, uidFromName, writePart10, DicomWriteError, type Dataset } from './part10';
export { segmentFindings, segmentNumbers, type SegmentNumbers } from './segment';
export { writeSegmentation, type SegmentationInput } from './seg';
export { isReaderSegment, READER_SEGMENTS, writeReaderSegments, type ReaderSegment } from './seg-reader';
export {
  writeReports,
  writeStructuredReport,
  type SegReference,
  type StructuredReportInput,
  type WrittenReport,
} from './sr';
export type { ObjectName } from './document';
export { gridOnImages, type SliceNames } from './slices';
export { writeKeyObjects, type KeyObject, type KeyObjectsInput } from './key-objects';
export { writeEncapsulatedPdf, type EncapsulatedPdfInput } from './pdf';
export { findingRois, writeRtStruct, type RtStructInput, type StructureRoi } from './rt-struct';
export { writeGsps, type PresentationImage, type PresentationInput, type WrittenPresentation } from './gsps';
export { annotationMarks, axesMarks, type MarkLine, type PresentationMark } from './marks';
export { directoryEntry, type DirectoryEntry, type NoEntry } from './directory-entry';
export { writeDicomdir, type DirectoryFile } from './dicomdir';
