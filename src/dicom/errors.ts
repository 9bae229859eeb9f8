import type { SuitabilityReason } from '../domain/analysis';
import type { FileReason } from '../domain/study';
import type { ServerReason } from './web/reason';

/** Which server did not give something, and why: a key of `servers:reason.*`. */
export interface ServerFault {
  readonly name: string;
  readonly reason: ServerReason;
}

/** A file or a frame that cannot be shown. `reason` is a key of `fileReason.*`; `detail` is technical and untranslated. */
export class DicomError extends Error {
  override readonly name: string = 'DicomError';
  readonly reason: FileReason;
  readonly detail: string;
  /** Set when `reason` is `server`: `detail` is then what that server said. */
  readonly server?: ServerFault;

  constructor(reason: FileReason, detail: string, path?: string, server?: ServerFault) {
    super(path === undefined ? `${reason}: ${detail}` : `${path}: ${reason}: ${detail}`);
    this.reason = reason;
    this.detail = detail;
    this.server = server;
  }
}

/** A frame of a known file that cannot be decoded. The message names the file. */
export class FrameError extends DicomError {
  override readonly name = 'FrameError';
}

/** A series that cannot be one regular grid. `reason` is a `suitability.*` sentence with its figures. */
export class VolumeError extends Error {
  override readonly name = 'VolumeError';
  readonly reason: SuitabilityReason;

  constructor(reason: SuitabilityReason, detail: string) {
    super(`${reason.key}: ${detail}`);
    this.reason = reason;
  }
}

/** A SEG that cannot be laid over the series that it refers to. */
export class SegmentationError extends Error {
  override readonly name = 'SegmentationError';
  readonly reason:
    | 'notSegmentation'
    | 'unknownType'
    | 'palette'
    | 'slideMicroscopy'
    | 'otherFrameOfReference'
    | 'otherGrid'
    | 'noPositions'
    | 'outsideSeries';

  constructor(reason: SegmentationError['reason'], detail: string) {
    super(`${reason}: ${detail}`);
    this.reason = reason;
  }
}

/** What a throw was about, as one line of text; libraries here throw strings, numbers and Errors. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  if (typeof error === 'object' && error !== null && 'exception' in error) return messageOf(error.exception);
  return String(error);
}

/** The error that an aborted call rejects with: the signal's own reason. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw signal.reason;
}

/** Has the caller given up? A function, since the flag changes while loops wait. */
export const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;
