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
  /** Rated as calcified in any way; the scan's HU say it better where they can. */
  readonly calcification?: NetworkScore;
  /** "Reader suspicion score": how like the nodules that readers rated above 3.5 of 5 rather than below 2.5. */
  readonly suspicion: NetworkScore;
}

/**
 * The largest piece of an outline's voxels above the solid threshold. Measured for every nodule that has one, so that a
 * reader may call it part-solid at any time; it is said of part-solid nodules alone (`solidPartOf` in lesion.ts).
 */
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
   * The outline's volume corrected for partial volume, mm3: what is compared between examinations. Absent where no lung
   * lies around, where the nodule stands out too little, and in work saved before there was one.
   */
  readonly correctedVolume?: Measurement;
  /**
   * Where the volume of another reader would plausibly lie, mm3: from how far four readers and this model differed on
   * nodules of this size. Both have the same method text.
   */
  readonly volumeRange?: readonly [low: Measurement, high: Measurement];
  /** The model's rows that `volumeRange` was read from, for when the outline or the axes change. */
  readonly volumeRangeRows?: readonly VolumeRangeRow[];
  readonly solidPart?: SolidPart;
}

/** What to multiply a volume with, at a mean diameter in mm, for the low and the high end of its plausible range. */
export type VolumeRangeRow = readonly [diameterMm: number, low: number, high: number];
