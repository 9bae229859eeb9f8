import type {
  AnnotationKind,
  AnnotationValue,
  Histogram,
  NoPixels,
  Place,
  Point2,
} from '../domain/annotation/annotation';
import type { Axes, ReviewState } from '../domain/finding';
import type { Grid, Vec3 } from '../domain/geometry';
import type { VoxelMask } from '../domain/volume';
import type { AxisEnd } from './axes';
import type { ImageName } from './images';

/** What a viewport draws for one finding. Plain facts; the findings feature makes them, the viewport draws them. */
export interface Mark {
  readonly id: string;
  readonly frameOfReferenceUid: string;
  readonly seriesUid: string;
  readonly grid: Grid;
  readonly mask: VoxelMask;
  /** The only image that it is drawn on, of images that have no place to one another. */
  readonly image?: ImageName;
  readonly axes?: Axes;
  /** The end of its axes that keys move. */
  readonly heldEnd?: AxisEnd;
  readonly point: Vec3;
  readonly label: string;
  readonly review: ReviewState;
  readonly byReader: boolean;
  readonly current: boolean;
  /**
   * Seen by an analysis while the film plays, on this frame itself or carried over from one nearby: no finding, and
   * nothing that can be chosen.
   */
  readonly live?: 'seen' | 'carried';
  /** Set for a segment of the reader's: it has a colour of its own, and `review` says nothing. */
  readonly segment?: {
    /** CSS colour. */
    readonly colour: string;
    /** False: it is there for the tools only. */
    readonly drawn: boolean;
    /** A click inside its outline chooses it, not only one on the outline. */
    readonly inside?: true;
    /** Voxels under a stroke that is not finished. */
    readonly stroke?: 'adds' | 'erases';
  };
}

/**
 * The marks to draw on a pane. Marks of a volume lie by their place in the patient, so the image needs one (or has to be
 * the only one of its series); those of one image lie on it, with or without a place.
 */
export const marksOn = (
  marks: readonly Mark[],
  shown: { readonly instance: { readonly sopInstanceUid: string }; readonly frame: number } | undefined,
  placed: boolean,
): readonly Mark[] =>
  marks.filter(({ image }) =>
    image ? image.sopInstanceUid === shown?.instance.sopInstanceUid && image.frame === shown.frame : placed,
  );

/** Stands for a mark in a stroke that begins a new segment. */
export const NEW_SEGMENT = 'new-segment';

/**
 * What a stroke belongs to: the current segment when one is current, else the current finding, else a new segment.
 * Threshold brush, growing and scissors are for segments alone.
 */
export function strokeTarget(marks: readonly Mark[], segmentsOnly: boolean): Mark | undefined {
  const current = marks.filter((mark) => mark.current);
  return current.find((mark) => mark.segment) ?? (segmentsOnly ? undefined : current[0]);
}

/** A stroke of the outline brush in one plane: where, how large, adding or erasing. */
export interface BrushStroke {
  /** The mark that it belongs to, or `NEW_SEGMENT`. */
  readonly markId: string;
  readonly points: readonly Vec3[];
  readonly radiusMm: number;
  readonly mode: 'add' | 'erase';
  /** Unit normal of the plane that was drawn on; the stroke is one slice thick along it. */
  readonly normal: Vec3;
}

/** An annotation as the hand has drawn it, measured on the pixels that it was drawn on. */
export interface DrawnByHand {
  readonly kind: AnnotationKind;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly place: Place;
  readonly points: readonly Point2[];
  readonly values: readonly AnnotationValue[];
  readonly histogram?: Histogram;
  readonly noPixels?: NoPixels;
  /** What the reader typed, or the next vertebra. */
  readonly label?: string;
}

/** What the reader's hand did on an image; the read feature passes it on. `done`: the hand has let go. */
export type ViewportEvent =
  | { readonly kind: 'markClicked'; readonly id: string }
  | {
      readonly kind: 'pointPicked';
      readonly seriesUid: string;
      readonly point: Vec3;
      /** The image that was clicked on; absent in planes. */
      readonly image?: ImageName;
    }
  | {
      readonly kind: 'brush';
      readonly seriesUid: string;
      readonly stroke: BrushStroke;
      /** Only voxels whose values lie in the reader's range. */
      readonly threshold?: boolean;
      readonly done: boolean;
    }
  | { readonly kind: 'axesChanged'; readonly id: string; readonly axes: Axes; readonly done: boolean }
  | { readonly kind: 'annotationDrawn'; readonly drawn: DrawnByHand }
  | {
      readonly kind: 'annotationChanged';
      readonly uid: string;
      readonly points: readonly Point2[];
      readonly values: readonly AnnotationValue[];
      readonly histogram?: Histogram;
      readonly noPixels?: NoPixels;
      readonly done: boolean;
    }
  | { readonly kind: 'annotationLabelled'; readonly uid: string; readonly label: string }
  | { readonly kind: 'annotationPicked'; readonly uid: string | undefined }
  | {
      /** A click on a plane of a series, LPS mm: grow from there, or keep the part of the segment that is there. */
      readonly kind: 'grow' | 'keepIsland';
      readonly seriesUid: string;
      readonly point: Vec3;
      /** The plane's, unit length. */
      readonly normal: Vec3;
    }
  | {
      /** A closed way on a plane, LPS mm; `normal` is the plane's. */
      readonly kind: 'scissors';
      readonly seriesUid: string;
      readonly points: readonly Vec3[];
      readonly normal: Vec3;
      readonly keepInside: boolean;
    }
  | { readonly kind: 'planesDeclined'; readonly seriesUid: string };
