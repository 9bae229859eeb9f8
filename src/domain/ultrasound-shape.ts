/** What is said of a lesion on ultrasound that the reader outlined, beyond what every finding has. */
import type { UltrasoundMeasures } from './ultrasound-measures';

/** How it lies to the skin, measured. */
export type UltrasoundShape = Pick<UltrasoundMeasures, 'width' | 'depth' | 'depthToWidth' | 'angle'>;

/** In the words of the thyroid forms; set by the reader. */
export interface ThyroidPlace {
  readonly site?: 'right' | 'left' | 'isthmus';
  /** Of a lobe. */
  readonly level?: 'upper' | 'middle' | 'lower';
}
