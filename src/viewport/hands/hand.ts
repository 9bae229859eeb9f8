import type { Drag } from '../hand';
import type { HandledPane } from '../paneHost';
import type { CanvasPoint } from '../plane';

/** What one tool does on a pane. */
export interface ToolHand {
  begin(pane: HandledPane, at: CanvasPoint, event: PointerEvent): Drag;
  /** A press that did not move; true when the tool took it. */
  click?(pane: HandledPane, at: CanvasPoint, event: PointerEvent): boolean;
  /** One finger scrolls instead of holding the tool. */
  readonly swipes?: boolean;
  /** A double click is the tool's own, and does not maximise. */
  readonly ownsDoubleClick?: boolean;
}

export const nothing: Drag = { move: () => undefined, end: () => undefined };
