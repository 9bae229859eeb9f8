/** What crosses between the page and the DICOM workers: plain transferable data. */
import type { DecodedFrame } from '../contract';
import type { FileReason } from '../../domain/study';
import type { HeaderFile, HeaderOutcome, PixelFormat } from '../header/record';
import type { OverlayPart } from '../pixels/overlays';
import type { EntryBytes, EntryFacts } from '../sources/archive';

export interface HeaderRequest {
  readonly files: readonly ({ readonly id: number } & HeaderFile)[];
}

export interface HeaderReply {
  readonly id: number;
  readonly outcome: HeaderOutcome;
}

export interface DecodeRequest {
  readonly id: number;
  /** Slices of the file, in order; read by the worker. */
  readonly parts: readonly Blob[];
  readonly bitOffset: number;
  readonly format: PixelFormat;
  /** Overlays of this frame that have elements of their own, with their bytes. */
  readonly overlays?: readonly { readonly part: OverlayPart; readonly blob: Blob }[];
  /** See `LoadOptions.stored`. */
  readonly stored?: boolean;
}

export type DecodeReply =
  | { readonly id: number; readonly frame: DecodedFrame }
  | { readonly id: number; readonly reason: FileReason; readonly detail: string };

export interface ZipRequest {
  readonly id: number;
  /** The archive; the same in every request to one worker. */
  readonly blob: Blob;
  readonly ask:
    | { readonly what: 'list' }
    | { readonly what: 'opens'; readonly index: number; readonly password: string }
    | { readonly what: 'read'; readonly index: number; readonly password?: string };
}

export interface ZipAnswer {
  readonly entries?: readonly EntryFacts[];
  readonly opens?: boolean;
  readonly bytes?: EntryBytes;
  /** Set when it went wrong. */
  readonly reason?: FileReason;
  readonly detail?: string;
}
