import type { FilmFacts } from './film-facts';
import type { Grid, Vec3 } from './geometry';
import type { NoduleFacts } from './nodule';
import type { Code, Measurement } from './quantity';
import type { ThyroidPlace, UltrasoundFacts } from './ultrasound-facts';
import type { VoxelMask } from './volume';

export type { Code, Measurement } from './quantity';

/** Two perpendicular axes on one slice; end points in LPS mm. */
export interface Axes {
  readonly long: readonly [Vec3, Vec3];
  readonly short: readonly [Vec3, Vec3];
  readonly sopInstanceUid: string;
  /** Slice index k in the volume that was measured. */
  readonly slice: number;
}

export type NoduleType = 'solid' | 'partSolid' | 'nonSolid' | 'calcified';
export type Laterality = 'left' | 'right';
export type Lobe = 'RUL' | 'RML' | 'RLL' | 'LUL' | 'LLL';

export type ReviewState = 'pending' | 'accepted' | 'edited' | 'rejected';
export type RejectReason =
  'vessel' | 'pleura' | 'scar' | 'airway' | 'lymphNode' | 'artefact' | 'outsideLung' | 'benign' | 'other';

/** What made a finding. */
export type Origin =
  | { readonly kind: 'reader' }
  | {
      readonly kind: 'analysis';
      readonly analysisId: string;
      readonly analysisVersion: string;
      readonly modelId: string;
      readonly modelVersion: string;
      readonly modelSha256: string;
      readonly provider: 'webgpu' | 'wasm';
      /** Absent where the model has none: its labels are the largest of several values. */
      readonly operatingPoint?: string;
      readonly threshold?: number;
      /** Name of the model for people, where its manifest gives one. */
      readonly modelName?: string;
      /** The model was brought by the user of this page: nobody here has tested it. */
      readonly imported?: boolean;
    };

/** What a segmentation object says of how a segment came to be, as its tags have it. */
export interface SegmentSource {
  /** SegmentAlgorithmType (0062,0008); empty when the file does not say. */
  readonly algorithmType: string;
  /** SegmentAlgorithmName (0062,0009); empty for what was drawn by hand. */
  readonly algorithmName: string;
}

/**
 * A finding: one lesion with its identity, shape, numbers and review.
 * Immutable; an edit makes a new object with the same trackingUid.
 */
export interface Finding {
  readonly trackingUid: string;
  /** Number shown to the reader, 1-based, stable for the life of the finding. */
  readonly number: number;
  readonly origin: Origin;
  /** Present when it was taken out of a segmentation object, whose origin is then 'reader': who opened it. */
  readonly source?: SegmentSource;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly frameOfReferenceUid: string;
  readonly kind: Code;
  /** Name of the model's label, in the words of its maker; absent for nodules. */
  readonly name?: string;
  /** Segmented property category, as the model's manifest has it; absent for nodules. */
  readonly category?: Code;
  /** Colour that the model's manifest asks for, 0..255. */
  readonly rgb?: readonly [number, number, number];
  readonly laterality?: Laterality;
  /** Set by the reader; no lobe is guessed. */
  readonly lobe?: Lobe;
  readonly type?: NoduleType;
  /** How the type was found; undefined when the reader chose it. */
  readonly typeMethod?: string;
  /** LPS mm, inside the lesion. */
  readonly point: Vec3;
  readonly keyImage: { readonly sopInstanceUid: string; readonly frame: number; readonly slice: number };
  readonly mask: VoxelMask;
  readonly axes: Axes;
  readonly measurements: FindingMeasurements;
  /**
   * Set when it lies on the one frame of `keyImage`, of images that have no place to one another (ultrasound). `grid` is
   * where that frame is drawn; `mask` and `axes.slice` are of it, and `keyImage.slice` counts the frames of the series.
   */
  readonly onFrame?: { readonly grid: Grid };
  /** Lesions that were followed over the frames of a film. */
  readonly film?: FilmFacts;
  /** Lesions on ultrasound only. */
  readonly ultrasound?: UltrasoundFacts;
  readonly thyroid?: ThyroidPlace;
  /** Lung nodules only. */
  readonly nodule?: NoduleFacts;
  /** 0..1 and what it means; reader's findings have none. */
  readonly score?: { readonly value: number; readonly meaning: string };
  readonly review: ReviewState;
  readonly rejectReason?: RejectReason;
  readonly note?: string;
}

/**
 * The numbers that a row shows. Every one has its unit, method and calibration in `Measurement`. What is named Hu
 * is the statistics of the modality's values: Hounsfield units on CT, unit 1 on others. What is named volume is an area
 * (concept Area, mm2 or {pixels}) when all that there is is one image; lengths are in {pixels} where it has no scale.
 */
export interface FindingMeasurements {
  readonly longAxis: Measurement;
  readonly shortAxis: Measurement;
  readonly meanDiameter: Measurement;
  readonly volume: Measurement;
  readonly meanHu: Measurement;
  readonly sdHu: Measurement;
  readonly minHu: Measurement;
  readonly maxHu: Measurement;
}
