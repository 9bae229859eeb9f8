/** What is said of a lesion on ultrasound beyond what every finding has, whoever outlined it. */
import type { BreastDescriptor, SuspicionScore } from './breast';
import type { UltrasoundMeasures } from './ultrasound-measures';

/** How it lies to the skin, measured on the outline. */
export type UltrasoundShape = Pick<UltrasoundMeasures, 'width' | 'depth' | 'depthToWidth' | 'angle'>;

export interface UltrasoundFacts extends UltrasoundShape {
  /**
   * Where an analysis knew the picture on the screen from: the file, its pixels, or taken to be all of it. Absent for
   * what the reader outlined.
   */
  readonly region?: 'stated' | 'detected' | 'whole';
  /** The outline of an analysis reaches the edge of the picture: the lesion may go on beyond it. */
  readonly atBorder?: true;
  /**
   * Options of the BI-RADS form that outline and image suggest. Nothing is filled in with them until the reader says so.
   */
  readonly suggested?: Readonly<Partial<Record<BreastDescriptor, string>>>;
  /** Of the network's own outline; absent when the reader changed it, or the model has none. */
  readonly suspicion?: SuspicionScore;
}

/** In the words of the thyroid forms; set by the reader. */
export interface ThyroidPlace {
  readonly site?: 'right' | 'left' | 'isthmus';
  /** Of a lobe. */
  readonly level?: 'upper' | 'middle' | 'lower';
}

/** The measurements alone, in the order in which they are told. */
export const shapeOf = ({ width, depth, depthToWidth, angle }: UltrasoundShape): UltrasoundShape => ({
  width,
  depth,
  depthToWidth,
  angle,
});

/** Depth is more than width, as it is measured and not as it is printed. */
export const tallerThanWide = ({ width, depth }: Pick<UltrasoundShape, 'width' | 'depth'>): boolean =>
  depth.value > width.value;
