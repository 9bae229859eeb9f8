/** Hands that change the outline of the current finding or segment. */
import type { Vec3 } from '../../domain/geometry';
import { svg } from '../overlay/svg';
import { toLps, type CanvasPoint } from '../plane';
import type { HandledPane } from '../paneHost';
import { marksHere, stackImage } from '../marksHere';
import { NEW_SEGMENT, strokeTarget, type BrushStroke } from '../marks';
import type { OutlineTool, SegmentTool } from '../tool';
import type { Drag } from '../hand';
import { nothing, type ToolHand } from './hand';

function stroke(pane: HandledPane, at: CanvasPoint, mode: BrushStroke['mode'], threshold: boolean): Drag {
  const { host } = pane;
  const plane = pane.view?.plane();
  // What is hidden is not drawn on.
  if (!plane || !host.marksVisible()) return nothing;
  const target = strokeTarget(marksHere(pane), threshold);
  // What is corrected lies on another image: a stroke here would be no part of it.
  if (!target && strokeTarget(host.marks(), threshold)?.image) return nothing;
  const markId = target?.id ?? NEW_SEGMENT;
  const points: Vec3[] = [toLps(plane, at)];
  const tell = (done: boolean): void =>
    host.emit({
      kind: 'brush',
      seriesUid: host.series.seriesUid,
      done,
      ...(threshold && { threshold }),
      stroke: { markId, points: [...points], radiusMm: host.brushMm(), mode, normal: plane.normal },
    });
  return {
    move: (to) => {
      points.push(toLps(plane, to));
      tell(false);
    },
    end: () => tell(true),
  };
}

const painter = (mode: BrushStroke['mode'], threshold = false): ToolHand => ({
  ownsDoubleClick: true,
  begin: (pane, at) => stroke(pane, at, mode, threshold),
  click: () => true,
});

const picker = (kind: 'pointPicked' | 'grow' | 'keepIsland'): ToolHand => ({
  swipes: true,
  ownsDoubleClick: true,
  begin: () => nothing,
  click: (pane, at) => {
    const plane = pane.view?.plane();
    if (!plane) return true;
    const { seriesUid } = pane.host.series;
    const point = toLps(plane, at);
    if (kind === 'pointPicked') pane.host.emit({ kind, seriesUid, point, image: stackImage(pane) });
    else pane.host.emit({ kind, seriesUid, point, normal: plane.normal });
    return true;
  },
});

/** Cuts away what lies inside a way of the hand; with shift what lies outside. */
const scissors: ToolHand = {
  ownsDoubleClick: true,
  begin: (pane, at, event) => {
    const { host } = pane;
    const plane = pane.view?.plane();
    const overlay = pane.root.querySelector<SVGSVGElement>('.vp-overlay');
    if (!plane || !overlay) return nothing;
    const way: CanvasPoint[] = [at];
    const line = svg(overlay, 'path', { class: 'vp-rubber' });
    return {
      move: (to) => {
        way.push(to);
        line.setAttribute('d', `M${way.map(([x, y]) => `${x} ${y}`).join('L')}Z`);
      },
      end: () => {
        line.remove();
        if (way.length < 3) return;
        host.emit({
          kind: 'scissors',
          seriesUid: host.series.seriesUid,
          points: way.map((p) => toLps(plane, p)),
          normal: plane.normal,
          keepInside: event.shiftKey,
        });
      },
    };
  },
};

export const outlineHands: Readonly<Record<OutlineTool | SegmentTool, ToolHand>> = {
  brush: painter('add'),
  eraser: painter('erase'),
  thresholdBrush: painter('add', true),
  addNodule: picker('pointPicked'),
  grow: picker('grow'),
  scissors,
  keepIsland: picker('keepIsland'),
};
