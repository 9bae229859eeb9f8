/** What is said of a lesion on breast ultrasound beyond what every finding has. */
import type { UltrasoundMeasures } from './ultrasound-measures';

/** Fields of the BI-RADS form for a mass on ultrasound. */
export const breastDescriptors = ['shape', 'orientation', 'margin', 'echo', 'posterior'] as const;
export type BreastDescriptor = (typeof breastDescriptors)[number];

/** A figure between 0 and 1, what it stands for, and from which figure on it is called suspicious at which point. */
export interface SuspicionScore {
  readonly value: number;
  /** In English, for exports. */
  readonly meaning: string;
  readonly points: readonly SuspicionPoint[];
}

/** As measured on the data that the model's card names. */
export interface SuspicionPoint {
  readonly name: string;
  readonly threshold: number;
  readonly sensitivity: number;
  readonly specificity: number;
}

export interface BreastFacts {
  readonly measures: UltrasoundMeasures;
  readonly tallerThanWide: boolean;
  /** Where the picture on the screen is known from: the file, its pixels, or taken to be all of it. */
  readonly region: 'stated' | 'detected' | 'whole';
  /** The outline reaches the edge of the picture: the lesion may go on beyond it. */
  readonly atBorder?: true;
  /**
   * Options of the BI-RADS form that outline and image suggest. Nothing is filled in with them until the reader says so.
   */
  readonly suggested: Readonly<Partial<Record<BreastDescriptor, string>>>;
  /** Of the network's own outline; absent when the reader changed it, or the model has none. */
  readonly suspicion?: SuspicionScore;
}
