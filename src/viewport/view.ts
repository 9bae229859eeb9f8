import type { Vec3 } from '../domain/geometry';
import type { CanvasPoint, ViewPlane } from './plane';
import type { Window } from './window';

/** One drawn image: a stack of images or a plane through a volume, behind the same few verbs. */
export interface View {
  /** Number of slices and the one that is wanted now, 0-based; what is drawn may lag while a frame loads. */
  count(): number;
  index(): number;
  setIndex(index: number): void;
  /** Slice nearest to a point in LPS mm; undefined when the images have no positions. */
  indexAt(point: Vec3): number | undefined;
  /** A point of the patient on slice `index`, as near as can be to `near`. */
  pointOn(index: number, near: Vec3): Vec3;
  /** Where the drawn image lies; undefined until something is drawn. */
  plane(): ViewPlane | undefined;
  /** Window in modality values. */
  setWindow(window: Window): void;
  /** Multiplies the magnification about a point of the viewport (CSS px), or about its middle. */
  zoomBy(factor: number, about?: CanvasPoint): void;
  panBy(dx: number, dy: number): void;
  /** Shows the whole image, keeping the slice. */
  fit(): void;
  /** CSS pixels per image pixel. */
  magnification(): number;
  resized(): void;
  render(): void;
  dispose(): void;
}
