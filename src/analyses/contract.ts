/**
 * What the rest of the house may ask of an analysis, and what crosses the border of the analysis worker:
 * plain data. Knows no analysis by name.
 */
import type { AnalysisProgress, AnalysisRun, Suitability, SuitabilityReason } from '../domain/analysis';
import type { FilmLook } from '../domain/film-track';
import type { Finding } from '../domain/finding';
import type { Calibration } from '../domain/measurement';
import type { Series, Study } from '../domain/study';
import type { Volume } from '../domain/volume';
import type { InferenceClient } from '../inference/client';
import type { EngineOptions, InferenceErrorCode, LoadedModel } from '../inference/contract';

/** What a run carries of its analysis, through the worker and into what it makes. */
export interface AnalysisIdentity {
  readonly id: string;
  readonly version: string;
  /** Name as its maker gave it; absent for an analysis of this program, whose names are in the catalogues. */
  readonly name?: string;
  /** The model was brought by the user of this page: nobody here has tested it. */
  readonly imported?: boolean;
}

/** One entry of the list of analyses. */
export interface Analysis extends AnalysisIdentity {
  /** i18n key of its name: `analysis:name.<key>`; absent when it has a given name. */
  readonly i18nKey?: string;
  /** Id of its model; its folder is under `models/` of the page's own origin unless `folder` says where. */
  readonly modelFolder: string;
  /** Absolute URL of the model's folder, with a slash at its end. */
  readonly folder?: string;
  /** It looks at images one by one: a series of a single one will do. */
  readonly singleImage?: boolean;
  /** It takes every image of a series for itself, frames of a film too, rather than the series as a volume. */
  readonly everyImage?: boolean;
  /**
   * With `everyImage`: which findings of a run stay, given the instances that hold more than one frame. All when absent.
   * An analysis that has it can follow a film as it plays.
   */
  readonly keep?: (findings: readonly Finding[], films: ReadonlyMap<string, FilmLook>) => readonly Finding[];
  /** From the headers alone. */
  readonly check: (series: Series, study: Study) => Suitability;
}

/** Where a finding belongs and where its numbers come from. */
export interface FindingContext {
  readonly studyUid: string;
  readonly calibration: Calibration;
  /** Contrast medium was given: high HU need not be calcium then. */
  readonly contrast?: boolean;
  /** DICOM modality of the series: statistics are Hounsfield units on CT only. CT when absent. */
  readonly modality?: string;
}

/** What an analysis gets to work with, in the analysis worker. */
export interface PipelineInput {
  readonly analysis: AnalysisIdentity;
  readonly volume: Volume;
  readonly context: FindingContext;
  readonly firstNumber: number;
  /** In the page an inference worker; in a benchmark without a browser native onnxruntime. */
  readonly client: Pick<InferenceClient, 'run' | 'stage' | 'dispose'>;
  /** The model, loading since before the volume was there. */
  readonly model: Promise<LoadedModel>;
  readonly onProgress: (progress: AnalysisProgress) => void;
}

/** The work of an analysis. @throws AnalysisError, InferenceError */
export type Pipeline = (input: PipelineInput) => Promise<WorkerRun>;

/** One image of a series; frames are counted from 1. */
export interface ImageName {
  readonly sopInstanceUid: string;
  readonly frame: number;
}

export interface LoadVolumeOptions {
  /** The analysis looks at images: a series of one may come as a volume of one slice (`Volume.single`). */
  readonly single?: boolean;
  /** Which image of the series, with `single`; the only one when absent. */
  readonly image?: ImageName;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface RunInput {
  readonly study: Study;
  readonly series: Series;
  /** Decodes the series; called once, or once an image (`Analysis.everyImage`). May ignore its other options. */
  readonly loadVolume: (options: LoadVolumeOptions) => Promise<Volume>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AnalysisProgress) => void;
  /** How many jobs the engine does first, whenever that changes; 0 when this one starts. */
  readonly onWaiting?: (ahead: number) => void;
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
      readonly analysis: AnalysisIdentity;
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
export interface WorkerRun extends Omit<AnalysisRun, 'startedAt' | 'analysisVersion'> {
  /** Why the image is none that the analysis is for, seen from its pixels: nothing was looked for. */
  readonly declined?: readonly SuitabilityReason[];
}

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
