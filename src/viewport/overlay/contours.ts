import { dot, type Vec3 } from '../../domain/geometry';
import { cutMask, type Outline } from '../../domain/section';
import type { Mark } from '../marks';
import { toCanvas, type CanvasPoint, type ViewPlane } from '../plane';
import { svg } from './svg';

/** What a mark looks like on this slice: its outlines in CSS px of the viewport. */
export interface DrawnMark {
  readonly mark: Mark;
  readonly outlines: readonly (readonly CanvasPoint[])[];
}

type Cut = { readonly key: string; readonly outlines: readonly Outline[] };
/** The last cut of each mask: panning, zooming and windowing do not move the plane. */
const cuts = new WeakMap<Mark['mask'], Map<string, Cut>>();

function cutOf(mark: Mark, view: ViewPlane, pane: string): readonly Outline[] {
  let byPane = cuts.get(mark.mask);
  if (!byPane) cuts.set(mark.mask, (byPane = new Map()));
  const n = view.normal;
  const key = `${n.map((c) => c.toFixed(4)).join()}@${dot(view.origin, n).toFixed(3)}`;
  const known = byPane.get(pane);
  if (known?.key === key) return known.outlines;
  const outlines = cutMask(mark.grid, mark.mask, { point: view.origin, normal: n });
  byPane.set(pane, { key, outlines });
  return outlines;
}

/** Class of a mark: the current one is the lamp, else its state; see marks.css. */
export function markClass(mark: Mark): string {
  if (mark.segment) {
    const { stroke } = mark.segment;
    return ['mark', 'segment', mark.current && 'current', stroke && `stroke ${stroke}`]
      .filter(Boolean)
      .join(' ');
  }
  const state =
    mark.review === 'rejected'
      ? 'rejected'
      : mark.byReader
        ? 'reader'
        : mark.review === 'pending'
          ? 'pending'
          : 'accepted';
  if (mark.live) return `mark ${state} live ${mark.live}`;
  return mark.current ? `mark ${state} current` : `mark ${state}`;
}

/** A sign before the label, so that states differ by more than colour. */
function sign(mark: Mark): string {
  if (mark.segment) return '';
  if (mark.review === 'rejected') return '✕ ';
  if (mark.review === 'accepted') return '✓ ';
  if (mark.review === 'edited' || mark.byReader) return '✎ ';
  return '';
}

const pathOf = (points: readonly CanvasPoint[]): string =>
  `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`;

/** Draws the outlines of the marks that the plane cuts, with their labels, into `group`. */
export function drawContours(
  group: SVGGElement,
  marks: readonly Mark[],
  view: ViewPlane,
  pane: string,
  margin: number,
): readonly DrawnMark[] {
  group.replaceChildren();
  const drawn: DrawnMark[] = [];
  const labels: Box[] = [];
  // The current mark is drawn last, above the others, but its label takes its place first.
  for (const mark of [...marks].sort((a, b) => Number(a.current) - Number(b.current))) {
    if (mark.segment?.drawn === false) continue;
    const outlines = cutOf(mark, view, pane).map((outline) => outline.map((p: Vec3) => toCanvas(view, p)));
    if (outlines.length === 0) continue;
    drawn.push({ mark, outlines });
    const g = groupOf(group, mark);
    g.dataset.mark = mark.id;
    const d = outlines.map(pathOf).join('');
    svg(g, 'path', { class: 'edge', d });
    svg(g, 'path', { class: 'line', d });
  }
  for (const one of [...drawn].reverse()) drawLabel(group, one, view, labels, margin);
  return drawn;
}

function groupOf(group: SVGGElement, mark: Mark): SVGGElement {
  const g = svg(group, 'g', { class: markClass(mark) });
  if (mark.segment) g.style.color = mark.segment.colour;
  return g;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const LINE = 16;
const REACH = 14;

function drawLabel(
  group: SVGGElement,
  { mark, outlines }: DrawnMark,
  view: ViewPlane,
  taken: Box[],
  margin: number,
): void {
  if (mark.segment?.stroke || mark.live) return;
  const box = boundsOf(outlines.flat());
  if (box.right < 0 || box.left > view.width || box.bottom < 0 || box.top > view.height) return;
  const text = sign(mark) + mark.label;
  // 7 px is the widest that a character of the 12 px label takes, 12 px when it is a Chinese one.
  const width = [...text].reduce((sum, c) => sum + (c > '⺀' ? 12 : 7), 0);
  const toRight = box.right + REACH + width + margin < view.width;
  const left = toRight ? box.right + REACH : Math.max(margin, box.left - REACH - width);
  let top = Math.max(margin, Math.min(view.height - margin - LINE, box.top - REACH));
  const clashes = (): boolean =>
    taken.some((o) => left < o.right && left + width > o.left && top < o.bottom && top + LINE > o.top);
  for (let tries = 0; tries < 12 && clashes(); tries++) top += LINE;
  taken.push({ left, top, right: left + width, bottom: top + LINE });

  const g = groupOf(group, mark);
  const from: CanvasPoint = [toRight ? left - 3 : left + width + 3, top + LINE / 2];
  const [x, y] = nearest(outlines.flat(), from);
  svg(g, 'line', { class: 'leader', x1: from[0], y1: from[1], x2: x, y2: y });
  svg(g, 'text', { x: left, y: top + LINE - 4 }).textContent = text;
}

function boundsOf(points: readonly CanvasPoint[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
}

function nearest(points: readonly CanvasPoint[], to: CanvasPoint): CanvasPoint {
  let best = points[0];
  let least = Infinity;
  for (const p of points) {
    const d = Math.hypot(p[0] - to[0], p[1] - to[1]);
    if (d < least) {
      least = d;
      best = p;
    }
  }
  return best;
}

/**
 * The mark whose outline is under a point of the viewport, or that holds it; the smallest one wins. Segments are often
 * whole organs: they are held at their outline alone.
 */
export function markAt(drawn: readonly DrawnMark[], at: CanvasPoint): Mark | undefined {
  const reach = 6;
  let best: Mark | undefined;
  let least = Infinity;
  for (const { mark, outlines } of drawn) {
    if (mark.live) continue;
    for (const outline of outlines) {
      const close = nearest(outline, at);
      const near = Math.hypot(close[0] - at[0], close[1] - at[1]) <= reach;
      const whole = mark.segment === undefined || mark.segment.inside;
      if (!near && !(whole && holds(outline, at))) continue;
      const box = boundsOf(outline);
      const size = (box.right - box.left) * (box.bottom - box.top);
      if (size < least) {
        least = size;
        best = mark;
      }
    }
  }
  return best;
}

function holds(outline: readonly CanvasPoint[], [x, y]: CanvasPoint): boolean {
  let inside = false;
  for (let p = 0, q = outline.length - 1; p < outline.length; q = p++) {
    const [ax, ay] = outline[p];
    const [bx, by] = outline[q];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
