/** Reader's annotations: what is drawn on an image or on a plane through a volume, and what was measured on it. */
import type { LengthSource } from '../calibration';
import type { ChestMark } from '../chest-mark';
import type { Origin, ReviewState } from '../finding';
import type { Vec3 } from '../geometry';
import type { Point2 } from '../outline-axes';

export type { Point2 };

/**
 * What the points of an annotation lie on.
 * - `image`: one frame (1-based) of one instance; points are (column, row), pixel centres at whole numbers
 * - `plane`: a plane of the patient; points are mm along `right` and `down` (unit, LPS) from `origin` (LPS mm)
 */
export type Place =
  | { readonly on: 'image'; readonly sopInstanceUid: string; readonly frame: number }
  | {
      readonly on: 'plane';
      readonly frameOfReferenceUid: string;
      readonly origin: Vec3;
      readonly right: Vec3;
      readonly down: Vec3;
    };

export type AnnotationKind =
  | 'probe'
  | 'length'
  | 'bidirectional'
  | 'angle'
  | 'cobb'
  | 'ellipse'
  | 'circle'
  | 'rectangle'
  | 'freehand'
  | 'arrow'
  | 'text'
  | 'cardiothoracic'
  | 'limb'
  | 'vertebra'
  | 'mark';

/** What a number says; keys of the measure catalogue `value.*`. */
export type ValueName =
  | 'length'
  | 'longAxis'
  | 'shortAxis'
  | 'angle'
  | 'area'
  | 'perimeter'
  | 'radius'
  | 'mean'
  | 'sd'
  | 'min'
  | 'max'
  | 'value'
  | 'count'
  | 'heartWidth'
  | 'thoraxWidth'
  | 'cardiothoracicRatio'
  | 'hipKneeAnkle'
  | 'femurLength'
  | 'tibiaLength'
  | 'limbLength'
  | 'lateralDistalFemoral'
  | 'medialProximalTibial'
  | 'lateralDistalTibial'
  | 'jointLineConvergence'
  | 'mechanicalAxisDeviation';

/**
 * Why a region or a point has no pixel values: keys of the read catalogue `view.noPixels.*`.
 * - `slab`: drawn on a projection, whose values are of no voxel
 * - `colour`: colours are no measurements; `lut`: the file gives grey through a table, not values
 * - `decoding`: images under it were not there yet
 */
export type NoPixels = 'slab' | 'colour' | 'lut' | 'decoding';

export interface AnnotationValue {
  readonly name: ValueName;
  readonly value: number;
  /** UCUM, except `px` and `px2` where lengths are unknown and the modality's own unit for pixel values ("HU", "1"). */
  readonly unit: string;
  /** Where lengths come from; absent for numbers that need none. */
  readonly source?: LengthSource;
  /** The PET series whose pixels it is of: its uptake comes from that series' dose and weight. Absent for all others. */
  readonly seriesUid?: string;
}

/** Counts of pixel values in equal bins; `from` is the lower edge of the first, `width` that of each. */
export interface Histogram {
  readonly from: number;
  readonly width: number;
  readonly counts: readonly number[];
  readonly unit: string;
}

export interface Annotation {
  /** Its identity for ever, as a DICOM UID. */
  readonly uid: string;
  readonly kind: AnnotationKind;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly place: Place;
  /** Control points in the coordinates of `place`, as many and in the order that the kind says. */
  readonly points: readonly Point2[];
  /** The reader's name for it, or the text of a text or arrow; empty: named by kind and number. */
  readonly label: string;
  /** Counted from 1 per kind when it was made, and kept, so that "Length 2" stays that when length 1 goes. */
  readonly number?: number;
  /** CSS colour that the reader chose; absent: the reader's own colour of the theme. */
  readonly colour?: string;
  readonly values: readonly AnnotationValue[];
  readonly histogram?: Histogram;
  readonly noPixels?: NoPixels;
  /** What a quick mark says; of kind `mark` and no other. */
  readonly mark?: ChestMark;
  /** The analysis that proposed it; absent: drawn by the reader. */
  readonly origin?: Extract<Origin, { kind: 'analysis' }>;
  /** How the reader stands to a proposal; absent for what the reader drew. */
  readonly review?: ReviewState;
  /** ISO time. */
  readonly madeAt: string;
}

/** May it leave the page: drawn by the reader, or proposed and then accepted or corrected? */
export const isStanding = ({ review }: Pick<Annotation, 'review'>): boolean =>
  review === undefined || review === 'accepted' || review === 'edited';

/** A finding of a chest film, which stands among the findings: a quick mark or the cardiothoracic ratio. */
export const isFilmFinding = ({ kind }: Pick<Annotation, 'kind'>): boolean =>
  kind === 'mark' || kind === 'cardiothoracic';

/** Lengths of the coordinates of a place. */
export interface PlaceScale {
  /** mm (or pixels, for `px`) of one unit of the first and second coordinate. */
  readonly x: number;
  readonly y: number;
  readonly unit: 'mm' | 'px';
  readonly source: LengthSource;
}

/**
 * Pixels under a place: centre of (i, j) is origin + i * stepI + j * stepJ in the coordinates of the place.
 * `value` is the modality value, undefined where there is no pixel (outside, padding).
 */
export interface SampleGrid {
  readonly columns: number;
  readonly rows: number;
  readonly origin: Point2;
  readonly stepI: Point2;
  readonly stepJ: Point2;
  /** Unit of the values: "[hnsf'U]", "{SUVbw}g/ml", "Bq/ml", or "1". */
  readonly unit: string;
  value(i: number, j: number): number | undefined;
}

/** What a kernel may measure with. No samples: colour images, and frames that are not decoded. */
export interface MeasureContext {
  readonly scale: PlaceScale;
  readonly samples?: SampleGrid;
}

/** A piece of the drawing, in the coordinates of the place; the viewport turns it into its own. */
export type AnnotationPath =
  | {
      readonly path: 'line';
      readonly points: readonly Point2[];
      readonly closed?: boolean;
      readonly dashed?: boolean;
    }
  | { readonly path: 'arrowhead'; readonly tip: Point2; readonly from: Point2 }
  | { readonly path: 'dot'; readonly at: Point2 };

/** One kind of annotation: how it is drawn by hand, shown, changed and measured. Pure; one file per kind. */
export interface AnnotationShape {
  readonly kind: AnnotationKind;
  /**
   * How the hand draws it: `drag` from a first point to a second (a click and a second click do the same), `clicks`
   * one after the other, `path` along the way of the hand until it lets go. With `enough` the reader may stop
   * (Enter, double click) once so many are placed: an ankle that is not on the film has no line.
   */
  readonly draw:
    | { readonly by: 'drag' }
    | { readonly by: 'clicks'; readonly count: number; readonly enough?: number }
    | { readonly by: 'path' };
  /** Control points of what the hand has drawn; called also while it draws, with fewer points than it will have. */
  complete(drawn: readonly Point2[], scale: PlaceScale): readonly Point2[];
  paths(points: readonly Point2[], scale: PlaceScale): readonly AnnotationPath[];
  /** Where the hand can take hold, in the order that `drag` counts them. */
  handles(points: readonly Point2[], scale: PlaceScale): readonly Point2[];
  /** Control points after a handle was dragged to a place. */
  drag(points: readonly Point2[], handle: number, to: Point2, scale: PlaceScale): readonly Point2[];
  /**
   * Control points after the hand took hold of a line at `from` and went to `to`, where not all of them go along.
   */
  carry?(points: readonly Point2[], from: Point2, to: Point2, scale: PlaceScale): readonly Point2[];
  /** Where the label starts from. */
  anchor(points: readonly Point2[]): Point2;
  measure(
    points: readonly Point2[],
    context: MeasureContext,
  ): { readonly values: readonly AnnotationValue[]; readonly histogram?: Histogram };
}
