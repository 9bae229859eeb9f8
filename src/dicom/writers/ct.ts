import type { Vec3 } from '../../domain/geometry';
import { writePart10, type Dataset } from './part10';

const CT_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2';

/** What one axial CT slice says about itself. Lengths in mm, LPS; dates YYYYMMDD, times HHMMSS. */
export interface CtSlice {
  readonly sopInstanceUid: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly frameOfReferenceUid: string;
  readonly instanceNumber: number;
  readonly rows: number;
  readonly columns: number;
  /** Hounsfield units, row by row. */
  readonly pixels: Int16Array;
  /** Value of the pixels outside the round field of view, which were not measured. */
  readonly padding: number;
  /** [between rows, between columns]. */
  readonly pixelSpacing: readonly [number, number];
  readonly sliceThickness: number;
  /** LPS of the centre of the first pixel. */
  readonly position: Vec3;
  readonly date: string;
  readonly time: string;
  readonly patient: {
    readonly name: string;
    readonly id: string;
    readonly birthDate: string;
    readonly sex: string;
    readonly age: string;
  };
  readonly studyId: string;
  readonly studyDescription: string;
  readonly seriesNumber: number;
  readonly seriesDescription: string;
  readonly bodyPart: string;
  readonly institution: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly kvp: number;
  readonly kernel: string;
  readonly comments: string;
  /** Window centre and width pairs with their names. */
  readonly windows: readonly { readonly centre: number; readonly width: number; readonly name: string }[];
}

/**
 * A CT Image Storage instance: unenhanced axial slice, 16 bits signed, uncompressed, rescale slope 1, intercept 0.
 * Synthetic Data (0008,001C) is left out: dciodvfy as distributed takes it for an error. A synthetic slice says
 * so in its comments and descriptions.
 */
export function ctDataset(slice: CtSlice): Dataset {
  const { patient } = slice;
  return [
    { tag: 0x00080008, vr: 'CS', value: ['ORIGINAL', 'PRIMARY', 'AXIAL'] },
    { tag: 0x00080012, vr: 'DA', value: slice.date },
    { tag: 0x00080013, vr: 'TM', value: slice.time },
    { tag: 0x00080016, vr: 'UI', value: CT_IMAGE_STORAGE },
    { tag: 0x00080018, vr: 'UI', value: slice.sopInstanceUid },
    { tag: 0x00080020, vr: 'DA', value: slice.date },
    { tag: 0x00080021, vr: 'DA', value: slice.date },
    { tag: 0x00080022, vr: 'DA', value: slice.date },
    { tag: 0x00080023, vr: 'DA', value: slice.date },
    { tag: 0x00080030, vr: 'TM', value: slice.time },
    { tag: 0x00080031, vr: 'TM', value: slice.time },
    { tag: 0x00080032, vr: 'TM', value: slice.time },
    { tag: 0x00080033, vr: 'TM', value: slice.time },
    { tag: 0x00080050, vr: 'SH', value: null },
    { tag: 0x00080060, vr: 'CS', value: 'CT' },
    { tag: 0x00080070, vr: 'LO', value: slice.manufacturer },
    { tag: 0x00080080, vr: 'LO', value: slice.institution },
    { tag: 0x00080090, vr: 'PN', value: null },
    { tag: 0x00081030, vr: 'LO', value: slice.studyDescription },
    { tag: 0x0008103e, vr: 'LO', value: slice.seriesDescription },
    { tag: 0x00081090, vr: 'LO', value: slice.model },
    { tag: 0x00100010, vr: 'PN', value: patient.name },
    { tag: 0x00100020, vr: 'LO', value: patient.id },
    { tag: 0x00100030, vr: 'DA', value: patient.birthDate },
    { tag: 0x00100040, vr: 'CS', value: patient.sex },
    { tag: 0x00101010, vr: 'AS', value: patient.age },
    { tag: 0x00180015, vr: 'CS', value: slice.bodyPart },
    { tag: 0x00180050, vr: 'DS', value: slice.sliceThickness },
    { tag: 0x00180060, vr: 'DS', value: slice.kvp },
    { tag: 0x00180088, vr: 'DS', value: slice.sliceThickness },
    { tag: 0x00181020, vr: 'LO', value: '0.1' },
    { tag: 0x00181030, vr: 'LO', value: slice.seriesDescription },
    { tag: 0x00181100, vr: 'DS', value: slice.columns * slice.pixelSpacing[1] },
    { tag: 0x00181120, vr: 'DS', value: 0 },
    { tag: 0x00181210, vr: 'SH', value: slice.kernel },
    { tag: 0x00185100, vr: 'CS', value: 'HFS' },
    { tag: 0x0020000d, vr: 'UI', value: slice.studyUid },
    { tag: 0x0020000e, vr: 'UI', value: slice.seriesUid },
    { tag: 0x00200010, vr: 'SH', value: slice.studyId },
    { tag: 0x00200011, vr: 'IS', value: slice.seriesNumber },
    { tag: 0x00200012, vr: 'IS', value: 1 },
    { tag: 0x00200013, vr: 'IS', value: slice.instanceNumber },
    { tag: 0x00200032, vr: 'DS', value: slice.position },
    { tag: 0x00200037, vr: 'DS', value: [1, 0, 0, 0, 1, 0] },
    { tag: 0x00200052, vr: 'UI', value: slice.frameOfReferenceUid },
    { tag: 0x00201040, vr: 'LO', value: null },
    { tag: 0x00201041, vr: 'DS', value: slice.position[2] },
    { tag: 0x00204000, vr: 'LT', value: slice.comments },
    { tag: 0x00280002, vr: 'US', value: 1 },
    { tag: 0x00280004, vr: 'CS', value: 'MONOCHROME2' },
    { tag: 0x00280010, vr: 'US', value: slice.rows },
    { tag: 0x00280011, vr: 'US', value: slice.columns },
    { tag: 0x00280030, vr: 'DS', value: slice.pixelSpacing },
    { tag: 0x00280100, vr: 'US', value: 16 },
    { tag: 0x00280101, vr: 'US', value: 16 },
    { tag: 0x00280102, vr: 'US', value: 15 },
    { tag: 0x00280103, vr: 'US', value: 1 },
    { tag: 0x00280301, vr: 'CS', value: 'NO' },
    { tag: 0x00280120, vr: 'SS', value: slice.padding },
    { tag: 0x00281050, vr: 'DS', value: slice.windows.map((w) => w.centre) },
    { tag: 0x00281051, vr: 'DS', value: slice.windows.map((w) => w.width) },
    { tag: 0x00281052, vr: 'DS', value: 0 },
    { tag: 0x00281053, vr: 'DS', value: 1 },
    { tag: 0x00281054, vr: 'LO', value: 'HU' },
    { tag: 0x00281055, vr: 'LO', value: slice.windows.map((w) => w.name) },
    { tag: 0x00282110, vr: 'CS', value: '00' },
    { tag: 0x7fe00010, vr: 'OW', value: slice.pixels },
  ];
}

/** A Part-10 file of one CT slice. @throws DicomWriteError */
export function writeCt(slice: CtSlice): Uint8Array<ArrayBuffer> {
  if (slice.pixels.length !== slice.rows * slice.columns)
    throw new RangeError(`writeCt: ${slice.pixels.length} pixels for ${slice.columns} x ${slice.rows}`);
  return writePart10(ctDataset(slice));
}
