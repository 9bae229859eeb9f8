/** What crosses between the page and the de-identification worker: plain data, and Blobs that hold no memory of their own. */
import type { MaskShape, Rectangle } from './mask';
import type { ProfileOptions } from './options';

/** What was done to one attribute. */
export type Done = 'removed' | 'emptied' | 'replaced' | 'shifted' | 'cleaned' | 'newUid';

/** One changed attribute of one file, for the preview: this holds the values, and never leaves the page. */
export interface Change {
  /** Tags from the data set down, "(0040,A730)[1] > (0040,A123)". */
  readonly path: string;
  readonly tag: number;
  readonly keyword: string;
  readonly vr: string;
  readonly done: Done;
  /** As text, cut short. */
  readonly before: string;
  /** Absent when the attribute is gone. */
  readonly after?: string;
}

/** How often something was done to an attribute, over all files; never its values. */
export interface Count {
  readonly tag: number;
  readonly keyword: string;
  readonly done: Done;
  readonly times: number;
}

/** What the reader decided of a series' pixels. `none`: nothing asked, the pixels were not reviewed. */
export type PixelReview =
  | { readonly kind: 'none' }
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'masked'; readonly shapes: readonly MaskShape[] };

/** Why the pixels must be looked at; a key of `deidentify:risk.*`. */
export type Risk = 'says' | 'modality' | 'capture' | 'dose' | 'colour';

export interface FileFacts {
  readonly modality: string;
  /** BurnedInAnnotation (0028,0301) as written. */
  readonly burnedIn: string;
  /** Absent when nothing suggests words in the pixels. */
  readonly risk?: Risk;
  /** A face can be rebuilt from these slices. */
  readonly face: boolean;
  /** Frame size; 0 when it has no pixels. */
  readonly columns: number;
  readonly rows: number;
  /** Ultrasound: everything outside the regions that hold the image, to be masked. */
  readonly proposed: readonly Rectangle[];
  readonly leftOut?: LeftOutReason;
  /** A video cannot be masked frame by frame here. */
  readonly video: boolean;
}

/** A file on its way into the archive. */
export interface ExportFile {
  readonly blob: Blob;
  /** Where it goes in the archive: series of the same number share a folder. */
  readonly series: number;
  readonly review: PixelReview;
}

export interface Choice {
  readonly options: ProfileOptions;
  /** First part of the pseudonyms: letters, figures, hyphens. */
  readonly prefix: string;
}

/** One at a time; each is answered before the next is asked. */
export type Request =
  | { readonly kind: 'inspect'; readonly blob: Blob }
  | { readonly kind: 'preview'; readonly file: ExportFile; readonly choice: Choice }
  | { readonly kind: 'begin'; readonly choice: Choice }
  | { readonly kind: 'add'; readonly file: ExportFile }
  | { readonly kind: 'finish' };

/** Why a file is not in the archive. */
export type LeftOutReason = 'document' | 'audio' | 'raw' | 'video' | 'damaged';

export interface LeftOut {
  readonly series: number;
  readonly reason: LeftOutReason;
  /** Technical, untranslated; no values of the file. */
  readonly detail: string;
}

export interface ExportResult {
  readonly archive: Blob;
  readonly files: number;
  readonly counts: readonly Count[];
  readonly leftOut: readonly LeftOut[];
  /** Codes and meanings that the files carry. */
  readonly methods: readonly (readonly [string, string])[];
  /** Series number in the archive -> frames that were masked. */
  readonly masked: readonly (readonly [series: number, frames: number])[];
  /** Old and new UIDs: to be saved apart, or not at all. */
  readonly uids: readonly (readonly [string, string])[];
  /** Patient as in the files, pseudonym, days by which dates were moved (0 when they were not). */
  readonly patients: readonly (readonly [string, string, number])[];
}

export type Reply =
  | { readonly kind: 'inspected'; readonly facts: FileFacts }
  | { readonly kind: 'previewed'; readonly changes: readonly Change[] }
  | { readonly kind: 'done' }
  | { readonly kind: 'finished'; readonly result: ExportResult }
  | { readonly kind: 'failed'; readonly detail: string };
