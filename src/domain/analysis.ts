import type { ChestFilm } from './chest-film';
import type { Finding } from './finding';
import type { Vec3 } from './geometry';

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
    | 'noScale'
    | 'localizer'
    | 'derived'
    | 'tilted'
    | 'noLungs'
    | 'lungsCut'
    | 'notHounsfield'
    | 'pixelsCut'
    | 'child'
    | 'wrongModality'
    | 'severalSeries'
    | 'otherPart'
    | 'partUnknown'
    | 'spacingOutside'
    | 'contrastNeeded'
    | 'contrastUnwanted'
    | 'contrastUnknown'
    | 'ageUnknown'
    | 'imageType'
    | 'colour'
    | 'modelDamaged'
    | 'notUltrasound'
    | 'imagesDeclined'
    | 'notChestFilm'
    | 'filmLateral'
    | 'severalFilms'
    | 'filmNegative'
    | 'filmCutAtSides'
    | 'filmCutHeart'
    | 'filmCutAbove'
    | 'filmCutBelow'
    | 'filmAnglesCut'
    | 'filmAngleCutRight'
    | 'filmAngleCutLeft'
    /** In runs saved before its figures were kept: `filmUneven`. */
    | 'filmTurned'
    | 'filmUneven'
    | 'filmTilted'
    | 'filmMirrored';
  readonly values?: Readonly<Record<string, string | number>>;
}

export interface AnalysisProgress {
  /** A key of the i18n catalogue `stage.*`. */
  readonly stage:
    | 'load'
    | 'model'
    | 'lungs'
    | 'detect'
    | 'join'
    | 'classify'
    | 'measure'
    | 'resample'
    | 'network'
    | 'restore';
  readonly done: number;
  readonly total: number;
  /** Estimate for the whole run, in ms; undefined until it can be known. */
  readonly msLeft?: number;
}

/** What a model says of the whole image: one label's value after activation. */
export interface RunScore {
  readonly output: string;
  readonly label: string;
  readonly value: number;
  /** The operating point that it is judged by, where the model names one. */
  readonly threshold?: number;
}

/** A score in figures, and on which side of its operating point it lies: "0.312 (< 0.500)". */
export function scoreText({ value, threshold }: RunScore): string {
  const side = threshold === undefined ? '' : ` (${value >= threshold ? '≥' : '<'} ${threshold.toFixed(3)})`;
  return value.toFixed(3) + side;
}

/** Where a model put a box. No finding is claimed by it. */
export interface RunBox {
  readonly output: string;
  readonly label: string;
  /** 0..1, as the network gives it. */
  readonly score: number;
  /** Corners in voxels i, j, k of the series' grid, and the centre in LPS mm. */
  readonly min: Vec3;
  readonly max: Vec3;
  readonly centre: Vec3;
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
  /** Absent where the model has none. */
  readonly operatingPoint?: string;
  readonly threshold?: number;
  /** Name of an analysis that the catalogues do not know: an imported model's. */
  readonly name?: string;
  /** The model was brought by the user of this page: nobody here has tested it. */
  readonly imported?: boolean;
  readonly scores?: readonly RunScore[];
  readonly boxes?: readonly RunBox[];
  /** Of a chest film. */
  readonly film?: ChestFilm;
  /** ms by stage, and ms inside the network itself. */
  readonly timings: Readonly<Record<string, number>>;
  readonly networkMs: number;
  /** Heap and arrays of the engine at their highest, bytes; absent in runs saved before it was measured. */
  readonly peakBytes?: number;
  readonly warnings: readonly SuitabilityReason[];
  /** Why it did not run on WebGPU, or what went wrong and was recovered; untranslated technical text. */
  readonly notes: readonly string[];
  readonly findings: readonly Finding[];
  /** Candidates above the threshold that the limit on their number left out. */
  readonly withheld: number;
  /**
   * Set, with no findings, on what is said of a run while the reader looks alone (second-reader mode): nothing may tell
   * what it found. Never on a run that is kept.
   */
  readonly concealed?: true;
  /** Ran before anybody opened the study: what it lays over a film is laid then. Gone once the study was opened. */
  readonly ahead?: true;
}
