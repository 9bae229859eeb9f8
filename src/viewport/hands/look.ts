/** Hands that only look: window, scroll, pan, zoom, turn, crosshair, cursor, magnifier. */
import { nearestSlab } from '../slab';
import { lens } from '../overlay/lens';
import { lineOn, type CrossingLine } from '../overlay/crossing';
import { toCanvas, toLps, type CanvasPoint } from '../plane';
import type { HandledPane } from '../paneHost';
import type { LookTool } from '../tool';
import { draggedTop, draggedWindow } from '../window';
import { nothing, type ToolHand } from './hand';
import { windowRegion } from './windowRegion';

/** Travel of a drag with the scroll tool for one slice, CSS px. */
const PER_SLICE = 6;
/** How near a line of the crosshair is held, and how far from its middle it turns, CSS px. */
const LINE = 8;
const ARM = 56;

/** HU that the values of a volume move for one CSS px. */
const PER_PIXEL_3D = 2;

/** Of a volume in Hounsfield units it moves the values that are shown: down, like a window's centre, shows less. */
const window: ToolHand = {
  swipes: true,
  begin: ({ host, view }) => {
    if (view?.shiftBy?.(0)) {
      let last = 0;
      return {
        ...nothing,
        move: (...[, , dy]) => {
          view.shiftBy?.((dy - last) * PER_PIXEL_3D);
          last = dy;
        },
      };
    }
    const start = host.window();
    const dragged = host.handSeries().modality === 'PT' ? draggedTop : draggedWindow;
    return start ? { ...nothing, move: (...[, dx, dy]) => host.setWindow(dragged(start, dx, dy)) } : nothing;
  },
};

const scroll: ToolHand = {
  swipes: true,
  begin: (pane) => {
    const start = pane.view?.index() ?? 0;
    return { ...nothing, move: (...[, , dy]) => pane.goToSlice(start + Math.trunc(dy / PER_SLICE)) };
  },
};

const pan: ToolHand = {
  begin: (pane, at) => {
    let last = at;
    return {
      ...nothing,
      move: (to) => {
        pane.panBy(to[0] - last[0], to[1] - last[1]);
        last = to;
      },
    };
  },
};

const zoom: ToolHand = {
  begin: (pane, at) => {
    let last = at;
    return {
      ...nothing,
      move: (to) => {
        pane.zoomBy(Math.exp((last[1] - to[1]) / 150));
        last = to;
      },
    };
  },
};

/** Turns a volume; a stack or a plane has nothing to turn by hand. */
const rotate: ToolHand = {
  begin: (pane, at) => {
    let last = at;
    return {
      ...nothing,
      move: (to) => {
        pane.view?.rotateBy?.(to[0] - last[0], to[1] - last[1]);
        last = to;
      },
    };
  },
};

/** The line of another plane that is held at a point: near the line, away from where the lines meet. */
function heldLine(
  pane: HandledPane,
  at: CanvasPoint,
): { middle: CanvasPoint; line: CrossingLine } | undefined {
  const plane = pane.view?.plane();
  const point = pane.host.point();
  if (!plane || !point) return undefined;
  const middle = toCanvas(plane, point);
  if (Math.hypot(at[0] - middle[0], at[1] - middle[1]) < ARM) return undefined;
  const line = pane.host
    .crossing()
    .filter(({ turns }) => turns)
    .flatMap(({ plane: other }) => lineOn(plane, other) ?? [])
    .find((one) => one.distance(at) <= LINE);
  return line && { middle, line };
}

/** Moves the point that the planes share; the arm of a line turns the planes. */
const crosshair: ToolHand = {
  begin: (pane, at) => {
    const { host, name } = pane;
    const held = name === 'stack' || name === 'volume' ? undefined : heldLine(pane, at);
    if (held && name !== 'stack' && name !== 'volume') {
      const { middle } = held;
      const angle = (p: CanvasPoint): number => Math.atan2(p[1] - middle[1], p[0] - middle[0]);
      let last = angle(at);
      return {
        ...nothing,
        move: (to) => {
          const now = angle(to);
          host.turnPlanes(name, Math.atan2(Math.sin(now - last), Math.cos(now - last)));
          last = now;
        },
      };
    }
    return {
      ...nothing,
      move: (to) => {
        const plane = pane.view?.plane();
        if (plane && host.point()) host.setPoint(toLps(plane, to));
      },
    };
  },
};

/** Shows where a point of this image lies in every other view of the same space. */
const cursor: ToolHand = {
  begin: (pane, at) => {
    const show = (to: CanvasPoint): void => {
      const plane = pane.view?.plane();
      if (plane) pane.host.setCursor(toLps(plane, to));
    };
    show(at);
    return { move: show, end: () => undefined };
  },
};

const magnify: ToolHand = {
  begin: (pane, at) => {
    const glass = lens(pane.root);
    glass.show(at);
    return { move: glass.show, end: glass.close };
  },
};

export const lookHands: Readonly<Record<LookTool, ToolHand>> = {
  window,
  windowRegion,
  scroll,
  pan,
  zoom,
  rotate,
  crosshair,
  cursor,
  magnify,
};

/** The slab made thicker or thinner by steps of the wheel. */
export function thicken(pane: HandledPane, steps: number): void {
  const { host, name } = pane;
  if (name === 'stack' || name === 'volume') return;
  host.setSlab(nearestSlab(host.slab(), steps));
}
