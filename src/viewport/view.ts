import type { Vec3 } from '../domain/geometry';
import type { Slab } from '../domain/hanging/layout';
import type { ColourLayer } from './fusion/look';
import type { CanvasPoint, ViewPlane } from './plane';
import type { PlaneCamera } from './planeCameras';
import type { Look3d, Side3d } from './volume3d/controls';
import type { Window } from './window';

/** How an image is turned for display. */
export interface Orientation {
  /** Left and right exchanged, after the turn. */
  readonly flip: boolean;
  /** Degrees clockwise, before the flip, as in DICOM (0070,0042). */
  readonly rotation: 0 | 90 | 180 | 270;
  readonly invert: boolean;
}

/** Where a view looks and how near, so that another drawing of the same images can take it over. LPS mm. */
export interface Placement {
  readonly middle: Vec3;
  /** From the middle to the top edge, mm. */
  readonly halfHeight: number;
  /** The whole image is shown, and again after the viewport changes its size. */
  readonly fitted: boolean;
  /** Of a volume: how it is drawn, and from where (unit vectors, LPS). */
  readonly volume?: { readonly look: Look3d; readonly towards: Vec3; readonly up: Vec3 };
}

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
  /** LPS mm of a point of the image as it is drawn; column and row, pixel centres at whole numbers. Stacks only. */
  imagePoint?(column: number, row: number): Vec3 | undefined;
  /** Turns clockwise, then mirrors left and right; inverts grey. A stack fits its viewport after. Not of volumes. */
  orient?(as: Orientation): void;
  /** What is drawn in colour over it. Planes of a fused series only. */
  readonly layer?: ColourLayer;
  /** Window in modality values. */
  setWindow(window: Window): void;
  /**
   * Grey over the window, 0 black to 1 white from its lower to its upper end, in place of a straight line; undefined
   * gives the line back. False when it cannot be drawn here. Stacks only.
   */
  setCurve?(curve: Float32Array | undefined): boolean;
  /** Multiplies the magnification about a point of the viewport (CSS px), or about its middle. */
  zoomBy(factor: number, about?: CanvasPoint): void;
  panBy(dx: number, dy: number): void;
  /** Shows the whole image, keeping the slice. */
  fit(): void;
  placement(): Placement | undefined;
  place(placement: Placement): void;
  /** Turns the plane about a point (LPS mm) that stays on it. Planes only. */
  turnPlane?(camera: PlaneCamera, about: Vec3): void;
  /** A slab instead of a plane; undefined: the plane again. Planes only. */
  setSlab?(slab: Slab | undefined): void;
  /** Turns the volume by a way of the hand, CSS px. Volumes only. */
  rotateBy?(dx: number, dy: number): void;
  /** Draws the volume with a preset of `presets3d`; of images in Hounsfield units only. Volumes only. */
  setPreset3d?(name: string): void;
  /** Moves the values that the volume shows by so many HU, within what its slider reaches. False where it has none. */
  shiftBy?(hu: number): boolean;
  /** Sees the volume from one of its sides. Volumes only. */
  seeFrom?(side: Side3d): void;
  /** CSS pixels per image pixel. */
  magnification(): number;
  resized(): void;
  render(): void;
  dispose(): void;
}
