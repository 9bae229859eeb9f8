import type { Axes } from '../domain/finding';
import type { AnnotationKind } from '../domain/annotation/annotation';
import { shapes } from '../domain/annotation/shapes';
import { REACH } from './annotate/layer';
import { dragAxis } from './axes';
import type { Drag, HandActions } from './hand';
import type { AnnotateHand } from './hands/annotate';
import type { ToolHand } from './hands/hand';
import { lookHands, thicken } from './hands/look';
import { outlineHands } from './hands/outline';
import { markAt } from './overlay/contours';
import { endAt } from './overlay/pointer';
import type { HandledPane } from './paneHost';
import { toLps, type CanvasPoint } from './plane';
import type { LookTool, OutlineTool, SegmentTool, Tool } from './tool';

/** How near an axis end must be to be held, CSS px. */
const HANDLE = 9;

const isAnnotation = (tool: Tool): tool is AnnotationKind => tool in shapes;
const handOf = (tool: LookTool | OutlineTool | SegmentTool): ToolHand =>
  tool in lookHands ? lookHands[tool as LookTool] : outlineHands[tool as OutlineTool | SegmentTool];

const reachOf = (event: PointerEvent): number => REACH[event.pointerType === 'touch' ? 'touch' : 'mouse'];

/** What the hand does on one pane with the active tool and the reader's buttons. */
export function paneHand(pane: HandledPane, annotate: AnnotateHand): HandActions {
  const { host } = pane;
  /** The press under way took hold of something: it is no click for the tool. */
  let holding = false;

  /** An end of the current finding's axes under the hand. */
  const holdAxis = (at: CanvasPoint): Drag | undefined => {
    const plane = pane.view?.plane();
    const mark = pane.currentOnSlice();
    const held = plane && mark?.axes && endAt(mark.axes, plane, at, HANDLE);
    if (!plane || !mark?.axes || !held) return undefined;
    const start = mark.axes;
    let now: Axes = start;
    return {
      move: (to) => {
        now = dragAxis(start, held, toLps(plane, to), mark.grid.axes[2]);
        host.emit({ kind: 'axesChanged', id: mark.id, axes: now, done: false });
      },
      end: () => {
        if (now !== start) host.emit({ kind: 'axesChanged', id: mark.id, axes: now, done: true });
      },
    };
  };

  /** In a volume the plain tools turn it; with shift the window moves the values that it shows. */
  const inHand = (tool: Tool, shift = false): Tool => {
    if (pane.name !== 'volume') return tool;
    if (tool === 'window' && shift) return tool;
    return tool === 'window' || tool === 'scroll' || tool === 'crosshair' ? 'rotate' : tool;
  };

  return {
    buttons: host.buttons,
    begin: (at, button, event) => {
      holding = false;
      if (button !== 0) {
        const { middle, right } = host.buttons();
        return lookHands[button === 1 ? middle : right].begin(pane, at, event);
      }
      const tool = inHand(host.tool(), event.shiftKey);
      const editing = tool in outlineHands;
      const held = editing
        ? undefined
        : (holdAxis(at) ?? annotate.hold(at, reachOf(event), isAnnotation(tool)));
      holding = held !== undefined;
      if (held) return held;
      return isAnnotation(tool) ? annotate.begin(tool, at) : handOf(tool).begin(pane, at, event);
    },
    swipes: (at) => {
      const tool = inHand(host.tool());
      // What is current can be dragged by a finger too.
      if (annotate.holdsCurrent(at, REACH.touch)) return false;
      return !isAnnotation(tool) && (handOf(tool).swipes ?? false);
    },
    pan: (dx, dy) => pane.panBy(dx, dy),
    zoom: (factor, about) => pane.zoomBy(factor, about),
    scroll: (slices) => {
      if (pane.name === 'volume') pane.zoomBy(Math.exp(-slices / 10));
      else if (pane.view) pane.goToSlice(pane.view.index() + slices);
    },
    thicken: (steps) => thicken(pane, steps),
    touched: host.activate,
    doubleClick: (at) => {
      const tool = host.tool();
      if (annotate.editWords(at, REACH.mouse)) return;
      if (annotate.enough() || isAnnotation(tool) || handOf(tool).ownsDoubleClick) return;
      host.maximise();
    },
    hover: (at) => {
      pane.setBrushAt(at);
      annotate.hover(at);
    },
    click: (at, event) => {
      const tool = inHand(host.tool());
      if (holding) return;
      if (isAnnotation(tool)) {
        annotate.click(tool, at, event.timeStamp);
        return;
      }
      if (annotate.hold(at, reachOf(event), false)) return;
      if (host.currentAnnotation() !== undefined) host.emit({ kind: 'annotationPicked', uid: undefined });
      if (handOf(tool).click?.(pane, at, event)) return;
      const mark = host.marksVisible() ? markAt(pane.drawn, at) : undefined;
      const plane = pane.view?.plane();
      if (mark && !mark.current) host.emit({ kind: 'markClicked', id: mark.id });
      else if (plane && host.point()) host.setPoint(toLps(plane, at));
    },
  };
}
