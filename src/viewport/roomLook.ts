import type { Annotation } from '../domain/annotation/annotation';
import type { Vec3 } from '../domain/geometry';
import { defaultButtons, type Buttons } from './buttons';
import type { Cell } from './cell';
import type { Mark } from './marks';
import type { Cover } from './overlay/cover';
import type { Tool } from './tool';

/** What every pane draws or the hand does, whichever cell it is in: marks, annotations, tool, brush, cursor. */
export class RoomLook {
  tool: Tool = 'window';
  buttons: Buttons = defaultButtons;
  marks: readonly Mark[] = [];
  marksVisible = true;
  annotations: readonly Annotation[] = [];
  currentAnnotation: string | undefined;
  overlaysVisible = true;
  /** The 3-D cursor, LPS mm. */
  cursor: Vec3 | undefined;
  /** The cell in whose space the cursor is. */
  cursorFrom: Cell | undefined;
  /** What lies over the images of one series. */
  cover: Cover | undefined;
  brushMm = 4;

  constructor(private readonly cells: () => readonly Cell[]) {}

  setTool(tool: Tool): void {
    this.tool = tool;
    this.redrawBrushes();
  }

  setButtons(buttons: Buttons): void {
    this.buttons = buttons;
  }

  setBrushMm(mm: number): void {
    this.brushMm = mm;
    this.redrawBrushes();
  }

  setMarks(marks: readonly Mark[]): void {
    this.marks = marks;
    this.refreshMarks();
  }

  setMarksVisible(visible: boolean): void {
    this.marksVisible = visible;
    this.refreshMarks();
  }

  setAnnotations(annotations: readonly Annotation[], current: string | undefined): void {
    this.annotations = annotations;
    this.currentAnnotation = current;
    this.refreshMarks();
  }

  /** Overlay planes of the files (60xx) on or off. */
  setOverlaysVisible(visible: boolean): void {
    this.overlaysVisible = visible;
    for (const { pane } of this.cells()) pane?.redraw();
  }

  setCover(cover: Cover | undefined): void {
    this.cover = cover;
    for (const { pane } of this.cells()) pane?.redraw();
  }

  /** What belongs to the study that was open. */
  forget(): void {
    this.marks = [];
    this.annotations = [];
    this.cursor = undefined;
    this.cursorFrom = undefined;
    this.cover = undefined;
  }

  private redrawBrushes(): void {
    for (const { pane } of this.cells()) pane?.redrawBrush();
  }

  private refreshMarks(): void {
    for (const { pane } of this.cells()) {
      pane?.refreshTicks();
      pane?.redraw();
    }
  }
}
