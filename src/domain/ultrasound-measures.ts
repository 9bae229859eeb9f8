/** The numbers of a lesion on one frame of ultrasound; `ultrasound-lesion.ts` measures them. */
import type { Measurement } from './quantity';

/** Beside the lengths: how a lesion lies to the skin. Ends of its axes are image pixels. */
export interface UltrasoundMeasures {
  /** Largest distance on the outline, and the longest chord at a right angle to it (in mm where calibrated). */
  readonly longAxis: Measurement;
  readonly shortAxis: Measurement;
  /** Extent along the rows (parallel to the skin) and along the columns (away from the probe). */
  readonly width: Measurement;
  readonly depth: Measurement;
  /** Depth divided by width, without unit: above 1 is taller than wide. */
  readonly depthToWidth: Measurement;
  /** Between the long axis and the rows, degrees, 0 (parallel to the skin) to 90. */
  readonly angle: Measurement;
  readonly area: Measurement;
}
