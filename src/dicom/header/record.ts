/** What the header worker hands back about one file; plain data that can cross to the page. */
import type { FrameFacts, PhaseFacts } from '../../domain/frame-facts';
import type { LookupTable } from '../../domain/lookup';
import type { FileReason, Instance, Patient, Series, Study } from '../../domain/study';

/** Colour lookup table: 8-bit entries, `first` is the stored value of entry 0. */
export interface Palette {
  readonly first: number;
  readonly red: Uint8Array;
  readonly green: Uint8Array;
  readonly blue: Uint8Array;
}

/** All that a decoder needs to know besides the bytes. */
export interface PixelFormat {
  readonly transferSyntaxUid: string;
  readonly bigEndian: boolean;
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly planarConfiguration: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly pixelRepresentation: 0 | 1;
  readonly photometricInterpretation: string;
  readonly float?: 'single' | 'double';
  readonly palette?: Palette;
  /** Modality LUT Sequence (0028,3000): stored to modality values, applied when a frame is decoded. */
  readonly modalityLut?: LookupTable;
  readonly overlays?: readonly OverlaySource[];
}

/** Where one overlay plane is (PS3.3 C.9.2): in its own element, or in a bit of the pixel words. */
export interface OverlaySource {
  readonly rows: number;
  readonly columns: number;
  /** 0-based place of its first pixel on the image. */
  readonly top: number;
  readonly left: number;
  readonly label: string;
  /** First image frame (0-based) that it belongs to, and for how many frames it has bits. */
  readonly firstFrame: number;
  readonly frames: number;
  /** The bit of the pixel words, when it is embedded there. */
  readonly embeddedBit?: number;
  /** Place of its bits in the file, when it has an element of its own. */
  readonly offset: number;
  readonly length: number;
}

/** Where the pixel bytes are in the file. Offsets count from its first byte. */
export type PixelSource =
  | { readonly kind: 'native'; readonly offset: number; readonly length: number }
  | {
      readonly kind: 'encapsulated';
      /** Start and length of each fragment's data. */
      readonly starts: Float64Array;
      readonly lengths: Float64Array;
      /** firstFragment[f] .. firstFragment[f + 1] are the fragments of frame f (0-based). */
      readonly firstFragment: Uint32Array;
    }
  /** On a server: a frame is had by `FileBytes.frames`. Other offsets of the record are those of its header there. */
  | { readonly kind: 'remote' };

/** Placement of one frame of a multi-frame object. */
export type FramePlane = FrameFacts;

export interface SegmentFacts {
  readonly number: number;
  readonly label: string;
  readonly trackingUid?: string;
  /** SegmentAlgorithmType and -Name as written; empty when absent. */
  readonly algorithmType: string;
  readonly algorithmName: string;
  /** Code value of the modifier of the anatomic region: its side, when the file says one. */
  readonly regionModifier: string;
}

/** An image as a reference names it; `frame` is 1-based. */
export interface FrameSource {
  readonly sopInstanceUid: string;
  readonly frame: number;
}

/** The part of a SEG that lays its frames over a series. */
export interface SegmentationFacts {
  readonly type: string;
  readonly segments: readonly SegmentFacts[];
  /** Segment number of each frame. */
  readonly frameSegments: readonly number[];
  /** The one image that each frame was drawn on; no UID when the file names none or several. */
  readonly frameSources: readonly FrameSource[];
  /** Manufacturer and ManufacturerModelName of what wrote the object. */
  readonly writer: readonly [string, string];
  readonly referencedSeriesUid: string;
}

export type SeriesFacts = Omit<Series, 'instances'>;
export type StudyFacts = Omit<Study, 'series' | 'patient'> & { readonly patient: Patient };

/** One readable instance. */
export interface InstanceRecord {
  readonly instance: Instance;
  readonly series: SeriesFacts;
  readonly study: StudyFacts;
  readonly format: PixelFormat;
  /** Absent for objects without pixels (SR, PR, KO). */
  readonly pixels?: PixelSource;
  /** Present when the frames have planes of their own; one entry a frame. */
  readonly planes?: readonly FramePlane[];
  readonly segmentation?: SegmentationFacts;
  /** Phase of a series that repeats its positions: temporal position or b-value group, when the file says. */
  readonly temporalPosition?: number;
  readonly phase?: PhaseFacts;
  readonly sliceLocation?: number;
}

/** A file whose header is to be read. */
export interface HeaderFile {
  readonly blob: Blob;
  readonly path: string;
  /** The blob is what a server says of an instance, in DICOM JSON; with the bulk data that was wanted before. */
  readonly metadata?: { readonly bulk: ReadonlyMap<string, Uint8Array> };
}

export type HeaderOutcome =
  | {
      readonly status: 'loaded';
      readonly record: InstanceRecord;
      /** Bytes that the offsets refer to when they are not the file's own (an inflated data set). */
      readonly blob?: Blob;
    }
  | {
      readonly status: 'skipped' | 'failed';
      readonly reason: FileReason;
      readonly detail?: string;
      /** A ZIP by its first bytes, whatever its name; it is no DICOM file itself. */
      readonly archive?: true;
      /** What a DICOMDIR names. */
      readonly references?: readonly DirectoryReference[];
      /** Addresses of bulk data that a server's header cannot be read without. */
      readonly wanted?: readonly string[];
    };

/** A file that a DICOMDIR names: its path from the DICOMDIR's folder, with slashes. */
export interface DirectoryReference {
  readonly path: string;
  readonly sopInstanceUid: string;
}
