/** What an analysis may say of a lesion on breast ultrasound beside its measures. */

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
