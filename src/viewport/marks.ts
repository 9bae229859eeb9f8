import type { Axes, ReviewState } from '../domain/finding';
import type { Grid, Vec3 } from '../domain/geometry';
import type { VoxelMask } from '../domain/volume';

/** What a viewport draws for one finding. Plain facts; the findings feature makes them, the viewport draws them. */
export interface Mark {
  readonly id: string;
  readonly frameOfReferenceUid: string;
  readonly seriesUid: string;
  readonly grid: Grid;
  readonly mask: VoxelMask;
  readonly axes?: Axes;
  readonly point: Vec3;
  readonly label: string;
  readonly review: ReviewState;
  readonly byReader: boolean;
  readonly current: boolean;
}

/** A stroke of the outline brush in one plane: where, how large, adding or erasing. */
export interface BrushStroke {
  readonly markId: string;
  readonly points: readonly Vec3[];
  readonly radiusMm: number;
  readonly mode: 'add' | 'erase';
  /** Unit normal of the plane that was drawn on; the stroke is one slice thick along it. */
  readonly normal: Vec3;
}

/** What the reader's hand did on an image; the read feature passes it on. */
export type ViewportEvent =
  | { readonly kind: 'markClicked'; readonly id: string }
  | { readonly kind: 'pointPicked'; readonly seriesUid: string; readonly point: Vec3 }
  | { readonly kind: 'brush'; readonly stroke: BrushStroke; readonly done: boolean }
  | { readonly kind: 'axesChanged'; readonly id: string; readonly axes: Axes; readonly done: boolean };
