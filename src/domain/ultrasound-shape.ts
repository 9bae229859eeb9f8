/** What is said of a lesion on ultrasound beyond what every finding has. */
import type { Measurement } from './quantity';

/** How it lies to the skin, measured (see ultrasound-lesion.ts). */
export interface UltrasoundShape {
  /** Extent along the rows (parallel to the skin) and along the columns (away from the probe). */
  readonly width: Measurement;
  readonly depth: Measurement;
  /** Depth divided by width, without unit: above 1 is taller than wide. */
  readonly depthToWidth: Measurement;
  /** Between the long axis and the rows, degrees, 0 (parallel to the skin) to 90. */
  readonly angle: Measurement;
}

/** In the words of the thyroid forms; set by the reader. */
export interface ThyroidPlace {
  readonly site?: 'right' | 'left' | 'isthmus';
  /** Of a lobe. */
  readonly level?: 'upper' | 'middle' | 'lower';
}
