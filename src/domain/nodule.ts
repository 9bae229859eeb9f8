import type { Measurement } from './quantity';

/** A figure between 0 and 1 that a network gives, and what it stands for. Never a probability of disease. */
export interface NetworkScore {
  readonly value: number;
  /** In English, for exports: what the network was trained to repeat, and on what. */
  readonly meaning: string;
}

/**
 * Height within the lung that holds most of the nodule: thirds of that lung's extent from apex to base. Geometry, not
 * anatomy: a zone is no lobe. The reader sets the lobe.
 */
export type LungZone = 'upper' | 'middle' | 'lower';

/** What the second network says of a nodule; absent where no network looked (a reader's click without a model). */
export interface NoduleScores {
  /** Readers' texture ratings, summing to 1. */
  readonly type: Readonly<Record<'solid' | 'partSolid' | 'nonSolid', NetworkScore>>;
  readonly spiculation: NetworkScore;
  readonly lobulation: NetworkScore;
  /** "Reader suspicion score": how like the nodules that readers rated above 3.5 of 5 rather than below 2.5. */
  readonly suspicion: NetworkScore;
}

/** The solid part of a part-solid nodule: voxels of the outline at or above the solid threshold, largest piece. */
export interface SolidPart {
  /** Long axis, short axis and their mean in the plane of the solid part's largest area, mm. */
  readonly longAxis: Measurement;
  readonly shortAxis: Measurement;
  readonly meanDiameter: Measurement;
  /** mm3 */
  readonly volume: Measurement;
}

/** What is said of a lung nodule beyond what every finding has. */
export interface NoduleFacts {
  readonly zone?: LungZone;
  readonly scores?: NoduleScores;
  /** pi/6 * a * b * c of the long axis, the short axis and the height, mm3: a cross-check of the voxels' volume. */
  readonly ellipsoidVolume?: Measurement;
  /**
   * Where the volume of another reader would plausibly lie, mm3: from how far four readers and this model differed on
   * nodules of this size. Both have the same method text.
   */
  readonly volumeRange?: readonly [low: Measurement, high: Measurement];
  readonly solidPart?: SolidPart;
}
