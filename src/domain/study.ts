import type { LookupTable, VoiFunction } from './lookup';
import type {
  Cine,
  FrameFacts,
  FrameRef,
  SeriesPart,
  SpacingCalibration,
  UltrasoundRegion,
} from './frame-facts';
import type { Vec3 } from './geometry';
import type { PetFacts } from './pet-facts';

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
  /** What the file says of how its spacing was calibrated. */
  readonly calibration?: SpacingCalibration;
  /** Regions of an ultrasound image with their own scales; lengths hold inside them only. */
  readonly ultrasoundRegions?: readonly UltrasoundRegion[];
  /** How fast its frames were taken and should be played; absent for still images. */
  readonly cine?: Cine;
  /** Facts of each frame where the functional groups give them; one entry a frame. Read by `frameInstance`. */
  readonly perFrame?: readonly FrameFacts[];
  readonly frameOfReferenceUid?: string;
  readonly imageType: readonly string[];
  /** View Position (0018,5101) of a radiograph as written: PA, AP, LL, MLO, ... */
  readonly viewPosition?: string;
  /** Patient Orientation (0020,0020) of a projection as written, rows then columns: "L\\F". */
  readonly patientOrientation?: string;
  /** Image Laterality (0020,0062) as written: R, L, B. */
  readonly laterality?: string;
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
  /** What the file calls its windows (0028,1055), one each; absent when it does not. */
  readonly windowNames?: readonly string[];
  /** How the file's window is meant; absent when it is linear. */
  readonly voiFunction?: Exclude<VoiFunction, 'LINEAR'>;
  /** Modality LUT (0028,3000) that the frames' values have been through already. */
  readonly modalityLut?: LookupTable;
  /** VOI LUT (0028,3010) of a file that gives no window: modality values to grey. */
  readonly voiLut?: LookupTable;
  readonly pixelPaddingValue?: number;
  /** The other end of the padding values (0028,0121); absent when there is one value only. */
  readonly pixelPaddingLimit?: number;
  /** How the values of a PET come from the patient; absent for other images. */
  readonly pet?: PetFacts;
  readonly lossy: boolean;
  /** Where the file came from, for messages: path in the folder or the ZIP. */
  readonly path: string;
  /** What is odd about the file although it can be shown; absent when nothing is. */
  readonly warnings?: readonly FileWarning[];
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
  /**
   * Identity within the page. A DICOM series that is split into parts gives its own UID to the first and the UID
   * with "#2", "#3" to the others: what is written to files takes `dicomSeriesUid`.
   */
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
  /** Frames in the order of reading, when that is not every frame of every instance in the order of the file. */
  readonly frames?: readonly FrameRef[];
  /** Set when this is a part of a DICOM series: a phase, the localizers, other planes. */
  readonly part?: SeriesPart;
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
  /** What is odd about a file that was loaded. */
  readonly warnings?: readonly FileWarning[];
}

/**
 * What is odd about a file that is shown all the same; a key of the i18n catalogue `fileWarning.*`.
 * - `pixelsCut`: pixel data ends early, what is missing is blank
 * - `fileCut`: the file ends inside what follows the image; the copy may have stopped early
 * - `frameCount`: another number of frames than the header says
 * - `pixelLength`: more or fewer pixel bytes than the header's sizes ask for, none of the image missing
 * - `pixelFormat`: bits, samples or photometric interpretation contradict each other or are unknown
 * - `slope`: rescale slope or intercept is 0 or no number; stored values are shown as they are
 * - `noRescale`: a CT without rescale: its values are not Hounsfield units
 * - `spacing`: pixel spacing is there and is none; lengths are in pixels
 * - `geometry`: position or orientation missing or unusable; no MPR
 * - `window`: no usable window in the file, one is computed
 * - `uidsMade`: Study, Series or SOP Instance UID missing, made up from the file's own facts
 * - `uidShared`: another image has the same SOP Instance UID; this one got a made-up one
 * - `syntaxLabel`: the data set is encoded in another way than its transfer syntax says
 */
export type FileWarning =
  | 'pixelsCut'
  | 'fileCut'
  | 'frameCount'
  | 'pixelLength'
  | 'pixelFormat'
  | 'slope'
  | 'noRescale'
  | 'spacing'
  | 'geometry'
  | 'window'
  | 'uidsMade'
  | 'uidShared'
  | 'syntaxLabel';

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
  | 'notThere'
  | 'nestedTooDeep'
  | 'tooLarge'
  | 'urlFailed'
  | 'server'
  | 'otherPixels'
  | 'otherArchive'
  | 'system';
