import type { Probe } from '../contract';
import type { ModelManifest } from '../manifest';
import type { GraphFacts } from '../onnx/inspect';

/** Our own note on a model that is kept on this device; everything in it was found here, not claimed by its maker. */
export interface ModelRecord {
  readonly importedAt?: string;
  /** Where the description came from. */
  readonly source?: ImportSource;
  readonly probe?: Probe;
  readonly probedAt?: string;
  readonly facts?: GraphFacts;
}

export type ImportSource = 'lamplight' | 'monai' | 'nnunet' | 'onnx';

/** A model on this device, whole or damaged. */
export interface ModelEntry {
  readonly id: string;
  readonly name: string;
  /** Empty when the manifest cannot be read. */
  readonly version: string;
  readonly origin: 'shipped' | 'imported';
  /** Absolute URL that ends with a slash; what InferenceClient.load takes. */
  readonly folder: string;
  /** Absent when it could not be read; `manifestError` then says why, untranslated. */
  readonly manifest?: ModelManifest;
  readonly manifestError?: string;
  /** Of all weights files, as the manifest says. */
  readonly bytes: number;
  /** Are weights on this device now, so that it runs offline? */
  readonly kept: boolean;
  /** What lies on this device now, all files together. */
  readonly keptBytes: number;
  readonly importedAt?: string;
  readonly source?: ImportSource;
  readonly probe?: Probe;
  readonly probedAt?: string;
  readonly facts?: GraphFacts;
}

/** full: no room; blocked: the browser refuses to keep things (private window); missing: no such model. */
export type LibraryFailure = 'full' | 'blocked' | 'missing' | 'unknown';

/** A model that could not be kept or removed. `message` is the browser's own text. */
export class LibraryError extends Error {
  override readonly name = 'LibraryError';
  constructor(
    readonly failure: LibraryFailure,
    detail: string,
  ) {
    super(detail);
  }
}

/** The browser's error as one that a message can explain. */
export function asLibraryError(error: unknown): LibraryError {
  if (error instanceof LibraryError) return error;
  const name = error instanceof Error ? error.name : '';
  const detail = error instanceof Error ? error.message : String(error);
  if (name === 'QuotaExceededError') return new LibraryError('full', detail);
  if (name === 'SecurityError' || name === 'InvalidStateError') return new LibraryError('blocked', detail);
  return new LibraryError('unknown', detail);
}
