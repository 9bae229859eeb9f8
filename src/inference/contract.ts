/**
 * What crosses the border of the inference worker: plain data. The engine knows volumes, windows and numbers,
 * and nothing of medicine.
 */
import type { ModelManifest } from './manifest';

export type Provider = 'webgpu' | 'wasm';

export interface EngineOptions {
  /** Providers to try, in this order; default webgpu, then wasm. */
  readonly providers?: readonly Provider[];
  /** WebAssembly threads; default by the machine. */
  readonly threads?: number;
  /** For tests only: take a WebGPU adapter that is emulated in software. */
  readonly allowSoftwareAdapter?: boolean;
}

/** Where the network runs, as far as it is known now. */
export interface Placement {
  readonly provider: Provider;
  readonly threads: number;
  /** Name of the graphics adapter; empty on WASM. */
  readonly adapter: string;
}

export interface LoadedModel extends Placement {
  readonly manifest: ModelManifest;
  readonly sha256: string;
  /** Untranslated technical remarks: why not WebGPU, what was recovered. */
  readonly notes: readonly string[];
  /** ms by step: fetch, session, golden. */
  readonly timings: Readonly<Record<string, number>>;
}

/** A rectangle on slice k, in pixels of the volume's grid; width and height are multiples of the model's. */
export interface SliceWindow {
  readonly k: number;
  readonly i: number;
  readonly j: number;
  readonly width: number;
  readonly height: number;
}

/** Run a slice network over windows of a volume. */
export interface SliceJob {
  /** data[i + dims[0] * (j + dims[1] * k)]. A shared buffer is used in place; any other is moved and given back. */
  readonly data: Int16Array;
  readonly dims: readonly [number, number, number];
  /** Signed distance in mm from slice k to k + 1 along the model's slice order (negative when k descends). */
  readonly sliceStepMm: number;
  /** Ascending in k. */
  readonly windows: readonly SliceWindow[];
}

export interface SliceProgress {
  readonly done: number;
  readonly total: number;
  readonly msLeft?: number;
}

/** Activated output over the smallest box that holds all windows; value = probability * 65535, 0 where no window was. */
export interface SliceResult extends Placement {
  readonly start: readonly [number, number, number];
  readonly size: readonly [number, number, number];
  readonly data: Uint16Array;
  /** The job's volume data, given back. */
  readonly volume: Int16Array;
  /** ms inside session.run, all windows together, and how many runs there were. */
  readonly networkMs: number;
  readonly runs: number;
  readonly totalMs: number;
  /** ms of the slowest single run. */
  readonly slowestMs: number;
  readonly notes: readonly string[];
}

export type InferenceErrorCode =
  | 'manifestInvalid'
  | 'modelMissing'
  | 'shaMismatch'
  | 'sessionFailed'
  | 'goldenMismatch'
  | 'outOfMemory'
  | 'runFailed'
  | 'aborted'
  | 'workerLost';

export class InferenceError extends Error {
  override readonly name = 'InferenceError';
  readonly code: InferenceErrorCode;
  constructor(code: InferenceErrorCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

export type Request =
  | { readonly type: 'load'; readonly folder: string; readonly options: EngineOptions }
  | { readonly type: 'slices'; readonly job: SliceJob }
  | { readonly type: 'cancel' };

export type Reply =
  | { readonly type: 'loadProgress'; readonly done: number; readonly total: number }
  | { readonly type: 'loaded'; readonly model: LoadedModel }
  | { readonly type: 'progress'; readonly progress: SliceProgress }
  | { readonly type: 'result'; readonly result: SliceResult }
  | { readonly type: 'error'; readonly code: InferenceErrorCode; readonly detail: string };
