import type { Annotation } from '../domain/annotation/annotation';
import type { Vec3 } from '../domain/geometry';
import type { Slab } from '../domain/hanging/layout';
import type { Series, Study } from '../domain/study';
import type { Buttons } from './buttons';
import type { PaneLayer } from './fusion/look';
import type { Mark, ViewportEvent } from './marks';
import type { MprImages } from './mprImages';
import type { Cover } from './overlay/cover';
import type { DrawnMark } from './overlay/contours';
import type { CanvasPoint, PlaneName, ViewPlane } from './plane';
import type { Say } from './say';
import type { PaneName, Tool } from './tool';
import type { View } from './view';
import type { Window } from './window';

/** What a pane asks of and tells to the cell that it is in, and through it to the room. */
export interface PaneHost {
  readonly study: Study;
  readonly series: Series;
  /** Images of the stack, or those that the planes are cut from. */
  readonly imageIds: readonly string[];
  /** Is image n of `imageIds` image n of the series? */
  readonly ownImages: boolean;
  /** What the planes are cut from; undefined in a stack. */
  readonly planes: MprImages | undefined;
  /** Are the planes coarser than the series, to fit in memory? */
  readonly reduced: boolean;
  /** How the slices lie and what was done about it, a line each. */
  notes(): readonly string[];
  readonly say: Say;
  tool(): Tool;
  buttons(): Buttons;
  /** The series that is drawn in colour over this one. */
  readonly layer: PaneLayer | undefined;
  /** The series that the hand's window acts on, and its window: this one or that over it. */
  handSeries(): Series;
  window(): Window | undefined;
  setWindow(window: Window): void;
  /** The window of this series itself. */
  baseWindow(): Window | undefined;
  slab(): Slab | undefined;
  setSlab(slab: Slab | undefined): void;
  /** The point that the planes share, LPS mm; undefined in a stack. */
  point(): Vec3 | undefined;
  setPoint(point: Vec3): void;
  /** Where the 3-D cursor of the room points, LPS mm. */
  cursor(): Vec3 | undefined;
  /** A picture that is drawn over this series' images. */
  cover(): Cover | undefined;
  setCursor(point: Vec3 | undefined): void;
  /** Turns the two other planes about the normal of one, radians clockwise on its screen. */
  turnPlanes(about: PlaneName, angle: number): void;
  /** Planes of the other cells in the same space that cut this one, the active cell's first. */
  crossing(): readonly {
    readonly plane: ViewPlane;
    readonly active: boolean;
    /** It belongs to the planes that the crosshair turns. */
    readonly turns: boolean;
  }[];
  marks(): readonly Mark[];
  marksVisible(): boolean;
  /** Annotations of this series, and of others in its space. */
  annotations(): readonly Annotation[];
  currentAnnotation(): string | undefined;
  /** Overlay planes of the files (60xx) are to be drawn. */
  overlaysVisible(): boolean;
  brushMm(): number;
  loaded(): { readonly fraction: number; has(index: number): boolean };
  /** Asks once more for the images of the series that failed. */
  fetchAgain(): void;
  emit(event: ViewportEvent): void;
  scrolled(index: number): void;
  /** The hand moved the image: linked cells follow. */
  zoomed(factor: number): void;
  panned(dx: number, dy: number): void;
  activate(): void;
  /** Is it the cell that keys and menus act on, of several? */
  isActive(): boolean;
  /** Would a key that acts on one cell act on this one? */
  maximise(): void;
}

/** The side of a pane that the hand works on. */
export interface HandledPane {
  readonly name: PaneName;
  readonly root: HTMLElement;
  readonly host: PaneHost;
  readonly view: View | undefined;
  /** Marks as they are drawn now. */
  readonly drawn: readonly DrawnMark[];
  currentOnSlice(): Mark | undefined;
  goToSlice(index: number): void;
  zoomBy(factor: number, about?: CanvasPoint): void;
  panBy(dx: number, dy: number): void;
  setBrushAt(at: CanvasPoint | undefined): void;
  /** Brings the overlay up to date. */
  redraw(): void;
}
