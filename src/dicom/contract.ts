/**
 * What the rest of the house may ask of the DICOM room. The functions live in `index.ts`; parsing and decoding
 * run in workers behind them.
 */
import type { FileResult, Instance, Series, Study } from '../domain/study';
import type { Volume } from '../domain/volume';
import type { PixelFormat } from './header/record';
import type { ServerReason } from './web/reason';

/** One file as given by the user. Bytes are read on demand from the Blob, never kept whole. */
export interface SourceFile {
  readonly blob: Blob;
  /** Path in the folder, ZIP or drop, for messages. */
  readonly path: string;
  /** Set when the Blob holds memory and can be made again: it is let go once the header is read. */
  readonly bytes?: FileBytes;
}

/** The bytes of an open file. */
export interface FileBytes {
  /** The whole file. @throws DicomError when it cannot be made again */
  read(): Promise<Blob>;
  /** These are its bytes: they may be held for the next read. */
  keep(blob: Blob): void;
  /** The file is closed. */
  drop(): void;
  /** Set where single frames can be had without the whole file: it lies on a server. */
  readonly frames?: FrameBytes;
}

/** The frames of an instance that lies on a server. */
export interface FrameBytes {
  /** What the offsets of the instance's record refer to. */
  readonly header: Blob;
  /**
   * Fetches one frame, 1-based.
   * @param format as the header says; the answer's own may be another, since the server may compress or unpack it
   * @throws DicomError, or the signal's reason
   */
  fetch(frame: number, format: PixelFormat, options: FetchFrame): Promise<FramePieces>;
}

export interface FetchFrame {
  readonly priority: FramePriority;
  readonly signal?: AbortSignal;
}

/** The bytes of one frame, in order, and how they are encoded. */
export interface FramePieces {
  readonly parts: readonly Blob[];
  /** Bit of the first pixel in the first byte, for bit-packed frames. */
  readonly bitOffset: number;
  readonly format: PixelFormat;
  /** The file that it was taken from says that it lost something by its compression. */
  readonly lossy?: boolean;
}

export interface OpenProgress {
  /** Files looked at so far, and how many there are as far as is known. */
  readonly done: number;
  readonly total: number;
}

export interface OpenOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: OpenProgress) => void;
  /** Called while reading goes on, at most a few times a second, with all studies known so far. */
  readonly onStudies?: (studies: readonly Study[]) => void;
  /** Asked when a ZIP needs a password; undefined gives up on that ZIP. */
  readonly askPassword?: (path: string, wrongBefore: boolean) => Promise<string | undefined>;
}

export interface OpenResult {
  readonly studies: readonly Study[];
  readonly results: readonly FileResult[];
  /** What the reader must be told about the studies as a whole; absent or empty when there is nothing. */
  readonly warnings?: readonly OpenWarning[];
}

export type OpenWarning = PatientMismatch | IncompleteStudy;

/** Files of one study name different patients: they were mixed up before they came here. */
export interface PatientMismatch {
  readonly kind: 'patientMismatch';
  readonly studyUid: string;
  /** "name (id)" of each. */
  readonly patients: readonly string[];
}

/** A server did not give all that it has of a study. */
export interface IncompleteStudy {
  readonly kind: 'incomplete';
  readonly studyUid: string;
  /** Name of the server, why it stopped (a key of `servers:reason.*`) where that is known, and what it said, untranslated. */
  readonly server: string;
  readonly reason?: ServerReason;
  readonly detail: string;
  /** Images that are known, and that there are as far as the server said. */
  readonly have: number;
  readonly want: number;
}

/** One overlay plane (PS3.3 C.9) as it lies on a frame. */
export interface FrameOverlay {
  readonly rows: number;
  readonly columns: number;
  /** Where its first pixel lies on the frame, 0-based; may be outside it. */
  readonly top: number;
  readonly left: number;
  /** (60xx,1500), or (60xx,0022) when it has no label; may be empty. */
  readonly label: string;
  /** A bit a pixel, row by row without padding, the first in the lowest bit. */
  readonly bits: Uint8Array;
}

/**
 * Decoded pixels of one frame. Stored values: rescale slope and intercept are NOT applied. A Modality LUT Sequence
 * is: its instance has slope 1 and intercept 0.
 */
export interface DecodedFrame {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: 1 | 3;
  /** Grey: signed or unsigned by pixel representation. Colour: interleaved RGB, Uint8. */
  readonly pixels:
    | Uint8Array
    | Int8Array
    | Uint16Array
    | Int16Array
    | Int32Array
    | Uint32Array
    | Float32Array
    | Float64Array;
  /** Smallest and largest stored value. */
  readonly min: number;
  readonly max: number;
  /** Photometric interpretation after decoding: MONOCHROME1, MONOCHROME2 or RGB. */
  readonly photometricInterpretation: 'MONOCHROME1' | 'MONOCHROME2' | 'RGB';
  /** Its bytes were compressed with a loss, whatever the header says. */
  readonly lossy?: boolean;
  /** Absent when the file has none for this frame. */
  readonly overlays?: readonly FrameOverlay[];
}

export type FramePriority = 'visible' | 'near' | 'background';

export interface LoadOptions {
  readonly signal?: AbortSignal;
  readonly priority?: FramePriority;
  readonly onProgress?: (done: number, total: number) => void;
  /**
   * The samples as the codec gives them, for comparison with other decoders: no palette, no modality LUT, no change
   * of depth or from native YBR. Interleaved; not cached.
   */
  readonly stored?: boolean;
  /** Of a series of one image: a volume of that slice alone, which has no volume in mm3 (`Volume.single`). */
  readonly single?: boolean;
  /** With `single`: this image of the series, whatever others there are. */
  readonly image?: { readonly sopInstanceUid: string; readonly frame: number };
}

/** One segment of a DICOM SEG laid over the grid of the series that it refers to. */
export interface SegmentOverlay {
  readonly number: number;
  readonly label: string;
  readonly trackingUid?: string;
  /** What made it, as its tags say. */
  readonly source: import('../domain/finding').SegmentSource;
  /** Side of its anatomic region, when the file says one. */
  readonly laterality?: import('../domain/finding').Laterality;
  /** Lamplight wrote it, which writes only what a reader confirmed. */
  readonly confirmed: boolean;
  /** Segmented property category and type as the file codes them: what kind of thing it is, and what. */
  readonly category?: import('../domain/finding').Code;
  readonly type?: import('../domain/finding').Code;
  /** Anatomic region. */
  readonly region?: import('../domain/finding').Code;
  /** Colour that the file recommends, sRGB 0..255. */
  readonly rgb?: readonly [number, number, number];
  /** Set when the segment is fractional: the share of its largest value from which on it is drawn. */
  readonly fraction?: number;
  /** Grid of the mask: LPS mm, or image by image when `images` is there. */
  readonly grid: import('../domain/geometry').Grid;
  /** The series has no grid in the patient: k of the mask is a number in this list, i and j are column and row. */
  readonly images?: readonly { readonly sopInstanceUid: string; readonly frame: number }[];
  readonly mask: import('../domain/volume').VoxelMask;
}

export interface DicomRoom {
  /** Reads files, folders' contents and ZIPs; a result for every file. Rejects only when aborted. */
  openFiles(files: readonly SourceFile[], options?: OpenOptions): Promise<OpenResult>;
  /** Decodes one frame (1-based), from the byte-limited cache when it is there. */
  loadFrame(instance: Instance, frame: number, options?: LoadOptions): Promise<DecodedFrame>;
  /** Decodes a whole series into a volume of modality values (HU for CT). */
  loadVolume(series: Series, options?: LoadOptions): Promise<Volume>;
  /** Reads a SEG instance and lays its segments over the series that it refers to. */
  loadSegmentation(instance: Instance, referenced: Series): Promise<readonly SegmentOverlay[]>;
  /** Reads an object that stands beside the images: SR, KO, PR, RTSTRUCT, SEG's descriptions, documents. */
  loadObject(instance: Instance): Promise<import('./objects/contract').DicomObject>;
  /** Forgets a study: file handles, headers, decoded frames. */
  closeStudy(studyUid: string): void;
  /** Bytes of decoded frames held now. */
  bytesHeld(): number;
}
