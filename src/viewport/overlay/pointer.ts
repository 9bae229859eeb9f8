import type { Axes } from '../../domain/finding';
import type { Vec3 } from '../../domain/geometry';
import { axisEnds, type AxisEnd } from '../axes';
import type { Mark } from '../marks';
import type { ShownScale } from '../scale';
import { offPlane, toCanvas, type CanvasPoint, type ViewPlane } from '../plane';
import { svg } from './svg';

/** Half the empty square in the middle of the crosshair, CSS px: the lesion stays free. */
const GAP = 18;

/** Two thin lines through a point, left open around it. */
export function drawCrosshair(group: SVGGElement, view: ViewPlane, point: Vec3): void {
  group.replaceChildren();
  const [x, y] = toCanvas(view, point);
  const line = (x1: number, y1: number, x2: number, y2: number): void => {
    svg(group, 'line', { class: 'edge', x1, y1, x2, y2 });
    svg(group, 'line', { class: 'line', x1, y1, x2, y2 });
  };
  line(0, y, x - GAP, y);
  line(x + GAP, y, view.width, y);
  line(x, 0, x, y - GAP);
  line(x, y + GAP, x, view.height);
}

/** Do all four ends lie on this slice, within half the distance of slices (mm)? */
export const axesOnPlane = (axes: Axes, view: ViewPlane, within: number): boolean =>
  [...axes.long, ...axes.short].every((p) => Math.abs(offPlane(view, p)) <= within);

/** Draws the long and short axis with a handle at each end; the one that keys hold stands out. */
export function drawAxes(
  group: SVGGElement,
  mark: Pick<Mark, 'axes' | 'heldEnd'> | undefined,
  view: ViewPlane,
): void {
  group.replaceChildren();
  if (!mark?.axes) return;
  const { axes, heldEnd } = mark;
  for (const axis of [axes.long, axes.short]) {
    const [[x1, y1], [x2, y2]] = axis.map((p) => toCanvas(view, p));
    svg(group, 'line', { class: 'edge', x1, y1, x2, y2 });
    svg(group, 'line', { class: 'line', x1, y1, x2, y2 });
  }
  for (const { axis, end } of axisEnds) {
    const [cx, cy] = toCanvas(view, axes[axis][end]);
    const held = heldEnd?.axis === axis && heldEnd.end === end;
    svg(group, 'circle', { class: held ? 'handle held' : 'handle', cx, cy, r: held ? 4.5 : 3.5 });
  }
}

/** The axis end under a point of the viewport. */
export function endAt(axes: Axes, view: ViewPlane, at: CanvasPoint, reach: number): AxisEnd | undefined {
  return axisEnds.find(({ axis, end }) => {
    const [x, y] = toCanvas(view, axes[axis][end]);
    return Math.hypot(x - at[0], y - at[1]) <= reach;
  });
}

/** The circle of the brush and what it works on; nothing when there is no brush in the hand. */
export function drawBrush(
  group: SVGGElement,
  at: CanvasPoint | undefined,
  radiusPx: number,
  target: { readonly text: string; readonly colour?: string },
): void {
  group.replaceChildren();
  if (!at) return;
  group.style.color = target.colour ?? '';
  svg(group, 'circle', { class: 'edge', cx: at[0], cy: at[1], r: radiusPx });
  svg(group, 'circle', { class: 'line', cx: at[0], cy: at[1], r: radiusPx });
  const aside = radiusPx * Math.SQRT1_2 + 6;
  svg(group, 'text', { x: at[0] + aside, y: at[1] + aside + 8 }).textContent = target.text;
}

/** An open cross where keys have taken the hand. */
export function drawSpot(group: SVGGElement, at: CanvasPoint | undefined): void {
  group.replaceChildren();
  if (!at) return;
  group.style.color = '';
  const [x, y] = at;
  const d = `M${x - 12} ${y}H${x - 3}M${x + 3} ${y}H${x + 12}M${x} ${y - 12}V${y - 3}M${x} ${y + 3}V${y + 12}`;
  svg(group, 'path', { class: 'edge', d });
  svg(group, 'path', { class: 'line', d });
}

/** A vertical bar of a round length in mm, or in image pixels where there are no mm, with its label. */
export function drawScale(group: SVGGElement, bar: ShownScale, view: ViewPlane): void {
  group.replaceChildren();
  const x = 9;
  const y = view.height / 2 + 22;
  const d = `M${x + 5} ${y}H${x}V${y + bar.pixels}H${x + 5}`;
  svg(group, 'path', { class: 'edge', d });
  svg(group, 'path', { class: 'line', d });
  const label =
    bar.unit === 'px' ? `${bar.length} px` : bar.length >= 10 ? `${bar.length / 10} cm` : `${bar.length} mm`;
  svg(group, 'text', { x: x + 8, y: y + bar.pixels / 2 + 4 }).textContent = label;
}
