/** What single frames say of themselves, and what a series was split by. Lengths in mm, LPS, unless said otherwise. */
import type { Vec3 } from './geometry';

/** Facts of one frame from the functional groups of an enhanced object (PS3.3 C.7.6.16). */
export interface FrameFacts {
  readonly position?: Vec3;
  readonly orientation?: readonly [number, number, number, number, number, number];
  /** [between rows, between columns], mm. */
  readonly spacing?: readonly [number, number];
  readonly thickness?: number;
  readonly rescaleSlope?: number;
  readonly rescaleIntercept?: number;
  readonly phase?: PhaseFacts;
  /** Stack ID (0020,9056): frames of different stacks are no one volume. */
  readonly stack?: string;
}

/** What may tell repeated images of one position apart. Absent when the file does not say. */
export interface PhaseFacts {
  /** Temporal Position Identifier (0020,0100) or Index (0020,9128). */
  readonly temporal?: number;
  readonly acquisition?: number;
  /** Echo time, ms. */
  readonly echo?: number;
  /** Diffusion b-value, s/mm². */
  readonly bValue?: number;
  /** Delay after the trigger, ms. */
  readonly trigger?: number;
  /** Nominal percentage of the cardiac phase. */
  readonly percent?: number;
}

/** By what the phases of a series differ; 'order' when only the order of the images tells. */
export type PhaseKind = keyof PhaseFacts | 'order';

/** Which part of a DICOM series a Series is; `number` is 1-based. */
export type SeriesPart =
  | {
      readonly kind: 'phase';
      readonly number: number;
      readonly of: number;
      readonly by: PhaseKind;
      /** Echo time ms, b-value s/mm², trigger delay ms or percent; absent where it says nothing to a reader. */
      readonly value?: number;
    }
  | { readonly kind: 'localizer' }
  | { readonly kind: 'planes'; readonly number: number; readonly of: number };

/** One frame of a series: index into its instances, and 1-based frame number. */
export interface FrameRef {
  readonly instance: number;
  readonly frame: number;
}

/** Pixel Spacing Calibration Type and Description (0028,0A02), (0028,0A04). */
export interface SpacingCalibration {
  readonly type: 'GEOMETRY' | 'FIDUCIAL' | 'unstated';
  readonly description: string;
}

/** A region of an ultrasound image (PS3.3 C.8.5.5). Pixels are 0-based and inclusive, from the top left. */
export interface UltrasoundRegion {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
  /** Two-dimensional tissue or colour flow with centimetres on both axes: the only kind that lengths hold in. */
  readonly tissue: boolean;
  /** mm per pixel; 0 when the axis is no length. */
  readonly mmX: number;
  readonly mmY: number;
}

/** How a multi-frame image is played. */
export interface Cine {
  /** Frames per second that the file recommends or was taken at. */
  readonly fps: number;
  /** Where the rate came from. */
  readonly source: 'RecommendedDisplayFrameRate' | 'CineRate' | 'FrameTime' | 'FrameTimeVector' | 'default';
  /** ms that each frame stays, when they differ (0018,1065). */
  readonly durations?: readonly number[];
}
