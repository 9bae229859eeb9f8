import type { Vec3 } from './geometry';

/** What was read from one DICOM instance's header. Lengths in mm, LPS. Absent when the file does not say. */
export interface Instance {
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly seriesUid: string;
  readonly studyUid: string;
  readonly transferSyntaxUid: string;
  readonly instanceNumber?: number;
  readonly acquisitionNumber?: number;
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly imagePosition?: Vec3;
  /** Row direction (growing column) then column direction (growing row). */
  readonly imageOrientation?: readonly [number, number, number, number, number, number];
  /** [between rows, between columns], mm, as in DICOM (0028,0030). */
  readonly pixelSpacing?: readonly [number, number];
  /** Which attribute the spacing came from; 'none' means that lengths are in pixels. */
  readonly spacingSource: 'PixelSpacing' | 'ImagerPixelSpacing' | 'NominalScannedPixelSpacing' | 'none';
  readonly sliceThickness?: number;
  readonly frameOfReferenceUid?: string;
  readonly imageType: readonly string[];
  readonly photometricInterpretation: string;
  readonly samplesPerPixel: number;
  readonly planarConfiguration: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly pixelRepresentation: 0 | 1;
  readonly rescaleSlope: number;
  readonly rescaleIntercept: number;
  readonly rescaleType?: string;
  readonly windowCenter?: readonly number[];
  readonly windowWidth?: readonly number[];
  readonly pixelPaddingValue?: number;
  readonly lossy: boolean;
  /** Where the file came from, for messages: path in the folder or the ZIP. */
  readonly path: string;
}

export interface Patient {
  readonly name: string;
  readonly id: string;
  readonly sex: string;
  /** DICOM age string as written, for example "062Y"; empty when absent. */
  readonly age: string;
  /** YYYYMMDD or empty. */
  readonly birthDate: string;
}

export interface Series {
  readonly seriesUid: string;
  readonly studyUid: string;
  readonly modality: string;
  readonly description: string;
  readonly number?: number;
  readonly bodyPart: string;
  readonly manufacturer: string;
  readonly modelName: string;
  readonly kernel: string;
  readonly kvp?: number;
  readonly protocol: string;
  readonly contrastAgent: string;
  readonly laterality: string;
  readonly frameOfReferenceUid: string;
  /** YYYYMMDD and HHMMSS as written. */
  readonly date: string;
  readonly time: string;
  /** Sorted: along the slice normal where positions exist, else by instance number. */
  readonly instances: readonly Instance[];
  /** Written by code, not by a scanner: every view and export says SYNTHETIC. */
  readonly synthetic: boolean;
}

export interface Study {
  readonly studyUid: string;
  readonly patient: Patient;
  readonly date: string;
  readonly time: string;
  readonly description: string;
  readonly id: string;
  readonly accession: string;
  readonly institution: string;
  readonly referringPhysician: string;
  readonly series: readonly Series[];
}

/** What became of one file that was given to the page. */
export interface FileResult {
  readonly path: string;
  readonly status: 'loaded' | 'skipped' | 'failed';
  /** A key of the i18n catalogue `fileReason.*`; absent when loaded. */
  readonly reason?: FileReason;
  /** Technical detail, untranslated: the parser's message, a tag, a number of bytes. */
  readonly detail?: string;
  readonly seriesUid?: string;
}

export type FileReason =
  | 'notDicom'
  | 'empty'
  | 'duplicate'
  | 'dicomdir'
  | 'noPixels'
  | 'damagedHeader'
  | 'truncatedPixels'
  | 'unsupportedTransferSyntax'
  | 'unsupportedObject'
  | 'zipPassword'
  | 'zipDamaged'
  | 'unreadable'
  | 'system';
