/** Wraps the report's PDF as DICOM Encapsulated PDF (PS3.3 A.45.1), so that an archive keeps it with its images. */
import type { Series, Study } from '../../domain/study';
import {
  codeSequence,
  dateOf,
  equipmentModules,
  isSynthetic,
  lo,
  referenceItem,
  studyModules,
  timeOf,
} from './items';
import { newUid, writePart10, type Element } from './part10';

export const ENCAPSULATED_PDF_STORAGE = '1.2.840.10008.5.1.4.1.1.104.1';

export interface EncapsulatedPdfInput {
  readonly study: Study;
  /** The series that the report is about. */
  readonly series: Series;
  /** The whole file, beginning with %PDF-. */
  readonly pdf: Uint8Array;
  /** As people read it, any language; 64 characters of it are written. */
  readonly title: string;
  /** The report in it is signed. */
  readonly verified?: boolean;
  readonly contentDate: Date;
  readonly sopInstanceUid?: string;
  readonly pdfSeriesUid?: string;
  readonly seriesNumber?: number;
}

/**
 * A Part-10 file.
 * @throws RangeError when the bytes are no PDF; DicomWriteError when a value cannot be written.
 */
export function writeEncapsulatedPdf(input: EncapsulatedPdfInput): Uint8Array<ArrayBuffer> {
  const { study, series, pdf, contentDate } = input;
  if (String.fromCharCode(...pdf.subarray(0, 5)) !== '%PDF-')
    throw new RangeError('PDF: these bytes are none');
  const synthetic = isSynthetic(study, series);
  const title = lo(`${synthetic ? 'SYNTHETIC. ' : ''}${input.title}`);
  const sources: Element[] =
    series.instances.length > 0
      ? [
          {
            tag: 0x00420013,
            vr: 'SQ',
            value: series.instances.map((one) => referenceItem(one.sopClassUid, one.sopInstanceUid)),
          },
        ]
      : [];
  return writePart10([
    { tag: 0x00080016, vr: 'UI', value: ENCAPSULATED_PDF_STORAGE },
    { tag: 0x00080018, vr: 'UI', value: input.sopInstanceUid ?? newUid() },
    ...studyModules(study),
    { tag: 0x00080060, vr: 'CS', value: 'DOC' },
    // What a workstation made: PS3.3 C.8.6.1.
    { tag: 0x00080064, vr: 'CS', value: 'WSD' },
    { tag: 0x0020000e, vr: 'UI', value: input.pdfSeriesUid ?? newUid() },
    { tag: 0x00200011, vr: 'IS', value: input.seriesNumber ?? 9403 },
    { tag: 0x00200013, vr: 'IS', value: 1 },
    { tag: 0x0008103e, vr: 'LO', value: title },
    ...equipmentModules,
    { tag: 0x00080023, vr: 'DA', value: dateOf(contentDate) },
    { tag: 0x00080033, vr: 'TM', value: timeOf(contentDate) },
    { tag: 0x0008002a, vr: 'DT', value: '' },
    // Name and ID of the patient stand on its pages.
    { tag: 0x00280301, vr: 'CS', value: 'YES' },
    ...sources,
    { tag: 0x00420010, vr: 'ST', value: title },
    codeSequence(0x0040a043, { value: '18748-4', scheme: 'LN', meaning: 'Diagnostic imaging study' }),
    { tag: 0x0040a493, vr: 'CS', value: input.verified ? 'VERIFIED' : 'UNVERIFIED' },
    { tag: 0x00420012, vr: 'LO', value: 'application/pdf' },
    { tag: 0x00420011, vr: 'OB', value: pdf },
    // Without the pad byte, which is no part of the document.
    { tag: 0x00420015, vr: 'UL', value: pdf.length },
  ]);
}
