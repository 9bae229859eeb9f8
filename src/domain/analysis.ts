import type { Finding } from './finding';

/** May an analysis run on a series? Three answers that are never mixed up (see "not run" and "nothing found"). */
export type Suitability =
  | { readonly verdict: 'suitable'; readonly warnings: readonly SuitabilityReason[] }
  | { readonly verdict: 'unsuitable'; readonly reasons: readonly SuitabilityReason[] };

/** A key of the i18n catalogue `suitability.*` with the figures that the sentence needs. */
export interface SuitabilityReason {
  readonly key:
    | 'notCt'
    | 'notChest'
    | 'bodyPartUnknown'
    | 'tooThick'
    | 'thick'
    | 'tooFewSlices'
    | 'gaps'
    | 'unevenSpacing'
    | 'noPositions'
    | 'noSpacing'
    | 'localizer'
    | 'derived'
    | 'tilted'
    | 'noLungs'
    | 'lungsCut'
    | 'notHounsfield'
    | 'child';
  readonly values?: Readonly<Record<string, string | number>>;
}

export interface AnalysisProgress {
  /** A key of the i18n catalogue `stage.*`. */
  readonly stage: 'load' | 'model' | 'lungs' | 'detect' | 'join' | 'measure';
  readonly done: number;
  readonly total: number;
  /** Estimate for the whole run, in ms; undefined until it can be known. */
  readonly msLeft?: number;
}

export interface AnalysisRun {
  readonly analysisId: string;
  readonly analysisVersion: string;
  readonly seriesUid: string;
  readonly startedAt: string;
  readonly provider: 'webgpu' | 'wasm';
  readonly threads: number;
  /** Slices that the network looked at, one window each; absent in runs saved before it was counted. */
  readonly windows?: number;
  readonly adapter: string;
  readonly modelId: string;
  readonly modelVersion: string;
  readonly modelSha256: string;
  readonly operatingPoint: string;
  readonly threshold: number;
  /** ms by stage, and ms inside the network itself. */
  readonly timings: Readonly<Record<string, number>>;
  readonly networkMs: number;
  readonly warnings: readonly SuitabilityReason[];
  /** Why it did not run on WebGPU, or what went wrong and was recovered; untranslated technical text. */
  readonly notes: readonly string[];
  readonly findings: readonly Finding[];
  /** Candidates above the threshold that the limit on their number left out. */
  readonly withheld: number;
}
