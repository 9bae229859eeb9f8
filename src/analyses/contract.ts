/**
 * What the rest of the house may ask of an analysis, and what crosses the border of the analysis worker:
 * plain data.
 */
import type { AnalysisProgress, AnalysisRun, Suitability, SuitabilityReason } from '../domain/analysis';
import type { Series, Study } from '../domain/study';
import type { Volume } from '../domain/volume';
import type { EngineOptions, InferenceErrorCode } from '../inference/contract';
import type { FindingContext } from './lung-nodule/findings';

/** One entry of the list of analyses. */
export interface Analysis {
  readonly id: string;
  readonly version: string;
  /** i18n key of its name: `analysis.<key>`. */
  readonly i18nKey: string;
  /** Folder of its model under `models/` of the page's own origin. */
  readonly modelFolder: string;
  /** From the headers alone. */
  readonly check: (series: Series, study: Study) => Suitability;
}

export interface LoadVolumeOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface RunInput {
  readonly study: Study;
  readonly series: Series;
  /** Decodes the series; called once. May ignore its options. */
  readonly loadVolume: (options: LoadVolumeOptions) => Promise<Volume>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AnalysisProgress) => void;
  /** Number of the first finding; default 1. */
  readonly firstNumber?: number;
  readonly engine?: EngineOptions;
}

export type AnalysisErrorCode =
  | InferenceErrorCode
  /** The series is not suitable; `reasons` says why. Not the same as "nothing found". */
  | 'unsuitable'
  | 'unknownAnalysis'
  | 'loadFailed'
  | 'analysisFailed';

export class AnalysisError extends Error {
  override readonly name = 'AnalysisError';
  readonly code: AnalysisErrorCode;
  readonly reasons: readonly SuitabilityReason[];
  constructor(code: AnalysisErrorCode, detail: string, reasons: readonly SuitabilityReason[] = []) {
    super(detail);
    this.code = code;
    this.reasons = reasons;
  }
}

/** To the worker. */
export type AnalysisRequest =
  /** Sent at once, so that the model loads while the volume is decoded. */
  | {
      readonly type: 'prepare';
      readonly analysisId: string;
      readonly modelFolder: string;
      readonly engine: EngineOptions;
    }
  | {
      readonly type: 'run';
      /** data is shared, or a copy that is moved. */
      readonly volume: Volume;
      readonly context: FindingContext;
      readonly firstNumber: number;
    };

/** What the worker knows of a run; the client adds what happened before it. */
export type WorkerRun = Omit<AnalysisRun, 'startedAt' | 'analysisVersion'>;

/** From the worker. */
export type AnalysisReply =
  | { readonly type: 'progress'; readonly progress: AnalysisProgress }
  | { readonly type: 'result'; readonly run: WorkerRun }
  | {
      readonly type: 'error';
      readonly code: AnalysisErrorCode;
      readonly detail: string;
      readonly reasons: readonly SuitabilityReason[];
    };
