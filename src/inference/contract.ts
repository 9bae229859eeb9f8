/**
 * What crosses the border of the inference worker: plain data. The engine knows images, windows and numbers,
 * and nothing of medicine.
 */
import type { Grid } from '../domain/geometry';
import type { ModelLabel, ModelManifest } from './manifest';

export type Provider = 'webgpu' | 'wasm';

export interface EngineOptions {
  /** Providers to try, in this order; default webgpu, then wasm. */
  readonly providers?: readonly Provider[];
  /** WebAssembly threads; default by the machine. */
  readonly threads?: number;
  /** For tests and benchmarks only: leave WebAssembly to onnxruntime, also what Lamplight's own kernels can compute. */
  readonly withoutKernels?: boolean;
  /** For tests only: take a WebGPU adapter that is emulated in software. */
  readonly allowSoftwareAdapter?: boolean;
  /** For tests only: make a failure happen, to see what is done about it. */
  readonly fault?: Fault;
}

/**
 * A failure made on purpose: the device destroyed before its run number `run` (from 0; each new device again while
 * `times` lasts), or memory refused to windows above a size, on one provider or on both.
 */
export type Fault =
  | { readonly kind: 'deviceLost'; readonly run: number; readonly times?: number }
  | { readonly kind: 'outOfMemory'; readonly aboveVoxels: number; readonly provider?: Provider };

/** Where the network runs, as far as it is known now. */
export interface Placement {
  readonly provider: Provider;
  readonly threads: number;
  /** Name of the graphics adapter; empty on WASM. */
  readonly adapter: string;
  /** Computed by Lamplight's own kernels; else by onnxruntime. */
  readonly kernels?: boolean;
}

export interface LoadedModel extends Placement {
  readonly manifest: ModelManifest;
  readonly sha256: string;
  /** Untranslated technical remarks: why not WebGPU, what was recovered. */
  readonly notes: readonly string[];
  /** ms by step: fetch, session, golden. */
  readonly timings: Readonly<Record<string, number>>;
}

/** One scalar image or volume on the scan's grid: data[i + dims[0] * (j + dims[1] * k)], shared or to be moved. */
export interface ScanImage {
  readonly data: Int16Array | Uint16Array | Uint8Array | Float32Array;
  /** Lengths in mm, directions in LPS. An image without calibration has spacing 1 and `calibrated` false. */
  readonly grid: Grid;
  /** False when spacing and directions are not known: the image is then taken as it is. Default true. */
  readonly calibrated?: boolean;
}

/** What is to be run. */
export interface RunJob {
  /** One image, or one a channel where the manifest names channels; all on the same grid. */
  readonly images: readonly ScanImage[];
  /**
   * Where something may be: a box a slice of the scan, [i0, j0, i1, j1] with the end excluded, four numbers for
   * each k; empty when i1 <= i0. Windows that touch no box are skipped. The whole image when absent.
   */
  readonly region?: Int32Array;
  /**
   * Windows to run instead of planned ones, where the model takes the scan's own voxels: six numbers each, [i0, j0, k0,
   * i1, j1, k1] of the scan with the end excluded. They may reach over the image's border.
   */
  readonly windows?: Int32Array;
  /** Average over the flips of these spatial axes (0 is D) instead of the manifest's. */
  readonly mirror?: readonly number[];
  /** Bytes that the sums of overlapping windows may take; slabs are made above it. Default by the engine. */
  readonly budgetBytes?: number;
}

export interface RunProgress {
  readonly stage: 'resample' | 'windows' | 'restore';
  readonly done: number;
  readonly total: number;
  /** For the rest of the run, ms; undefined until it can be known. */
  readonly msLeft?: number;
}

/** A box of the scan's grid, voxels: the smallest that holds all windows. */
interface Placed {
  readonly name: string;
  readonly start: readonly [number, number, number];
  readonly size: readonly [number, number, number];
}

export type OutputResult =
  /** Label numbers, data[a + size[0] * (b + size[1] * c)]; 0 is background and where no window was. */
  | (Placed & {
      readonly kind: 'labelmap';
      readonly data: Uint8Array;
      readonly labels: readonly ModelLabel[];
    })
  /** Per label, value * 65535; 0 where no window was. */
  | (Placed & {
      readonly kind: 'heatmap';
      readonly data: readonly Uint16Array[];
      readonly labels: readonly ModelLabel[];
    })
  /** After activation, in the order of labels. */
  | {
      readonly kind: 'scores';
      readonly name: string;
      readonly values: readonly number[];
      readonly labels: readonly ModelLabel[];
    }
  /** Corners in voxels i, j, k of the scan's grid (may be fractional); best first. */
  | { readonly kind: 'boxes'; readonly name: string; readonly boxes: readonly FoundBox[] };

export interface FoundBox {
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
  /** 0..1, as the network gives it. */
  readonly score: number;
  readonly label: number;
}

export interface RunResult extends Placement {
  readonly outputs: readonly OutputResult[];
  /** The job's images, given back. */
  readonly images: readonly ScanImage[];
  /** Spacing in mm and voxel counts, D, H, W, of what the network saw. */
  readonly modelDims: readonly [number, number, number];
  readonly modelSpacing: readonly [number, number, number];
  /** Windows that were run and that were skipped as outside the region. */
  readonly windows: number;
  readonly skipped: number;
  /** ms inside session.run, all windows together, and how many runs there were. */
  readonly networkMs: number;
  readonly runs: number;
  readonly totalMs: number;
  /** ms of the slowest single run. */
  readonly slowestMs: number;
  /** Bytes of the WebAssembly heap and of the engine's arrays at their highest. */
  readonly peakBytes: number;
  readonly notes: readonly string[];
}

/** What a stage (`stages` of the manifest) answers to items: one row an item (its labels, or its map), for each output by name. */
export interface StageResult {
  readonly outputs: Readonly<Record<string, Float32Array>>;
  readonly provider: Provider;
  /** Opening, proving and running it. */
  readonly ms: number;
  /** Why not on WebGPU, or not by the kernels; untranslated. */
  readonly notes: readonly string[];
}

/** How a model fared on one provider: one window of noise. */
export interface ProbeSide {
  readonly provider: Provider;
  readonly ok: boolean;
  /** Why not; untranslated. */
  readonly reason?: string;
  readonly adapter: string;
  readonly threads: number;
  /** ms of the first run, with compilation, and of the next. */
  readonly firstMs?: number;
  readonly windowMs?: number;
  /** Bytes of the WebAssembly heap after it. */
  readonly heapBytes?: number;
}

export interface Probe {
  readonly sides: readonly ProbeSide[];
  /** WebGPU against WASM on the same noise, where both ran: largest difference, and over the largest value. */
  readonly agreement?: { readonly maxAbsErr: number; readonly relative: number };
  readonly outputs: readonly { readonly name: string; readonly dims: readonly number[] }[];
  /** Against the manifest's test tensor, where it has one. */
  readonly golden?: { readonly maxAbsErr: number; readonly allowed: number };
  /** The noise and what WASM answered: a test for a model that brought none, unless it would be large. */
  readonly sample?: ProbeSample;
}

export interface ProbeSample {
  readonly input: Float32Array;
  readonly shape: readonly number[];
  readonly outputName: string;
  readonly output: Float32Array;
  readonly outputShape: readonly number[];
}

export type InferenceErrorCode =
  | 'manifestInvalid'
  | 'modelMissing'
  | 'shaMismatch'
  | 'sessionFailed'
  | 'unsupportedOperator'
  | 'goldenMismatch'
  | 'imageInvalid'
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
  | { readonly type: 'run'; readonly job: RunJob }
  /** Items one after the other in `x`, which is moved. */
  | {
      readonly type: 'stage';
      readonly stage: string;
      readonly x: Float32Array<ArrayBuffer>;
      readonly shape?: readonly number[];
    }
  | { readonly type: 'probe'; readonly folder: string; readonly options: EngineOptions }
  | { readonly type: 'cancel' };

export type Reply =
  | { readonly type: 'loadProgress'; readonly done: number; readonly total: number }
  | { readonly type: 'loaded'; readonly model: LoadedModel }
  | { readonly type: 'progress'; readonly progress: RunProgress }
  | { readonly type: 'result'; readonly result: RunResult }
  | { readonly type: 'staged'; readonly result: StageResult }
  | { readonly type: 'probed'; readonly probe: Probe }
  | { readonly type: 'error'; readonly code: InferenceErrorCode; readonly detail: string };
