import type { Vec3 } from '../domain/geometry';
import type { Series, Study } from '../domain/study';
import type { Mark, ViewportEvent } from './marks';
import type { DrawnMark } from './overlay/contours';
import type { CanvasPoint } from './plane';
import type { Say } from './say';
import type { PaneName, Tool } from './tool';
import type { View } from './view';
import type { Window } from './window';

/** What a pane asks of and tells to the surface that it is on. */
export interface PaneHost {
  readonly study: Study;
  readonly series: Series;
  /** Images of the stack, or those that the planes are cut from. */
  readonly imageIds: readonly string[];
  /** Is image n of `imageIds` image n of the series? */
  readonly ownImages: boolean;
  /** Are the planes coarser than the series, to fit in memory? */
  readonly reduced: boolean;
  /** How the slices lie and what was done about it, a line each. */
  notes(): readonly string[];
  readonly say: Say;
  tool(): Tool;
  window(): Window | undefined;
  setWindow(window: Window): void;
  /** The point that the planes share, LPS mm; undefined in a single stack. */
  point(): Vec3 | undefined;
  setPoint(point: Vec3): void;
  marks(): readonly Mark[];
  marksVisible(): boolean;
  /** Overlay planes of the files (60xx) are to be drawn. */
  overlaysVisible(): boolean;
  brushMm(): number;
  loaded(): { readonly fraction: number; has(index: number): boolean };
  emit(event: ViewportEvent): void;
  scrolled(pane: PaneName, index: number): void;
  maximise(pane: PaneName): void;
}

/** The side of a pane that the hand works on. */
export interface HandledPane {
  readonly name: PaneName;
  readonly host: PaneHost;
  readonly view: View | undefined;
  /** Marks as they are drawn now. */
  readonly drawn: readonly DrawnMark[];
  currentOnSlice(): Mark | undefined;
  goToSlice(index: number): void;
  setBrushAt(at: CanvasPoint | undefined): void;
}
