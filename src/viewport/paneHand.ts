import type { Axes } from '../domain/finding';
import type { Vec3 } from '../domain/geometry';
import { dragAxis } from './axes';
import type { Drag, HandActions } from './hand';
import { markAt } from './overlay/contours';
import { endAt } from './overlay/pointer';
import type { HandledPane } from './paneHost';
import { toLps, type CanvasPoint } from './plane';
import { draggedWindow } from './window';

const nothing: Drag = { move: () => undefined, end: () => undefined };

/** Travel of a drag with the scroll tool for one slice, and how near an axis end must be to be held, CSS px. */
const PER_SLICE = 6;
const HANDLE = 9;

/** What the hand does on one pane with the active tool. */
export function paneHand(pane: HandledPane): HandActions {
  const { host } = pane;
  const lps = (at: CanvasPoint): Vec3 | undefined => {
    const plane = pane.view?.plane();
    return plane && toLps(plane, at);
  };

  const begin = (at: CanvasPoint): Drag => {
    const plane = pane.view?.plane();
    if (!plane) return nothing;
    const tool = host.tool();
    const editing = tool === 'brush' || tool === 'eraser' || tool === 'addNodule';
    const mark = editing ? undefined : pane.currentOnSlice();
    const held = mark?.axes && endAt(mark.axes, plane, at, HANDLE);
    if (mark?.axes && held) {
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
    }
    switch (tool) {
      case 'window': {
        const start = host.window();
        return start
          ? { ...nothing, move: (_, dx, dy) => host.setWindow(draggedWindow(start, dx, dy)) }
          : nothing;
      }
      case 'pan': {
        let last = at;
        return {
          ...nothing,
          move: (to) => {
            pane.view?.panBy(to[0] - last[0], to[1] - last[1]);
            last = to;
          },
        };
      }
      case 'zoom': {
        let last = at;
        return {
          ...nothing,
          move: (to) => {
            pane.view?.zoomBy(Math.exp((last[1] - to[1]) / 150));
            last = to;
          },
        };
      }
      case 'scroll': {
        const start = pane.view?.index() ?? 0;
        return { ...nothing, move: (_, __, dy) => pane.goToSlice(start + Math.trunc(dy / PER_SLICE)) };
      }
      case 'crosshair':
        return {
          ...nothing,
          move: (to) => {
            const point = lps(to);
            if (point && host.point()) host.setPoint(point);
          },
        };
      case 'brush':
      case 'eraser':
        return stroke(at);
      case 'addNodule':
        return nothing;
    }
  };

  const stroke = (at: CanvasPoint): Drag => {
    const plane = pane.view?.plane();
    const mark = host.marks().find((one) => one.current);
    if (!plane || !mark || !host.marksVisible()) return nothing;
    const points: Vec3[] = [toLps(plane, at)];
    const tell = (done: boolean): void =>
      host.emit({
        kind: 'brush',
        done,
        stroke: {
          markId: mark.id,
          points: [...points],
          radiusMm: host.brushMm(),
          mode: host.tool() === 'eraser' ? 'erase' : 'add',
          normal: plane.normal,
        },
      });
    return {
      move: (to) => {
        points.push(toLps(plane, to));
        tell(false);
      },
      end: () => tell(true),
    };
  };

  return {
    begin,
    // A finger has no wheel: with the plain tools it scrolls, and the window is chosen from the presets.
    swipes: () => ['window', 'scroll', 'addNodule'].includes(host.tool()),
    pan: (dx, dy) => pane.view?.panBy(dx, dy),
    zoom: (factor, about) => pane.view?.zoomBy(factor, about),
    scroll: (slices) => pane.view && pane.goToSlice(pane.view.index() + slices),
    doubleClick: () => {
      const tool = host.tool();
      if (tool !== 'brush' && tool !== 'eraser' && tool !== 'addNodule') host.maximise(pane.name);
    },
    hover: (at) => pane.setBrushAt(at),
    click: (at) => {
      const point = lps(at);
      const tool = host.tool();
      if (!point || tool === 'brush' || tool === 'eraser') return;
      if (tool === 'addNodule') {
        host.emit({ kind: 'pointPicked', seriesUid: host.series.seriesUid, point });
        return;
      }
      const mark = host.marksVisible() ? markAt(pane.drawn, at) : undefined;
      if (mark && !mark.current) host.emit({ kind: 'markClicked', id: mark.id });
      else if (host.point()) host.setPoint(point);
    },
  };
}
