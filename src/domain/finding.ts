import type { Vec3 } from './geometry';
import type { VoxelMask } from './volume';

/** A coded concept: value, coding scheme designator (SCT, DCM, UCUM, 99LAMPLIGHT, ...), meaning in English. */
export interface Code {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

export interface Measurement {
  readonly concept: Code;
  readonly value: number;
  /** UCUM code of the unit: mm, mm3, [hnsf'U], %. */
  readonly unit: string;
  /** How it was obtained, for example "sum of voxels", "long axis on the slice with the largest area". */
  readonly method: string;
  /** Where the calibration came from, for example "PixelSpacing (0028,0030)". */
  readonly calibration: string;
}

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
      readonly operatingPoint: string;
      readonly threshold: number;
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
  /** 0..1 and what it means; reader's findings have none. */
  readonly score?: { readonly value: number; readonly meaning: string };
  readonly review: ReviewState;
  readonly rejectReason?: RejectReason;
  readonly note?: string;
}

/** The numbers that a nodule row shows. Every one has its unit, method and calibration in `Measurement`. */
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
